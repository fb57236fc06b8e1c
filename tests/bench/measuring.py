"""Timing, memory, and the one table that everything is printed in."""

from __future__ import annotations

import multiprocessing
import statistics
import time
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Row:
    """One figure beside its baseline; ``ratio`` above 1 means better than the baseline."""

    what: str
    ours: str
    baseline: str
    value: str
    ratio: float | None


@dataclass(frozen=True, slots=True)
class Latency:
    """Milliseconds that a set of questions took."""

    p50_ms: float
    p95_ms: float
    max_ms: float

    def __str__(self) -> str:
        return f"p50 {self.p50_ms:.1f}  p95 {self.p95_ms:.1f}  max {self.max_ms:.1f} ms"


def seconds(action: Callable[[], object]) -> float:
    """Return how long an action takes."""
    started = time.perf_counter()
    action()
    return time.perf_counter() - started


def latency(ask: Callable[[str], object], questions: Sequence[str]) -> Latency:
    """Ask each question once and return how long the answers took."""
    taken = [1000 * seconds(lambda question=question: ask(question)) for question in questions]  # type: ignore[misc]
    cuts = statistics.quantiles(taken, n=100, method="inclusive")
    return Latency(cuts[49], cuts[94], max(taken))


def apart(function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Call a function in a new process, so that memory and caches are its own."""
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=context) as pool:
        return pool.submit(function, *args, **kwargs).result()


def print_table(rows: Iterable[Row]) -> None:
    """Print rows in aligned columns."""
    head = Row("what", "baogao", "baseline", "its figure", None)
    cells = [
        (row.what, row.ours, row.baseline, row.value, _ratio(row, head)) for row in (head, *rows)
    ]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    for line in cells:
        print("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)))


def _ratio(row: Row, head: Row) -> str:
    if row is head:
        return "ratio"
    return "" if row.ratio is None else f"{row.ratio:.2f}"
