"""Passages and highlights: what was found, shown in the original text."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from indexer.answers.leaves import Locator
from indexer.fold import fold
from indexer.hits import Passage, Spans
from indexer.passages import MOST_CHARACTERS, show
from indexer.passages import highlight as highlight_document
from indexer.query import And, Pattern, Phrase, Query, Words
from tests.indexer.conformance.engines import document

PIECES = st.sampled_from([*"甲乙a，。；\n “”《Ａ", "枫桥经验", "矛盾", "，" * 30])
TEXTS = st.lists(PIECES, max_size=80).map("".join)
FILLER = "全县上下共同努力取得成效"


def highlight(query: Query, text: str) -> Spans:
    found = highlight_document(query, Locator(document("a", "", text)))
    assert found.title == ()
    return found.text


def best_passages(query: Query, text: str) -> tuple[Passage, ...]:
    return show(query, Locator(document("a", "", text))).passages


def _marked(text: str, spans: tuple[tuple[int, int], ...]) -> list[str]:
    return [text[start:end] for start, end in spans]


def test_highlights_are_places_in_the_original() -> None:
    text = "发展“枫桥 经验”，枫桥经验。"
    assert _marked(text, highlight(Phrase("枫桥经验"), text)) == ["枫桥 经验", "枫桥经验"]


def test_words_that_stand_apart_are_shown_one_by_one() -> None:
    text = "矛盾和纠纷的调解"
    assert _marked(text, highlight(Words("矛盾纠纷"), text)) == ["矛盾", "纠纷"]
    assert highlight(Phrase("矛盾纠纷"), text) == ()


def test_finds_that_overlap_are_one_span() -> None:
    query = And((Phrase("行政复议"), Phrase("复议体制")))
    assert _marked("行政复议体制", highlight(query, "行政复议体制")) == ["行政复议体制"]


def test_a_character_that_folds_to_several_is_marked_whole() -> None:
    assert _marked("面积5㎡。", highlight(Phrase("m"), "面积5㎡。")) == ["㎡"]


def test_a_passage_keeps_to_sentences() -> None:
    text = f"{FILLER}。\n" * 9 + "坚持枫桥经验化解矛盾。" + f"\n{FILLER}。" * 9
    (passage,) = best_passages(Phrase("枫桥经验"), text)
    assert passage.text == "坚持枫桥经验化解矛盾。"
    assert _marked(passage.text, passage.spans) == ["枫桥经验"]


def test_a_short_sentence_brings_its_neighbours() -> None:
    text = f"{FILLER}甲。坚持枫桥经验。{FILLER}乙。{FILLER}丙。{FILLER}丁。{FILLER}戊。{FILLER}己。"
    (passage,) = best_passages(Phrase("枫桥经验"), text)
    assert passage.text.startswith("坚持枫桥经验。")
    assert 60 <= len(passage.text) <= MOST_CHARACTERS
    assert passage.text.endswith("。")


def test_a_long_sentence_is_cut_between_clauses() -> None:
    text = "，".join([FILLER] * 30) + "，推广枫桥经验，" + "，".join([FILLER] * 30)
    (passage,) = best_passages(Phrase("枫桥经验"), text)
    assert passage.text.startswith(f"{FILLER}，")
    assert passage.text.endswith(f"{FILLER}，")
    assert MOST_CHARACTERS - len(FILLER) - 1 <= len(passage.text) <= MOST_CHARACTERS
    assert _marked(passage.text, passage.spans) == ["枫桥经验"]


def test_a_sentence_without_clauses_is_cut_around_the_find() -> None:
    (passage,) = best_passages(Phrase("枫桥经验"), FILLER * 30 + "枫桥经验" + FILLER * 30)
    assert len(passage.text) == MOST_CHARACTERS
    assert _marked(passage.text, passage.spans) == ["枫桥经验"]


def test_a_rare_part_is_shown_behind_a_common_one() -> None:
    text = "推进普法。\n" * 900 + f"{FILLER * 5}化解矛盾。"
    passages = best_passages(And((Phrase("普法"), Phrase("矛盾"))), text)
    assert ["矛盾"] in [_marked(passage.text, passage.spans) for passage in passages]


def test_the_passage_with_most_parts_comes_first() -> None:
    lines = ["调解。", "矛盾。", "矛盾多元调解。", "矛盾，矛盾，矛盾。", "调解，调解。"]
    text = "\n".join(f"{FILLER * 4}{line}" for line in lines)
    passages = best_passages(And((Words("矛盾"), Words("调解"))), text)
    assert [passage.text[len(FILLER) * 4 :] for passage in passages] == [
        "矛盾多元调解。",
        "矛盾，矛盾，矛盾。",
        "调解，调解。",
    ]


def test_a_find_is_shown_by_itself_where_another_reaches_into_its_sentence() -> None:
    text = f"枫桥{FILLER * 3}\n枫桥{FILLER * 3}\n枫{FILLER * 3}。"
    query = And((Phrase("枫"), Pattern("桥[^枫]*枫")))
    shown = [passage.text for passage in best_passages(query, text)]
    assert shown == [text[:77], text[78:]]


def test_a_find_in_the_title_only_shows_the_beginning() -> None:
    (passage,) = best_passages(Phrase("青石县"), f"{FILLER}。\n第二段。")
    assert (passage.text, passage.spans) == (f"{FILLER}。", ())
    assert best_passages(Phrase("青石县"), " \n") == ()


@given(TEXTS, st.lists(PIECES, min_size=1, max_size=3).map("".join).filter(fold))
def test_passages_show_what_was_found(text: str, phrase: str) -> None:
    passages = best_passages(Phrase(phrase), text)
    assert len(passages) <= 3
    for passage in passages:
        assert passage.text in text
        assert len(passage.text) <= MOST_CHARACTERS + len(text) * (not passage.spans) or all(
            end - start > 1 for start, end in passage.spans
        )
        assert all(fold(marked) for marked in _marked(passage.text, passage.spans))
    if fold(phrase) in fold(text):
        found = _marked(passages[0].text, passages[0].spans)
        assert any(fold(phrase) in fold(marked) for marked in found)


@given(TEXTS, st.lists(PIECES, min_size=1, max_size=3).map("".join).filter(fold))
def test_spans_ascend_and_hold_the_phrase(text: str, phrase: str) -> None:
    spans = highlight(Phrase(phrase), text)
    flat = [edge for span in spans for edge in span]
    assert flat == sorted(flat)
    assert all(fold(phrase) in fold(text[start:end]) for start, end in spans)
    assert bool(spans) == (fold(phrase) in fold(text))


def test_what_matches_a_whole_text_is_shown_by_its_beginning() -> None:
    text = f"{FILLER}。\n" * 40
    (first, *_) = best_passages(Pattern(".+"), text)
    assert len(first.text) <= MOST_CHARACTERS + 1
    assert first.spans == ((0, MOST_CHARACTERS),)
    assert highlight(Pattern(".+"), text) == ((0, len(text) - 1),)


def test_without_a_place_the_first_sentence_is_shown() -> None:
    text = f"县委、县政府：\n2024年报告\n{FILLER}。\n{FILLER}矛盾。"
    assert best_passages(Phrase("枫桥经验"), text) == (Passage(f"{FILLER}。", ()),)
    assert best_passages(Phrase("枫桥经验"), "只有标题") == (Passage("只有标题", ()),)
    assert best_passages(Phrase("枫桥经验"), "") == ()


@given(TEXTS, st.sampled_from([r"\s", r"\n甲?", "　*各", "枫桥", r"\s甲\s"]))
def test_what_was_found_stands_inside_its_passage(text: str, expression: str) -> None:
    for passage in best_passages(Pattern(expression, original=True), f"　　各位\n{text}"):
        last = 0
        for start, end in passage.spans:
            assert last <= start < end <= len(passage.text)
            last = end
