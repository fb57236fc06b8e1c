"""``baogao nightly`` over the sample sites, in processes of their own.

They are forked from one that has imported the command already: what a test kills is at work,
not still importing, and dozens of nights do not import dozens of times.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import time
from contextlib import suppress
from multiprocessing.context import ForkServerProcess
from pathlib import Path

from archive.samples import SampleSites
from web.cli.main import main

_FORKS = multiprocessing.get_context("forkserver")
_FORKS.set_forkserver_preload(["tests.nights", "web.cli.collecting"])


def write_seeds(sites: SampleSites, path: Path, *more: str) -> None:
    """Write a seed file for the columns of the sites, after ``more`` lines."""
    lines = (f"{seed.url} depth={seed.depth} scope={seed.scope}" for seed in sites.seeds)
    path.write_text("\n".join([*more, *lines, ""]), "utf-8")


def undisturbed(home: Path, seeds: Path, *options: str) -> float:
    """Let a night run to its end and return how many seconds it took."""
    started = time.monotonic()
    night = _started(home, seeds, options)
    night.join()
    _assert_done(night, home)
    return time.monotonic() - started


def killed(home: Path, seeds: Path, after_s: float) -> bool:
    """Start a night, kill it and its workers after a while; whether it still ran then."""
    night = _started(home, seeds, ())
    night.join(after_s)
    if night.exitcode is not None:
        _assert_done(night, home)
        return False
    assert night.pid is not None
    with suppress(ProcessLookupError):  # killed before it had a group of its own
        os.killpg(night.pid, signal.SIGKILL)
    night.kill()
    night.join()
    return True


def _started(home: Path, seeds: Path, options: tuple[str, ...]) -> ForkServerProcess:
    command = ["--home", str(home), "nightly", str(seeds), "--delay", "0", "--allow-loopback"]
    night = _FORKS.Process(target=_run, args=([*command, *options], _errors(home)))
    night.start()
    return night


def _run(arguments: list[str], errors: Path) -> None:
    os.setsid()
    with errors.open("wb") as told, Path(os.devnull).open("wb") as nowhere:
        os.dup2(nowhere.fileno(), 1)
        os.dup2(told.fileno(), 2)
    sys.argv = ["baogao", *arguments]
    main()


def _errors(home: Path) -> Path:
    return home.with_name(f"{home.name}-errors.txt")


def _assert_done(night: ForkServerProcess, home: Path) -> None:
    assert night.exitcode == 0, _errors(home).read_text("utf-8")
