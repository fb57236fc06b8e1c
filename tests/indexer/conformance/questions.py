"""Documents with facts and sections, and questions about them of every kind there is."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import replace
from datetime import date
from itertools import accumulate

from hypothesis import strategies as st

from archive.facts import Doubt, Level, Organ, Place, ReportKind, SectionKind
from indexer.document import IndexDocument, TextSection
from indexer.facets import Facet
from indexer.fold import fold
from indexer.query import (
    And,
    AsWritten,
    Days,
    Everything,
    Field,
    Filter,
    InSection,
    Near,
    Not,
    Or,
    Pattern,
    Phrase,
    Query,
    Unit,
    Within,
    Words,
    Years,
)
from indexer.query.lexer import TokenKind, tokens
from tests.indexer.conformance.engines import IDS, document

# Few characters, some of them in most texts, so that phrases are often found: letters of
# several bytes and widths, the marks that fold away, some that stay, words of jieba's, and
# traditional characters.
_COMMON = ("甲", "的", "，", "。", "矛盾", "纠纷", "枫桥", "经验", "“", "\n") * 3
_RARE = (*"乙a1Ａ”《 \u200b㎡𠀀é\ud800著着", "e\u0301", "化解矛盾", "糾紛", "12件")
PIECES = st.sampled_from(_COMMON + _RARE)
TEXTS = st.lists(PIECES, min_size=4, max_size=24).map("".join)
PHRASES = st.lists(PIECES, min_size=1, max_size=3).map("".join).filter(fold)

_PLACES = (
    None,
    Place("120000", "青石省"),
    Place("120100", "青石省", "临溪市"),
    Place("120102", "青石省", "临溪市", "白鹭区"),
    Place("340000", "云岭省"),
)
_KINDS = (None, ReportKind.AUDIT, ReportKind.RULE_OF_LAW)
_DAYS = (None, date(2019, 1, 1), date(2023, 5, 6), date(2024, 2, 29))
_HEADINGS = ("一、存在的问题", "二、“保障”措施", "")


@st.composite
def documents(draw: st.DrawFn) -> IndexDocument:
    """A document with any facts, its sections beginning and ending with paragraphs."""
    plain = document(draw(IDS), draw(TEXTS), draw(TEXTS))
    return replace(
        plain,
        issuer=draw(st.sampled_from((None, "青石县人民政府", "临溪市司法局"))),
        site=draw(st.sampled_from((None, "青石县政府网"))),
        published_on=draw(st.sampled_from(_DAYS)),
        kind=draw(st.sampled_from(_KINDS)),
        year=draw(st.sampled_from((None, 2018, 2019, 2023))),
        division=draw(st.sampled_from(_PLACES)),
        place=draw(st.sampled_from((None, "青石县"))),
        level=draw(st.sampled_from((None, *Level))),
        organ=draw(st.sampled_from((None, *Organ))),
        document_number=draw(st.sampled_from((None, "青政发〔2023〕5号"))),
        validity=draw(st.sampled_from((None, "失效"))),
        doubts=draw(st.sampled_from(((), (Doubt.SCANNED,)))),
        sections=draw(_sections(plain.text)),
    )


def _sections(text: str) -> st.SearchStrategy[tuple[TextSection, ...]]:
    starts = list(accumulate((len(line) + 1 for line in text.split("\n")), initial=0))
    bounds = st.tuples(st.sampled_from(starts), st.sampled_from(starts)).map(sorted)
    sections = st.builds(
        lambda kind, heading, ends: TextSection(kind, heading, ends[0], max(ends[0], ends[1] - 1)),
        st.sampled_from((SectionKind.PROBLEMS, SectionKind.OTHER)),
        st.sampled_from(_HEADINGS),
        bounds,
    )
    return st.lists(sections, max_size=2).map(tuple)


CORPORA = st.lists(documents(), min_size=3, max_size=6, unique_by=lambda each: each.report_id)

FILTERS = st.sampled_from(
    (
        Filter(Facet.KIND, "审计报告"),
        Filter(Facet.LEVEL, "县"),
        Filter(Facet.ORGAN, "法院"),
        Filter(Facet.ISSUER, "司法"),
        Filter(Facet.PLACE, "青石"),
        Filter(Facet.PLACE, "120100"),
        Filter(Facet.PLACE, "临溪市"),
        Filter(Facet.YEAR, Years(2019, None)),
        Filter(Facet.YEAR, Years(2018, 2019)),
        Filter(Facet.PUBLISHED, Days(date(2023, 1, 1), date(2024, 2, 29))),
        Filter(Facet.NUMBER, "[2023]5"),
        Filter(Facet.SITE, "qingshi.localhost"),
        Filter(Facet.STATUS, "失效"),
        Filter(Facet.STATUS, "正常"),
        Filter(Facet.SECTIONS, "存在的问题"),
    )
)
SCOPES: st.SearchStrategy[Field | InSection] = st.sampled_from(
    (
        Field.TITLE,
        Field.TEXT,
        InSection(SectionKind.PROBLEMS),
        InSection(SectionKind.OTHER),
        InSection(heading="保障"),
    )
)


def queries_about(documents: Collection[IndexDocument]) -> st.SearchStrategy[Query]:
    """Queries of which many find something: most of their parts are cut out of a text."""
    leaves = leaves_about(documents)
    return st.recursive(leaves, _combined, max_leaves=6)


def leaves_about(documents: Collection[IndexDocument]) -> st.SearchStrategy[Query]:
    texts = [text for each in documents for text in (each.title, each.text) if fold(text)]
    phrases = st.one_of(st.sampled_from(texts).flatmap(_slices), PHRASES) if texts else PHRASES
    choices = st.lists(phrases.map(Phrase), min_size=1, max_size=2).map(tuple)
    near = st.builds(
        Near,
        st.lists(choices, min_size=2, max_size=3).map(tuple),
        st.sampled_from((None, 0, 1, 3, 10)),
        st.sampled_from((None, Unit.SENTENCE, Unit.PARAGRAPH)),
        st.booleans(),
    )
    return st.one_of(
        st.builds(Phrase, phrases),
        st.builds(Words, phrases),
        near,
        patterns(phrases),
        FILTERS,
        st.just(Everything()),
    )


def patterns(phrases: st.SearchStrategy[str]) -> st.SearchStrategy[Query]:
    literal = phrases.map(lambda text: re.sub("[\ud800-\udfff]", "", text)).filter(fold)
    pieces = literal.map(re.escape) | st.sampled_from(
        (
            ".",
            r"\d",
            r"\d+",
            "[甲乙]",
            "[^甲]",
            "[A-Z]",
            "(甲|乙)",
            "(?:矛盾|a)?",
            ".{0,3}",
            "$",
            "著+",
        )
    )
    expressions = st.tuples(literal.map(re.escape), st.lists(pieces, max_size=3)).map(
        lambda parts: "".join((parts[0], *parts[1]))
    )
    choices = st.lists(expressions, min_size=1, max_size=2).map("|".join)
    return st.builds(Pattern, choices.filter(_is_understood), st.booleans())


def _is_understood(expression: str) -> bool:
    """RE2 and Python agree only on what both take; what RE2 escapes, Python's re does too."""
    found = tokens(f"/{expression}/") if "/" not in expression else ()
    return [token.kind for token in found] == [TokenKind.PATTERN] and "\n" not in expression


def _combined(inner: st.SearchStrategy[Query]) -> st.SearchStrategy[Query]:
    several = st.lists(inner, min_size=2, max_size=3).map(tuple)
    return st.one_of(
        several.map(And),
        several.map(Or),
        inner.map(Not),
        inner.map(AsWritten),
        st.builds(Within, SCOPES, inner),
    )


def _slices(text: str) -> st.SearchStrategy[str]:
    places = st.tuples(st.integers(0, len(text) - 1), st.integers(1, 4))
    return places.map(lambda place: text[place[0] : sum(place)]).filter(fold)
