"""Readers and writers at the same time."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from threading import Event

from archive.keep import Archive
from archive.model import RunKind
from tests.archive.keep.builders import START, cleaned, imported, keep

URL = "http://www.qingshi.example/bg/1.html"
VERSIONS = 150


def test_a_reader_sees_whole_reports_while_another_process_writes(home: Path) -> None:
    done = Event()

    def write(report_id: str) -> None:
        with Archive.open(home) as archive:
            report = archive.reports.get(report_id)
            for number in range(VERSIONS):
                text = str(number)
                archive.reports.store(replace(report, title=text, paragraphs=(text,) * 50))
        done.set()

    def read(report_id: str) -> int:
        newest = 0
        with Archive.open(home, create=False) as archive:
            while not done.is_set():
                number = archive.changes.last_number()
                report = archive.reports.get(report_id)
                assert set(report.paragraphs) == {report.title}
                assert int(report.title) >= number - 2  # what is logged is there to be read
                assert number >= newest
                newest = number
        return newest

    with Archive.open(home) as archive:
        report = replace(cleaned(keep(archive, URL)), title="0", paragraphs=("0",))
        archive.reports.store(report)
    with ThreadPoolExecutor() as pool:
        reading = pool.submit(read, report.report_id)
        pool.submit(write, report.report_id).result()
        reading.result()
    with Archive.open(home) as archive:
        assert archive.changes.last_number() == VERSIONS + 1
        assert list(archive.verify()) == []


def test_threads_may_share_an_archive(archive: Archive) -> None:
    run = archive.runs.begin(RunKind.IMPORT, START)

    def keep_and_read(number: int) -> bytes:
        body = b"body %d" % (number % 7)
        result = archive.record_import(run, imported(f"{URL}?{number}", body))
        return archive.snapshots.get(result.snapshot_id).body

    with ThreadPoolExecutor(4) as pool:
        bodies = list(pool.map(keep_and_read, range(100)))
    assert bodies == [b"body %d" % (number % 7) for number in range(100)]
    assert archive.counts().snapshots == 100
    assert list(archive.verify()) == []
