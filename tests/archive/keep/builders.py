"""Values for the tests of this room: a clock that is set by hand, visits, reports."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta

from archive.address import report_id_of
from archive.facts import Facts
from archive.keep import Archive, FrontierPolicy, SqliteFrontier
from archive.model import (
    Link,
    Outcome,
    PageKind,
    Removal,
    Report,
    Run,
    RunKind,
    Seed,
    Snapshot,
    Task,
    Visit,
)

START = datetime(2026, 3, 1, 20, 0, tzinfo=UTC)
EVERY_RUN = FrontierPolicy(revisit_after=timedelta(0))


class HandClock:
    """A clock that stands still until it is told to go on."""

    def __init__(self, now: datetime = START) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def advance(self, span: timedelta) -> None:
        self.now += span


def column(host: str = "www.qingshi.example") -> Seed:
    return Seed(f"http://{host}/bg/")


def document(name: str, host: str = "www.qingshi.example") -> Link:
    return Link(f"http://{host}/bg/{name}.html", PageKind.DOCUMENT, depth=1)


def page(
    url: str,
    body: bytes = b"<p>body</p>",
    *,
    kind: PageKind = PageKind.DOCUMENT,
    at: datetime = START,
    headers: tuple[tuple[str, str], ...] = (),
) -> Visit:
    return Visit(url, at, Outcome.FETCHED, kind, 200, headers, body)


def failure(url: str, outcome: Outcome, *, at: datetime = START) -> Visit:
    return Visit(url, at, outcome, PageKind.DOCUMENT, detail="as the test wants it")


def imported(url: str, body: bytes = b"saved", *, at: datetime = START) -> Visit:
    return Visit(url, at, Outcome.IMPORTED, PageKind.DOCUMENT, body=body, detail="/tmp/saved.html")


def crawl(archive: Archive, at: datetime = START) -> Run:
    return archive.runs.begin(RunKind.CRAWL, at)


def drain(frontier: SqliteFrontier) -> Iterator[Task]:
    """Yield what is leased, one by one, until nothing is due."""
    while tasks := frontier.lease(1):
        yield from tasks


def urls(tasks: Iterable[Task]) -> list[str]:
    return [task.url for task in tasks]


def keep(archive: Archive, url: str, body: bytes = b"saved", *, at: datetime = START) -> Snapshot:
    """Import a page and return its snapshot."""
    run = archive.runs.begin(RunKind.IMPORT, at)
    snapshot_id = archive.record_import(run, imported(url, body, at=at)).snapshot_id
    return archive.snapshots.get(snapshot_id)


def cleaned(snapshot: Snapshot, *, version: int = 1, title: str = "青石县工作报告") -> Report:
    return Report(
        report_id=report_id_of(snapshot.url),
        url=snapshot.url,
        snapshot_id=snapshot.snapshot_id,
        cleaner_version=version,
        rule="TRS_Editor",
        title=title,
        paragraphs=("一、工作情况", "全县办结矛盾纠纷“312”件。", "青石县司法局"),
        issuer="青石县司法局",
        published_on=date(2025, 3, 4),
        written_on=date(2025, 2, 28),
        document_number="青司〔2025〕3号",
        index_number="011/2025-00012",
        site="青石县人民政府",
        place="青石县",
        removed=(Removal("打印本页", "chrome:print"), Removal("首页 > 公开", "chrome:trail")),
        facts=Facts(addresses=(snapshot.url,)),
    )
