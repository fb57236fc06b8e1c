"""Texts in JSON, scripts and text areas are found where the page shows none itself."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.clean import clean
from archive.clean.page.embedded import find_embedded
from archive.model import Rejected, Report
from tests.archive.clean.pages import report, snapshot

TEXTS = (
    "2024年，青石县坚持依法行政，全年审查规范性文件30件，各项工作取得新的成效，群众满意度稳步提升。",
    "清理证明事项12项，开展执法培训4期，参训人员260人次，合格率达到百分之九十八，为历年最高。",
)
BODY = "".join(f"<p>{text}</p>" for text in TEXTS)
TITLE = "青石县司法局2024年法治政府建设情况报告"


@pytest.mark.parametrize(
    "literal",
    [
        json.dumps(BODY),
        json.dumps(BODY, ensure_ascii=False).replace("/", r"\/"),
        "'" + BODY.replace("'", r"\'") + "'",
        "`\n" + BODY.replace("</p>", "</p>\n") + "`",
        json.dumps(BODY.replace("<", "&lt;").replace(">", "&gt;")),
        json.dumps("\n".join(TEXTS)),
    ],
)
@pytest.mark.parametrize(
    "script", ["var content = {};", 'app({{"id":1,"title":"T","html":{}}})', "x.innerHTML={}"]
)
def test_a_text_in_a_script(script: str, literal: str) -> None:
    page = f"<title>{TITLE}</title><p>载入中</p><script>{script.format(literal)}</script>"
    cleaned = report(page)
    assert cleaned.paragraphs == TEXTS
    assert cleaned.rule == "script data"
    assert cleaned.title == TITLE


@pytest.mark.parametrize("kind", ["text/template", "text/html", "text/x-handlebars"])
def test_a_text_in_a_script_template(kind: str) -> None:
    page = f'<p>载入中</p><script id="t" type="{kind}">{BODY}</script>'
    assert report(page).paragraphs == TEXTS
    assert report(page).rule == "script template"


def test_a_text_in_a_text_area() -> None:
    escaped = BODY.replace("<", "&lt;").replace(">", "&gt;")
    page = f"<p>{TITLE}</p><textarea>{escaped}</textarea><p>版权所有：青石县</p>"
    assert report(page).paragraphs == TEXTS
    assert report(page).rule == "text area"


@pytest.mark.parametrize("ascii_only", [True, False])
def test_a_response_in_json(*, ascii_only: bool) -> None:
    data = {"code": 0, "data": [{"Title": TITLE, "more": {"x": 1}, "Body": BODY, "n": None}]}
    text = json.dumps(data, ensure_ascii=ascii_only)
    cleaned = clean(snapshot(text.encode(), content_type="application/json"))
    assert isinstance(cleaned, Report)
    assert (cleaned.rule, cleaned.title, cleaned.paragraphs) == ("JSON data", TITLE, TEXTS)


def test_a_page_that_shows_its_text_is_not_searched() -> None:
    shown = TEXTS[0] * 10
    page = f"<div><p>{shown}</p></div><script>var news = {json.dumps(BODY * 9)}</script>"
    assert report(page).paragraphs == (shown,)


def test_small_data_does_not_replace_a_small_text() -> None:
    page = f"<div><p>{TEXTS[0]}</p><p>青石县司法局</p></div><script>var a='{TEXTS[1]}'</script>"
    assert report(page).paragraphs == (TEXTS[0], "青石县司法局")


def test_characters_beyond_the_basic_plane_and_escapes() -> None:
    script = (
        r"<script>t='\ud842\udfb7\u7530' + '%s\x41\
续'</script>"
        % (TEXTS[0] * 2)
    )
    found = find_embedded(script)
    assert found is not None
    assert found.text == TEXTS[0] * 2 + "A续"
    pair = find_embedded(f"<script>t='{TEXTS[0] * 2}" + r"\ud842\udfb7\ud842'</script>")
    assert pair is not None
    assert pair.text == TEXTS[0] * 2 + "𠮷?"


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>" * 100_000,
        "<textarea>" * 100_000 + "</script>",
        "<script>" + "\"'`" * 200_000 + "</script>",
        "<script>" + "\\\\" * 300_000 + "政" + "</script>",
        "<script>政" + "a" * 600_000 + "</script>",
        "<script>政" + '"' + "a" * 600_000 + "</script>",
        "[" * 200_000 + "]" * 200_000,
        '{"a":' * 100_000 + "}" * 100_000,
    ],
)
def test_hostile_data_ends(hostile: str) -> None:
    assert find_embedded(hostile) is None
    assert isinstance(clean(snapshot(hostile.encode())), Rejected | Report)


@given(st.text(alphabet="\\\"'`{}[]:,ux0d8政府<>/scriptae \n", max_size=200))
def test_any_script_is_survived(text: str) -> None:
    find_embedded(f"<script>{text}</script>")
    find_embedded(f"[{text}]")
