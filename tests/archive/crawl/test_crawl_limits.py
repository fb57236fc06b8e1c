"""Crawls that need a process of their own: hostile addresses, time, interruption, TLS."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import threading
from collections.abc import Iterator

import pytest

from tests.archive.crawl.conftest import COMMAND, ROOT, order_for, run_crawl
from tests.archive.crawl.playhouse import NOT_FOUND, Answer, Asked, Playhouse, moved, page

FORBIDDEN_HOSTS = (
    "127.0.0.1",
    "127.1",
    "2130706433",
    "0x7f000001",
    "0177.0.0.1",
    "0x7f.1",
    "0.0.0.0",
    "[::1]",
    "[::]",
    "[::ffff:127.0.0.1]",
    "[::ffff:7f00:1]",
    "[64:ff9b::7f00:1]",
    "localhost",
    "www.qingshi.localhost",
    "10.0.0.1",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
)


def test_no_form_of_a_private_address_is_connected_to() -> None:
    with socket.create_server(("127.0.0.1", 0)) as canary:
        port = canary.getsockname()[1]
        result = run_crawl(order_for(*(f"http://{host}:{port}/" for host in FORBIDDEN_HOSTS)))
        canary.setblocking(False)
        with pytest.raises(BlockingIOError):
            canary.accept()
    outcomes = {visit["url"]: visit["outcome"] for visit in result["visits"]}
    assert len(outcomes) >= len(FORBIDDEN_HOSTS) - 4  # some forms are one canonical address
    assert set(outcomes.values()) == {"forbidden_address"}


def test_loopback_switch_opens_nothing_else() -> None:
    with socket.create_server(("127.0.0.1", 0)) as canary:
        port = canary.getsockname()[1]
        hosts = ("10.0.0.1", "169.254.169.254", "0.0.0.0", "[::ffff:10.0.0.1]")
        urls = [f"http://{host}:{port}/" for host in hosts]
        result = run_crawl(order_for(*urls, allow_loopback=True))
        canary.setblocking(False)
        with pytest.raises(BlockingIOError):
            canary.accept()
    assert {visit["outcome"] for visit in result["visits"]} == {"forbidden_address"}


def test_robots_redirect_cannot_lead_to_a_private_address() -> None:
    sites = {"robots": lambda _: moved("http://192.168.0.1/robots.txt")}
    with Playhouse(sites) as house:
        result = run_crawl(order_for(house.url("robots", "/"), allow_loopback=True))
    (visit,) = result["visits"]
    assert (visit["outcome"], visit["detail"]) == (
        "forbidden_address",
        "robots.txt: 192.168.0.1 is 192.168.0.1",
    )
    assert house.paths_asked("robots") == ["/robots.txt"]


def test_body_that_drips_ends_with_the_time_limit() -> None:
    stopped = threading.Event()

    def drops() -> Iterator[bytes]:
        while not stopped.wait(0.05):
            yield b"."

    def site(asked: Asked) -> Answer:
        return NOT_FOUND if asked.path == "/robots.txt" else Answer(stream=drops())

    with Playhouse({"drip": site}) as house:
        url = house.url("drip", "/")
        result = run_crawl(order_for(url, allow_loopback=True, timeout_s=0.5))
        stopped.set()
    assert [visit["outcome"] for visit in result["visits"]] == ["timeout"] * 3


def test_nobody_listens_there() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    result = run_crawl(order_for(f"http://127.0.0.1:{port}/", allow_loopback=True))
    assert [visit["outcome"] for visit in result["visits"]] == ["unreachable"] * 3


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_signal_gives_the_leases_back(number: signal.Signals) -> None:
    arrived, stopped = threading.Event(), threading.Event()

    def site(asked: Asked) -> Answer:
        if asked.path == "/robots.txt":
            return NOT_FOUND
        arrived.set()
        stopped.wait()
        return page("too late")

    with Playhouse({"slow": site}) as house:
        url = house.url("slow", "/")
        order = order_for(url, allow_loopback=True, grace_s=0.05)
        process = subprocess.Popen(
            COMMAND,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            cwd=ROOT,
        )
        assert process.stdin
        process.stdin.write(json.dumps({**order, "retry_after_s": 0, "validators": {}}))
        process.stdin.close()
        process.stdin = None
        assert arrived.wait(60)
        os.kill(process.pid, number)
        output, complaints = process.communicate(timeout=60)
        stopped.set()
    result = json.loads(output)
    assert (process.returncode, complaints) == (0, "")
    assert result["released"] == [url]
    assert result["visits"] == []
    assert not result["is_finished"]
