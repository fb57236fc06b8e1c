"""JSON Lines and the ZIP of texts: the whole text of every report."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Sequence
from zipfile import ZipFile

from hypothesis import given

from indexer.document import IndexDocument
from tests.web.exports.examples import ANY_DOCUMENTS, DOCUMENTS, exported, provenance
from web.exports import FORMATS
from web.exports.table import storable


def _zip(documents: Sequence[IndexDocument]) -> ZipFile:
    chunks = FORMATS["zip"].chunks(exported(documents), provenance(len(documents)))
    archive = ZipFile(io.BytesIO(b"".join(chunks)))
    assert archive.testzip() is None
    return archive


def test_json_lines_are_read_back() -> None:
    content = b"".join(FORMATS["jsonl"].chunks(exported(), provenance()))
    about, first, *_ = map(json.loads, content.decode().splitlines())
    assert about["export"] == {
        "query": "“枫桥经验”",
        "exported_at": "2024-05-06T18:30:00+00:00",
        "total": 3,
        "literal_total": 3,
        "document_count": 20_000,
        "index_version": "000001-9 whoosh-2",
    }
    assert first["text"] == "坚持“枫桥\n经验”。\n推进普法。"
    assert (first["title_spans"], first["text_spans"]) == ([[4, 8]], [[3, 8]])
    assert first["occurrences"][0] == {"in": "title", "start": 4, "end": 8, "groups": {}}
    assert (first["year"], first["kind"]) == (2023, "政府工作报告")
    assert first["published_on"] == "2024-03-05"


@given(ANY_DOCUMENTS)
def test_json_lines_keep_every_character(documents: list[IndexDocument]) -> None:
    content = b"".join(FORMATS["jsonl"].chunks(exported(documents), provenance()))
    _, *shapes = map(json.loads, content.decode().split("\n")[:-1])
    assert [(shape["title"], shape["text"]) for shape in shapes] == [
        (document.title, document.text) for document in documents
    ]


def test_the_zip_is_read_back() -> None:
    with _zip(DOCUMENTS) as archive:
        names = archive.namelist()
        assert names[0] == "说明.txt"
        assert names[1] == "texts/0000000000000001 青石县“枫桥经验”报告.txt"
        assert names[-1] == "清单.csv"
        assert "检索式：“枫桥经验”" in archive.read("说明.txt").decode("utf-8-sig")
        text = archive.read(names[1]).decode()
        assert text == "青石县“枫桥经验”报告\n\n坚持“枫桥\n经验”。\n推进普法。\n"
        table = io.StringIO(archive.read("清单.csv").decode("utf-8-sig"), newline="")
        assert [row[0] for row in csv.reader(table)] == ["文件", *names[1:-1]]


@given(ANY_DOCUMENTS)
def test_the_zip_has_a_text_for_every_report(documents: list[IndexDocument]) -> None:
    with _zip(documents) as archive:
        names = archive.namelist()[1:-1]
        assert len(names) == len(set(names)) == len(documents)
        for name, each in zip(names, documents, strict=True):
            assert not set(name.removeprefix("texts/")) & set('<>:"/\\|?*')
            assert name.isprintable()
            assert len(name.encode()) < 255
            expected = f"{storable(each.title)}\n\n{storable(each.text)}\n"
            assert archive.read(name).decode() == expected


def test_streamed_as_it_is_found() -> None:
    """The first bytes come before the last report is asked for."""
    for name in ("csv", "jsonl", "bibtex", "ris", "gbt7714", "zip"):
        asked: list[str] = []

        def found(asked: list[str] = asked) -> Iterator[IndexDocument]:
            for document in DOCUMENTS:
                asked.append(document.report_id)
                yield document

        chunks = FORMATS[name].chunks(exported(found()), provenance())
        seen = b""
        while len(seen) < 200:
            seen += next(chunks)
        assert len(asked) < len(DOCUMENTS), name
