"""Canonical addresses: one spelling for each address, one name for each document."""

from __future__ import annotations

import re
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.address import canonical, posted_body, posting, report_id_of

SITE = "http://www.linxi.example"
_HOSTS = st.sampled_from(
    ["www.linxi.example", "WWW.Linxi.Example.", "linxi.example:80", "linxi.example:443",
     "big5.linxi.example", "[::1]:8080", "wap.linxi.example:8080", "临溪.example"]
)  # fmt: skip
_SEGMENTS = st.one_of(
    st.sampled_from(
        ["", ".", "..", "gate", "big5", "www.linxi.example", "http:", "mpost_9.html",
         "t20240102_3_wap.html", "t20240102_3_wap_wap.html", "C116872", "%2e%2e", "%252e", "%zz",
         "a;jsessionid=1", ";jsessionid=;jsessionid=2", "index.html", "临溪", "a b", "\\", "?", "&"]
    ),
    st.text(max_size=5),
)  # fmt: skip
_QUERIES = st.lists(
    st.one_of(
        st.sampled_from(["", "shareKey=1", "a=%25E5", "_=1700000000000", "ddtab=true", "b", "=",
                         "from=timeline", "from=%25", "a+b=c d", "x=//y"]),
        st.text(max_size=5),
    ),
    max_size=4,
)  # fmt: skip
_FRAGMENTS = st.one_of(
    st.sampled_from(["", "#top", "#post:", "#post:a=%25E5&b=临溪", '#post:{"a": "b c"}', "#12"]),
    st.text(max_size=5).map("#{}".format),
)


@st.composite
def _addresses(draw: st.DrawFn) -> str:
    scheme = draw(st.sampled_from(["http", "https", "HTTP"]))
    path = "/".join(draw(st.lists(_SEGMENTS, max_size=8)))
    query = "&".join(draw(_QUERIES))
    return f"{scheme}://{draw(_HOSTS)}/{path}?{query}{draw(_FRAGMENTS)}"


@given(_addresses())
def test_canonical_of_canonical_is_itself(url: str) -> None:
    try:
        once = canonical(url)
    except ValueError:
        return
    assert canonical(once) == once
    assert report_id_of(once) == report_id_of(url)


_COLUMNS = st.sampled_from(["zwgk", "c116872", "fzbg", "n5", "临溪"])
_DOCUMENTS = st.tuples(
    st.lists(_COLUMNS, max_size=3).map(tuple),
    st.sampled_from(["content/post_{}.html", "202401/t20240105_{}.html", "info/7/{}.htm"]),
    st.integers(1, 10**6),
    st.sampled_from(["", "?id=7", "?id=aB&type=2"]),
)


@st.composite
def _spelled(draw: st.DrawFn, columns: tuple[str, ...], name: str, query: str) -> str:
    """Return an address of a document as some site, some phone or some reader writes it."""
    host = draw(st.sampled_from(
        ["http://www.linxi.example", "https://linxi.example", "HTTP://WAP.Linxi.example:80",
         "https://m.linxi.example:443", "http://www.linxi.example.",
         "http://big5.linxi.example/gate/big5/www.linxi.example"]
    ))  # fmt: skip
    slash = draw(st.sampled_from(["/", "//", "/./", "/x/../"]))
    spelled = [draw(st.sampled_from([column, column.upper(), quote(column)])) for column in columns]
    if draw(st.booleans()):
        name = name.replace("post_", "mpost_")
        name = re.sub(r"(t\d+_\d+)\.", r"\1_wap.", name)
    shared = draw(st.sampled_from(["", "shareKey=x1", "ddtab=true", "from=timeline"]))
    arguments = [*query.removeprefix("?").split("&"), shared]
    draw(st.randoms()).shuffle(arguments)
    return f"{host}{slash.join(['', *spelled, name])}?{'&'.join(filter(None, arguments))}#top"


@given(st.data(), _DOCUMENTS)
def test_all_spellings_of_a_document_have_one_name(
    data: st.DataObject, document: tuple[tuple[str, ...], str, int, str]
) -> None:
    columns, pattern, number, query = document
    plain = "/".join([SITE, *columns, pattern.format(number)]) + query
    spelled = data.draw(_spelled(columns, pattern.format(number), query))
    assert report_id_of(spelled) == report_id_of(plain)


@given(_DOCUMENTS, _DOCUMENTS)
def test_no_two_documents_have_one_name(
    one: tuple[tuple[str, ...], str, int, str], other: tuple[tuple[str, ...], str, int, str]
) -> None:
    names = {
        report_id_of("/".join([SITE, *columns, pattern.format(number)]) + query)
        for columns, pattern, number, query in (one, other)
    }
    assert len(names) == len({one, other})


@given(st.text(max_size=60))
def test_no_text_does_worse_than_a_value_error(text: str) -> None:
    try:
        once = canonical(text)
    except ValueError:
        return
    assert canonical(once) == once


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=60))
def test_a_posted_body_comes_back_as_it_was(body: str) -> None:
    url = posting(f"{SITE}/list.jsp?page=1", body)
    assert posted_body(url) == body
    assert canonical(url) == url


def test_a_plain_address_posts_nothing() -> None:
    assert posted_body(f"{SITE}/list.jsp?page=1#top") is None


@pytest.mark.parametrize(
    ("variant", "plain"),
    [
        ("http://www.linxi.example:80/a.html", "/a.html"),
        ("http://WWW.LINXI.example/a.html#b", "/a.html"),
        ("http://www.linxi.example./a.html", "/a.html"),
        ("http://www.linxi.example//zwgk///a.html", "/zwgk/a.html"),
        ("http://www.linxi.example/x/../a.html", "/a.html"),
        ("http://www.linxi.example/x/content/mpost_9.html", "/x/content/post_9.html"),
        ("http://www.linxi.example/t20240329_9_wap.html", "/t20240329_9.html"),
        ("http://www.linxi.example/t20240329_9_1_wap.shtml", "/t20240329_9_1.shtml"),
        ("http://www.linxi.example/a.html?shareKey=x", "/a.html"),
        ("http://www.linxi.example/a.html?sharekey=x&id=3&ddtab=true", "/a.html?id=3"),
        ("http://www.linxi.example/a.html?from=timeline&isappinstalled=0", "/a.html"),
        ("http://www.linxi.example/a.jsp;jsessionid=8F?id=3", "/a.jsp?id=3"),
        ("http://www.linxi.example/a.json?_=1700000000000", "/a.json"),
        ("http://big5.linxi.example/gate/big5/www.linxi.example//b/a.html", "/b/a.html"),
        ("http://big5.linxi.example/gate/big5/www.linxi.example", "/"),
        ("http://big5.linxi.example/gate/big5/http://www.linxi.example/a?b=1", "/a?b=1"),
        ("http://big5.a.example/gate/big5/big5.b.example/gate/big5/www.linxi.example/a", "/a"),
    ],
)
def test_variants_of_an_address(variant: str, plain: str) -> None:
    assert canonical(variant) == SITE + plain


@pytest.mark.parametrize(
    "url",
    [
        f"{SITE}/a.html?from=2023",
        f"{SITE}/a.html?u=http%3A%2F%2Fx.example%2F%2Fy",
        f"{SITE}/gate/big5/x.html",
        f"{SITE}/C116872/index.html",
        f"{SITE}/mpost_list.html",
        f"{SITE}/x?_=7",
        f"{SITE}/gkmlpt/index#721",
    ],
)
def test_what_must_stay_as_it_is(url: str) -> None:
    assert canonical(url) == url


def test_a_document_has_one_name_under_all_its_addresses() -> None:
    names = {
        report_id_of(url)
        for url in (
            "http://www.linxi.example/zwgk/C11/content/post_9.html",
            "https://www.linxi.example/zwgk/c11/content/post_9.html",
            "https://linxi.example:443/zwgk/c11/content/mpost_9.html?shareKey=3",
            "http://wap.linxi.example/zwgk//c11/content/post_9.html#top",
            "http://m.linxi.example/ZWGK/c11/content/post_9.html",
            "http://big5.linxi.example/gate/big5/www.linxi.example/zwgk/c11/content/post_9.html",
        )
    }
    assert len(names) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("http://www.linxi.example/a.html", "http://sfj.linxi.example/a.html"),
        ("http://www.linxi.example/a.html", "http://www.linxi.example:8080/a.html"),
        ("http://www.linxi.example/x?id=aB", "http://www.linxi.example/x?id=Ab"),
        ("http://www.linxi.example/aB3.html", "http://www.linxi.example/Ab3.html"),
        ("http://www.linxi.example/a_1.html", "http://www.linxi.example/a_2.html"),
        ("http://www.example/a.html", "http://m.example/a.html"),
    ],
)
def test_other_documents_have_other_names(one: str, other: str) -> None:
    assert report_id_of(one) != report_id_of(other)
