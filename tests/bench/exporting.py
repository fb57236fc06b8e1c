"""What exports and views of everything cost in memory: as much for all reports as for a tenth."""

from __future__ import annotations

import resource
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from archive.keep import Archive
from archive.samples import generate
from indexer.concordance import LineOrder
from indexer.engines import EngineName
from indexer.findings import Findings
from indexer.searcher import Searcher
from indexer.store import new_generation
from indexer.trends import Grouping, Period
from tests.bench.measuring import Row, apart, seconds
from tests.indexer.samples import as_document
from web.exports import FORMATS
from web.exports.making import export_chunks

_CHARACTERS = 600
_BATCH = 2_000
_QUERY = "“的”"  # in every report, a dozen times
_VIEWS: dict[str, Callable[[Findings], object]] = {
    "lines by what stands left": lambda found: _drained(found.lines(LineOrder.LEFT)),
    "neighbours": Findings.neighbours,
    "collocates": Findings.collocates,
    "trend by place": lambda found: found.trend(Period.MONTH, Grouping.PLACE),
}


def rows(count: int) -> Iterator[Row]:
    """Measure every format and view over ``count`` reports and over a tenth of them."""
    with tempfile.TemporaryDirectory() as all_, tempfile.TemporaryDirectory() as tenth:
        for folder, size in ((all_, count), (tenth, count // 10)):
            apart(_build, Path(folder), size)
        for what in (*FORMATS, *_VIEWS):
            taken, most = apart(_used, Path(all_), what)
            _, less = apart(_used, Path(tenth), what)
            yield Row(
                f"export {count:,}: {what}",
                f"{count / taken:.0f} reports/s, {most:.0f} MB more",
                f"{count // 10:,} reports",
                f"{less:.0f} MB more",
                None,
            )


def _build(home: Path, count: int) -> None:
    with Archive.open(home) as archive:
        archive_id = archive.archive_id
    documents = [as_document(each) for each in generate(count, characters=_CHARACTERS)]
    with new_generation(home, archive_id, EngineName.WHOOSH) as engine:
        for start in range(0, count, _BATCH):
            engine.commit(documents[start : start + _BATCH], (), start + _BATCH)


def _used(home: Path, what: str) -> tuple[float, float]:
    """Return the seconds it takes, and by how many megabytes the process grows over a search."""
    with (
        closing(Searcher.open(home)) as searcher,
        Archive.open(home) as archive,
        searcher.findings(_QUERY) as found,
    ):
        _drained(found.lines(limit=10))
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        view = _VIEWS.get(what)
        if view is None:
            chunks = export_chunks(FORMATS[what], found, archive, datetime.now(UTC))
            taken = seconds(lambda: _drained(chunks))
        else:
            taken = seconds(lambda: view(found))
        after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return taken, (after - before) / 1024


def _drained(items: Iterable[object]) -> int:
    return sum(1 for _ in items)
