"""What users know about a site: rules of their own, before the built-in ones.

A file of this form, in TOML; ``host`` also stands for the hosts below it, ``*`` for all::

    [[site]]
    host = "qingshi.example"
    text = ["#article", ".TRS_Editor", "ucapcontent"]  # ids, classes, elements; best first
    between = ["<!-- text begin -->", "<!-- text end -->"]  # or two comments around the text
    drop = [".share", "#related"]  # elements that are never text
    chrome = ["青石要闻.*"]  # lines that are chrome, as regular expressions for the whole line
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from archive.clean.rules import ContainerRule, Containers, Trust, containers, indexed
from archive.errors import UsageError

_KEYS: Final = frozenset({"host", "text", "between", "drop", "chrome"})


@dataclass(frozen=True, slots=True)
class SiteRule:
    """The rules of one site; the elements to drop are ids, classes or tags."""

    host: str
    container: ContainerRule | None = None
    drop: ContainerRule | None = None
    chrome: tuple[str, ...] = ()

    def covers(self, host: str) -> bool:
        """Whether the rule is for a host.

        >>> SiteRule("qingshi.example").covers("www.qingshi.example")
        True
        >>> SiteRule("qingshi.example").covers("bigqingshi.example")
        False
        """
        return self.host in ("*", host) or host.endswith(f".{self.host}")


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules that hold on one host."""

    containers: Containers
    drop: Containers
    chrome: tuple[re.Pattern[str], ...] = ()


@dataclass(frozen=True, slots=True)
class SiteRules:
    """All rules of a user. Without ``built_in`` only these hold: for trying them out."""

    rules: tuple[SiteRule, ...] = ()
    built_in: bool = True

    def on(self, host: str) -> Rules:
        """Return the rules that hold on a host, the user's before the built-in ones."""
        mine = [rule for rule in self.rules if rule.covers(host)]
        base = containers() if self.built_in else Containers()
        own = [rule.container for rule in mine if rule.container]
        return Rules(
            indexed((*own, *base.rules)) if own else base,
            indexed([rule.drop for rule in mine if rule.drop]),
            tuple(re.compile(pattern) for rule in mine for pattern in rule.chrome),
        )


def read_site_rules(toml: str) -> SiteRules:
    """Return the rules in a file's text; ``UsageError`` says what is wrong with it.

    >>> read_site_rules('[[site]]\\nhost = "a.example"\\ntext = ["#b"]').rules[0].host
    'a.example'
    """
    try:
        data = tomllib.loads(toml)
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"the site rules are no TOML: {error}") from error
    unknown = sorted(data.keys() - {"site"})
    entries = data.get("site", [])
    are_tables = isinstance(entries, list) and all(isinstance(one, dict) for one in entries)
    if unknown or not are_tables:
        raise UsageError(f"site rules stand under [[site]], not under {unknown or ['site']}")
    return SiteRules(tuple(_rule(number, entry) for number, entry in enumerate(entries, 1)))


def _rule(number: int, entry: Mapping[str, Any]) -> SiteRule:
    host = entry.get("host")
    if not isinstance(host, str) or not host.strip():
        raise UsageError(f"site rule {number} names no host")
    if unknown := sorted(entry.keys() - _KEYS):
        raise UsageError(f"site rule {number} ({host}): unknown {', '.join(unknown)}")
    where = f"site rule {number} ({host})"
    text, between = _words(entry, "text", where), _words(entry, "between", where)
    if between and len(between) != 2:
        raise UsageError(f"{where}: between takes two comments, the first and the last")
    drop = _words(entry, "drop", where)
    return SiteRule(
        host.strip().lower().removeprefix("*.") or "*",
        _named(f"site {host}", text, between) if text or between else None,
        _named(f"site {host}", drop, ()) if drop else None,
        tuple(_compiled(pattern, where) for pattern in _words(entry, "chrome", where)),
    )


def _words(entry: Mapping[str, Any], key: str, where: str) -> tuple[str, ...]:
    words = entry.get(key, [])
    if not isinstance(words, list) or not all(isinstance(w, str) and w.strip() for w in words):
        raise UsageError(f"{where}: {key} takes a list of texts")
    return tuple(word.strip() for word in words)


def _named(name: str, words: Iterable[str], between: Sequence[str]) -> ContainerRule:
    bare = {mark: [word for word in words if word[0] == mark] for mark in "#."}
    tags = [word for word in words if word[0] not in "#."]
    begin, end = (_comment(text) for text in between) if between else (None, None)
    return ContainerRule(
        name,
        frozenset(word[1:].lower() for word in bare["#"]),
        frozenset(word[1:].lower() for word in bare["."]),
        frozenset(tag.lower() for tag in tags),
        begin,
        end,
        Trust.ORDERED,
    )


def _comment(text: str) -> str:
    return text.removeprefix("<!--").removesuffix("-->").strip()


def _compiled(pattern: str, where: str) -> str:
    try:
        re.compile(pattern)
    except re.error as error:
        raise UsageError(f"{where}: {pattern!r} is no regular expression ({error})") from error
    return pattern
