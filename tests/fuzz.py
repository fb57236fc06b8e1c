"""Whatever is asked, in whatever way: an answer or a reason, within a second of work.

    python -m tests.fuzz --queries 100000 --reports 2000

Every query is searched as the command line and the pages do; some also go through the web, to
one page or interface after the other. What is not an answer, a page that says what is wrong
(400), or one that there is no such page (404) ends the run with an error. Ctrl-C ends it, too,
and what was seen until then is told.
"""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from collections import Counter, deque
from collections.abc import Iterator
from contextlib import closing, suppress
from itertools import cycle
from pathlib import Path

import click
from flask.testing import FlaskClient

from archive.keep import Archive
from archive.samples import generate
from indexer.engines import EngineName
from indexer.errors import QueryError
from indexer.searcher import Searcher
from indexer.store import new_generation
from indexer.sync import BATCH
from tests.indexer.hostile import hostile_queries
from tests.indexer.samples import as_document
from web.app import create_app
from web.config import WebConfig

MOST_S = 1.0
_PATHS = (
    "/", "/api/search", "/kwic", "/api/kwic?limit=5", "/trends", "/api/trends?by=place",
    "/collocates", "/api/collocates", "/api/neighbours", "/api/export/kwic",
)  # fmt: skip


class Watch:
    """What was seen: outcomes, and what took longest, in seconds of work."""

    def __init__(self) -> None:
        self.outcomes = Counter[str]()
        self.slowest: dict[str, tuple[float, str]] = {}
        self.late = Counter[str]()
        self._began = 0.0

    def start(self) -> None:
        self._began = time.thread_time()

    def stop(self, where: str, outcome: str, query: str) -> None:
        took = time.thread_time() - self._began
        self.outcomes[f"{where} {outcome}"] += 1
        self.late[where] += took > MOST_S
        self.slowest[where] = max(self.slowest.get(where, (0.0, "")), (took, query))

    def lines(self) -> Iterator[str]:
        for name, count in sorted(self.outcomes.items()):
            yield f"{count:>8,} {name}"
        for where, (took, query) in sorted(self.slowest.items()):
            late = f"{self.late[where]} over {MOST_S:g} s"
            yield f"{where}: {late}, slowest {took:.2f} s: {query[:120]!r}"
        yield f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB at most"


def searched(searcher: Searcher, query: str, watch: Watch) -> None:
    """Search, and check that a refusal says why, where and what would work."""
    watch.start()
    try:
        results = searcher.search(query, facets=20)
    except QueryError as error:
        watch.stop("search", f"refused: {error.complaint.name}", query)
        assert str(error).isprintable(), query
        assert error.english.isprintable(), query
        assert 0 <= error.position <= len(query), query
        assert error.suggestion != query
        return
    watch.stop("search", "answered", query)
    assert len(results.hits) <= results.lines <= results.total, query
    assert results.literal_total <= results.total, query


def fetched(client: FlaskClient, path: str, query: str, watch: Watch) -> None:
    """Ask a page; all of a streamed answer is read, and nothing of it kept."""
    # As a browser sends it: lone surrogates cannot be in an address.
    text = query.encode("utf-8", "replace").decode()
    address, _, more = path.partition("?")
    arguments = dict(each.split("=") for each in more.split("&") if each)
    watch.start()
    response = client.get(address, query_string={"q": text, **arguments}, follow_redirects=True)
    beginning = next(response.iter_encoded(), b"")
    deque(response.iter_encoded(), maxlen=0)
    watch.stop(address, str(response.status_code), query)
    assert response.status_code in (200, 400, 404), (path, query, beginning[:500])
    response.close()


def _home(folder: Path, reports: int, characters: int, engine_name: EngineName) -> Path:
    with Archive.open(folder) as archive:
        archive_id = archive.archive_id
    documents = [as_document(each) for each in generate(reports, characters=characters)]
    with new_generation(folder, archive_id, engine_name) as engine:
        for start in range(0, reports, BATCH):
            engine.commit(documents[start : start + BATCH], (), start + BATCH)
    return folder


@click.command()
@click.option("--queries", default=100_000, show_default=True)
@click.option("--reports", default=2_000, show_default=True)
@click.option("--characters", default=600, show_default=True)
@click.option("--engine", type=click.Choice([each.value for each in EngineName]),
              default=EngineName.WHOOSH.value, show_default=True)  # fmt: skip
@click.option("--web-every", default=10, show_default=True,
              help="One in so many also goes through the web, which takes longer.")  # fmt: skip
@click.option("--seed", default=5, show_default=True)
def main(
    queries: int, reports: int, characters: int, engine: str, web_every: int, seed: int
) -> None:
    """Ask hostile queries; print what came of them."""
    watch, paths = Watch(), cycle(_PATHS)
    with tempfile.TemporaryDirectory() as folder:
        home = _home(Path(folder), reports, characters, EngineName(engine))
        client = create_app(WebConfig(home)).test_client()
        with closing(Searcher.open(home)) as searcher, suppress(KeyboardInterrupt):
            for number, query in enumerate(hostile_queries(queries, seed)):
                searched(searcher, query, watch)
                if number % 10_000 == 0:
                    print(f"{number:,}", file=sys.stderr, flush=True)
                if number % web_every == 0:
                    fetched(client, next(paths), query, watch)
    print("\n".join(watch.lines()))
    sys.exit(watch.late["search"] > 0)


if __name__ == "__main__":
    main()
