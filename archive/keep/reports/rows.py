"""A report as a row of its table, there and back."""

from __future__ import annotations

import json
import sqlite3
from datetime import date

import msgspec

from archive.facts import Facts
from archive.model import Removal, Report

_PLAIN = (
    *("report_id", "url", "snapshot_id", "cleaner_version", "rule", "title", "issuer"),
    *("document_number", "index_number", "site", "place"),
)


def columns(report: Report) -> dict[str, object]:
    """Return the values of the columns by name."""
    removed = [(removal.text, removal.rule) for removal in report.removed]
    return {name: getattr(report, name) for name in _PLAIN} | {
        "published_on": _iso(report.published_on),
        "written_on": _iso(report.written_on),
        "paragraphs": _json(report.paragraphs),
        "removed": _json(removed),
        "facts": msgspec.json.encode(report.facts).decode(),
    }


def report(row: sqlite3.Row) -> Report:
    """Return the report that :func:`columns` took apart."""
    return Report(
        **{name: row[name] for name in _PLAIN},
        published_on=_date(row["published_on"]),
        written_on=_date(row["written_on"]),
        paragraphs=tuple(json.loads(row["paragraphs"])),
        removed=tuple(Removal(text, rule) for text, rule in json.loads(row["removed"])),
        facts=msgspec.json.decode(row["facts"], type=Facts),
    )


def _json(values: object) -> str:
    return json.dumps(values, ensure_ascii=False, separators=(",", ":"))


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _date(column: str | None) -> date | None:
    return None if column is None else date.fromisoformat(column)
