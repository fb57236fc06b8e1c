"""Cleaned reports: storing, rejecting, looking up."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import replace

from archive.errors import NotFoundError, UsageError
from archive.keep import changes
from archive.keep.addresses import usable
from archive.keep.bodies import files
from archive.keep.database import Database
from archive.keep.frontier.decider import is_gone_for_good
from archive.keep.instants import instant, optional_instant
from archive.keep.reports import copies, twins, versions
from archive.keep.reports.rows import columns, report
from archive.model import ChangeKind, LastVisit, Outcome, Rejected, Rejection, Report

_BATCH = 500
_UPSERT = """
    INSERT INTO reports VALUES (
        :report_id, :url, :snapshot_id, :cleaner_version, :rule, :title, :paragraphs, :issuer,
        :published_on, :written_on, :document_number, :index_number, :site, :place, :removed,
        :facts)
    ON CONFLICT DO UPDATE SET
        url = :url, snapshot_id = :snapshot_id, cleaner_version = :cleaner_version,
        rule = :rule, title = :title, paragraphs = :paragraphs, issuer = :issuer,
        published_on = :published_on, written_on = :written_on,
        document_number = :document_number, index_number = :index_number, site = :site,
        place = :place, removed = :removed, facts = :facts
"""
# Where a body was kept, what leads there, and how links spelt them.
_ADDRESSES = f"""
    WITH shown AS (
        SELECT a.address_id, a.url FROM addresses AS a
        LEFT JOIN visits AS v ON v.visit_id = a.last_visit_id
        WHERE a.report_id = :report_id
          AND (a.snapshot_id IS NOT NULL OR v.outcome = '{Outcome.REDIRECTED}'))
    SELECT url FROM (
        SELECT address_id, 0 AS is_alias, url FROM shown
        UNION ALL SELECT address_id, 1, aliases.url FROM shown JOIN aliases USING (address_id))
    ORDER BY is_alias, address_id, url
"""


class Reports:
    """One report for each report id: what the cleaner made of its newest good snapshot.

    What is given out names in its facts all addresses that the report is known to stand at.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def store(self, new: Report) -> None:
        """Keep a report in place of the one with its id, and mark its snapshot as cleaned.

        A snapshot that says what the one before it says is no version of its own and goes
        (:mod:`archive.keep.reports.versions`). The change log gets an entry only if something that
        readers or the index see has changed; what it was made from and how does not count.
        """
        self.settle((new,), new.cleaner_version)

    def reject(self, rejected: Rejected, cleaner_version: int) -> None:
        """Record that a snapshot is no report.

        The report made of an earlier snapshot stays. A report made of this very snapshot (by
        an earlier cleaner that knew less) is removed, as it could not be rebuilt; but not if
        it is the cleaner that failed.
        """
        self.settle((rejected,), cleaner_version)

    def settle(self, judged: Iterable[Report | Rejected], cleaner_version: int) -> None:
        """Store and reject many in their order, in one transaction."""
        with self._database.transaction() as connection:
            for each in judged:
                if isinstance(each, Report):
                    _store(connection, each)
                else:
                    _reject(connection, each, cleaner_version)

    def get(self, report_id: str) -> Report:
        """Return a report; ``NotFoundError`` if there is none of that id."""
        row = self._database.one("SELECT * FROM reports WHERE report_id = ?", (report_id,))
        if row is None:
            raise NotFoundError(f"there is no report {report_id!r}: `baogao search` shows the ids")
        return self._completed(report(row))

    def find(self, prefix: str) -> Report:
        """Return the only report whose id begins with ``prefix``, in either case.

        Raises ``NotFoundError`` if there is none, ``UsageError`` if there are several.
        """
        prefix = prefix.lower()
        rows = self._database.all(
            "SELECT * FROM reports WHERE report_id >= ? AND report_id < ? LIMIT 2",
            (prefix, f"{prefix}g"),  # ids are hex digits, "g" comes after all of them
        )
        if len(rows) > 1:
            raise UsageError(f"several reports begin with {prefix!r}: give more of the id")
        return self._completed(report(rows[0])) if rows else self.get(prefix)

    def _completed(self, found: Report) -> Report:
        """Return a report with what is only known beside it: where else it stands, its copies."""
        rows = self._database.all(_ADDRESSES, {"report_id": found.report_id})
        addresses = tuple(dict.fromkeys([found.url, *(row["url"] for row in rows)]))
        caution = copies.caution(self._database, found.report_id)
        warnings = (*found.facts.warnings, *([] if caution is None else [caution]))
        facts = replace(found.facts, addresses=addresses, warnings=warnings)
        return replace(found, facts=facts)

    def made_before(self, cleaner_version: int) -> int:
        """Return how many reports an earlier cleaner made."""
        query = "SELECT count(*) FROM reports WHERE cleaner_version < ?"
        return self._database.scalar(query, (cleaner_version,))

    def ids(self) -> Iterator[str]:
        """Yield all report ids in ascending order; flat in memory, changes meanwhile are fine."""
        query = "SELECT report_id FROM reports WHERE report_id > ? ORDER BY report_id LIMIT ?"
        last = ""
        while rows := self._database.all(query, (last, _BATCH)):
            yield from (row["report_id"] for row in rows)
            last = rows[-1]["report_id"]

    def rejected_for(self, url: str) -> Rejected | None:
        """Return why the newest snapshot of an address is no report.

        ``None``: it became one, waits for cleaning, or there is no snapshot of the address.
        Raises ``UsageError`` if ``url`` is no address.
        """
        row = self._database.one(
            "SELECT s.snapshot_id, a.url, s.rejection"
            " FROM addresses AS a JOIN snapshots AS s USING (snapshot_id)"
            " WHERE a.url = ? AND s.rejection IS NOT NULL",
            (usable(url),),
        )
        if row is None:
            return None
        return Rejected(row["snapshot_id"], row["url"], Rejection(row["rejection"]))

    def last_visit(self, report_id: str) -> LastVisit:
        """Return how the newest visit to any of the report's addresses ended.

        Raises ``NotFoundError`` if no address has that report id.
        """
        rows = self._database.all(
            "SELECT a.url, v.visited_at, v.outcome, a.gone_since, a.gone_visits"
            " FROM addresses AS a JOIN visits AS v ON v.visit_id = a.last_visit_id"
            " WHERE a.snapshot_id IS NOT NULL AND a.report_id = ? ORDER BY v.visit_id DESC",
            (report_id,),
        )
        if not rows:
            raise NotFoundError(f"no page of report {report_id!r} was ever kept")
        gone = [row["gone_since"] for row in rows]
        since = optional_instant(None if None in gone else max(gone))
        return LastVisit(
            url=rows[0]["url"],
            visited_at=instant(rows[0]["visited_at"]),
            outcome=Outcome(rows[0]["outcome"]),
            gone_since=since,
            gone_unconfirmed=since is not None and not all(map(_is_gone_for_good, rows)),
        )


def _store(connection: sqlite3.Connection, made: Report) -> None:
    naming = twins.named(connection, made)
    new = naming.report
    old = _find(connection, new.report_id)
    if versions.compare(connection, made).is_repetition and old is not None:
        versions.drop(connection, made.snapshot_id)
        return
    _mark(connection, made.snapshot_id, made.cleaner_version, text=made)
    files.note_bodies(connection, made.snapshot_id, made.facts.attachments)
    if naming.is_told or (old is not None and twins.says_the_same(old, new)):
        return
    if old is not None and replace(new, cleaner_version=old.cleaner_version) == old:
        query = "UPDATE reports SET cleaner_version = ? WHERE report_id = ?"
        connection.execute(query, (new.cleaner_version, new.report_id))
        return
    connection.execute(_UPSERT, columns(new))
    twins.note_content(connection, new)
    is_news = old is None or versions.content_of(old) != versions.content_of(new)
    changed = copies.note(connection, new)
    for report_id in changed | {new.report_id} if is_news else changed:
        changes.log(connection, ChangeKind.STORED, report_id)


def _reject(connection: sqlite3.Connection, rejected: Rejected, cleaner_version: int) -> None:
    if not rejected.reason.is_failure:
        versions.note_rejection(connection, rejected.snapshot_id)
    _mark(connection, rejected.snapshot_id, cleaner_version, why_not=rejected.reason)
    files.note_bodies(connection, rejected.snapshot_id, rejected.attachments)
    if rejected.reason.is_failure:
        return
    query = "DELETE FROM reports WHERE snapshot_id = ? RETURNING *"
    for row in connection.execute(query, (rejected.snapshot_id,)).fetchall():
        changes.log(connection, ChangeKind.REMOVED, row["report_id"])
        twins.wake_others(connection, report(row))


def _find(connection: sqlite3.Connection, report_id: str) -> Report | None:
    query = "SELECT * FROM reports WHERE report_id = ?"
    row = connection.execute(query, (report_id,)).fetchone()
    return None if row is None else report(row)


def _is_gone_for_good(row: sqlite3.Row) -> bool:
    since, visited_at = instant(row["gone_since"]), instant(row["visited_at"])
    return is_gone_for_good(row["gone_visits"], since, visited_at)


def _mark(
    connection: sqlite3.Connection,
    snapshot_id: int,
    cleaner_version: int,
    *,
    text: Report | None = None,
    why_not: Rejection | None = None,
) -> None:
    digest = None if text is None else versions.text_digest(text)
    characters = 0 if text is None else len(text.text)
    connection.execute(
        "UPDATE snapshots SET cleaner_version = ?, rejection = ?, text_digest = ?,"
        " characters = ? WHERE snapshot_id = ?",
        (cleaner_version, why_not, digest, characters, snapshot_id),
    )
    connection.execute("DELETE FROM proposals WHERE snapshot_id = ?", (snapshot_id,))
