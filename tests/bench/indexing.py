"""Building the index and asking it, beside Whoosh as jieba documents it and Python's ``in``."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from random import Random
from urllib.parse import quote

import psutil
from jieba.analyse import ChineseAnalyzer
from whoosh.fields import ID, TEXT, Schema
from whoosh.index import create_in, open_dir
from whoosh.qparser import QueryParser

from archive.keep import Archive
from archive.samples import SampleReport, generate
from indexer.document import IndexDocument
from indexer.fold import fold
from indexer.searcher import Searcher
from indexer.store import new_generation
from tests.bench.measuring import Latency, Row, apart, latency, seconds

_BATCH = 2_000
_WORDS = ("矛盾纠纷", "人民调解", "行政执法", "营商环境 改革", "法治政府 建设 存在的问题")


@dataclass(frozen=True, slots=True)
class Built:
    """One build: seconds, and megabytes on disk."""

    seconds: float
    megabytes: float


@dataclass(frozen=True, slots=True)
class Questions:
    """Phrases that stand somewhere, phrases of common characters that stand nowhere, words."""

    present: tuple[str, ...]
    absent: tuple[str, ...]
    words: tuple[str, ...] = _WORDS * 8


def rows(count: int, *, with_whoosh: bool) -> Iterator[Row]:
    """Measure everything at ``count`` reports; Whoosh's own way takes minutes beyond 2,000."""
    with tempfile.TemporaryDirectory() as folder:
        yield from _rows(Path(folder), count, with_whoosh=with_whoosh)


def _rows(folder: Path, count: int, *, with_whoosh: bool) -> Iterator[Row]:
    ours = apart(_build_ours, folder / "ours", count)
    rate = f"{count / ours.seconds:.0f}/s, {ours.megabytes:.0f} MB"
    if with_whoosh:
        theirs = apart(_build_whoosh, folder / "whoosh", count)
        shown = f"{count / theirs.seconds:.0f}/s, {theirs.megabytes:.0f} MB"
        ratio = theirs.seconds / ours.seconds
        yield Row(f"index {count:,} reports", rate, "Whoosh, jieba's analyser", shown, ratio)
    else:
        yield Row(f"index {count:,} reports", rate, "-", "", None)
    questions = _questions(count)
    scans = apart(_ask_scan, count, questions)
    found = apart(_ask_ours, folder / "ours", questions)
    for what, mine, scan in zip(("phrases present", "phrases absent"), found, scans, strict=False):
        ratio = scan.p95_ms / mine.p95_ms
        yield Row(f"{what}, {count:,}", str(mine), "in, texts in memory", str(scan), ratio)
    if with_whoosh:
        whoosh = apart(_ask_whoosh, folder / "whoosh", questions.words)
        ratio = whoosh.p95_ms / found[2].p95_ms
        yield Row(f"words, {count:,}", str(found[2]), "Whoosh, jieba's", str(whoosh), ratio)
    else:
        yield Row(f"words, {count:,}", str(found[2]), "in, texts in memory", str(scans[2]), None)
    yield Row(
        f"serve, MB a process, {count:,}", apart(_serve_memory, folder / "ours"), "-", "", None
    )


def _documents(count: int) -> Iterator[IndexDocument]:
    return map(_document, generate(count))


def _document(report: SampleReport) -> IndexDocument:
    return IndexDocument(
        report_id=f"{report.number:016x}",
        url=f"http://www.bench.localhost/{report.number}.html",
        title=report.title,
        text=report.text,
        issuer=report.issuer,
        published_on=report.published_on,
        place=report.place,
    )


def _build_ours(home: Path, count: int) -> Built:
    with Archive.open(home) as archive:
        archive_id = archive.archive_id
    documents = _documents(count)
    taken, position = 0.0, 0
    # Making the texts is not the engine's work and not measured.
    with new_generation(home, archive_id) as engine:
        while batch := list(islice(documents, _BATCH)):
            position += len(batch)
            taken += seconds(lambda batch=batch, at=position: engine.commit(batch, (), at))  # type: ignore[misc]
    return Built(taken, _megabytes(home / "index"))


def _build_whoosh(folder: Path, count: int) -> Built:
    """Build as jieba's documentation shows it: one TEXT field with ChineseAnalyzer."""
    folder.mkdir()
    schema = Schema(id=ID(stored=True), text=TEXT(stored=True, analyzer=ChineseAnalyzer()))
    writer = create_in(folder, schema).writer(limitmb=512)
    documents = list(_documents(count))

    def add_all() -> None:
        for document in documents:
            writer.add_document(id=document.report_id, text=document.text)
        writer.commit()

    return Built(seconds(add_all), _megabytes(folder))


def _questions(count: int) -> Questions:
    draw = Random(2016)
    reports = list(generate(min(count, 500)))
    texts = [report.text for report in reports]
    common = [phrase for phrase in ("行政执法", "法治政府建设", "人民调解", "的") for _ in range(3)]
    return Questions(
        present=tuple(common + [_cut(draw, texts) for _ in range(188)]),
        absent=tuple(_shuffled(draw, texts) for _ in range(100)),
    )


def _cut(draw: Random, texts: Sequence[str]) -> str:
    """Return two to twelve characters from anywhere, with something in them to search for."""
    while True:
        text = draw.choice(texts)
        start = draw.randrange(len(text))
        piece = text[start : start + draw.randint(2, 12)]
        if fold(piece).isalnum() and not set(piece) & set('“”"「」『』'):
            return piece


def _shuffled(draw: Random, texts: Sequence[str]) -> str:
    characters = list(_cut(draw, texts) + _cut(draw, texts))
    draw.shuffle(characters)
    return "".join(characters)


def _ask_ours(home: Path, questions: Questions) -> tuple[Latency, Latency, Latency]:
    with closing(Searcher.open(home)) as searcher:
        searcher.search("“预热”")
        return (
            latency(lambda phrase: searcher.search(f"“{phrase}”"), questions.present),
            latency(lambda phrase: searcher.search(f"“{phrase}”"), questions.absent),
            latency(searcher.search, questions.words),
        )


def _ask_scan(count: int, questions: Questions) -> tuple[Latency, Latency, Latency]:
    texts = [fold(document.text) for document in _documents(count)]

    def scan(query: str) -> list[int]:
        wanted = [fold(part) for part in query.split(" ")]
        return [n for n, text in enumerate(texts) if all(part in text for part in wanted)]

    return (
        latency(scan, questions.present),
        latency(scan, questions.absent),
        latency(scan, questions.words),
    )


def _ask_whoosh(folder: Path, words: Sequence[str]) -> Latency:
    index = open_dir(folder)
    parser = QueryParser("text", index.schema)
    with index.searcher() as searcher:
        searcher.search(parser.parse("预热"))
        return latency(lambda query: searcher.search(parser.parse(query), limit=10), words)


def _serve_memory(home: Path) -> str:
    """Serve the index with gunicorn, ask both workers, and tell their largest memory."""
    command = [sys.executable, "-c", "from web.cli.main import main; main()", "--home", str(home)]
    with subprocess.Popen(
        [*command, "serve", "--port", "8900"], stdout=subprocess.PIPE, text=True
    ) as server:
        assert server.stdout is not None
        address = server.stdout.readline().split()[1]
        for phrase in ("行政执法", "政法执行", "的", "枫桥经验") * 10:
            with urllib.request.urlopen(f"{address}/api/search?q={quote(phrase)}") as answer:
                json.load(answer)
        workers = psutil.Process(server.pid).children()
        used = [(worker.memory_full_info().uss, worker.memory_info().rss) for worker in workers]
        server.terminate()
    uss, rss = max(used)
    return f"{uss / 2**20:.0f} own, {rss / 2**20:.0f} resident"


def _megabytes(folder: Path) -> float:
    sizes = (os.path.getsize(path) for path in folder.rglob("*") if path.is_file())  # noqa: PTH202
    return sum(sizes) / 2**20
