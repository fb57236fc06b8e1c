"""Documents about invented places, ordinary and hostile, and what an export says of itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime

from hypothesis import strategies as st

from archive.facts import Level, Place, ReportKind
from indexer.answers.leaves import Locator
from indexer.document import IndexDocument
from indexer.query import Phrase
from web.exports import Provenance, Row, rows

QUERY = "“枫桥经验”"


def document(number: int, title: str, text: str, **facts: object) -> IndexDocument:
    """Return a document at an invented site."""
    url = f"http://www.qingshi.localhost/{number}.html"
    return IndexDocument(f"{number:016x}", url, title, text, **facts)  # type: ignore[arg-type]


DOCUMENTS = (
    document(
        1, "青石县“枫桥经验”报告", "坚持“枫桥\n经验”。\n推进普法。",
        issuer="青石县司法局", published_on=date(2024, 3, 5),
        site="青石县人民政府网", place="青石县", year=2023, kind=ReportKind.GOVERNMENT_WORK,
        level=Level.COUNTY, division=Place("970102", "云岭省", "青石市", "青石县"),
        document_number="青政发〔2024〕3号",
    ),
    document(
        2, '=HYPERLINK("http://evil","看")', "-12.4% 枫桥经验", issuer="@临溪市 & {其他}_%",
    ),
    document(3, "枫桥经验", "", issuer="+86", published_on=date(2022, 12, 31)),
)  # fmt: skip
SEEN_ON = {DOCUMENTS[0].report_id: date(2024, 5, 7)}

HOSTILE = st.text(
    st.characters() | st.sampled_from(["枫", "桥", "=", "\n", "\r", "\t", "\x00", "{", "}", "\\"]),
    max_size=30,
)
ANY_DOCUMENTS = st.lists(
    st.tuples(HOSTILE, HOSTILE, st.none() | HOSTILE, st.none() | st.dates()), max_size=4
).map(
    lambda all_facts: [
        document(number, title, text, issuer=issuer, published_on=day, place=issuer)
        for number, (title, text, issuer, day) in enumerate(all_facts, 1)
    ]
)


def exported(documents: Iterable[IndexDocument] = DOCUMENTS) -> Iterator[Row]:
    """Return the rows of an export."""
    return rows(Phrase("枫桥经验"), map(Locator, documents), SEEN_ON.get)


def provenance(total: int = len(DOCUMENTS), query: str = QUERY) -> Provenance:
    """Return what an export says of itself."""
    return Provenance(
        query=query,
        exported_at=datetime(2024, 5, 6, 18, 30, tzinfo=UTC),  # already the 7th in Beijing
        total=total,
        literal_total=total,
        document_count=20_000,
        index_version="000001-9 whoosh-2",
    )
