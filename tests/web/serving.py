"""A served home in a process of its own, as ``baogao serve`` runs one."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from pathlib import Path

from web.serve import serve

_PATIENCE_S = 60


class Served:
    """A running server: its address, and how to end it."""

    def __init__(self, process: SpawnProcess, address: str) -> None:
        self.process = process
        self.address = address

    def end(self, number: signal.Signals) -> int | None:
        """Send a signal and return the exit code, ``None`` if it does not end."""
        assert self.process.pid is not None
        os.kill(self.process.pid, number)
        self.process.join(_PATIENCE_S)
        return self.process.exitcode


@contextmanager
def served(home: Path, port: int = 0) -> Iterator[Served]:
    """Serve a home on loopback; whatever still runs at the end is ended."""
    context = multiprocessing.get_context("spawn")
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(target=_serve, args=(home, port, sender))
    process.start()
    sender.close()
    try:
        assert receiver.poll(_PATIENCE_S), "the server did not start"
        yield Served(process, receiver.recv())
    finally:
        receiver.close()
        if process.is_alive():
            process.terminate()
        process.join(_PATIENCE_S)
        process.close()


def _serve(home: Path, port: int, sender: Connection) -> None:
    serve(home, "127.0.0.1", port, announce=sender.send)
