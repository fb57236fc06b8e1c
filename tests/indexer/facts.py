"""Documents with facts of all sorts, about invented places, for counting."""

from __future__ import annotations

from datetime import date

from hypothesis import strategies as st

from archive.facts import Doubt, Level, Organ, Place, ReportKind
from indexer.document import IndexDocument
from tests.indexer.conformance.questions import CORPORA

_PLACES = (
    Place("970000", "云岭省"),
    Place("970100", "云岭省", "青石市"),
    Place("970102", "云岭省", "青石市", "白鹭区"),
    Place("970200", "云岭省", "临溪市"),
    Place("980000", "青石直辖市"),
    Place("980101", "青石直辖市", None, "白鹭区"),
)


def with_facts(document: IndexDocument) -> st.SearchStrategy[IndexDocument]:
    """Return the document with any facts, each of them known or not."""
    return st.builds(
        IndexDocument,
        report_id=st.just(document.report_id),
        url=st.sampled_from([document.url, "http://a.www.qingshi.localhost/", "import:1/a.txt"]),
        title=st.just(document.title),
        text=st.just(document.text),
        issuer=st.sampled_from([None, "青石县", "青石县司法局", "临溪市 “法”（办）"]),
        published_on=st.none() | st.dates(date(2021, 11, 1), date(2023, 2, 1)),
        site=st.sampled_from([None, "青石县人民政府网"]),
        place=st.sampled_from([None, "白鹭区"]),
        kind=st.none() | st.sampled_from(ReportKind),
        year=st.none() | st.integers(2019, 2022),
        division=st.none() | st.sampled_from(_PLACES),
        level=st.none() | st.sampled_from(Level),
        organ=st.none() | st.sampled_from(Organ),
        validity=st.sampled_from([None, "有效", "已废止"]),
        doubts=st.lists(st.sampled_from(Doubt), max_size=2).map(tuple),
    )


FACTUAL_CORPORA = CORPORA.flatmap(lambda corpus: st.tuples(*map(with_facts, corpus)))
