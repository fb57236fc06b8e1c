"""How well the best comes first: nDCG@10 of the judged set, beside what others rank by default.

The peers get title and text as two fields. Where they want quotes, they get the straight ones;
where they cannot read a question, they find nothing.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager

import tantivy
from jieba.analyse import ChineseAnalyzer
from whoosh.fields import ID, TEXT, Schema
from whoosh.index import create_in
from whoosh.qparser import AndGroup, MultifieldParser, OrGroup

from indexer.document import IndexDocument
from indexer.engines import EngineName
from indexer.words import words
from tests.bench.measuring import Row
from tests.quality.judged.grading import DEPTH
from tests.quality.judged.measuring import JudgedSet, Ranks, overall, ranking

_STRAIGHT = str.maketrans("“”", '""')
_FIELDS = ["title", "text"]


def rows() -> Iterator[Row]:
    """Measure all peers and both engines."""
    judged = JudgedSet.made()
    documents = judged.documents()
    peers = {
        "Whoosh, jieba's analyser, all words": _whoosh(documents, AndGroup),
        "Whoosh, jieba's analyser, any word": _whoosh(documents, OrGroup),
        "tantivy, default": _tantivy(documents, str),
        "tantivy, pre-cut text": _tantivy(documents, _cut),
    }
    reached = {name: _reached(judged, peer) for name, peer in peers.items()}
    for engine in EngineName:
        ours = _reached(judged, ranking(documents, engine))
        for name, theirs in reached.items():
            what = f"{engine.value}: nDCG@10, {len(judged.grades)} questions"
            yield Row(what, f"{ours:.3f}", name, f"{theirs:.3f}", ours / theirs)


def _reached(judged: JudgedSet, ranker: AbstractContextManager[Ranks]) -> float:
    with ranker as ranks:
        return overall(judged.scores(ranks))


@contextmanager
def _whoosh(documents: Sequence[IndexDocument], group: type) -> Iterator[Ranks]:
    """Index as jieba's documentation shows it, the title likewise."""
    field = TEXT(analyzer=ChineseAnalyzer())
    with tempfile.TemporaryDirectory() as folder:
        index = create_in(folder, Schema(id=ID(stored=True), title=field, text=field))
        writer = index.writer(limitmb=512)
        for each in documents:
            writer.add_document(id=each.report_id, title=each.title, text=each.text)
        writer.commit()
        parser = MultifieldParser(_FIELDS, index.schema, group=group)
        with index.searcher() as searcher:

            def ranks(typed: str) -> list[str]:
                query = parser.parse(typed.translate(_STRAIGHT))
                return [hit["id"] for hit in searcher.search(query, limit=DEPTH)]

            yield ranks


@contextmanager
def _tantivy(documents: Sequence[IndexDocument], cut: Callable[[str], str]) -> Iterator[Ranks]:
    """Index with tantivy's default tokenizer and ask with its default parser: any word."""
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("id", stored=True, tokenizer_name="raw")
    for name in _FIELDS:
        builder.add_text_field(name)
    index = tantivy.Index(builder.build())
    writer = index.writer()
    for each in documents:
        writer.add_document(
            tantivy.Document(id=each.report_id, title=cut(each.title), text=cut(each.text))
        )
    writer.commit()
    index.reload()
    searcher = index.searcher()

    def ranks(typed: str) -> list[str]:
        try:
            query = index.parse_query(cut(typed.translate(_STRAIGHT)), _FIELDS)
        except ValueError:
            return []
        hits = searcher.search(query, DEPTH).hits
        return [searcher.doc(address)["id"][0] for _, address in hits]

    yield ranks


def _cut(text: str) -> str:
    return " ".join(words(text))
