"""robots.txt against the cases of RFC 9309."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from archive.crawl.reply import NoReply, Reply
from archive.crawl.robots import Robots, Rules
from archive.model import Outcome
from tests.archive.crawl.fakes import InMemoryRobots

SITE = "https://www.qingshi.example"
START = datetime(2026, 1, 1, tzinfo=UTC)


class FakeWeb:
    """Answers from a dict and remembers what was asked."""

    def __init__(self, replies: dict[str, Reply | NoReply]) -> None:
        self.replies = replies
        self.asked: list[str] = []

    async def fetch(self, url: str) -> Reply | NoReply:
        self.asked.append(url)
        return self.replies[url]


def reply(status: int, body: bytes = b"", **headers: str) -> Reply:
    return Reply(f"{SITE}/robots.txt", status, tuple(headers.items()), body)


def ask(*replies: Reply | NoReply) -> Rules | NoReply:
    """Ask a host whose answers follow one another by redirects."""
    names = [f"{SITE}/robots.txt", *(f"{SITE}/r{n}" for n in range(1, len(replies)))]
    web = FakeWeb(dict(zip(names, replies, strict=True)))
    robots = Robots(InMemoryRobots(), lambda: START)
    return asyncio.run(robots.ask(f"{SITE}/zwgk/x.html", web.fetch))


def allowed(rules: Rules | NoReply, path: str) -> bool:
    assert isinstance(rules, Rules)
    return rules.allows(SITE + path)


@pytest.mark.parametrize(
    ("body", "path", "is_allowed"),
    [
        (b"User-agent: *\nDisallow: /a/", "/a/x", False),
        (b"User-agent: *\nDisallow: /a/", "/b", True),
        (b"User-agent: *\nDisallow: /\nUser-agent: BAOGAO\nDisallow: /p", "/a", True),  # 2.2.1
        (b"User-agent: baogao\nUser-agent: x\nDisallow: /p", "/p", False),
        (b"User-agent: baogao\nDisallow: /a\nUser-agent: baogao\nDisallow: /b", "/b", False),
        (b"User-agent: *\nDisallow: /a\nAllow: /a/b", "/a/b/c", True),  # 2.2.2: longest match
        (b"User-agent: *\nAllow: /a\nDisallow: /a", "/a", True),  # 2.2.2: allow wins a tie
        (b"User-agent: *\nDisallow: /*.pdf$", "/x.pdf", False),  # 2.2.3
        (b"User-agent: *\nDisallow: /*.pdf$", "/x.pdf?y", True),
        (b"User-agent: *\nDisallow: /%E6%8A%A5", "/报", False),
        (b"User-agent: *\nDisallow:", "/a", True),
        (b"<html><body>404</body></html>", "/a", True),
        (b"\xef\xbb\xbfUser-agent: *\nDisallow: /a", "/a", False),
        (b"\xff\xfe\x00garbage", "/a", True),
    ],
)
def test_rules(body: bytes, path: str, is_allowed: bool) -> None:
    assert allowed(ask(reply(200, body)), path) == is_allowed


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 429])
def test_client_error_means_no_rules(status: int) -> None:
    assert allowed(ask(reply(status, b"User-agent: *\nDisallow: /")), "/a")


@pytest.mark.parametrize("status", [500, 503, 599])
def test_server_error_means_leave_it_alone(status: int) -> None:
    rules = ask(reply(status))
    assert rules == NoReply(Outcome.SERVER_ERROR, f"robots.txt: status {status}")


def test_unreachable_means_leave_it_alone() -> None:
    rules = ask(NoReply(Outcome.TIMEOUT, "slow"))
    assert rules == NoReply(Outcome.TIMEOUT, "robots.txt: slow")


def test_challenge_is_told_as_such() -> None:
    assert ask(reply(521, b"<script>__jsl</script>")) == NoReply(
        Outcome.BLOCKED, "robots.txt: jiasule"
    )


def test_five_redirects_are_followed_and_no_more() -> None:
    last = reply(200, b"User-agent: *\nDisallow: /")
    hops = [reply(301, Location=f"{SITE}/r{n}") for n in range(1, 7)]
    assert not allowed(ask(*hops[:5], last), "/a")
    assert allowed(ask(*hops[:6], last), "/a")


def test_crawl_delay() -> None:
    rules = ask(reply(200, b"User-agent: *\nCrawl-delay: 7\nDisallow: /x"))
    assert isinstance(rules, Rules)
    assert rules.crawl_delay_s == 7


def test_rules_end_at_the_last_whole_line_of_half_a_megabyte() -> None:
    filling = b"# 0123456789\n" * 38_461  # 499,993 bytes
    body = filling + b"User-agent: *\n" + b"#" * 11_981 + b"\nDisallow: /ab"
    assert body[: 500 * 1024].endswith(b"\nDisallow: /")
    assert allowed(ask(reply(200, body)), "/a")


def test_rules_are_kept_for_a_day_and_per_scheme() -> None:
    now = [START]
    web = FakeWeb({f"{SITE}/robots.txt": reply(404)})
    robots = Robots(InMemoryRobots(), lambda: now[0])
    asyncio.run(robots.ask(f"{SITE}/a", web.fetch))
    assert robots.known(f"{SITE}/b")
    assert robots.known("http://www.qingshi.example/b") is None
    now[0] += timedelta(hours=24)
    assert robots.known(f"{SITE}/b") is None


def test_errors_are_not_kept() -> None:
    web = FakeWeb({f"{SITE}/robots.txt": reply(503)})
    robots = Robots(InMemoryRobots(), lambda: START)
    asyncio.run(robots.ask(f"{SITE}/a", web.fetch))
    assert robots.known(f"{SITE}/a") is None
