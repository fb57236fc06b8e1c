"""Building the index and asking it, engine by engine, beside the peers and Python's ``in``."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import urllib.request
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from random import Random
from urllib.parse import quote

import psutil

from archive.keep import Archive
from archive.samples import SampleReport, generate
from indexer.allocation import keeping_all_memory
from indexer.answers import search
from indexer.document import Batch, IndexDocument
from indexer.engines import EngineName
from indexer.fold import fold
from indexer.query import parse
from indexer.searcher import Searcher
from indexer.store import new_generation
from indexer.sync import BATCH
from tests.bench.measuring import Latency, Row, apart, latency, seconds
from tests.bench.peers import FTS5, GREP, TANTIVY, TANTIVY_JIEBA, WHOOSH, Peer

_COMMON = (
    "矛盾纠纷", "人民调解", "行政执法", "营商环境", "改革", "法治",
    "法治政府", "建设", "存在的问题", "监督", "公开", "服务",
)  # fmt: skip
_THREES = 60  # sets of three common words, no two alike
_FACETS = 20  # values of each, as on the page of results
_MOST_CUT_BY_JIEBA = 2_000  # building that way takes minutes beyond


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
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Answered:
    """How long the questions took; each is asked once."""

    present: Latency
    absent: Latency
    words: Latency


Ask = Callable[[Searcher, str], object]


def rows(count: int) -> Iterator[Row]:
    """Measure everything at ``count`` reports."""
    with tempfile.TemporaryDirectory() as folder:
        yield from _rows(Path(folder), count)


def _rows(folder: Path, count: int) -> Iterator[Row]:
    questions = _questions(count)
    peers = [TANTIVY, FTS5, GREP]
    if count <= _MOST_CUT_BY_JIEBA:
        peers += [TANTIVY_JIEBA, WHOOSH]
    built = {peer.name: apart(_build_peer, peer, folder / peer.name, count) for peer in peers}
    asked = {peer.name: apart(peer.asked, folder / peer.name, questions.present) for peer in peers}
    scanned = apart(_ask_scan, count, questions)
    for engine in EngineName:
        home = folder / engine.value
        ours = apart(_build_ours, home, count, engine)
        rate = f"{count / ours.seconds:.0f}/s, {ours.megabytes:.0f} MB"
        for name, theirs in built.items():
            shown = f"{count / theirs.seconds:.0f}/s, {theirs.megabytes:.0f} MB"
            yield _row(engine, count, "build", rate, name, shown, theirs.seconds / ours.seconds)
        answers = apart(_ask_ours, home, questions, _shown)
        found = apart(_ask_ours, home, questions, _found)
        for name, took in {**asked, "in, texts in memory": scanned.present}.items():
            yield _latency_row(engine, count, "phrases present", answers.present, name, took)
        in_memory = "in, texts in memory"
        yield _latency_row(engine, count, "phrases absent", answers.absent, in_memory,
                           scanned.absent)  # fmt: skip
        yield _latency_row(engine, count, "3 words", answers.words, in_memory,
                           scanned.words)  # fmt: skip
        peer = TANTIVY.name
        yield _latency_row(engine, count, "phrases, no passages", found.present, peer, asked[peer])
        yield _latency_row(engine, count, "3 words, no passages", found.words, in_memory,
                           scanned.words)  # fmt: skip
        memory = apart(_serve_memory, home)
        yield _row(engine, count, "serve, MB a process", memory, "-", "", None)


def _row(
    engine: EngineName, count: int, what: str, ours: str, peer: str, theirs: str,
    ratio: float | None
) -> Row:  # fmt: skip
    return Row(f"{engine.value} {count:,}: {what}", ours, peer, theirs, ratio)


def _latency_row(
    engine: EngineName, count: int, what: str, ours: Latency, peer: str, theirs: Latency
) -> Row:
    ratio = theirs.p95_ms / ours.p95_ms
    return _row(engine, count, what, str(ours), peer, str(theirs), ratio)


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
        year=report.published_on.year,
    )


def _build_ours(home: Path, count: int, engine_name: EngineName) -> Built:
    with Archive.open(home) as archive:
        archive_id = archive.archive_id
    # Making the texts is not the engine's work and not measured.
    documents = list(_documents(count))
    starts = range(0, count, BATCH)
    batches = (Batch(documents[start : start + BATCH], (), start + BATCH) for start in starts)
    with keeping_all_memory(), new_generation(home, archive_id, engine_name) as engine:
        taken = seconds(lambda: deque(engine.commits(batches), maxlen=0))
    return Built(taken, _megabytes(home / "index"))


def _build_peer(peer: Peer, folder: Path, count: int) -> Built:
    folder.mkdir()
    texts = [fold(document.text) for document in _documents(count)]
    return Built(seconds(lambda: peer.build(folder, texts)), _megabytes(folder))


def _questions(count: int) -> Questions:
    draw = Random(2016)
    reports = list(generate(min(count, 500)))
    texts = [report.text for report in reports]
    common = [phrase for phrase in ("行政执法", "法治政府建设", "人民调解", "的") for _ in range(3)]
    return Questions(
        present=tuple(common + [_cut(draw, texts) for _ in range(188)]),
        absent=tuple(_shuffled(draw, texts) for _ in range(100)),
        words=tuple(" ".join(each) for each in draw.sample([*combinations(_COMMON, 3)], _THREES)),
    )


def _cut(draw: Random, texts: Sequence[str]) -> str:
    """Return two to twelve characters from anywhere, with something in them to search for."""
    while True:
        text = draw.choice(texts)
        start = draw.randrange(len(text))
        piece = fold(text[start : start + draw.randint(2, 12)])
        if piece.isalnum():
            return piece


def _shuffled(draw: Random, texts: Sequence[str]) -> str:
    characters = list(_cut(draw, texts) + _cut(draw, texts))
    draw.shuffle(characters)
    return "".join(characters)


def _ask_ours(home: Path, questions: Questions, ask: Ask) -> Answered:
    with closing(Searcher.open(home)) as searcher:
        ask(searcher, "预热 工作")
        return Answered(
            latency(lambda phrase: ask(searcher, f"“{phrase}”"), questions.present),
            latency(lambda phrase: ask(searcher, f"“{phrase}”"), questions.absent),
            latency(lambda words: ask(searcher, words), questions.words),
        )


def _shown(searcher: Searcher, question: str) -> object:
    """Ask for a page as people see it: facets, and ten hits with what shows them best."""
    return searcher.search(question, facets=_FACETS)


def _found(searcher: Searcher, question: str) -> object:
    """Ask for what is found, ranked and counted in facets, and the first ten reports."""
    with searcher.reading() as reading:
        return search(reading, parse(question), limit=10, facets=_FACETS)


def _ask_scan(count: int, questions: Questions) -> Answered:
    texts = [fold(document.text) for document in _documents(count)]

    def scan(query: str) -> list[int]:
        wanted = [fold(part) for part in query.split(" ")]
        return [n for n, text in enumerate(texts) if all(part in text for part in wanted)]

    return Answered(
        latency(scan, questions.present),
        latency(scan, questions.absent),
        latency(scan, questions.words),
    )


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
