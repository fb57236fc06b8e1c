"""The newcomer's first minute: the demo in a process of its own, and Ctrl-C."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
from pathlib import Path
from urllib.request import ProxyHandler, build_opener

import psutil
import pytest

from web.serve import bind

_PATIENCE_S = 60
_open = build_opener(ProxyHandler({})).open


def _demo(home: Path, *options: str) -> subprocess.Popen[str]:
    run = "from web.cli.main import main; main()"
    return subprocess.Popen(
        [sys.executable, "-c", run, "--home", str(home), "demo", *options],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def _once(home: Path) -> str:
    with _demo(home, "--once") as demo:
        out, err = demo.communicate()
    assert (demo.returncode, err) == (0, "")
    return out


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    home = tmp_path_factory.mktemp("demo") / "home"
    return home, _once(home)


def test_a_second_time_changes_nothing(first: tuple[Path, str]) -> None:
    home, printed = first
    assert re.search(r"1\d\d reports to search, 1\d\d of them new or changed", printed)
    again = _once(home)
    assert "0 of them new or changed" in again
    assert _hits(again) == _hits(printed) != []


def _hits(printed: str) -> list[str]:
    return re.findall(r"^ +\d+\. .*$", printed, re.MULTILINE)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_all_that_it_started(first: tuple[Path, str], number: signal.Signals) -> None:
    home, _ = first
    with bind("127.0.0.1", 0) as listener:
        port = listener.getsockname()[1]
    with _demo(home, "--port", str(port)) as demo:
        assert demo.stdout is not None
        printed = "".join(iter(demo.stdout.readline, "试试 Try:\n"))
        address = re.findall(r"http://127\.0\.0\.1:\d+", printed)[0]
        suggested = [demo.stdout.readline() for _ in range(3)]
        for line in suggested:
            with _open(line.split()[0], timeout=_PATIENCE_S) as answer:
                assert '<ol class="hits"' in answer.read().decode()
        busy = _demo(home, "--once")
        assert "end the other demo" in busy.communicate()[1]
        assert busy.returncode == 5
        started = psutil.Process(demo.pid).children(recursive=True)
        assert started
        demo.send_signal(number)
        _, err = demo.communicate(timeout=_PATIENCE_S)
        assert (demo.returncode, err) == (0, "")
    _, alive = psutil.wait_procs(started, timeout=_PATIENCE_S)
    assert not alive
    with pytest.raises(OSError):
        _open(address, timeout=5)
