"""A pool of worker processes for tasks that may be slow, greedy or crash.

A worker that exceeds a limit or dies is replaced and its task answered by a
:class:`Failure`; nothing else suffers. ``concurrent.futures`` cannot do that: one dead worker
breaks its whole pool, and one that hangs is never ended.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import islice
from multiprocessing import Pipe
from multiprocessing.connection import Connection, wait
from types import TracebackType
from typing import Generic, Self, TypeVar

from archive.errors import BaogaoError
from archive.pipeline.worker import OUT_OF_MEMORY_CODE, Limits, Notice

Task = TypeVar("Task")
Result = TypeVar("Result")

# Not ``-m``: values of a module that runs as ``__main__`` do not pickle.
_MAIN = "from archive.pipeline.worker import main; main()"
_AHEAD = 8  # tasks a worker that may be done before one that stands earlier
# Somebody who kills a worker (the kernel does when memory runs out) says nothing of the task;
# a task over which its worker died by itself is tried once more, in a fresh one.
_TRIES, _TRIES_WHEN_KILLED = 2, 5


class WorkerError(BaogaoError):
    """Worker processes cannot be started on this machine."""


class Failure(StrEnum):
    """Why a task has no result."""

    TOO_SLOW = "too_slow"
    OUT_OF_MEMORY = "out_of_memory"
    CRASHED = "crashed"


_FAILURES = {
    -signal.SIGPROF: Failure.TOO_SLOW,
    -signal.SIGALRM: Failure.TOO_SLOW,
    OUT_OF_MEMORY_CODE: Failure.OUT_OF_MEMORY,
}


@dataclass(frozen=True, slots=True)
class _Job(Generic[Task]):
    """A task with its place in the order; ``tries`` counts the workers that died over it."""

    number: int
    task: Task
    tries: int = 0


class _Backlog(Generic[Task]):
    """The jobs that no worker has, in order; those that came back first."""

    def __init__(self, tasks: Iterable[Task]) -> None:
        self._fresh = (_Job(number, task) for number, task in enumerate(tasks))
        self._waiting: deque[_Job[Task]] = deque()

    def __bool__(self) -> bool:
        if not self._waiting:
            self._waiting.extend(islice(self._fresh, 1))
        return bool(self._waiting)

    def take(self, below: int) -> _Job[Task] | None:
        """Return the next job if its number is below a limit."""
        return self._waiting.popleft() if self and self._waiting[0].number < below else None

    def put_back(self, job: _Job[Task]) -> None:
        self._waiting.appendleft(job)


class _Worker(Generic[Task]):
    """One process and our end of its pipe; ``job`` is what it is working on."""

    def __init__(self, work: Callable[[Task], object], limits: Limits) -> None:
        self.job: _Job[Task] | None = None
        self.is_ready = False
        self.pipe, theirs = Pipe()
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-c", _MAIN, str(theirs.fileno())],
                stdin=subprocess.DEVNULL,
                pass_fds=(theirs.fileno(),),
                env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
            )
        self.send((work, limits))

    def send(self, message: object) -> None:
        with suppress(ConnectionError):  # it has died: the next look at its pipe tells
            self.pipe.send(message)

    def give(self, job: _Job[Task]) -> None:
        self.job = job
        self.send(job.task)

    def bury(self) -> int:
        """Return the exit code of a process that has closed its end of the pipe."""
        self.pipe.close()
        return self._process.wait()

    def kill(self) -> None:
        self._process.kill()
        self.bury()


class WorkerPool(Generic[Task, Result]):
    """Up to ``count`` processes that do ``work``, started when there is work for them.

    ``work`` is a module's function; it, its tasks and its results must pickle. It answers
    for its own exceptions: one that it lets through counts as a crash, ``MemoryError`` as
    what it is. When the pool's process dies, however it dies, so do the workers: the idle
    ones at once, the others when their task is done or its time is over.
    """

    def __init__(
        self, work: Callable[[Task], Result], *, limits: Limits | None = None, count: int = 0
    ) -> None:
        self._work = work
        self._limits = limits or Limits()
        self._count = count or len(os.sched_getaffinity(0))
        self._workers: list[_Worker[Task]] = []

    def map(self, tasks: Iterable[Task]) -> Iterator[Result | Failure]:
        """Yield the result of each task, or why there is none, in the order of the tasks.

        ``tasks`` is drawn from as workers become free, a bounded number ahead of what was
        yielded. Raises ``WorkerError`` if no worker can be started.
        """
        backlog = _Backlog(tasks)
        answers: dict[int, Result | Failure] = {}
        told = 0
        while backlog or any(worker.job for worker in self._workers):
            self._hand_out(backlog, below=told + _AHEAD * self._count)
            answers.update(self._collect(backlog))
            while told in answers:
                yield answers.pop(told)
                told += 1

    def _hand_out(self, backlog: _Backlog[Task], *, below: int) -> None:
        while (job := backlog.take(below)) is not None:
            idle = next((each for each in self._workers if each.is_ready and not each.job), None)
            if idle is None:
                backlog.put_back(job)
                if len(self._workers) < self._count:
                    self._workers.append(_Worker(self._work, self._limits))
                return
            idle.give(job)

    def _collect(self, backlog: _Backlog[Task]) -> Iterator[tuple[int, Result | Failure]]:
        """Wait for news and yield what is done, by its number."""
        by_pipe = {worker.pipe: worker for worker in self._workers}
        for pipe in wait(list(by_pipe)):
            assert isinstance(pipe, Connection)
            worker = by_pipe[pipe]
            try:
                answer = pipe.recv()
            except (EOFError, OSError):
                yield from self._bury(worker, backlog)
                continue
            if answer is Notice.READY:
                worker.is_ready = True
            elif worker.job is not None:
                job, worker.job = worker.job, None
                yield job.number, answer

    def _bury(
        self, worker: _Worker[Task], backlog: _Backlog[Task]
    ) -> Iterator[tuple[int, Failure]]:
        self._workers.remove(worker)
        code = worker.bury()
        if not worker.is_ready:
            raise WorkerError(f"a worker process ended while it started (exit code {code})")
        if worker.job is None:
            return
        job = replace(worker.job, tries=worker.job.tries + 1)
        failure = _FAILURES.get(code, Failure.CRASHED)
        most = _TRIES_WHEN_KILLED if code == -signal.SIGKILL else _TRIES
        if failure is Failure.TOO_SLOW or job.tries >= most:
            yield job.number, failure
        else:
            backlog.put_back(job)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        while self._workers:
            self._workers.pop().kill()
