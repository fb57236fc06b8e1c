"""What a WARC file makes of a home: the same in an empty one, nothing worse in a known one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from archive.keep import Archive
from archive.model import Outcome, PageKind, RunKind, Visit
from archive.pipeline.cleaning import clean_pending
from archive.pipeline.exchanging import warc_of
from archive.pipeline.importing import ImportedFile, import_files

AT = datetime(2026, 3, 1, 20, tzinfo=UTC)
DAY = timedelta(days=1)
HOST = "http://www.qingshi.example"
WHOLE, PART = f"{HOST}/bg/t20240105_1.html", f"{HOST}/bg/t20240105_1_1.html"
HTML = (("Content-Type", "text/html; charset=utf-8"),)


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive.open(tmp_path / "home") as opened:
        yield opened


@pytest.fixture
def other(tmp_path: Path) -> Iterator[Archive]:
    with Archive.open(tmp_path / "other") as opened:
        yield opened


def report(what: str) -> bytes:
    said = "".join(
        f"<p>{what}第{number}项，调解组织受理矛盾纠纷{number}45件，把矛盾化解在基层。</p>"
        for number in range(8)
    )
    title = "青石县司法局2023年法治政府建设年度报告"
    return f"<title>{title}</title><h1>{title}</h1><div class=TRS_Editor>{said}</div>".encode()


def keep(
    archive: Archive, url: str, body: bytes, *, kind: PageKind = PageKind.DOCUMENT,
    at: datetime = AT, headers: tuple[tuple[str, str], ...] = HTML, first_page: str = "",
) -> None:  # fmt: skip
    visit = Visit(url, at, Outcome.FETCHED, kind, 200, headers, body)
    run = archive.runs.begin(RunKind.IMPORT, AT)
    archive.record_imports(run, [visit], {url: first_page} if first_page else {})


def texts(archive: Archive) -> dict[str, str]:
    clean_pending(archive, lambda _: None)
    reports = map(archive.reports.get, archive.reports.ids())
    return {each.url: each.text for each in reports}


def take(archive: Archive, path: Path) -> list[ImportedFile]:
    return list(import_files(archive, archive.runs.begin(RunKind.IMPORT, AT), [path], {}))


def carry(archive: Archive, other: Archive) -> None:
    path = archive.home / "a.warc.gz"
    path.write_bytes(b"".join(warc_of(archive, AT, lambda: None)))
    take(other, path)


def foreign(path: Path, url: str, body: bytes, **named: str) -> Path:
    with path.open("ab") as file:
        writer = WARCWriter(file, gzip=False)
        http = StatusAndHeaders("200 OK", list(HTML), "HTTP/1.1")
        fields = {"WARC-Date": "2026-05-06T07:08:09Z"} | {
            name.replace("_", "-"): value for name, value in named.items()
        }
        content = (url, "response", BytesIO(body), len(body), "", fields)
        writer.write_record(writer.create_warc_record(*content, http_headers=http))
    return path


def test_one_body_at_two_addresses_is_two_reports_elsewhere(
    archive: Archive, other: Archive
) -> None:
    keep(archive, WHOLE, report("甲"))
    keep(archive, "http://sfj.lvshan.example/bg/2.html", report("甲"))
    carry(archive, other)
    assert len(texts(other)) == 2
    assert texts(other) == texts(archive)


def test_a_page_that_went_back_is_what_it_is_elsewhere(archive: Archive, other: Archive) -> None:
    for number, what in enumerate("甲乙甲"):
        keep(archive, WHOLE, report(what), at=AT + number * DAY)
    carry(archive, other)
    assert texts(other) == texts(archive)
    assert len(other.snapshots.of_url(WHOLE)) == 3


def test_a_further_page_may_come_long_before_the_first(archive: Archive, other: Archive) -> None:
    keep(archive, PART, report("后"), kind=PageKind.PART)
    for number in range(70):
        keep(archive, f"{HOST}/x/{number}.html", b"x" * number)
    keep(archive, WHOLE, report("前"))
    keep(archive, PART, report("后"), kind=PageKind.PART, first_page=WHOLE)
    carry(archive, other)
    assert "后第7项" in texts(other)[WHOLE]
    assert texts(other) == texts(archive)


def test_a_further_page_that_has_changed_changes_the_report(
    archive: Archive, other: Archive
) -> None:
    keep(archive, WHOLE, report("前"))
    keep(archive, PART, report("后"), kind=PageKind.PART, first_page=WHOLE)
    carry(archive, other)
    assert "后第7项" in texts(other)[WHOLE]
    keep(archive, PART, report("新"), kind=PageKind.PART, at=AT + DAY, first_page=WHOLE)
    carry(archive, other)
    assert "新第7项" in texts(other)[WHOLE]


@pytest.mark.parametrize("headers", [(), (("Content-Type", "text/xml"),)])
def test_a_page_of_any_type_is_a_report_elsewhere(
    archive: Archive, other: Archive, headers: tuple[tuple[str, str], ...]
) -> None:
    keep(archive, f"{HOST}/show", report("甲"), headers=headers)
    carry(archive, other)
    assert list(texts(other)) == [f"{HOST}/show"]


@pytest.mark.parametrize("kind", [PageKind.LIST, PageKind.ATTACHMENT, PageKind.PART])
def test_who_knows_nothing_of_a_page_changes_not_what_it_is(
    archive: Archive, tmp_path: Path, kind: PageKind
) -> None:
    keep(archive, WHOLE, report("前"))
    keep(archive, PART, report("后"), kind=kind)
    take(archive, foreign(tmp_path / "other.warc", PART, report("新")))
    assert archive.snapshots.get(archive.snapshots.of_url(PART)[-1].snapshot_id).kind is kind
    assert list(texts(archive)) == [WHOLE]


def test_a_first_page_that_is_no_address_is_none(archive: Archive, tmp_path: Path) -> None:
    path = foreign(tmp_path / "other.warc", WHOLE, report("甲"), Baogao_First_Page="nonsense")
    assert [each.fate.value for each in take(archive, path)] == ["new"]


def test_a_date_in_the_future_is_not_believed(archive: Archive, tmp_path: Path) -> None:
    path = foreign(tmp_path / "other.warc", WHOLE, report("甲"), WARC_Date="2999-01-01T00:00:00Z")
    assert [each.fate.value for each in take(archive, path)] == ["unreadable"]
