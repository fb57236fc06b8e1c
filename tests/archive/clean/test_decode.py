"""Every encoding, declared, undeclared and lied about."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.clean import Decoded, decode
from archive.clean.page.decode import wide_encoding
from tests.archive.clean.pages import report

SIMPLIFIED = "青石县司法局2024年法治政府建设情况报告，全年办理行政复议案件32件。" * 3
TRADITIONAL = "臨溪市政府社會局年度報告，全年辦理會議及監督事項，並依法公開資訊。" * 3
DECLARATIONS = ["utf-8", "gb2312", "gbk", "gb18030", "big5", "iso-8859-1", "nonsense", None]


def page(text: str, declared: str | None) -> str:
    meta = f'<meta charset="{declared}">' if declared else ""
    return f"<html><head>{meta}<title>{text}</title></head></html>"


@pytest.mark.parametrize("header", DECLARATIONS)
@pytest.mark.parametrize("meta", DECLARATIONS)
@pytest.mark.parametrize(
    ("text", "encoding", "codec"),
    [
        (SIMPLIFIED, "utf-8", "utf-8"),
        (SIMPLIFIED, "gbk", "gb18030"),
        (SIMPLIFIED + "𠮷㐂", "gb18030", "gb18030"),
        (TRADITIONAL, "big5", "big5"),
        (TRADITIONAL, "utf-8", "utf-8"),
    ],
)
def test_bytes_decide_whatever_is_declared(
    text: str, encoding: str, codec: str, meta: str | None, header: str | None
) -> None:
    markup = page(text, meta)
    content_type = f"text/html; charset={header}" if header else None
    decoded = decode(markup.encode(encoding), content_type)
    assert decoded.text == markup
    assert decoded.encoding.startswith(codec)


def test_byte_order_marks_are_honoured_and_removed() -> None:
    assert decode(codecs.BOM_UTF8 + "青石".encode()) == Decoded("青石", "utf-8")
    assert decode("青石".encode("utf-16")) == Decoded("青石", "utf-16-le")
    assert decode(codecs.BOM_UTF16_BE + "青石".encode("utf-16-be")).text == "青石"


def test_a_character_cut_off_at_the_end_does_not_change_the_encoding() -> None:
    decoded = decode((SIMPLIFIED + "。").encode()[:-1], "text/html; charset=gbk")
    assert decoded == Decoded(SIMPLIFIED + "\ufffd", "utf-8")


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_16_bit_text_needs_no_mark(encoding: str) -> None:
    markup = page(SIMPLIFIED, "utf-8")
    assert decode(markup.encode(encoding), "text/html; charset=gbk") == Decoded(markup, encoding)
    cut_off = decode(markup.encode(encoding)[:-1])
    assert cut_off.text == markup[:-1] + "\ufffd"
    cleaned = report(f"<p>{SIMPLIFIED}</p>".encode(encoding))
    assert cleaned.paragraphs == (SIMPLIFIED,)


@pytest.mark.parametrize("noise", [b"\x01\x00\xf0\x12" * 300, bytes(4000), b"\x00\x10\x90" * 900])
def test_numbers_are_no_16_bit_text(noise: bytes) -> None:
    assert wide_encoding(noise) is None


def test_a_mark_may_lie() -> None:
    markup = page(SIMPLIFIED, None)
    assert decode(codecs.BOM_UTF8 + markup.encode("gbk")) == Decoded(markup, "gb18030")
    assert decode(codecs.BOM_UTF8 + markup.encode(), "text/html; charset=gbk").text == markup


@pytest.mark.parametrize(
    ("text", "encoding"),
    [(SIMPLIFIED, "utf-8"), (SIMPLIFIED, "gbk"), (SIMPLIFIED, "gb18030"), (TRADITIONAL, "big5")],
)
@pytest.mark.parametrize("declared", ["utf-8", "gbk", "big5", None])
@pytest.mark.parametrize("cut", [1, 2, 3])
def test_bytes_cut_off_or_broken_cost_a_few_characters(
    text: str, encoding: str, declared: str | None, cut: int
) -> None:
    header = f"text/html; charset={declared}" if declared else None
    body = text.encode(encoding)
    at_the_end = decode(body[:-cut], header).text
    assert at_the_end[:-3] == text[: len(at_the_end) - 3]
    within = decode(body[:60] + b"\xff" * cut + body[60:], header).text
    assert within.startswith(text[:18])
    assert within.endswith(text[-60:])


@given(st.binary(max_size=400), st.one_of(st.none(), st.text(max_size=40)))
def test_decoding_never_raises(body: bytes, content_type: str | None) -> None:
    assert isinstance(decode(body, content_type).text, str)


# Zero bytes are what tells text of 16-bit units; a page has none.
@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")))
def test_utf8_is_read_exactly(text: str) -> None:
    body = text.encode()
    assert decode(body, "text/html; charset=gbk").text == text.removeprefix("\ufeff")
