"""References as reference managers read them."""

from __future__ import annotations

import rispy
from bibtexparser.entrypoint import parse_string
from hypothesis import given

from indexer.document import IndexDocument
from tests.web.exports.examples import ANY_DOCUMENTS, DOCUMENTS, exported, provenance
from web.exports import FORMATS


def _text(
    name: str, documents: list[IndexDocument] | None = None, query: str = "“枫桥经验”"
) -> str:
    held = list(DOCUMENTS) if documents is None else documents
    about = provenance(len(held), query)
    return b"".join(FORMATS[name].chunks(exported(held), about)).decode()


def test_bibtex_is_read_back() -> None:
    text = _text("bibtex")
    assert text.startswith("@comment{检索式：“枫桥经验”；")
    library = parse_string(text)
    assert not library.failed_blocks
    first, second, _ = library.entries
    fields = {field.key: field.value for field in first.fields}
    assert first.entry_type == "online"
    assert fields == {
        "title": "{青石县“枫桥经验”报告}",
        "author": "{青石县司法局}",
        "year": "2024",
        "date": "2024-03-05",
        "url": "http://www.qingshi.localhost/1.html",
        "urldate": "2024-05-07",
        "langid": "chinese",
    }
    author = second.fields_dict["author"].value
    assert author == r"{@临溪市 \& \textbraceleft{}其他\textbraceright{}\_\%}"


@given(ANY_DOCUMENTS)
def test_bibtex_has_every_report(documents: list[IndexDocument]) -> None:
    library = parse_string(_text("bibtex", documents, "“}@x{ \\” “{”"))
    assert not library.failed_blocks
    keys = [entry.key for entry in library.entries]
    assert keys == [f"baogao-{document.report_id}" for document in documents]


def test_ris_is_read_back() -> None:
    first, second, third = rispy.loads(_text("ris"))
    assert first == {
        "type_of_reference": "RPRT",
        "id": "0000000000000001",
        "title": "青石县“枫桥经验”报告",
        "authors": ["青石县司法局"],
        "year": "2024",
        "date": "2024/03/05",
        "place_published": "青石县",
        "urls": ["http://www.qingshi.localhost/1.html"],
        "access_date": "2024/05/07",
        "language": "zh",
    }
    assert second["title"] == '=HYPERLINK("http://evil","看")'
    assert "access_date" not in third


@given(ANY_DOCUMENTS)
def test_ris_has_every_report(documents: list[IndexDocument]) -> None:
    records = rispy.loads(_text("ris", documents))
    assert [record["id"] for record in records] == [each.report_id for each in documents]


def test_gbt7714_is_a_numbered_bibliography() -> None:
    assert _text("gbt7714").splitlines()[2:] == [
        "[1] 青石县司法局. 青石县“枫桥经验”报告[EB/OL]. (2024-03-05)[2024-05-07]. "
        "http://www.qingshi.localhost/1.html.",
        '[2] @临溪市 & {其他}_%. =HYPERLINK("http://evil","看")[EB/OL]. '
        "http://www.qingshi.localhost/2.html.",
        "[3] +86. 枫桥经验[EB/OL]. (2022-12-31). http://www.qingshi.localhost/3.html.",
    ]


@given(ANY_DOCUMENTS)
def test_gbt7714_has_a_line_for_every_report(documents: list[IndexDocument]) -> None:
    lines = _text("gbt7714", documents).split("\n")
    assert len(lines) == 2 + len(documents) + 1
