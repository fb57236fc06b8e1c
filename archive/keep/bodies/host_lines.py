"""What the pages of a host have in common, line by line: the evidence for its habits."""

from __future__ import annotations

import json
from collections.abc import Iterable, Set
from datetime import timedelta
from typing import Final

from archive.keep.database import Database
from archive.keep.instants import microseconds
from archive.model import Snapshot

_NEWEST: Final = 40  # pages of a host that are asked; older ones are forgotten with their habits
_KEPT: Final = timedelta(days=400)  # before the newest: sites are redesigned, and reports yearly
_NEWEST_LINES: Final = """
    SELECT seen_at, lines FROM host_lines JOIN hosts USING (host_id)
    WHERE host = :host ORDER BY seen_at DESC LIMIT :limit
"""


class HostLines:
    """The repeatable lines of each address, as its newest cleaned page had them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def note(self, pages: Iterable[tuple[Snapshot, Set[str]]]) -> None:
        """Keep the repeatable lines of pages in place of what was kept of their addresses.

        A power cut may take it back: what is missing is noted when the page is cleaned again.
        """
        rows = [
            (page.url, microseconds(page.visited_at), json.dumps(sorted(lines), ensure_ascii=False))
            for page, lines in pages
        ]
        with self._database.transaction(durable=False) as connection:
            connection.executemany(
                "INSERT OR REPLACE INTO host_lines"
                " SELECT address_id, host_id, ?2, ?3 FROM addresses WHERE url = ?1",
                rows,
            )

    def of_newest(self, host: str) -> tuple[frozenset[str], ...]:
        """Return the lines of a host's newest pages, one set for each.

        ``host`` is as in an address, with its port. Pages that are much older than the newest
        are left out.
        """
        return newest_lines(self._database, _NEWEST_LINES, host)

    def reopen(self, host: str, habits: Set[str]) -> None:
        """Let the cleaner look again at the host's pages that have one of these lines."""
        rows = self._database.all(
            "SELECT address_id, lines FROM host_lines JOIN hosts USING (host_id) WHERE host = ?",
            (host,),
        )
        touched = [
            (r["address_id"],) for r in rows if not habits.isdisjoint(json.loads(r["lines"]))
        ]
        with self._database.transaction(durable=False) as connection:
            connection.executemany(
                "UPDATE snapshots SET cleaner_version = NULL WHERE rejection IS NULL"
                " AND snapshot_id = (SELECT snapshot_id FROM addresses WHERE address_id = ?)",
                touched,
            )


def newest_lines(database: Database, query: str, host: str) -> tuple[frozenset[str], ...]:
    """Return the lines that a query by ``:host`` and ``:limit`` gives, newest pages first."""
    rows = database.all(query, {"host": host, "limit": _NEWEST})
    oldest = rows[0]["seen_at"] - _KEPT // timedelta(microseconds=1) if rows else 0
    return tuple(frozenset(json.loads(row["lines"])) for row in rows if row["seen_at"] >= oldest)
