"""One visit: what the host is told, and what happens to pages that break their reader."""

from __future__ import annotations

import asyncio
import threading
from datetime import timedelta

import pytest

from archive.crawl.fetching.reply import NoReply, Reply
from archive.crawl.judging import verdict
from archive.crawl.politeness import Politeness
from archive.crawl.reading.decoding import decode
from archive.crawl.runner import utc_now
from archive.crawl.settings import CrawlSettings
from archive.crawl.visiting import Visitor
from archive.model import Outcome, PageKind, RobotsFile, Seed, Task, Visit
from tests.archive.crawl.fakes import InMemoryRobots

URL = "http://www.qingshi.example/a.html"
HTML = (("Content-Type", "text/html"),)


class FakeWeb:
    """Has no robots.txt and one page."""

    def __init__(self, reply: Reply | NoReply) -> None:
        self.reply = reply

    async def fetch(
        self, url: str, headers: object = None, *, tls_unverified: bool = False
    ) -> Reply | NoReply:
        return Reply(url, 404, (), b"") if url.endswith("robots.txt") else self.reply


def visit(reply: Reply | NoReply) -> tuple[Visit, float]:
    """Return the visit, and how long the host rests after it."""

    async def once() -> tuple[Visit, float]:
        settings = CrawlSettings(delay_s=0)
        politeness = Politeness(settings, lambda: 0.0, lambda: 0.5)
        visitor = Visitor(FakeWeb(reply), InMemoryRobots(), politeness, settings, utc_now)
        task = Task(1, URL, PageKind.DOCUMENT, 1, Seed(URL), 1)
        judgement = await visitor.visit(task)
        return judgement.visit, politeness.next_free_s() or 0.0

    return asyncio.run(once())


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize("is_known", [False, True])
def test_a_host_that_wants_a_rest_at_its_robots_txt_gets_it(status: int, is_known: bool) -> None:
    asked: list[str] = []

    class Busy:
        async def fetch(
            self, url: str, headers: object = None, *, tls_unverified: bool = False
        ) -> Reply | NoReply:
            asked.append(url)
            return Reply(url, status, (("Retry-After", "3600"),), b"")

    async def once() -> float | None:
        store, settings = InMemoryRobots(), CrawlSettings(delay_s=0)
        if is_known:
            long_ago = utc_now() - timedelta(days=9)
            store.keep_robots(RobotsFile("http://www.qingshi.example", b"", long_ago))
        politeness = Politeness(settings, lambda: 0.0, lambda: 0.5)
        visitor = Visitor(Busy(), store, politeness, settings, utc_now)
        await visitor.visit(Task(1, URL, PageKind.DOCUMENT, 1, Seed(URL), 1))
        return politeness.next_free_s()

    assert asyncio.run(once()) == 3600
    assert asked == ["http://www.qingshi.example/robots.txt"]


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch) -> None:
    def break_down(*_: object, **__: object) -> None:
        raise RecursionError("too deep for us")

    monkeypatch.setattr(verdict, "read_links", break_down)
    monkeypatch.setattr(verdict, "read_article", break_down)


@pytest.mark.usefixtures("broken")
def test_a_page_that_breaks_its_reader_is_kept_all_the_same() -> None:
    ended, _ = visit(Reply(URL, 200, HTML, b"<p>x</p>"))
    assert (ended.outcome, ended.kind, ended.body) == (
        Outcome.FETCHED,
        PageKind.DOCUMENT,
        b"<p>x</p>",
    )
    assert ended.detail == "not understood: RecursionError: too deep for us"


def test_an_answer_that_breaks_its_reader_is_the_server_s_error(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def break_down(*_: object, **__: object) -> None:
        raise ValueError("who knows")

    monkeypatch.setattr(verdict, "_redirect_target", break_down)
    ended, _ = visit(Reply(URL, 302, (), b""))
    assert (ended.outcome, ended.status, ended.body) == (Outcome.SERVER_ERROR, 302, None)


@pytest.mark.parametrize(("size", "is_apart"), [(1000, False), (200_000, True)])
def test_large_pages_are_read_beside_the_event_loop(
    size: int, is_apart: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    threads: list[threading.Thread] = []

    def noted(body: bytes, content_type: str = "") -> str:
        threads.append(threading.current_thread())
        return decode(body, content_type)

    monkeypatch.setattr(verdict, "decode", noted)
    ended, _ = visit(Reply(URL, 200, HTML, b"<p>" + b"x" * size))
    assert ended.outcome is Outcome.FETCHED
    assert [thread is not threading.main_thread() for thread in threads] == [is_apart]


@pytest.mark.parametrize(
    ("reply", "rest_s"),
    [
        (Reply(URL, 429, (("Retry-After", "40"),), b""), 40),
        (Reply(URL, 503, (("Retry-After", "50"),), b""), 50),
        (Reply(URL, 200, (*HTML, ("Retry-After", "50")), b"<p>x</p>"), 0),
        (NoReply(Outcome.TIMEOUT, "slow"), 0),
    ],
)
def test_the_host_gets_the_rest_it_asks_for(reply: Reply | NoReply, rest_s: float) -> None:
    assert visit(reply)[1] == pytest.approx(rest_s)


@pytest.mark.parametrize(
    ("reply", "is_trouble"),
    [
        (Reply(URL, 429, (), b""), True),
        (Reply(URL, 500, (), b""), True),
        (Reply(URL, 521, (), b"<script>__jsl</script>"), True),
        (NoReply(Outcome.UNREACHABLE, "refused"), True),
        (NoReply(Outcome.TIMEOUT, "slow"), True),
        (NoReply(Outcome.TOO_LARGE, "endless"), False),
        (Reply(URL, 404, (), b""), False),
        (Reply(URL, 403, (), b""), False),
        (Reply(URL, 200, HTML, b"<p>x</p>"), False),
    ],
)
def test_what_counts_as_trouble(reply: Reply | NoReply, is_trouble: bool) -> None:
    async def once() -> bool:
        settings = CrawlSettings(delay_s=0, breaker_troubles=1)
        politeness = Politeness(settings, lambda: 0.0, lambda: 0.5)
        visitor = Visitor(FakeWeb(reply), InMemoryRobots(), politeness, settings, utc_now)
        await visitor.visit(Task(1, URL, PageKind.DOCUMENT, 1, Seed(URL), 1))
        return politeness.closed() == {"www.qingshi.example"}

    assert asyncio.run(once()) is is_trouble
