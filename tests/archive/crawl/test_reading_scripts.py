"""What is read from scripts without running them, and that no page makes that slow."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.crawl.reading.anchors import leading_on, words_of
from archive.crawl.reading.asking import requests_of
from archive.crawl.reading.naming import series_in
from archive.crawl.reading.page import Page
from archive.crawl.reading.pieces import between, without
from archive.crawl.reading.script import Script
from archive.crawl.reading.written import written

URL = "http://www.linxi.example/bg/"


@pytest.mark.parametrize(
    ("element", "address"),
    [
        ("<a href='a.html' onclick=\"open('b.html')\">x</a>", "a.html"),
        ("<a href='javascript:;' onclick=\"open('b.html')\">x</a>", "b.html"),
        ("<a href='#' onclick='show(7, \"./b.html\")'>x</a>", "./b.html"),
        ("<a href=\"javascript:open('/view.do?id=7','_blank')\">x</a>", "/view.do?id=7"),
        ('<a href="javascript:open(%22/b.pdf%22)">x</a>', "/b.pdf"),
        ("<a data-url='b.html'>x</a>", "b.html"),
        ("<a onclick=\"share('weibo')\">x</a>", ""),
        ("<a>x</a>", ""),
        ("<li onclick=\"location.href='b.html'\">x</li>", "b.html"),
        ("<li onclick=\"toggle('b.html')\">x</li>", ""),
        ("<li data-url='b.html'>x</li>", ""),
    ],
)
def test_where_an_element_leads(element: str, address: str) -> None:
    tree = Page(URL, f"<body>{element}</body>").tree
    assert [found for _, found in leading_on(tree)] == [address][: bool(address)]


def test_a_button_has_its_value_for_words() -> None:
    ((button, _),) = leading_on(
        Page(URL, "<input value='下一页' onclick=\"location='b'+'.html'\">").tree
    )
    assert words_of(button) == "下一页"


@pytest.mark.parametrize(
    ("code", "output"),
    [
        ("document.write('<a href=\"a.html\">A</a>');", '<a href="a.html">A</a>'),
        ("document.writeln(\"<a href='a'>\" + 'A' + \"</a>\")", "<a href='a'>A</a>"),
        ("var u = 'a', s = '<a href=' + u + '>';document.write(s)", "<a href=a>"),
        ("document.write('<a href=\\'a\\'>A<\\/a>')", "<a href='a'>A</a>"),
        ("var i = 0; document.write('<a href=' + i + '>')", None),
        ("document.write('<b>' + now() + '</b>')", None),
        ("u = 'a'; u = now(); document.write('<a href=' + u + '>')", None),
        ("u = 'a';" + "u = u + u;" * 40 + "document.write('<a>' + u)", None),
    ],
)
def test_what_a_script_writes_word_for_word(code: str, output: str | None) -> None:
    source = f"<li><script>{code}</script></li>"
    assert written(source) == (source if output is None else f"<li>{output}</li>")


@pytest.mark.parametrize(
    ("code", "address", "sent", "is_post"),
    [
        ("$.get('/l?page=1', f)", "/l?page=1", {}, False),
        ("$.post('/l', {page: 1, name: '甲'}, f)", "/l", {"page": 1, "name": "甲"}, True),
        (
            "$.ajax({'url': '/l', 'data': {'page': no}, method: \"POST\"})",
            "/l",
            {"page": "1"},
            True,
        ),
        ("$.ajax({url: base + 'l', data: 'a=b'}); var base = '/x/'", "/x/l", {"a": "b"}, False),
        ("axios.get('/l', {params: {page: 2}})", "/l", {"page": 2}, False),
        ("fetch('/l', {method: 'post', body: JSON.stringify({p: 1})})", "/l", {"p": 1}, True),
        ("fetch(`/l`)", None, {}, False),
        ("$.get(address())", None, {}, False),
        ("$.get('/l?id=' + id)", None, {}, False),
    ],
)
def test_requests_of_scripts(
    code: str, address: str | None, sent: dict[str, str | int], is_post: bool
) -> None:
    found = [(a.address, a.sent, a.is_post) for a in requests_of(Page(URL, f"<script>{code}"))]
    assert found == ([] if address is None else [(address, sent, is_post)])


@pytest.mark.parametrize(
    ("code", "names"),
    [
        ("go('index_' + i + '.html')", ["index_1.html", "index_2.html", "index_3.html"]),
        ("if (i == 1) f(); go('index_' + i + '.html')", ["index_2.html", "index_3.html"]),
        ("go(i == 0 ? 'a.htm' : 'a_' + i + '.htm')", ["a_1.htm", "a_2.htm"]),
        ("if (p > 1) go('list_' + (p - 1) + '.html')", ["list_1.html", "list_2.html"]),
        ("go('l.jsp?page=' + p)", ["l.jsp?page=1", "l.jsp?page=2", "l.jsp?page=3"]),
    ],
)
def test_names_of_three_pages(code: str, names: list[str]) -> None:
    series = series_in(Script(code))
    assert series is not None
    assert list(series.names(3)) == names


_OPENING, _CLOSING = re.compile("<r>"), re.compile("</r>")


@given(st.lists(st.sampled_from(["<r>", "</r>", "a", "<"])).map("".join))
def test_pieces_are_those_that_a_lazy_pattern_finds(source: str) -> None:
    pattern = re.compile("<r>(.*?)</r>")
    assert list(between(source, _OPENING, _CLOSING)) == pattern.findall(source)
    assert without(source, _OPENING, _CLOSING) == pattern.sub("", source)
