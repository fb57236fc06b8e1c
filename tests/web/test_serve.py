"""gunicorn for real: ports, signals, workers, and what appears while it runs."""

from __future__ import annotations

import json
import signal
import socket
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import ProxyHandler, build_opener

import psutil
import pytest

from archive.errors import UsageError
from tests.web.fakes import make_report
from tests.web.homes import fill_home
from tests.web.serving import Served, served
from web.serve import address_of, bind

_open = build_opener(ProxyHandler({})).open


def _json(address: str) -> tuple[int, dict[str, object]]:
    try:
        with _open(address, timeout=30) as response:
            return response.status, json.load(response)
    except HTTPError as error:
        with error:
            return error.code, json.load(error)


def _workers(server: Served) -> list[psutil.Process]:
    """Return the workers once both are at work; gunicorn starts them one after the other."""
    workers: list[psutil.Process] = []
    for _ in range(500):
        _json(f"{server.address}/health")
        workers = psutil.Process(server.process.pid).children()
        if len(workers) == 2 and all(map(_heeds_signals, workers)):
            break
    return workers


def _heeds_signals(worker: psutil.Process) -> bool:
    """Whether it has handlers of its own: of SIGABRT, which gunicorn's workers alone handle."""
    status = Path(f"/proc/{worker.pid}/status").read_text("ascii")
    caught = int(status.partition("SigCgt:")[2].split()[0], 16)
    return bool(caught >> (signal.SIGABRT - 1) & 1)


def test_a_taken_port_gives_way_to_the_next_free_one() -> None:
    with bind("127.0.0.1", 0) as first:
        taken = first.getsockname()[1]
        with bind("127.0.0.1", taken) as second:
            assert taken < second.getsockname()[1] < taken + 20
            assert address_of(second) == f"http://127.0.0.1:{second.getsockname()[1]}"


def test_giving_up_says_which_ports_were_tried() -> None:
    with bind("127.0.0.1", 65535), pytest.raises(UsageError, match="65535 to 65535"):
        bind("127.0.0.1", 65535)


def test_a_host_of_another_machine_is_refused() -> None:
    with pytest.raises(UsageError, match=r"192\.0\.2\.1"):
        bind("192.0.2.1", 8000)


def test_ipv6_addresses_are_bracketed() -> None:
    try:
        listener = bind("::1", 0)
    except UsageError:
        pytest.skip("no IPv6 on this machine")
    with listener:
        assert address_of(listener).startswith("http://[::1]:")


def test_an_archive_and_an_index_that_appear_are_picked_up(tmp_path: Path) -> None:
    with served(tmp_path / "home") as server:
        status, health = _json(f"{server.address}/health")
        assert (status, health["status"]) == (503, "unavailable")
        fill_home(tmp_path / "home", [(make_report("a", "报告", ("枫桥经验",)), b"<p>a")])
        assert _json(f"{server.address}/health")[0] == 200
        fill_home(tmp_path / "home", [(make_report("b", "报告", ("枫桥经验",)), b"<p>b")])
        for _ in range(8):  # each worker answers some of these
            status, answer = _json(f"{server.address}/api/search?q=%E6%9E%AB%E6%A1%A5")
            assert (status, answer["total"]) == (200, 2)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_it_and_all_its_workers(
    tmp_path: Path, number: signal.Signals, capfd: pytest.CaptureFixture[str]
) -> None:
    with served(tmp_path) as server:
        workers = _workers(server)
        assert len(workers) == 2
        assert server.end(number) == 0
        _, alive = psutil.wait_procs(workers, timeout=30)
        assert not alive
        assert capfd.readouterr().err == ""


def test_an_overlong_request_is_refused(tmp_path: Path) -> None:
    with served(tmp_path) as server:
        host, port = server.address.removeprefix("http://").split(":")
        with socket.create_connection((host, int(port)), timeout=30) as connection:
            connection.sendall(b"GET /?q=" + b"a" * 9000 + b" HTTP/1.1\r\nHost: a\r\n\r\n")
            assert connection.recv(64).startswith(b"HTTP/1.1 4")
