"""Typesetting keeps every character, in order, whatever is found in it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.hits import Spans
from web.typesetting import Block, Line, LineKind, Piece, Pieces, Table, mark, typeset

PARAGRAPH = st.text("一二、（）.1。青石县报告\t|<年月日2024 ", min_size=1, max_size=60)


@st.composite
def reports(draw: st.DrawFn) -> tuple[list[str], Spans]:
    """Draw paragraphs and ascending spans over their joined text."""
    paragraphs = draw(st.lists(PARAGRAPH, min_size=1, max_size=8))
    length = len("\n".join(paragraphs))
    cuts = sorted(draw(st.sets(st.integers(0, length), max_size=12)))
    return paragraphs, tuple(zip(cuts[::2], cuts[1::2], strict=False))


def _pieces(block: Block) -> list[Pieces]:
    if isinstance(block, Line):
        return [block.lead + block.pieces]
    return [cell for row in block.rows for cell in row]


def _text(pieces: Pieces) -> str:
    return "".join(piece.text for piece in pieces)


@given(reports())
def test_nothing_is_lost_or_added(report: tuple[list[str], Spans]) -> None:
    paragraphs, spans = report
    lines: list[str] = []
    for block in typeset("", paragraphs, (), spans).blocks:
        if isinstance(block, Line):
            lines.append(block.text)
        else:
            lines += ["\t".join(_text(cell) for cell in row) for row in block.rows]
    assert lines == paragraphs


@given(reports())
def test_the_pieces_of_a_hit_are_what_was_found(report: tuple[list[str], Spans]) -> None:
    paragraphs, spans = report
    sheet = typeset("", paragraphs, (), spans)
    text = "\n".join(paragraphs)
    found: dict[int, str] = {}
    for block in sheet.blocks:
        for piece in (piece for pieces in _pieces(block) for piece in pieces if piece.hit):
            assert piece.hit is not None
            found[piece.hit] = found.get(piece.hit, "") + piece.text
    for number, (start, end) in enumerate(spans, 1):
        assert found.get(number, "") == text[start:end].replace("\n", "").replace("\t", "")
    assert sheet.hit_count == len(spans)


def test_a_hit_across_paragraphs_has_one_number_and_one_beginning() -> None:
    blocks = typeset("题", ["小事", "不出村"], ((0, 1),), ((1, 4),)).blocks
    assert [_pieces(block) for block in blocks] == [
        [(Piece("小"), Piece("事", 2, begins_hit=True))],
        [(Piece("不", 2), Piece("出村"))],
    ]


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("一、总体情况", LineKind.CHAPTER),
        ("十二、附则", LineKind.CHAPTER),
        ("第一部分 概述", LineKind.CHAPTER),
        ("（三）强化监督", LineKind.SECTION),
        ("(三)强化监督", LineKind.SECTION),
        ("1.完善网络", LineKind.ITEM),
        ("2．完善网络", LineKind.ITEM),
        ("1.5倍的增长", LineKind.PARAGRAPH),
        ("2024年工作", LineKind.PARAGRAPH),
        ("一、" + "长" * 60, LineKind.PARAGRAPH),
        ("一、这是一句话。", LineKind.PARAGRAPH),
        ("一方面", LineKind.PARAGRAPH),
    ],
)
def test_headings_are_told_from_paragraphs(line: str, kind: LineKind) -> None:
    (block,) = typeset("", [line]).blocks
    assert isinstance(block, Line)
    assert block.kind is kind


@pytest.mark.parametrize(
    "ending",
    [
        ["青石县人民政府", "2024年3月1日"],
        ["青石县人民政府", "二〇二四年三月一日"],
        ["青石县人民政府", "2024年3月1日", "（此件公开发布）"],
    ],
)
def test_signature_is_found_at_the_end(ending: list[str]) -> None:
    lines = [b for b in typeset("", ["正文。", *ending]).blocks if isinstance(b, Line)]
    signed = [line.text for line in lines if line.kind is LineKind.SIGNATURE]
    assert signed == ending[:2]


def test_a_heading_that_runs_in_is_set_off() -> None:
    (block,) = typeset("", ["（一）加强领导。全年开会6次。"]).blocks
    assert isinstance(block, Line)
    assert _text(block.lead) == "（一）加强领导。"
    assert _text(block.pieces) == "全年开会6次。"


def test_neighbouring_rows_are_one_table() -> None:
    blocks = typeset("", ["前", "a\tb", "c\td\t", "后", "e\tf"]).blocks
    assert [len(block.rows) for block in blocks if isinstance(block, Table)] == [2, 1]


def test_marking_a_title() -> None:
    assert mark("青石县", ((0, 2),)) == (Piece("青石", 1, begins_hit=True), Piece("县"))
