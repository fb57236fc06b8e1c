"""The page that tells how archive and index are doing."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from archive.errors import StoreError
from archive.model import Alarm, AlarmKind, Outcome, Run, RunKind
from indexer.errors import IndexUnusableError
from tests.web.conftest import Get
from tests.web.fakes import NOW, FakeArchive, FakeRuns, FakeSearcher, make_report
from web.app import create_app
from web.config import WebConfig
from web.language import Language, catalogue


def test_it_says_how_much_there_is_and_how_the_last_run_went(
    get: Get, archive: FakeArchive, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive.add(make_report("a", "报告", ("枫桥经验",)))
    alarm = Alarm("www.qingshi.localhost", AlarmKind.SILENT, "nothing since 2024-05-01")
    outcomes = ((Outcome.FETCHED, 1234), (Outcome.GONE, 5))
    run = Run(7, RunKind.CRAWL, NOW, NOW, outcomes, (alarm,))
    monkeypatch.setattr(FakeRuns, "last", lambda _: run)
    page = get("/status")
    rows = {row.th.get_text(): row.td.get_text() for row in page.select("tr") if row.th and row.td}
    assert rows["报告"] == rows["已编入索引"] == "1"
    assert (rows["已取得"], rows["已消失"]) == ("1,234", "5")
    assert "都可检索" in page.get_text()
    assert "nothing since 2024-05-01" in page.get_text()
    assert "2024-05-07 02:30" in page.get_text()


def test_a_run_that_goes_on_says_so(get: Get, monkeypatch: pytest.MonkeyPatch) -> None:
    run = replace(Run(7, RunKind.IMPORT, NOW, NOW), finished_at=None)
    monkeypatch.setattr(FakeRuns, "last", lambda _: run)
    assert "未结束" in get("/status").get_text()


def test_an_index_that_is_behind_is_named_with_its_remedy(
    get: Get, archive: FakeArchive, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive.add(make_report("a", "报告", ("枫桥经验",)))
    monkeypatch.setattr(FakeSearcher, "document_count", 0)
    page = get("/status")
    assert "1 篇尚未编入索引" in page.get_text()
    assert page.select_one("code")


def test_what_cannot_be_opened_is_told_and_breaks_nothing(tmp_path: Path) -> None:
    def no_archive(_: Path) -> FakeArchive:
        raise StoreError("archive.db is damaged")

    def no_index(_: Path) -> FakeSearcher:
        raise IndexUnusableError("there is no index")

    app = create_app(WebConfig(tmp_path), open_archive=no_archive, open_searcher=no_index)
    answer = app.test_client().get("/status")
    assert answer.status_code == 503
    assert "archive.db is damaged" in answer.text
    assert "there is no index" in answer.text


@pytest.mark.parametrize("language", Language)
def test_every_outcome_has_a_name(language: Language) -> None:
    for outcome in Outcome:
        assert catalogue(language).say(f"status.outcome_{outcome}")
    for kind in (*RunKind,):
        assert catalogue(language).say(f"status.run_{kind}")
    for alarm in AlarmKind:
        assert catalogue(language).say(f"status.alarm_{alarm}")


def test_every_page_leads_there(client: FlaskClient) -> None:
    assert 'href="/status"' in client.get("/").text
