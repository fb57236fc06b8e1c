"""Serving the app with gunicorn, in this process and its workers."""

from __future__ import annotations

import errno
import os
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

from flask import Flask
from gunicorn.app.base import BaseApplication

from archive.errors import UsageError
from indexer.words import words
from web.app import create_app
from web.config import WebConfig
from web.opening import rooms

_PORTS_TRIED = 20
_BACKLOG = 512
# Threads answer the arbiter while others send: an export may take longer than the timeout.
_THREADS = 4
_TIMEOUT_S = 60
# A page takes milliseconds; whoever presses Ctrl-C waits for at most this long.
_GRACE_S = 5


def serve(
    home: Path,
    host: str,
    port: int,
    workers: int = 2,
    *,
    announce: Callable[[str], None] = print,
) -> None:
    """Serve an archive until SIGINT or SIGTERM, then return.

    ``announce`` is called with the address once it can be opened. If ``port`` is taken, the
    next free one of twenty is used. Raises ``UsageError`` if there is none.
    """
    listener = bind(host, port)
    words("报告")  # loads the dictionary before the fork: shared by workers, no slow first search
    run(create_app(WebConfig(home)), listener, workers, announce)


def bind(host: str, port: int) -> socket.socket:
    """Listen on the first free port from ``port`` on; 0 means any.

    The socket listens at once: bound only, another process could still take the port.
    Raises ``UsageError`` if twenty ports are taken, or the host or port cannot be had.
    """
    last = min(port + _PORTS_TRIED, 65536)
    for candidate in range(port, last):
        try:
            return _listen(host, candidate)
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                message = f"cannot listen on {host}:{candidate} ({error.strerror or error})"
                raise UsageError(f"{message}: choose another --host or --port") from error
    raise UsageError(f"ports {port} to {last - 1} are all taken: choose another --port")


def run(app: Flask, listener: socket.socket, workers: int, announce: Callable[[str], None]) -> None:
    """Serve an app on a listening socket, which is closed in the end, until a signal ends it."""
    process = os.getpid()
    try:
        _Gunicorn(app, listener, workers, announce).run()
    except SystemExit as ending:
        # Gunicorn ends by exiting, its workers too. A clean end is no reason to end our process,
        # but a worker must not go on here, and clean up what is its parent's.
        if os.getpid() != process:
            os._exit(ending.code if isinstance(ending.code, int) else 0)
        if ending.code:
            raise


def address_of(listener: socket.socket) -> str:
    """Return the address to open for a listening socket.

    >>> with bind("127.0.0.1", 0) as listener:
    ...     address_of(listener).startswith("http://127.0.0.1:")
    True
    """
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _listen(host: str, port: int) -> socket.socket:
    family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
    return socket.create_server((host, port), family=family, backlog=_BACKLOG)


class _Gunicorn(BaseApplication):  # type: ignore[misc]
    """Gunicorn around one app and one listening socket."""

    def __init__(
        self, app: Flask, listener: socket.socket, workers: int, announce: Callable[[str], None]
    ) -> None:
        self._app = app
        address = address_of(listener)
        self._settings: dict[str, Any] = {
            "bind": f"fd://{listener.detach()}",
            "workers": workers,
            "worker_class": "gthread",
            "threads": _THREADS,
            # Loaded once, so that workers share the memory of what is imported. Nothing is
            # opened before the first request.
            "preload_app": True,
            "timeout": _TIMEOUT_S,
            "graceful_timeout": _GRACE_S,
            "limit_request_line": 8190,
            "loglevel": "error",
            "control_socket_disable": True,
            "when_ready": lambda _arbiter: announce(address),
            "worker_exit": lambda _arbiter, _worker: self._close(),
        }
        super().__init__()

    def load_config(self) -> None:
        for name, value in self._settings.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        return self._app

    def _close(self) -> None:
        with self._app.app_context():
            rooms().close()
