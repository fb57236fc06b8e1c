"""One worker process: takes tasks from its pipe, works on each within limits, answers.

The kernel keeps the limits, so that neither a regular expression that never returns nor a
library that never asks Python again can outrun them. Started by :mod:`archive.pipeline.workers`.
"""

from __future__ import annotations

import gc
import os
import resource
import signal
import sys
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from multiprocessing.connection import Connection
from typing import Any, Final

OUT_OF_MEMORY_CODE: Final = 77
"""The exit code that says that a task needed more memory than it may have."""


class Notice(Enum):
    """What a worker says beside its answers."""

    READY = "ready"


@dataclass(frozen=True, slots=True)
class Limits:
    """What one task may cost.

    ``cpu_s`` counts the processor's time, so that a busy machine does not change what is
    refused; ``wall_s`` is the last resort. ``memory_bytes`` is the address space of the
    process (RLIMIT_AS), the interpreter included.
    """

    cpu_s: float = 8.0
    wall_s: float = 120.0
    memory_bytes: int = 1 << 30


def main() -> None:
    """Serve the pipe whose descriptor the command line names until its other end closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to handle
    with Connection(int(sys.argv[1])) as pipe:
        try:
            work, limits = pipe.recv()
            _keep_to(limits)
            pipe.send(Notice.READY)
            while True:
                pipe.send(_answer(work, pipe.recv(), limits))
        except (EOFError, ConnectionError):
            return  # the parent is gone: nobody waits for the answer
        except MemoryError:
            os._exit(OUT_OF_MEMORY_CODE)


def _keep_to(limits: Limits) -> None:
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    most = limits.memory_bytes if hard == resource.RLIM_INFINITY else min(limits.memory_bytes, hard)
    resource.setrlimit(resource.RLIMIT_AS, (most, hard))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    gc.freeze()  # what was imported stays: collections need not look at it


def _answer(work: Callable[[Any], object], task: Any, limits: Limits) -> object:
    # Neither signal has a handler: the kernel ends the process, whatever Python is doing.
    signal.setitimer(signal.ITIMER_PROF, limits.cpu_s)
    signal.setitimer(signal.ITIMER_REAL, limits.wall_s)
    try:
        return work(task)
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.setitimer(signal.ITIMER_REAL, 0)
