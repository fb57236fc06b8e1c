"""Cookies: each host's own, and no more than a browser would keep."""

from __future__ import annotations

import asyncio
from http.cookies import SimpleCookie

import pytest
from yarl import URL

from archive.crawl.fetching.cookies import HostCookies
from archive.crawl.fetching.fetch import Fetcher
from archive.crawl.politeness import Politeness
from archive.crawl.runner import utc_now
from archive.crawl.settings import CrawlSettings
from archive.crawl.visiting import Visitor
from archive.model import Outcome, PageKind, Seed, Task
from tests.archive.crawl.fakes import InMemoryRobots
from tests.archive.crawl.playhouse import NOT_FOUND, Answer, Asked, Playhouse, moved, page

HERE = URL("http://www.qingshi.example/a/b.html")


def sent(url: URL, *kept: str, at: URL = HERE) -> str:
    """Return the Cookie header for an address after these Set-Cookie headers."""

    async def in_a_loop() -> str:
        cookies = HostCookies()
        for header in kept:
            cookies.keep(SimpleCookie(header), at)
        return cookies.header(url).get("Cookie", "")

    return asyncio.run(in_a_loop())


@pytest.mark.parametrize(
    ("header", "url", "cookie"),
    [
        ("a=1; Path=/", HERE, "a=1"),
        ("a=1; Path=/x", HERE, ""),
        ("a=1; Path=/; Secure", HERE, ""),
        ("a=1; Path=/; Max-Age=0", HERE, ""),
        ("a=1; Path=/", URL("http://www.linxi.example/"), ""),
        ("a=1; Path=/; Domain=qingshi.example", URL("http://sfj.qingshi.example/"), ""),
        ("a=1; Path=/; Domain=example", URL("http://www.linxi.example/"), ""),
        ("a=1; Path=/", URL("http://www.qingshi.example:8080/"), ""),
    ],
)
def test_a_cookie_goes_back_to_its_host_only(header: str, url: URL, cookie: str) -> None:
    assert sent(url, header) == cookie


def test_a_host_that_sets_too_many_loses_all() -> None:
    many = [f"c{number}=1; Path=/" for number in range(51)]
    assert sent(HERE, *many[:50]).count("=") == 50
    assert sent(HERE, *many) == ""
    assert sent(HERE, "a=1; Path=/", f"b={'x' * 4096}; Path=/") == ""


def visit(house: Playhouse) -> Outcome:
    async def once() -> Outcome:
        settings = CrawlSettings(delay_s=0, allow_loopback=True)
        url = house.url("www", "/")
        async with Fetcher(settings) as fetcher:
            politeness = Politeness(settings, asyncio.get_running_loop().time)
            visitor = Visitor(fetcher, InMemoryRobots(), politeness, settings, utc_now)
            task = Task(1, url, PageKind.LIST, 0, Seed(url), 1)
            return (await visitor.visit(task)).visit.outcome

    return asyncio.run(once())


def wants_its_cookie_back(asked: Asked) -> Answer:
    if asked.path == "/robots.txt":
        return NOT_FOUND
    if "seen=1" in asked.headers.get("Cookie", ""):
        return page("<p>报告</p>")
    return moved("/", ("Set-Cookie", "seen=1; Path=/"))


def never_content(asked: Asked) -> Answer:
    return NOT_FOUND if asked.path == "/robots.txt" else moved("/", ("Set-Cookie", "a=1; Path=/"))


def test_a_host_that_only_wants_its_cookie_back_gets_it() -> None:
    with Playhouse({"www": wants_its_cookie_back}) as house:
        assert visit(house) is Outcome.FETCHED
    assert house.paths_asked("www") == ["/robots.txt", "/", "/"]


def test_a_cookie_loop_is_asked_twice_and_not_more() -> None:
    with Playhouse({"www": never_content}) as house:
        assert visit(house) is Outcome.BLOCKED
    assert house.paths_asked("www") == ["/robots.txt", "/", "/"]
