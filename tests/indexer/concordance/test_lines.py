"""Every occurrence is a line, in every order, and what stands beside it is counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.answers.leaves import Locator
from indexer.concordance import (
    Line,
    LineOrder,
    capture_names,
    in_order,
    lines,
    neighbours,
    occurrences,
)
from indexer.document import IndexDocument
from indexer.findings import Findings
from indexer.fold import fold
from indexer.query import And, Not, Or, Pattern, Phrase, Words
from tests.indexer.conformance.engines import ENGINES, empty_engine

PIECES = st.sampled_from([*"甲乙a，。；\n “”《Ａ㎡", "枫桥经验", "枫桥", "\ud800"])
TEXTS = st.lists(PIECES, max_size=40).map("".join)
PHRASES = st.lists(PIECES, min_size=1, max_size=3).map("".join).filter(fold)


def _document(number: int, title: str, text: str, published_on: date | None = None,
              place: str | None = None) -> IndexDocument:  # fmt: skip
    return IndexDocument(
        f"{number:016x}", f"http://www.qingshi.localhost/{number}.html", title, text,
        issuer="青石县人民政府", published_on=published_on, place=place,
    )  # fmt: skip


DOCUMENTS = st.lists(
    st.tuples(TEXTS, TEXTS, st.none() | st.dates(), st.sampled_from([None, "青石县", "临溪市"])),
    max_size=5,
).map(
    lambda rows: [
        _document(number, title, text, day, place)
        for number, (title, text, day, place) in enumerate(rows)
    ]
)


def _scan(documents: Sequence[IndexDocument], phrase: str) -> int:
    needle = fold(phrase)
    return sum(fold(d.title).count(needle) + fold(d.text).count(needle) for d in documents)


@given(DOCUMENTS, PHRASES)
def test_there_are_as_many_lines_as_a_scan_counts(
    documents: list[IndexDocument], phrase: str
) -> None:
    found = list(lines(occurrences(Phrase(phrase), map(Locator, documents)), 3))
    # One character that folds to several ("㎡") is one place, however often it has a phrase.
    assert len(found) <= _scan(documents, phrase)
    if "㎡" not in "".join(d.title + d.text for d in documents):
        assert len(found) == _scan(documents, phrase)


@given(DOCUMENTS, PHRASES, st.integers(0, 12))
def test_a_line_is_cut_from_its_report(
    documents: list[IndexDocument], phrase: str, width: int
) -> None:
    by_id = {document.report_id: document for document in documents}
    for line in lines(occurrences(Phrase(phrase), map(Locator, documents)), width):
        document = by_id[line.report_id]
        text = (document.title if line.in_title else document.text).replace("\n", " ")
        assert line.found == text[line.start : line.end]
        assert line.left == text[max(0, line.start - width) : line.start]
        assert line.right == text[line.end : line.end + width]
        assert fold(phrase) in fold(line.found)


@given(DOCUMENTS, PHRASES, st.sampled_from(LineOrder))
def test_orders_keep_every_line_and_pages_make_the_whole(
    documents: list[IndexDocument], phrase: str, order: LineOrder
) -> None:
    found = list(lines(occurrences(Phrase(phrase), map(Locator, documents))))
    whole = list(in_order(found, order))
    assert Counter(whole) == Counter(found)
    pages = [in_order(found, order, limit=2, offset=at) for at in range(0, len(found) + 2, 2)]
    assert [line for page in pages for line in page] == whole


def test_sorted_by_what_stands_beside() -> None:
    document = _document(1, "标题", "乙丁枫桥丙。丙甲枫桥乙。丙丁枫桥甲。")
    found = list(lines(occurrences(Phrase("枫桥"), [Locator(document)]), 2))
    by_left = [line.left for line in in_order(found, LineOrder.LEFT)]
    assert by_left == ["丙丁", "乙丁", "丙甲"]  # by 丁 and 甲 first, then by what is before
    by_right = [line.right for line in in_order(found, LineOrder.RIGHT)]
    assert by_right == ["丙。", "乙。", "甲。"]


def test_sorted_by_date_and_place_with_the_unknown_last() -> None:
    documents = [
        _document(1, "枫桥", "", None, "白鹭区"),
        _document(2, "枫桥", "", date(2021, 1, 1), None),
        _document(3, "枫桥", "", date(2023, 1, 1), "临溪市"),
    ]
    found = list(lines(occurrences(Phrase("枫桥"), map(Locator, documents))))
    by_date = [line.report_id[-1] for line in in_order(found, LineOrder.DATE)]
    by_place = [line.report_id[-1] for line in in_order(found, LineOrder.PLACE)]
    assert (by_date, by_place) == (["3", "2", "1"], ["3", "1", "2"])


def test_parts_of_a_query_count_by_themselves() -> None:
    query = And((Phrase("行政复议"), Phrase("复议体制"), Not(Phrase("改进"))))
    document = _document(1, "", "深化行政复议体制改革")
    first, second = lines(occurrences(query, [Locator(document)]))
    assert (first.left, first.found, first.right) == ("深化", "行政复议", "体制改革")
    assert (second.left, second.found, second.right) == ("深化行政", "复议体制", "改革")


def test_words_that_stand_apart_have_no_line() -> None:
    document = _document(1, "", "矛盾和纠纷。矛盾纠纷。")
    (found,) = occurrences(Words("矛盾纠纷"), [Locator(document)])
    assert found.found == "矛盾纠纷"


def test_a_place_is_one_line_however_it_is_asked_for() -> None:
    query = Or((Phrase("枫桥经验"), Phrase("楓橋經驗"), Words("“枫桥经验”"), Phrase("枫桥")))
    document = _document(1, "枫桥经验", "推广枫桥经验。")
    found = list(occurrences(query, [Locator(document)]))
    assert [(each.in_title, each.start, each.end) for each in found] == [
        (True, 0, 2), (True, 0, 4), (False, 2, 4), (False, 2, 6),
    ]  # fmt: skip


def test_groups_of_two_expressions_stay_apart() -> None:
    query = And((Pattern("受理(\\d+)件"), Pattern("办结(\\d+)件|(?P<what>申请)")))
    document = _document(1, "", "受理5件，办结4件，申请。")
    found = occurrences(query, [Locator(document)])
    assert [each.groups for each in found] == [
        (("1", "5"),),
        (("2.1", "4"), ("what", None)),
        (("2.1", None), ("what", "申请")),
    ]
    assert capture_names(query) == ("1", "2.1", "what")


@pytest.mark.parametrize("order", LineOrder)
def test_what_an_expression_captures_stays_with_its_line(order: LineOrder) -> None:
    query = Pattern("受理(?P<what>案件|申请)(\\d+)件")
    document = _document(1, "受理案件5件", "受理申请12件,受理案件7件。")
    found = in_order(lines(occurrences(query, [Locator(document)])), order)
    assert {line.groups for line in found} == {
        (("what", "案件"), ("2", "5")),
        (("what", "申请"), ("2", "12")),
        (("what", "案件"), ("2", "7")),
    }


def test_neighbours_leave_marks_out_and_stay_in_the_sentence() -> None:
    text = "发展新时代“枫桥经验”，做好。枫桥经验！新时代枫桥 经验，好\n时代枫桥经验"
    counted = neighbours(occurrences(Phrase("枫桥经验"), map(Locator, [_document(1, "", text)])), 2)
    assert counted.total == 4
    assert [(each.text, each.count) for each in counted.before] == [("时代", 3), ("", 1)]
    assert [(each.text, each.count) for each in counted.after] == [("", 2), (",做", 1), (",好", 1)]


@given(DOCUMENTS, PHRASES, st.integers(1, 4))
def test_neighbours_add_up(documents: list[IndexDocument], phrase: str, size: int) -> None:
    found = list(occurrences(Phrase(phrase), map(Locator, documents)))
    counted = neighbours(found, size)
    for side in (counted.before, counted.after):
        assert sum(each.count for each in side) == counted.total == len(found)
        assert all(len(each.text) <= size and fold(each.text) == each.text for each in side)
        assert [each.count for each in side] == sorted((e.count for e in side), reverse=True)


def test_the_first_lines_need_no_others() -> None:
    seen: list[Line] = []
    found = lines(occurrences(Phrase("枫桥"), map(Locator, [_document(1, "", "枫桥。" * 9)])))

    def watched() -> Iterator[Line]:
        for line in found:
            seen.append(line)
            yield line

    assert len(list(in_order(watched(), LineOrder.FOUND, limit=1, offset=2))) == 1
    assert len(seen) == 3


@pytest.mark.parametrize("order", LineOrder)
def test_a_page_of_lines_counts_what_stands_beside_all(order: LineOrder) -> None:
    with empty_engine(ENGINES[0]) as engine:
        engine.commit([_document(1, "", "甲枫桥乙。" * 9), _document(2, "", "丙枫桥。")], (), 1)
        with engine.reading() as reading:
            found = Findings(reading, Phrase("枫桥"), "", "")
            page = found.concordance(order, 5, 1, limit=2, offset=3)
    assert len(page.lines) == 2
    assert page.neighbours.total == 10
    assert [(each.text, each.count) for each in page.neighbours.before] == [("甲", 9), ("丙", 1)]
