"""A frontier of a million addresses: what leasing and acknowledging cost, and in memory."""

from __future__ import annotations

import resource
import statistics
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from archive.keep import Archive, FrontierPolicy, SqliteFrontier
from archive.model import Ended, Link, Outcome, PageKind, RunKind, Seed, Task, Visit
from tests.bench.measuring import Row, apart

_HOSTS = 1000
_AT_A_TIME = 32  # as many as a crawl has under way
_ROUNDS = 250  # the smaller frontier has work for no more than 300
_HEADERS = (("Content-Type", "text/html; charset=utf-8"), ("Server", "nginx"))


@dataclass(frozen=True, slots=True)
class _Cost:
    """Milliseconds for one address, the middle ones of many rounds, and megabytes."""

    lease_ms: float
    acknowledge_ms: float
    peak_mb: int


def rows(*, addresses: int) -> Iterator[Row]:
    """Fill frontiers, a hundredth and the whole, and work on them like a crawl."""
    small, large = apart(_measured, addresses // 100), apart(_measured, addresses)
    for what, ours, baseline in (
        ("lease", large.lease_ms, small.lease_ms),
        ("acknowledge", large.acknowledge_ms, small.acknowledge_ms),
    ):
        yield Row(
            f"{what} one of {addresses:,} addresses",
            f"{ours:.3f} ms",
            f"one of {addresses // 100:,}",
            f"{baseline:.3f} ms",
            baseline / ours,
        )
    yield Row(
        f"memory, {addresses:,} addresses",
        f"{large.peak_mb} MB",
        f"{addresses // 100:,} addresses",
        f"{small.peak_mb} MB",
        small.peak_mb / large.peak_mb,
    )


def _measured(addresses: int) -> _Cost:
    with tempfile.TemporaryDirectory() as home, Archive.open(Path(home)) as archive:
        run = archive.runs.begin(RunKind.CRAWL, datetime.now(UTC))
        hosts = min(_HOSTS, addresses // 10)
        seeds = [Seed(f"http://h{host}.example/bg/") for host in range(hosts)]
        frontier = archive.frontier(run, seeds, policy=FrontierPolicy())
        _fill(frontier, addresses // hosts)
        leased, acknowledged = zip(*(_round(frontier) for _ in range(_ROUNDS)), strict=True)
        peak_kb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return _Cost(statistics.median(leased), statistics.median(acknowledged), peak_kb // 1024)


def _fill(frontier: SqliteFrontier, per_host: int) -> None:
    while tasks := [t for t in frontier.lease(_AT_A_TIME) if t.kind is PageKind.LIST]:
        frontier.acknowledge_all([_ended(task, _links(task, per_host)) for task in tasks])


def _links(task: Task, count: int) -> tuple[Link, ...]:
    return tuple(
        Link(f"{task.url}202401/t20240101_{n}.html", PageKind.DOCUMENT, 1, f"第{n}号报告")
        for n in range(count)
    )


def _ended(task: Task, links: Sequence[Link] = ()) -> Ended:
    body = f"<html>{task.url}{'年度报告' * 500}</html>".encode()
    now = datetime.now(UTC)
    visit = Visit(task.url, now, Outcome.FETCHED, task.kind, 200, _HEADERS, body)
    return Ended(task, visit, tuple(links))


def _round(frontier: SqliteFrontier) -> tuple[float, float]:
    started = time.perf_counter()
    tasks = frontier.lease(_AT_A_TIME)
    leased = time.perf_counter()
    ended = [_ended(task) for task in tasks]
    prepared = time.perf_counter()
    frontier.acknowledge_all(ended)
    done = time.perf_counter()
    return 1000 * (leased - started) / len(tasks), 1000 * (done - prepared) / len(tasks)
