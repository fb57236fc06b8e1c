"""Cleaning in worker processes: the same results in the same order, hostile pages flagged."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from archive.clean import CLEANER_VERSION, Guidance
from archive.errors import UsageError
from archive.keep import Archive
from archive.model import Outcome, PageKind, Rejected, Rejection, Report, RunKind, Visit
from archive.pipeline import judging
from archive.pipeline.cleaning import clean_pending
from archive.pipeline.judging import Case, judge, judged
from archive.pipeline.worker import Limits
from archive.pipeline.workers import WorkerPool
from tests.archive.keep.builders import keep

PROSE = "青石县司法局坚持和发展新时代“枫桥经验”，全年调解矛盾纠纷一百二十件，群众十分满意。"


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive.open(tmp_path) as opened:
        yield opened


def _page(number: int) -> bytes:
    return f"<html><title>第{number}号报告</title><body><p>{PROSE}</p></body></html>".encode()


def _import(archive: Archive, url: str, body: bytes) -> None:
    visit = Visit(url, datetime.now(UTC), Outcome.IMPORTED, PageKind.DOCUMENT, body=body)
    archive.record_import(archive.runs.begin(RunKind.IMPORT, datetime.now(UTC)), visit)


def test_everything_is_cleaned_once_and_in_order(archive: Archive) -> None:
    for number in range(70):
        _import(archive, f"http://www.qingshi.example/{number}.html", _page(number))
    _import(archive, "http://www.qingshi.example/empty.html", b" ")
    advances: list[int] = []
    summary = clean_pending(archive, advances.append)
    assert summary.reports == 70
    assert summary.rejected == ((Rejection.EMPTY, 1),)
    assert sum(advances) == 71
    logged = archive.changes.after(0, 100)
    titles = [archive.reports.get(change.report_id).title for change in logged]
    assert titles == [f"第{number}号报告" for number in range(70)]
    assert clean_pending(archive, advances.append).reports == 0


def test_workers_find_what_this_process_finds(archive: Archive) -> None:
    snapshots = [keep(archive, f"http://a.example/{n}.html", _page(n)) for n in range(5)]
    cases = [Case(each, Guidance()) for each in snapshots]
    with WorkerPool(judge) as judges:
        verdicts = list(judged(judges, cases))
    assert [one.cleaned for one in verdicts] == [judge(each) for each in cases]
    assert [one.snapshot for one in verdicts] == [replace(each, body=b"") for each in snapshots]


def test_a_page_over_the_limits_is_flagged_and_the_others_are_cleaned(archive: Archive) -> None:
    heavy = keep(
        archive, "http://a.example/heavy.html", _page(1) + "<p>报告</p>".encode() * 200_000
    )
    light = keep(archive, "http://a.example/light.html", _page(2))
    cases = [Case(each, Guidance()) for each in (heavy, light)]
    with WorkerPool(judge, limits=Limits(cpu_s=1)) as judges:
        flagged, report = (one.cleaned.result for one in judged(judges, cases))
    assert flagged == Rejected(heavy.snapshot_id, heavy.url, Rejection.TOO_SLOW)
    assert isinstance(report, Report)
    with WorkerPool(judge, limits=Limits(memory_bytes=110 << 20)) as judges:
        flagged, report = (one.cleaned.result for one in judged(judges, cases))
    assert flagged == Rejected(heavy.snapshot_id, heavy.url, Rejection.OUT_OF_MEMORY)
    assert isinstance(report, Report)


def test_a_defect_of_the_cleaner_costs_one_page(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> Report:
        raise KeyError("a defect")

    snapshot = keep(archive, "http://a.example/1.html", _page(1))
    monkeypatch.setattr(judging, "examine", broken)
    rejected = Rejected(snapshot.snapshot_id, snapshot.url, Rejection.CLEANER_FAILED)
    assert judge(Case(snapshot, Guidance())).result == rejected


@pytest.mark.parametrize(
    ("reason", "stays"), [(Rejection.TOO_SLOW, True), (Rejection.LIST_PAGE, False)]
)
def test_a_report_outlives_a_cleaner_that_fails_on_it(
    archive: Archive, reason: Rejection, stays: bool
) -> None:
    _import(archive, "http://www.qingshi.example/1.html", _page(1))
    clean_pending(archive, lambda _: None)
    (report_id,) = archive.reports.ids()
    report = archive.reports.get(report_id)
    archive.reports.reject(Rejected(report.snapshot_id, report.url, reason), CLEANER_VERSION + 1)
    assert list(archive.reports.ids()) == ([report_id] if stays else [])


def _around(number: int, chrome: str) -> bytes:
    return (
        f"<html><title>第{number}号报告</title><body><div><div><div>{chrome}</div></div>"
        f"<div><p>{PROSE}</p></div>"  # in two parts, so that the element around both is taken
        f"<div><p>办件{number}件，全部按时办结，群众评价良好，没有一件投诉。</p>"
        f"<p>谢谢大家</p></div></div></body></html>"
    ).encode()


def _texts(archive: Archive) -> set[str]:
    reports = [archive.reports.get(report_id) for report_id in archive.reports.ids()]
    return {paragraph for report in reports for paragraph in report.paragraphs}


def test_what_a_host_repeats_is_learned_and_taken_off(archive: Archive) -> None:
    for number in range(6):
        host = "http://www.qingshi.example"
        _import(archive, f"{host}/{number}.html", _around(number, "青石要闻三则"))
    _import(archive, "http://www.linxi.example/1.html", _around(9, "青石要闻三则"))
    summary = clean_pending(archive, lambda _: None)
    assert (summary.reports, summary.rejected) == (7, ())
    (other,) = (r for r in archive.reports.ids() if "linxi" in archive.reports.get(r).url)
    mine = [archive.reports.get(r) for r in archive.reports.ids() if r != other]
    assert all("青石要闻三则" not in report.paragraphs for report in mine)
    assert all("谢谢大家" in report.paragraphs for report in mine)
    rules = {(item.text, item.rule) for report in mine for item in report.removed}
    assert ("青石要闻三则", "repeated on this host") in rules
    assert "青石要闻三则" in archive.reports.get(other).paragraphs


def test_a_new_page_of_the_host_is_clean_at_once(archive: Archive) -> None:
    for number in range(6):
        page = _around(number, "青石要闻三则")
        _import(archive, f"http://www.qingshi.example/{number}.html", page)
    clean_pending(archive, lambda _: None)
    _import(archive, "http://www.qingshi.example/7.html", _around(7, "青石要闻三则"))
    done: list[int] = []
    clean_pending(archive, done.append)
    assert done == [1]
    assert "青石要闻三则" not in _texts(archive)


def test_rules_of_the_home_hold(archive: Archive) -> None:
    (archive.home / "sites.toml").write_text(
        '[[site]]\nhost = "qingshi.example"\nchrome = ["谢谢大家"]', "utf-8"
    )
    _import(archive, "http://www.qingshi.example/1.html", _around(1, "要闻"))
    clean_pending(archive, lambda _: None)
    assert "谢谢大家" not in _texts(archive)


def test_a_wrong_rules_file_stops_with_its_name(archive: Archive) -> None:
    (archive.home / "sites.toml").write_text("[[site]]\ntext = 1", "utf-8")
    with pytest.raises(UsageError, match=r"sites\.toml: site rule 1 names no host"):
        clean_pending(archive, lambda _: None)
