"""Regular expressions over folded texts: what they match, and what narrows them."""

from __future__ import annotations

import pytest
import re2
from hypothesis import assume, given
from hypothesis import strategies as st

from indexer.answers.finds import Look, stands
from indexer.answers.original import original_matches
from indexer.fold import fold
from indexer.folded import FoldedDocument
from indexer.query import Everything, Pattern, Phrase, parse
from indexer.query.patterns import compiled, folded_expression, required
from tests.indexer.conformance.engines import document


def found(expression: str, text: str) -> bool:
    return stands(Pattern(expression), FoldedDocument.of(document("a", "", text)), Look())


@pytest.mark.parametrize(
    ("text", "expression"),
    [
        ("汉字ABC", r"[\x{4e00}-\x{9fff}]+abc"),
        ("ABC", r"[\x00-\x7f]{3}"),
        ("ABC", r"\x41BC"),
        ("甲2", r"[\.-9]"),
        ("新时代“枫桥经验”", '[“"]枫桥经验[”"]'),
        ("矛盾 纠纷", "矛盾[ ]纠纷"),
        ("矛盾 纠纷", r"矛盾\ 纠纷"),
        ("矛盾 纠纷", r"矛盾\s纠纷"),
        ("矛盾纠纷", r"矛盾[\s]*纠纷"),
        ("第Ⅲ类", "第[Ⅰ-Ⅻ]类"),
        ("⑩项", "[①-⑳]项"),
        ("5㎡乙", "5[㎡]乙"),
        ("Zbc", "[Z-a]bc"),
        ("臺灣", "[臺台]灣"),
        ("甲乙", "甲[^“ ]"),
        ("－5", "[—－-]5"),
        ("a]", r"[\]]"),
    ],
)
def test_a_class_matches_what_it_shows(text: str, expression: str) -> None:
    assert found(expression, text)


@pytest.mark.parametrize(
    ("text", "expression"),
    [("甲2乙", "甲[㎡]乙"), ("甲m乙", "甲[㎡]乙"), ("甲", "[^甲]"), ("c", "[a-b]")],
)
def test_a_class_matches_nothing_else(text: str, expression: str) -> None:
    assert not found(expression, text)


CHARACTERS = st.one_of(
    st.sampled_from("AZaz09甲臺台ⅢⅫ①⑳㎡ＡＺａ－—.,，。“”《》 \t]^-\\"),
    st.characters(exclude_categories=["Cs"]),
)


@given(st.data(), st.lists(CHARACTERS, min_size=2, max_size=5), st.booleans())
def test_what_a_class_has_it_matches_folded(
    data: st.DataObject, inside: list[str], is_range: bool
) -> None:
    """Whatever RE2 takes of the original, the folded class takes of the folded text."""
    written = [rf"\x{{{ord(each):x}}}" for each in inside]
    wanted = st.sampled_from(inside)
    if is_range:
        first = ord(inside[0])
        last = min(first + ord(inside[1]) % 256, 0x10FFFF)  # wider ones stay as they are
        assume(not 0xD700 <= first <= 0xDFFF)
        written[:2] = [rf"\x{{{first:x}}}-\x{{{last:x}}}"]
        wanted = st.characters(min_codepoint=first, max_codepoint=last)
    character = data.draw(wanted)
    assume(fold(character))  # a mark that folds away has nothing to be matched
    expression = f"[{''.join(written)}]"
    assert re2.compile(expression).fullmatch(character)
    folded = compiled(folded_expression(expression, as_written=False))
    assert folded.fullmatch(fold(character))


@pytest.mark.parametrize("text", ["/“.*?”/原", "/“/原", "/《.{0,9}》/原", "/[Z-a]/原"])
def test_the_original_has_what_folds_away(text: str) -> None:
    pattern = parse(text)
    assert isinstance(pattern, Pattern)
    assert pattern.original
    whole = document("a", "", "“枫桥”《纲要》Z")
    assert any(True for _ in original_matches(pattern, whole, None))


@pytest.mark.parametrize("expression", ["甲(?i)*乙", "甲+(?i)?乙", r"甲+\Q\E?乙", r"甲\Q\E*乙"])
def test_a_repetition_behind_nothing_repeats_what_stands_before(expression: str) -> None:
    assert required(expression) == Everything()
    for text in ("丙", "乙丙", "甲乙", "甲甲乙"):
        assert found(expression, text) == bool(re2.search(expression, text))


@pytest.mark.parametrize(
    "expression", ["(枫桥经验)", r"(?:枫桥经验)\d*", "(?P<name>枫桥经验)?枫桥经验"]
)
def test_a_group_of_plain_text_narrows(expression: str) -> None:
    assert required(expression) == Phrase("枫桥经验")
