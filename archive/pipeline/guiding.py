"""What the cleaner is told about each page: the user's rules, the habits of its host."""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set
from pathlib import Path
from typing import Protocol

from archive.address import host_of
from archive.clean import Guidance, SiteRules, learn, read_site_rules
from archive.errors import UsageError
from archive.keep import Archive
from archive.model import Report, Snapshot
from archive.pipeline.judging import Verdict

RULES_NAME = "sites.toml"
"""The file of a home that holds a user's own rules (:mod:`archive.clean.rules.sites`)."""


def site_rules(home: Path) -> SiteRules:
    """Return the rules in a home's ``sites.toml``, none if there is no such file.

    Raises ``UsageError`` naming file and fault if it cannot be used.
    """
    try:
        return read_site_rules(rules_text(home))
    except UsageError as error:
        raise UsageError(f"{home / RULES_NAME}: {error}") from error


def rules_text(home: Path) -> str:
    """Return what stands in a home's ``sites.toml``, nothing if there is no such file.

    Raises ``UsageError`` naming fault but not file if it cannot be read.
    """
    try:
        return (home / RULES_NAME).read_text("utf-8")
    except FileNotFoundError:
        return ""
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"cannot be read: {error}") from error


class Evidence(Protocol):
    """Where a :class:`Guide` learns the habits of hosts from."""

    def of_newest(self, host: str) -> Sequence[Set[str]]:
        """Return the repeatable lines of a host's newest pages, one set for each."""
        ...


class Guide:
    """Guidance for the pages of one round of cleaning, and what they teach for the next.

    Habits are looked up once for each host and round, so that what a page becomes does not
    depend on the pages that happened to be cleaned a moment before.
    """

    def __init__(
        self, archive: Archive, sites: SiteRules, evidence: Evidence | None = None
    ) -> None:
        self._archive = archive
        self._sites = sites
        self._evidence = evidence or archive.host_lines
        self._habits: dict[str, frozenset[str]] = {}

    def guidance(self, snapshot: Snapshot) -> Guidance:
        """Return what is known about a page's site."""
        return Guidance(self._sites, self.habits(host_of(snapshot.url)))

    def habits(self, host: str) -> frozenset[str]:
        """Return the lines that a host, named as in an address, repeats on its pages."""
        if host not in self._habits:
            self._habits[host] = self._learned(host)
        return self._habits[host]

    def note(self, verdicts: Iterable[Verdict]) -> None:
        """Keep what was seen on pages that became reports."""
        reports = [one for one in verdicts if isinstance(one.cleaned.result, Report)]
        self._archive.host_lines.note([(one.snapshot, one.cleaned.repeatable) for one in reports])

    def reopen(self) -> bool:
        """Have pages cleaned again that show habits learned since; tell if there are any."""
        learned = {host: self._learned(host) - known for host, known in self._habits.items()}
        fresh = {host: lines for host, lines in learned.items() if lines}
        for host, lines in fresh.items():
            self._archive.host_lines.reopen(host, lines)
            self._habits[host] |= lines
        return bool(fresh)

    def _learned(self, host: str) -> frozenset[str]:
        return learn(self._evidence.of_newest(host)) if host else frozenset()
