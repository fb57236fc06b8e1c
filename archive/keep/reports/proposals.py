"""What would become of cleaned snapshots under another cleaner or other rules."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import replace
from typing import Final

import msgspec
import zstandard

from archive.keep.bodies.host_lines import newest_lines
from archive.keep.bodies.snapshots import CLEANABLE, JOINED
from archive.keep.database import Database
from archive.keep.reports.rows import report
from archive.model import Rejected, Rejection, Report
from archive.proposal import Comparison, Difference, Effect, Preview, Proposal

_BATCH: Final = 500
_LEVEL: Final = 3  # read once, soon
_WANTED = f"s.cleaner_version IS NOT NULL AND p.snapshot_id IS NULL AND {CLEANABLE}"
_WANTING = f"SELECT count(*) {JOINED} LEFT JOIN proposals AS p USING (snapshot_id) WHERE {_WANTED}"
_BEFORE = """
    SELECT r.* FROM snapshots AS s JOIN addresses AS a USING (address_id)
    JOIN reports AS r USING (report_id) WHERE s.snapshot_id = ? AND s.rejection IS NULL
"""
_NEXT = f"""
    SELECT s.snapshot_id, p.result, p.rejection
    {JOINED} JOIN proposals AS p USING (snapshot_id)
    WHERE {CLEANABLE} ORDER BY s.snapshot_id LIMIT ?
"""
_TEACH = """
    INSERT OR REPLACE INTO host_lines
    SELECT a.address_id, a.host_id, v.visited_at, p.lines FROM proposals AS p
    JOIN snapshots AS s USING (snapshot_id) JOIN visits AS v USING (visit_id)
    JOIN addresses AS a ON a.address_id = s.address_id
    WHERE p.snapshot_id = ? AND p.rejection IS NULL
"""
_LINES = """
    SELECT v.visited_at AS seen_at, p.lines FROM proposals AS p
    JOIN snapshots AS s USING (snapshot_id) JOIN visits AS v USING (visit_id)
    JOIN addresses AS a ON a.address_id = s.address_id JOIN hosts AS h USING (host_id)
    WHERE h.host = :host AND p.rejection IS NULL
    UNION ALL
    SELECT l.seen_at, l.lines FROM host_lines AS l JOIN hosts USING (host_id)
    WHERE host = :host AND NOT EXISTS (
        SELECT 1 FROM proposals AS p JOIN snapshots AS s USING (snapshot_id)
        WHERE s.address_id = l.address_id AND p.rejection IS NULL)
    ORDER BY seen_at DESC LIMIT :limit
"""
_USED = """
    SELECT p.snapshot_id, h.host, p.lines, p.habits FROM proposals AS p
    JOIN snapshots AS s USING (snapshot_id) JOIN addresses AS a USING (address_id)
    JOIN hosts AS h USING (host_id) WHERE p.snapshot_id > ? ORDER BY p.snapshot_id LIMIT ?
"""
_DIFFERENCES = """
    SELECT a.report_id, a.url, p.title, p.comparison, p.rejection FROM proposals AS p
    JOIN snapshots AS s USING (snapshot_id) JOIN addresses AS a USING (address_id)
"""


class Proposals:
    """Proposals of one edition of cleaner and rules, one for each snapshot at most.

    They wait beside the reports until they are settled as any result of cleaning is, or until
    another edition begins. What is settled of a snapshot otherwise takes its proposal away.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def begin(self, edition: str) -> None:
        """Drop the proposals of all other editions."""
        with self._database.transaction(durable=False) as connection:
            connection.execute("DELETE FROM proposals WHERE edition <> ?", (edition,))

    def wanting(self) -> int:
        """Return how many snapshots that were cleaned have no proposal."""
        return self._database.scalar(_WANTING)

    def before(self, snapshot_id: int) -> Report | None:
        """Return the report that a snapshot shows now, ``None`` if it is no report."""
        row = self._database.one(_BEFORE, (snapshot_id,))
        return None if row is None else report(row)

    def keep(self, proposals: Iterable[Proposal], edition: str) -> None:
        """Keep proposals in one transaction, in place of older ones for their snapshots."""
        rows = [_row(each, edition) for each in proposals]
        with self._database.transaction(durable=False) as connection:
            marks = ", ".join("?" * 11)
            connection.executemany(f"INSERT OR REPLACE INTO proposals VALUES ({marks})", rows)

    def results(self, limit: int, cleaner_version: int) -> tuple[Report | Rejected, ...]:
        """Return up to ``limit`` results that still matter, those of older snapshots first.

        One for a page that has come anew, or was found to be part of an article, does not.
        """
        rows = self._database.all(_NEXT, (limit,))
        return tuple(self._result(row, cleaner_version) for row in rows)

    def _result(self, row: sqlite3.Row, cleaner_version: int) -> Report | Rejected:
        if row["result"] is None:
            kept = self.before(row["snapshot_id"])
            assert kept is not None, "what changed has taken its proposal along"
            return replace(kept, cleaner_version=cleaner_version)
        packed = zstandard.ZstdDecompressor().decompress(row["result"])
        if row["rejection"]:
            return msgspec.json.decode(packed, type=Rejected)
        return msgspec.json.decode(packed, type=Report)

    def teach(self, snapshot_ids: Iterable[int]) -> None:
        """Note the repeatable lines of pages whose proposals are about to be settled."""
        with self._database.transaction(durable=False) as connection:
            connection.executemany(_TEACH, [(number,) for number in snapshot_ids])

    def of_newest(self, host: str) -> tuple[frozenset[str], ...]:
        """Return what :meth:`HostLines.of_newest` would, were the proposals settled."""
        return newest_lines(self._database, _LINES, host)

    def guided(self) -> Iterator[tuple[int, str, Set[str], Set[str]]]:
        """Yield for each proposal its snapshot, host, lines and the habits that were known."""
        last = 0
        while rows := self._database.all(_USED, (last, _BATCH)):
            for row in rows:
                lines, habits = (frozenset(json.loads(row[name])) for name in ("lines", "habits"))
                yield row["snapshot_id"], row["host"], lines, habits
            last = rows[-1]["snapshot_id"]

    def withdraw(self, snapshot_ids: Iterable[int]) -> None:
        """Drop the proposals for some snapshots."""
        with self._database.transaction(durable=False) as connection:
            query = "DELETE FROM proposals WHERE snapshot_id = ?"
            connection.executemany(query, [(number,) for number in snapshot_ids])

    def preview(self, limit: int | None) -> Preview:
        """Return what all proposals would change, with up to ``limit`` losses and gains."""
        rows = self._database.all(
            "SELECT effect, count(*) AS n, sum(lost) AS lost, sum(gained) AS gained"
            " FROM proposals GROUP BY effect"
        )
        effects = {Effect(row["effect"]): int(row["n"]) for row in rows}
        return Preview(
            documents=sum(effects.values()),
            effects=tuple((effect, effects.get(effect, 0)) for effect in Effect),
            fields=tuple(self._fields().most_common()),
            rejections=tuple(self._rejections()),
            lost_chars=sum(row["lost"] for row in rows),
            gained_chars=sum(row["gained"] for row in rows),
            losses=self._differences("lost", limit),
            gains=self._differences("gained", limit),
        )

    def _fields(self) -> Counter[str]:
        query = "SELECT comparison FROM proposals WHERE effect IN ('facts', 'text')"
        with self._database.reading() as connection:
            return Counter(
                field for row in connection.execute(query) for field in _comparison(row).fields
            )

    def _rejections(self) -> Iterator[tuple[Rejection, int]]:
        query = "SELECT rejection, count(*) AS n FROM proposals WHERE effect = 'lost' GROUP BY 1"
        rows = self._database.all(f"{query} ORDER BY n DESC")
        yield from ((Rejection(row["rejection"]), row["n"]) for row in rows)

    def _differences(self, column: str, limit: int | None) -> tuple[Difference, ...]:
        query = f"{_DIFFERENCES} WHERE p.{column} > 0 ORDER BY p.{column} DESC, 1 LIMIT ?"
        rows = self._database.all(query, (-1 if limit is None else limit,))
        return tuple(map(_difference, rows))


def _row(proposal: Proposal, edition: str) -> Sequence[object]:
    result, comparison = proposal.result, proposal.comparison
    packed = None
    if result is not None:
        packed = zstandard.ZstdCompressor(level=_LEVEL).compress(msgspec.json.encode(result))
    return (
        proposal.snapshot_id,
        edition,
        packed,
        result.reason if isinstance(result, Rejected) else None,
        proposal.title,
        comparison.effect,
        comparison.lost,
        comparison.gained,
        msgspec.json.encode(comparison).decode(),
        _json(proposal.lines),
        _json(proposal.habits),
    )


def _json(lines: Set[str]) -> str:
    return json.dumps(sorted(lines), ensure_ascii=False)


def _comparison(row: sqlite3.Row) -> Comparison:
    return msgspec.json.decode(row["comparison"], type=Comparison)


def _difference(row: sqlite3.Row) -> Difference:
    rejection = Rejection(row["rejection"]) if row["rejection"] else None
    return Difference(row["report_id"], row["url"], row["title"], _comparison(row), rejection)
