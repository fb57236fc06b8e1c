"""The pool: order, limits, replacements, and nobody left behind."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from archive.pipeline.worker import Limits
from archive.pipeline.workers import Failure, WorkerError, WorkerPool
from tests.archive.pipeline.jobs import TIGHT, Order, do


@pytest.fixture(scope="module")
def pool() -> Iterator[WorkerPool[Order, str]]:
    with WorkerPool(do, limits=TIGHT, count=2) as running:
        yield running


def _say(number: int) -> Order:
    return Order("say", str(number))


def test_results_come_in_the_order_of_the_tasks(pool: WorkerPool[Order, str]) -> None:
    numbers = range(200)
    assert list(pool.map(map(_say, numbers))) == [str(number) for number in numbers]


def test_no_tasks_need_no_workers() -> None:
    with WorkerPool(do) as idle:
        assert list(idle.map(())) == []
        assert idle._workers == []


@pytest.mark.parametrize(
    ("what", "failure"),
    [
        ("hang", Failure.TOO_SLOW),
        ("eat", Failure.OUT_OF_MEMORY),
        ("die", Failure.CRASHED),
        ("raise", Failure.CRASHED),
    ],
)
def test_a_bad_task_costs_its_own_result_only(
    pool: WorkerPool[Order, str], what: str, failure: Failure
) -> None:
    orders = [_say(1), Order(what), _say(2), _say(3)]
    assert list(pool.map(orders)) == ["1", failure, "2", "3"]


def test_a_worker_that_somebody_killed_is_no_fault_of_its_task(
    pool: WorkerPool[Order, str], tmp_path: Path
) -> None:
    orders = [Order("die once", str(tmp_path / "mark")), _say(1)]
    assert list(pool.map(orders)) == ["die once survived", "1"]


def test_tasks_are_drawn_as_needed(pool: WorkerPool[Order, str]) -> None:
    drawn = []

    def orders() -> Iterator[Order]:
        for number in range(10_000):
            drawn.append(number)
            yield _say(number)

    results = pool.map(orders())
    assert next(results) == "0"
    assert len(drawn) < 40


def test_a_pool_that_cannot_start_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/bin/false")
    with WorkerPool(do) as none, pytest.raises(WorkerError, match="ended while it started"):
        list(none.map([_say(1)]))


def test_leaving_the_pool_ends_even_a_busy_worker() -> None:
    with WorkerPool(do, limits=Limits(cpu_s=60), count=2) as busy:
        results = busy.map([_say(1), Order("hang"), Order("hang")])
        assert next(results) == "1"
        processes = [psutil.Process(worker._process.pid) for worker in busy._workers]
    assert processes
    assert not any(process.is_running() for process in processes)


_PARENT = """
import sys
from archive.pipeline.workers import WorkerPool
from tests.archive.pipeline.jobs import TIGHT, Order, do
with WorkerPool(do, limits=TIGHT, count=2) as pool:
    results = pool.map([Order("say", "1"), Order("say", "2"), Order("hang"), Order("hang")])
    next(results), next(results)
    print(*(worker._process.pid for worker in pool._workers), flush=True)
    sys.stdin.read()
"""


def test_a_killed_parent_leaves_no_orphans() -> None:
    with subprocess.Popen(
        [sys.executable, "-c", _PARENT], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as parent:
        assert parent.stdout is not None
        workers = [psutil.Process(int(pid)) for pid in parent.stdout.readline().split()]
        parent.kill()
    _, alive = psutil.wait_procs(workers, timeout=10)
    assert workers
    assert alive == []
