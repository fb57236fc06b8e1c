"""Whatever is asked: every view and every file has all that was found, and no more."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from zipfile import ZipFile

import pytest
import rispy
from bibtexparser.entrypoint import parse_string
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.answers import Sort, search
from indexer.concordance import LineOrder
from indexer.document import IndexDocument
from indexer.findings import Findings
from indexer.query import Query
from tests.indexer.conformance.engines import ENGINES, EngineKind, empty_engine
from tests.indexer.conformance.questions import queries_about
from tests.indexer.facts import FACTUAL_CORPORA
from tests.web.exports.examples import SEEN_ON, provenance
from web.exports import FORMATS, rows


def _content(found: Findings, name: str) -> bytes:
    about = replace(provenance(), total=found.total)
    documents = rows(found.query, found.documents(), SEEN_ON.get)
    return b"".join(FORMATS[name].chunks(documents, about))


def _records(found: Findings, name: str) -> int:
    """How many records another program reads in a file, or in the largest part of it."""
    content = _content(found, name)
    match name:
        case "csv" | "kwic":
            return sum(1 for _ in csv.reader(io.StringIO(content.decode("utf-8-sig")))) - 1
        case "jsonl":
            return len([json.loads(line) for line in content.splitlines()]) - 1
        case "zip":
            names = ZipFile(io.BytesIO(content)).namelist()
            return sum(each.startswith("texts/") for each in names)
        case "ris":
            return len(rispy.loads(content.decode()))
        case "bibtex":
            return len(parse_string(content.decode()).entries)
        case _:
            return content.count(b"[EB/OL]")


@pytest.mark.parametrize("kind", ENGINES, ids=lambda kind: kind.name)
def test_everything_agrees_on_how_much_was_found(kind: EngineKind) -> None:
    @settings(max_examples=20, deadline=None)
    @given(FACTUAL_CORPORA, st.data())
    def agree(corpus: tuple[IndexDocument, ...], data: st.DataObject) -> None:
        query: Query = data.draw(queries_about(corpus))
        with empty_engine(kind) as engine:
            engine.commit(corpus, (), 1)
            with engine.reading() as reading:
                page = search(reading, query, limit=None)
                found = Findings(reading, query, "", "")
                assert found.total == page.total == len(page.page)
                assert found.literal_total == page.literal_total
                ids = [match.document.report_id for match in page.page]
                assert [each.document.report_id for each in found.documents()] == ids
                for name in set(FORMATS) - {"xlsx", "kwic"}:
                    assert _records(found, name) == found.total, name
                occurrences = found.trend().overall.total.occurrences
                assert _records(found, "kwic") == occurrences == found.neighbours().total
                for order in LineOrder:
                    assert len(list(found.lines(order))) == occurrences
                by_count = Findings(reading, query, "", "", Sort.OCCURRENCES)
                assert sum(1 for _ in by_count.documents()) == found.total

    agree()
