"""Damage done behind the archive's back is found."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive.errors import StoreError
from archive.keep import Archive
from archive.keep.homes import database_path
from tests.archive.keep.builders import START, cleaned, keep

URL = "http://www.qingshi.example/bg/"


@pytest.fixture
def filled(archive: Archive) -> Archive:
    for number in range(3):
        archive.reports.store(cleaned(keep(archive, f"{URL}{number}.html", b"body %d" % number)))
    assert list(archive.verify()) == []
    return archive


def _damage(archive: Archive, *statements: str) -> list[tuple[str, str]]:
    archive._database.all("PRAGMA foreign_keys = OFF")
    for statement in statements:
        with archive._database.transaction() as connection:
            assert connection.execute(statement).rowcount == 1
    findings = list(archive.verify())
    assert all(finding.advice and "\n" not in finding.advice for finding in findings)
    return [(finding.what, finding.subject) for finding in findings]


def test_a_flipped_bit_in_a_body_is_found(filled: Archive) -> None:
    digest = filled.snapshots.get(2).digest
    data = filled._database.all("SELECT data FROM blobs WHERE blob_id = 2")[0][0]
    flipped = data[:-6] + bytes([data[-6] ^ 1]) + data[-5:]
    found = _damage(filled, f"UPDATE blobs SET data = x'{flipped.hex()}' WHERE blob_id = 2")
    assert found == [("a stored body is damaged", f"body {digest}")]
    with pytest.raises(StoreError, match=f"{digest} is damaged"):
        filled.snapshots.get(2)


def test_a_body_under_a_wrong_name_is_found(filled: Archive) -> None:
    change = "UPDATE blobs SET data = (SELECT data FROM blobs WHERE blob_id = 1) WHERE blob_id = 3"
    ((what, subject),) = _damage(filled, change)
    assert what == "a stored body is another than its digest says"
    assert subject.endswith(filled.snapshots.get(3).digest)


def test_a_wrong_length_is_found(filled: Archive) -> None:
    ((what, _),) = _damage(filled, "UPDATE blobs SET size_bytes = 1 WHERE blob_id = 3")
    assert what == "a stored body is another than its digest says"


def test_a_missing_row_is_found(filled: Archive) -> None:
    found = _damage(filled, "DELETE FROM visits WHERE visit_id = 2")
    assert ("refers to a row of visits that is missing", "snapshots row 2") in found


def test_a_report_that_cannot_be_read_is_found(filled: Archive) -> None:
    report_id = cleaned(filled.snapshots.get(1)).report_id
    change = f"UPDATE reports SET paragraphs = '[' WHERE report_id = '{report_id}'"
    assert _damage(filled, change) == [("a stored report cannot be read", report_id)]


def test_a_report_and_the_log_that_disagree_are_found(filled: Archive) -> None:
    first, second = (cleaned(filled.snapshots.get(number)).report_id for number in (1, 2))
    found = _damage(
        filled,
        f"DELETE FROM changes WHERE report_id = '{first}'",
        f"DELETE FROM reports WHERE report_id = '{second}'",
    )
    assert found == [
        ("a report is missing from the change log", first),
        ("the change log names a report that is missing", second),
    ]


def test_a_report_of_a_wrong_snapshot_is_found(filled: Archive) -> None:
    report_id = cleaned(filled.snapshots.get(1)).report_id
    change = f"UPDATE reports SET snapshot_id = 2 WHERE report_id = '{report_id}'"
    assert _damage(filled, change) == [
        ("a report was made of another report's snapshot", report_id)
    ]


def test_an_address_that_forgot_its_newest_snapshot_is_found(filled: Archive) -> None:
    keep(filled, f"{URL}0.html", b"newer", at=START)
    found = _damage(filled, f"UPDATE addresses SET snapshot_id = 1 WHERE url = '{URL}0.html'")
    assert found == [("an address does not know its newest snapshot", f"{URL}0.html")]


def test_a_page_of_the_file_overwritten_is_found(home: Path) -> None:
    with Archive.open(home) as archive:
        for number in range(200):
            keep(archive, f"{URL}{number}.html", b"body %d" % number)
    path = database_path(home)
    content = bytearray(path.read_bytes())
    middle = len(content) // 2 // 4096 * 4096
    content[middle : middle + 4096] = b"\xa5" * 4096
    path.write_bytes(content)
    with Archive.open(home) as archive:
        findings = list(archive.verify())
    assert findings
    assert all("restore" in finding.advice for finding in findings)


def test_texts_that_are_none_are_found_each_by_itself(filled: Archive) -> None:
    first, second, _ = sorted(filled.reports.ids())
    text = "CAST(x'5b22ff225d' AS TEXT)"
    found = _damage(
        filled,
        f"UPDATE reports SET paragraphs = {text} WHERE report_id = '{first}'",
        f"UPDATE reports SET facts = 'none' WHERE report_id = '{second}'",
    )
    assert found == [("a stored report cannot be read", each) for each in (first, second)]
    with pytest.raises(StoreError, match="restore it from a backup") as raised:
        filled.reports.get(first)
    assert "5b" not in str(raised.value)
