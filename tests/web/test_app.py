"""What every answer shares: protective headers, its language, and how it fails."""

from __future__ import annotations

import re
from string import Formatter

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from indexer.hits import Results
from tests.web.conftest import Get
from tests.web.fakes import FakeArchive, FakeSearcher, make_report
from web.app import create_app
from web.config import WebConfig
from web.language import Language, catalogue


class BrokenSearcher(FakeSearcher):
    """Raises what nobody expects."""

    def search(self, text: str, **_: object) -> Results:
        raise RuntimeError("secret detail")


@pytest.fixture
def paths(archive: FakeArchive) -> list[str]:
    report = archive.add(make_report("a", "报告", ("枫桥经验",)))
    digest = archive.snapshots.held[0].digest
    return [
        "/",
        "/?q=枫桥经验",
        "/?q=(",
        "/?q=无",
        "/?q=枫桥经验&page=9",
        f"/report/{report.report_id}",
        f"/snapshot/{digest}",
        f"/snapshot/{digest}/raw",
        f"/api/report/{report.report_id}",
        "/api/search?q=(",
        "/api/none",
        "/health",
        "/status",
        "/nothing",
        "/static/page.css",
        "/static/none.css",
    ]


def _fetch(client: FlaskClient, path: str) -> TestResponse:
    return client.get(path, buffered=True)  # a static file would stay open


def test_every_answer_is_protected(client: FlaskClient, paths: list[str]) -> None:
    for path in paths:
        headers = _fetch(client, path).headers
        policy = headers["Content-Security-Policy"]
        assert "unsafe-inline" not in policy.replace("style-src 'unsafe-inline'", "")
        assert "default-src 'self'; script-src 'none'" in policy or "sandbox" in policy
        assert "frame-ancestors" in policy
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "no-referrer"


def test_pages_need_no_script_no_inline_style_and_no_other_host(
    client: FlaskClient, paths: list[str]
) -> None:
    for path in paths:
        response = _fetch(client, path)
        if response.mimetype != "text/html" or path.endswith("/raw"):
            continue
        page = BeautifulSoup(response.text, "lxml")
        assert not page.select("script, style, [style]")
        assert not [a for tag in page.find_all(True) for a in tag.attrs if a.startswith("on")]
        for tag in page.select("link, img, iframe"):
            assert str(tag.get("href") or tag.get("src")).startswith("/")


def test_styles_load_nothing_from_elsewhere(client: FlaskClient) -> None:
    for name in ("page.css", "report.css", "print.css"):
        text = _fetch(client, f"/static/{name}").text
        assert not re.search(r"url\(|@import", text)


def test_every_page_has_landmarks_and_labels(client: FlaskClient, paths: list[str]) -> None:
    for path in paths:
        response = _fetch(client, path)
        if response.mimetype != "text/html" or path.endswith("/raw"):
            continue
        page = BeautifulSoup(response.text, "lxml")
        assert len(page.select("main")) == len(page.select("h1")) == 1
        assert page.select("header") and page.select("footer")
        assert page.select(f"{page.select('.skip')[0]['href']}")
        for field in page.select("input"):
            assert page.select(f"label[for='{field['id']}']")
        identifiers = [tag["id"] for tag in page.select("[id]")]
        assert len(identifiers) == len(set(identifiers))


def test_english_is_remembered(client: FlaskClient, paths: list[str]) -> None:
    assert 'lang="zh-CN"' in client.get("/").text
    client.get("/?lang=en")
    for path in paths:
        response = _fetch(client, path)
        if response.mimetype == "text/html" and not path.endswith("/raw"):
            page = BeautifulSoup(response.text, "lxml")
            assert page.html is not None
            assert page.html["lang"] == "en"
            assert "Baogao" in page.get_text()
    assert "There is no such page" in client.get("/nothing").text
    client.get("/?lang=zh")
    assert "没有这一页" in client.get("/nothing").text


def test_an_unknown_language_changes_nothing(client: FlaskClient) -> None:
    response = client.get("/?lang=xx")
    assert 'lang="zh-CN"' in response.text
    assert "Set-Cookie" not in response.headers


def test_switching_language_keeps_the_search(get: Get, archive: FakeArchive) -> None:
    archive.add(make_report("a", "报告", ("枫桥经验",)))
    switch = get("/", q="枫桥经验", page="1").select_one("a.switch")
    assert switch is not None
    page = get("/" + str(switch["href"]))
    assert "Reports found: 1" in page.get_text()


def test_switching_language_never_leaves_the_site(client: FlaskClient) -> None:
    page = BeautifulSoup(client.get("//evil.example/x").text, "lxml")
    (switch,) = page.select("a.switch")
    assert switch["href"] == "?lang=en"


def test_both_languages_say_the_same_things() -> None:
    chinese, english = (catalogue(language).texts for language in Language)
    assert chinese.keys() == english.keys()
    for name, text in chinese.items():
        assert _fields(text) == _fields(english[name]), name


def _fields(text: str) -> set[str]:
    return {field for _, field, _, _ in Formatter().parse(text) if field}


def test_messages_escape_what_is_filled_in() -> None:
    text = catalogue(Language.ZH).say("results.none", query="<b>")
    assert text == "没有一篇报告符合 &lt;b&gt;。"


def test_an_unexpected_error_gives_nothing_away(
    archive: FakeArchive, app_config: WebConfig, caplog: pytest.LogCaptureFixture
) -> None:
    broken = BrokenSearcher(archive)
    app = create_app(app_config, open_archive=lambda _: archive, open_searcher=lambda _: broken)
    page = app.test_client().get("/?q=a")
    answer = app.test_client().get("/api/search?q=a")
    assert (page.status_code, answer.status_code) == (500, 500)
    assert "secret" not in page.text + answer.text
    assert "出错了" in page.text
    assert "secret detail" in caplog.text


def test_nothing_is_opened_before_it_is_needed(app_config: WebConfig) -> None:
    opened: list[str] = []

    def opener(_: object) -> FakeArchive:
        opened.append("archive")
        return FakeArchive()

    app = create_app(
        app_config, open_archive=opener, open_searcher=lambda _: FakeSearcher(FakeArchive())
    )
    client = app.test_client()
    _fetch(client, "/static/page.css")
    assert opened == []
    client.get("/")
    client.get("/")
    assert opened == ["archive"]


def test_a_replaced_archive_is_opened_anew(app_config: WebConfig) -> None:
    opened: list[FakeArchive] = []

    def opener(_: object) -> FakeArchive:
        opened.append(FakeArchive())
        return opened[-1]

    app = create_app(
        app_config, open_archive=opener, open_searcher=lambda _: FakeSearcher(FakeArchive())
    )
    database = app_config.home / "archive.db"
    client = app.test_client()
    client.get("/")
    database.write_bytes(b"first")
    client.get("/")
    database.write_bytes(b"written to")
    client.get("/")
    assert [archive.closed for archive in opened] == [True, False]


def test_what_has_not_changed_is_not_sent_again(client: FlaskClient, archive: FakeArchive) -> None:
    report = archive.add(make_report("a", "报告", ("枫桥经验",)))
    digest = archive.snapshots.held[0].digest
    for path in (f"/report/{report.report_id}", f"/snapshot/{digest}/raw", "/static/page.css"):
        first = _fetch(client, path)
        seen = {"If-None-Match": first.headers["ETag"]}
        again = client.get(path, headers=seen, buffered=True)
        assert (again.status_code, again.data) == (304, b"")
        assert "Content-Security-Policy" in again.headers
        english = client.get(f"{path}?lang=en", headers=seen, buffered=True)
        assert english.status_code == (200 if path.startswith("/report") else 304)
    assert client.get("/nothing").headers.get("ETag") is None


@pytest.mark.parametrize("path", ["/", "/api/search"])
def test_a_wrong_method_is_told_which_would_do(client: FlaskClient, path: str) -> None:
    response = client.post(path)
    assert response.status_code == 405
    assert response.headers["Allow"] == "GET, HEAD, OPTIONS"


@pytest.mark.parametrize("query", ["%B7%E3%C7%C5", "%ff"])
def test_what_is_not_utf8_is_refused_and_not_searched(client: FlaskClient, query: str) -> None:
    response = client.get(f"/api/search?q={query}")
    assert response.status_code == 400
    assert "UTF-8" in response.text
    assert client.get(f"/?q={query}").status_code == 400
