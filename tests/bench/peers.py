"""What others do with the same reports: the named baselines of the index benchmarks.

Each takes the folded texts of generated reports, builds what it builds in a folder, and says
how long questions take. None of them is exact in Chinese but SQLite's trigrams (from three
characters on) and grep.
"""

from __future__ import annotations

import logging
import sqlite3
import subprocess
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import jieba
import tantivy
from jieba.analyse import ChineseAnalyzer
from whoosh.fields import ID, TEXT, Schema
from whoosh.index import create_in, open_dir
from whoosh.qparser import QueryParser

from indexer.words import words
from tests.bench.measuring import Latency, latency

Ask = Callable[[str], object]


@dataclass(frozen=True, slots=True)
class Peer:
    """A baseline: ``build`` fills an existing folder, ``asked`` times questions about it."""

    name: str
    build: Callable[[Path, Sequence[str]], None]
    asked: Callable[[Path, Sequence[str]], Latency]


def _build_whoosh(folder: Path, texts: Iterable[str]) -> None:
    """Build as jieba's documentation shows it: one TEXT field with ChineseAnalyzer."""
    schema = Schema(id=ID(stored=True), text=TEXT(stored=True, analyzer=ChineseAnalyzer()))
    writer = create_in(folder, schema).writer(limitmb=512)
    for number, text in enumerate(texts):
        writer.add_document(id=str(number), text=text)
    writer.commit()


def _ask_whoosh(folder: Path, questions: Sequence[str]) -> Latency:
    index = open_dir(folder)
    parser = QueryParser("text", index.schema)
    with index.searcher() as searcher:
        searcher.search(parser.parse("预热"))
        return latency(lambda asked: searcher.search(parser.parse(asked), limit=10), questions)


def _tantivy_schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("text", stored=True, tokenizer_name="whitespace")
    return builder.build()


def _build_tantivy(folder: Path, texts: Iterable[str]) -> None:
    """Build from text that our words are cut from, with positions: all but our engine."""
    _fill_tantivy(folder, map(words, texts))


def _build_tantivy_with_jieba(folder: Path, texts: Iterable[str]) -> None:
    """Build from text that jieba has cut: what one gets without any code of ours."""
    jieba.setLogLevel(logging.WARNING)
    _fill_tantivy(folder, map(jieba.cut_for_search, texts))


def _fill_tantivy(folder: Path, cut: Iterable[Iterable[str]]) -> None:
    writer = tantivy.Index(_tantivy_schema(), str(folder)).writer(256 << 20, 1)
    for tokens in cut:
        writer.add_document(tantivy.Document(text=" ".join(tokens)))
    writer.commit()
    writer.wait_merging_threads()


def _ask_tantivy(folder: Path, questions: Sequence[str]) -> Latency:
    schema = _tantivy_schema()
    searcher = tantivy.Index(schema, str(folder)).searcher()

    def ask(asked: str) -> object:
        terms: list[str | tuple[int, str]] = list(words(asked))
        if len(terms) < 2:
            return searcher.search(tantivy.Query.term_query(schema, "text", asked), limit=10)
        return searcher.search(tantivy.Query.phrase_query(schema, "text", terms), limit=10)

    ask("预热")
    return latency(ask, questions)


def _build_fts5(folder: Path, texts: Iterable[str]) -> None:
    with closing(sqlite3.connect(folder / "fts5.db")) as database, database:
        database.execute("CREATE VIRTUAL TABLE texts USING fts5(text, tokenize='trigram')")
        database.executemany("INSERT INTO texts VALUES (?)", ((text,) for text in texts))


def _ask_fts5(folder: Path, questions: Sequence[str]) -> Latency:
    """Ask for what has three characters or more: shorter ones it cannot find."""
    with closing(sqlite3.connect(folder / "fts5.db")) as database:
        query = "SELECT count(*) FROM texts WHERE text MATCH ?"

        def ask(asked: str) -> object:
            return database.execute(query, (f'"{asked}"',)).fetchone()

        ask("预热机")
        return latency(ask, [asked for asked in questions if len(asked) >= 3])


def _build_files(folder: Path, texts: Iterable[str]) -> None:
    for number, text in enumerate(texts):
        (folder / str(number)).write_text(text, "utf-8")


def _grep(folder: Path, questions: Sequence[str]) -> Latency:
    def ask(asked: str) -> object:
        command = ["grep", "-rlF", "--", asked, str(folder)]
        return subprocess.run(command, capture_output=True, check=False)

    ask("预热")
    return latency(ask, questions[:20])


WHOOSH = Peer("Whoosh, jieba's analyser", _build_whoosh, _ask_whoosh)
TANTIVY = Peer("tantivy, pre-cut text", _build_tantivy, _ask_tantivy)
TANTIVY_JIEBA = Peer("tantivy, text cut by jieba", _build_tantivy_with_jieba, _ask_tantivy)
FTS5 = Peer("SQLite FTS5 trigram", _build_fts5, _ask_fts5)
GREP = Peer("grep -rlF over files", _build_files, _grep)
