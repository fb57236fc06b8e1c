"""Pages whose text is in a file, from the archive's side: whenever the file comes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from archive.facts import Doubt
from archive.files import FileText, FileType
from archive.keep import Archive
from archive.model import Outcome, PageKind, Rejection, Report, RunKind, Visit
from archive.pipeline.cleaning import CleaningSummary, clean_pending
from tests.archive.clean.attachments import files
from tests.archive.clean.attachments.files import PARAGRAPHS, PROSE, TITLE

HOST = "http://www.qingshi.example"
PAGE, FILE = f"{HOST}/gk/202401/t20240105_1.html", f"{HOST}/gk/202401/P1.docx"
BODY = files.docx("".join(map(files.paragraph, PARAGRAPHS)))


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive.open(tmp_path) as opened:
        yield opened


def _keep(archive: Archive, url: str, body: bytes, kind: PageKind = PageKind.DOCUMENT) -> None:
    visit = Visit(url, datetime.now(UTC), Outcome.IMPORTED, kind, body=body)
    archive.record_import(archive.runs.begin(RunKind.IMPORT, datetime.now(UTC)), visit)


def _page(text: str = "", link: str = f"<a href='P1.docx'>{TITLE}.docx</a>") -> bytes:
    menu = "".join(f"<li><a href='/{n}/'>栏目{n}</a></li>" for n in range(9))
    return (
        f"<html><head><title>{TITLE}_青石县人民政府</title></head><body><ul>{menu}</ul>"
        f"<h1>{TITLE}</h1><div>发布时间：2024-01-06 来源：青石县司法局</div>"
        f"<div class=TRS_Editor><p>{text}</p></div><p>{link}</p></body></html>"
    ).encode()


def _clean(archive: Archive) -> CleaningSummary:
    return clean_pending(archive, lambda _: None)


def _report(archive: Archive) -> Report:
    (report_id,) = archive.reports.ids()
    return archive.reports.get(report_id)


def test_a_page_that_only_offers_a_file_is_a_report_of_the_file(archive: Archive) -> None:
    _keep(archive, PAGE, _page())
    _keep(archive, FILE, BODY, PageKind.ATTACHMENT)
    assert _clean(archive).reports == 1
    report = _report(archive)
    assert (report.url, report.rule) == (PAGE, "attachment DOCX")
    assert report.paragraphs == PARAGRAPHS
    assert (report.title, str(report.published_on)) == (TITLE, "2024-01-06")
    (link,) = report.facts.attachments
    assert (link.url, link.is_body) == (FILE, True)
    (snapshot,) = archive.snapshots.of_url(FILE)
    assert link.digest == snapshot.digest


def test_a_file_that_comes_later_or_changes_is_taken_up(archive: Archive) -> None:
    _keep(archive, PAGE, _page())
    assert _clean(archive).rejected == ((Rejection.AWAITS_FILE, 1),)
    _keep(archive, FILE, BODY, PageKind.ATTACHMENT)
    assert _clean(archive).reports == 1
    assert _clean(archive) == CleaningSummary(0, ())
    _keep(archive, FILE, files.docx(files.paragraph(PROSE)), PageKind.ATTACHMENT)
    assert _clean(archive).reports == 1
    assert _report(archive).paragraphs == (PROSE,)


def test_what_little_the_page_says_comes_first(archive: Archive) -> None:
    said = "现将2023年法治政府建设年度报告予以公布，欢迎社会各界监督。"
    _keep(archive, PAGE, _page(said))
    _keep(archive, FILE, BODY, PageKind.ATTACHMENT)
    _clean(archive)
    report = _report(archive)
    assert report.paragraphs == (said, *PARAGRAPHS)
    assert said not in [removal.text for removal in report.removed]


def test_a_page_with_a_text_keeps_it_and_its_files_stay_beside_it(archive: Archive) -> None:
    said = tuple(f"第{number}项，{PROSE}" for number in "一二三四")
    _keep(archive, PAGE, _page("</p><p>".join(said)))
    _keep(archive, FILE, BODY, PageKind.ATTACHMENT)
    _clean(archive)
    report = _report(archive)
    assert report.rule == "container TRS_Editor"
    assert report.paragraphs == said
    (link,) = report.facts.attachments
    assert not link.is_body
    offered = archive.files.of_link(link)
    assert offered is not None
    assert offered.text == FileText(FileType.DOCX, PARAGRAPHS)


def test_one_file_in_two_formats_is_taken_once(archive: Archive) -> None:
    links = f"<a href=P1.docx>{TITLE}.docx</a> <a href=P2.pdf>附件1：{TITLE}.pdf</a>"
    _keep(archive, PAGE, _page(link=links))
    _keep(archive, FILE, BODY, PageKind.ATTACHMENT)
    _keep(archive, f"{HOST}/gk/202401/P2.pdf", files.typeset(PARAGRAPHS), PageKind.ATTACHMENT)
    _clean(archive)
    assert _report(archive).paragraphs == PARAGRAPHS


def test_a_viewer_on_the_page_names_the_file(archive: Archive) -> None:
    viewer = "<iframe src='/pdfjs/web/viewer.html?file=/gk/202401/P1.docx'></iframe>"
    _keep(archive, PAGE, _page(link=viewer))
    _keep(archive, FILE, BODY, PageKind.ATTACHMENT)
    assert _clean(archive).reports == 1


def test_a_scan_is_a_report_without_text_that_says_so(archive: Archive) -> None:
    _keep(archive, PAGE, _page())
    _keep(archive, FILE, files.pdf([], image=True), PageKind.ATTACHMENT)
    _clean(archive)
    report = _report(archive)
    assert (report.title, report.paragraphs) == (TITLE, ())
    assert [caution.doubt for caution in report.facts.warnings] == [Doubt.SCANNED]


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"%PDF-1.4", Rejection.DAMAGED),
        (files.compound({"EncryptedPackage": bytes(5000)}), Rejection.ENCRYPTED),
        (files.bomb(300 << 20), Rejection.TOO_LARGE),
    ],
)
def test_a_file_that_cannot_be_read_is_flagged(
    archive: Archive, body: bytes, reason: Rejection
) -> None:
    _keep(archive, PAGE, _page())
    _keep(archive, FILE, body, PageKind.ATTACHMENT)
    assert _clean(archive).rejected == ((reason, 1),)
    assert _clean(archive) == CleaningSummary(0, ())


def test_a_front_page_with_a_manual_is_no_report_of_it(archive: Archive) -> None:
    link = "<a href='P1.docx'>操作手册.docx</a>"
    _keep(archive, PAGE, _page(link=link).replace(TITLE.encode(), "青石县".encode()))
    _keep(archive, FILE, BODY, PageKind.ATTACHMENT)
    assert _clean(archive).reports == 0
