"""From replies to visits: outcomes, blocks, kinds, scope."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.crawl.fetching.reply import Reply
from archive.crawl.judging.blocking import kind_of_block
from archive.crawl.judging.scope import is_in_scope
from archive.crawl.judging.verdict import Judge, Judgement
from archive.crawl.reading.decoding import decode
from archive.model import Outcome, PageKind, Scope, Seed, Task

NOW = datetime(2026, 1, 1, tzinfo=UTC)
URL = "http://www.linxi.example/zwgk/nb/"
SENTENCE = (
    "本年度全市各部门依照法定职责办事，把规范执法与便民服务放在一起部署、一起检查，成效可见。"
)


def task(url: str = URL, kind: PageKind = PageKind.LIST, seed: Seed | None = None) -> Task:
    return Task(1, url, kind, 0, seed or Seed(URL), 1)


def judge(
    status: int, body: str | bytes = "", leased: Task | None = None, **headers: str
) -> Judgement:
    leased = leased or task()
    content = body.encode() if isinstance(body, str) else body
    named = tuple((name.replace("_", "-"), value) for name, value in headers.items())
    return Judge(100, 5).judge(leased, Reply(leased.url, status, named, content), NOW)


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        (200, Outcome.FETCHED), (203, Outcome.FETCHED), (204, Outcome.FETCHED),
        (301, Outcome.SERVER_ERROR), (304, Outcome.SERVER_ERROR), (400, Outcome.REFUSED),
        (401, Outcome.REFUSED), (403, Outcome.REFUSED), (404, Outcome.GONE), (410, Outcome.GONE),
        (412, Outcome.BLOCKED), (429, Outcome.REFUSED), (451, Outcome.REFUSED),
        (500, Outcome.SERVER_ERROR), (503, Outcome.SERVER_ERROR), (521, Outcome.BLOCKED),
        (600, Outcome.SERVER_ERROR),
    ],
)  # fmt: skip
def test_outcome_of_a_status(status: int, outcome: Outcome) -> None:
    visit = judge(status, "<p>x</p>").visit
    assert visit.outcome is outcome
    assert (visit.body is not None) == outcome.has_body


@pytest.mark.parametrize(
    ("status", "body", "headers", "kind"),
    [
        (200, "x" * 500 + "<script>a.__jsl=1</script>", (), None),
        (200, "<script>go({'ct':'__jsl_clearance_s'})</script>", (), "jiasule"),
        (200, f"<p>{SENTENCE * 9}</p>", (("Set-Cookie", "__jsluid_s=1"),), None),
        (521, "", (), "jiasule"),
        (200, "<script>$_ts=window['$_ts']</script>", (), "ruishu"),
        (200, f"<script>$_ts=1</script><p>{SENTENCE * 9}</p>", (), None),
        (200, "<script>document.cookie='a=1';location.href='/'</script>", (), "cookie page"),
        (200, f"<p>{SENTENCE * 12}</p>document.cookie location", (), None),
        (403, "<h1>Forbidden</h1>", (), None),
    ],
)
def test_blocking_pages(
    status: int, body: str, headers: tuple[tuple[str, str], ...], kind: str | None
) -> None:
    assert kind_of_block(Reply(URL, status, headers, body.encode())) == kind


def test_a_list_reached_as_list_and_an_article_reached_as_list() -> None:
    items = "".join(f"<li><a href='t2024010{n}_{n}.html'>第{n}号公告</a></li>" for n in range(9))
    assert judge(200, f"<ul>{items}</ul>").visit.kind is PageKind.LIST
    assert judge(200, f"<p>{SENTENCE}</p>" * 12).visit.kind is PageKind.DOCUMENT
    summaries = f"<ul>{items}</ul>" + f"<p>{SENTENCE}</p>" * 9
    assert judge(200, summaries).visit.kind is PageKind.LIST


def test_an_article_address_makes_a_short_page_a_document() -> None:
    assert judge(200, "<p>见附件。</p>").visit.kind is PageKind.LIST
    leased = task(URL + "t20240101_1.html")
    assert judge(200, "<p>见附件。</p>", leased).visit.kind is PageKind.DOCUMENT


def test_columns_below_are_only_entered_if_documents_below_them_are_wanted() -> None:
    column = "<a href='2023n/'>2023</a>"
    for depth, links in ((1, []), (2, [URL + "2023n/"])):
        found = judge(200, column, task(seed=Seed(URL, depth))).links
        assert [link.url for link in found] == links


def test_a_document_stays_one_and_its_related_links_are_not_followed() -> None:
    leased = task(URL + "t20240101_1.html", PageKind.DOCUMENT)
    found = judge(200, "<a href='t20240102_2.html'>x</a><a href='f.pdf'>附件</a>", leased)
    assert found.visit.kind is PageKind.DOCUMENT
    assert [(link.url, link.kind) for link in found.links] == [(URL + "f.pdf", PageKind.ATTACHMENT)]


@pytest.mark.parametrize(
    ("content_type", "body", "kind"),
    [
        ("application/pdf", b"%PDF", PageKind.ATTACHMENT),
        ("application/octet-stream", b"PK\x03\x04", PageKind.ATTACHMENT),
        ("text/html", b"<p>x", PageKind.LIST),
        ("", b"<p>x", PageKind.LIST),
        ("text/html", b"\x00\x01binary", PageKind.ATTACHMENT),
        ("application/json", b"{}", PageKind.LIST),
    ],
)
def test_files_are_told_from_pages(content_type: str, body: bytes, kind: PageKind) -> None:
    assert judge(200, body, Content_Type=content_type).visit.kind is kind


@pytest.mark.parametrize(
    ("url", "kind", "scope", "is_in"),
    [
        (URL + "a.html", PageKind.DOCUMENT, Scope.PATH, True),
        ("http://www.linxi.example/x", PageKind.DOCUMENT, Scope.PATH, False),
        ("http://www.linxi.example/x.pdf", PageKind.ATTACHMENT, Scope.PATH, True),
        ("http://www.linxi.example/x", PageKind.DOCUMENT, Scope.HOST, True),
        ("https://linxi.example/x", PageKind.DOCUMENT, Scope.HOST, True),
        ("http://www.linxi.example:8080/x", PageKind.DOCUMENT, Scope.HOST, False),
        ("http://other.linxi.example/x", PageKind.DOCUMENT, Scope.HOST, False),
        ("http://other.example/x.pdf", PageKind.ATTACHMENT, Scope.HOST, False),
        ("http://www.linxi.example.evil.example/", PageKind.DOCUMENT, Scope.HOST, False),
    ],
)
def test_scope(url: str, kind: PageKind, scope: Scope, is_in: bool) -> None:
    assert is_in_scope(url, Seed(URL, 1, scope), kind) == is_in


def test_depth_of_the_seed_bounds_documents() -> None:
    assert judge(200, "<a href='t20240101_1.html'>x</a>", task(seed=Seed(URL, 0))).links == ()


@pytest.mark.parametrize(
    ("body", "content_type", "text"),
    [
        ("临溪".encode(), "text/html; charset=gbk", "临溪"),
        (b"\xef\xbb\xbf" + "临溪".encode(), "", "临溪"),
        ("临溪".encode("gbk"), "text/html; charset=utf-8", "临溪"),
        ("<meta charset=gb2312>鎔".encode("gb18030"), "", "<meta charset=gb2312>鎔"),
        ("臨溪".encode("big5"), "text/html; charset=big5", "臨溪"),
        ("临溪".encode("gbk"), "text/html; charset=nonsense", "临溪"),
    ],
)
def test_decoding(body: bytes, content_type: str, text: str) -> None:
    assert decode(body, content_type) == text


@given(st.integers(100, 599), st.binary(max_size=300), st.text(max_size=40))
def test_nothing_a_server_says_raises(status: int, body: bytes, header: str) -> None:
    for kind in PageKind:
        leased = task(kind=kind)
        headers = (("Location", header), ("Content-Type", header), ("Set-Cookie", header))
        for chosen in (headers, ()):
            judgement = Judge(9, 5).judge(leased, Reply(URL, status, chosen, body), NOW)
            assert (judgement.visit.body is not None) == judgement.visit.outcome.has_body
