"""robots.txt against the cases of RFC 9309."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.crawl.fetching.reply import NoReply, Reply
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
        (b"", "/a", True),  # 2.2.1: nothing matches, no rules apply
        (b"User-agent: other\nDisallow: /", "/a", True),
        (b"User-agent: *\nDisallow: /\nUser-agent: baogao\nAllow: /a", "/b", True),
        # 2.2.1: product tokens, in any case, and no parts of them
        (b"User-agent: BaoGao\nDisallow: /a", "/a", False),
        (b"User-agent: baogao/0.1.0 (+mailto:x@qingshi.example)\nDisallow: /a", "/a", False),
        (b"User-agent: bao\nDisallow: /a", "/a", True),
        (b"User-agent: gao\nDisallow: /a", "/a", True),
        (b"User-agent: baogaobot\nDisallow: /a", "/a", True),
        (b"User-agent: *\nDisallow: /a\nUser-agent: bao\nAllow: /a", "/a", False),
        # 2.2.1: groups for one token are one group
        (
            b"User-agent: baogao\nDisallow: /a\nUser-agent: x\nDisallow: /c\n"
            b"User-agent: BAOGAO\nDisallow: /b",
            "/a",
            False,
        ),
        (
            b"User-agent: baogao\nDisallow: /a\nUser-agent: x\nDisallow: /c\n"
            b"User-agent: BAOGAO\nDisallow: /b",
            "/b",
            False,
        ),
        (
            b"User-agent: baogao\nDisallow: /a\nUser-agent: x\nDisallow: /c\n"
            b"User-agent: BAOGAO\nDisallow: /b",
            "/c",
            True,
        ),
        # 2.2.2: the RFC's table of percent-encoding, path by path
        (b"User-agent: *\nDisallow: /foo/bar?baz=quz", "/foo/bar?baz=quz", False),
        (
            b"User-agent: *\nDisallow: /foo/bar?baz=https://foo.bar",
            "/foo/bar?baz=https%3A%2F%2Ffoo.bar",
            False,
        ),
        (
            b"User-agent: *\nDisallow: /foo/bar?baz=https%3A%2F%2Ffoo.bar",
            "/foo/bar?baz=https://foo.bar",
            False,
        ),
        ("User-agent: *\nDisallow: /foo/bar/\u30c4".encode(), "/foo/bar/%E3%83%84", False),
        (b"User-agent: *\nDisallow: /foo/bar/%E3%83%84", "/foo/bar/%E3%83%84", False),
        (b"User-agent: *\nDisallow: /foo/bar/%62%61%7A", "/foo/bar/baz", False),
        (b"User-agent: *\nDisallow: /a%2Fb", "/a/b", True),
        # 2.2.2: case counts; the longest match by octets; a tie is allowed
        (b"User-agent: *\nDisallow: /A", "/a", True),
        (b"User-agent: *\nAllow: /page\nDisallow: /*.htm", "/page.htm", False),
        (b"User-agent: *\nAllow: /p\nDisallow: /", "/page", True),
        (b"User-agent: *\nAllow: /$\nDisallow: /", "/", True),
        (b"User-agent: *\nAllow: /$\nDisallow: /", "/page.htm", False),
        ("User-agent: *\nDisallow: /%E6%8A%A5\nAllow: /报告".encode(), "/报告", True),
        (b"User-agent: *\nDisallow: /", "/robots.txt", True),  # implicitly allowed
        # 2.2.3: special characters, and how to name themselves
        (b"User-agent: *\nDisallow: /this/*/exactly", "/this/is/it/exactly", False),
        (b"User-agent: *\nAllow: /this/exactly$\nDisallow: /this", "/this/exactly", True),
        (
            b"User-agent: *\nAllow: /this/path/exactly$\nDisallow: /this",
            "/this/path/exactly1",
            False,
        ),
        (b"User-agent: *\nDisallow: /path/file-with-a-%2A.html", "/path/file-with-a-*.html", False),
        (b"User-agent: *\nDisallow: /path/file-with-a-%2A.html", "/path/file-with-a-x.html", True),
        (b"User-agent: *\nDisallow: /path/foo-%24", "/path/foo-$", False),
        (b"User-agent: *\nDisallow: /a # not /b\n# Disallow: /c", "/a", False),
        (b"User-agent: *\nDisallow: /a # not /b\n# Disallow: /c", "/c", True),
        # 2.2.4: other records end no group
        (b"User-agent: baogao\nCrawl-delay: 3\nUser-agent: x\nDisallow: /a", "/a", False),
        (
            b"User-agent: baogao\nSitemap: http://x/\nUser-agent: x\nDisallow: /a",
            "/a",
            False,
        ),
        # 2.2: line endings, blanks, what is no record
        (b"User-agent: *\r\nDisallow: /a\r\n", "/a", False),
        (b"User-agent: *\rDisallow: /a\r", "/a", False),
        (b"\n\n  USER-AGENT  :  *  \n\n  disallow\t:\t/a\t\n", "/a", False),
        (b"\xef\xbb\xbfUser-agent: *\r\nDisallow: /a", "/a", False),
        (b"Disallow: /a\nUser-agent: *\nDisallow: /b", "/a", True),
        (b"User-agent: *\nnonsense\nDisallow: /a", "/a", False),
        (b"User-agent: *\nAllow:\nDisallow: /a", "/a", False),
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


@pytest.mark.parametrize(
    ("said", "seconds"),
    [(b"7", 7), (b"0.5", 0.5), (b"-7", 0), (b"nan", 0), (b"1e400", 0), (b"soon", 0), (b"", 0)],
)
def test_crawl_delay(said: bytes, seconds: float) -> None:
    rules = ask(reply(200, b"User-agent: *\nCrawl-delay: " + said + b"\nDisallow: /x"))
    assert isinstance(rules, Rules)
    assert rules.crawl_delay_s == seconds


def test_crawl_delay_of_somebody_else() -> None:
    rules = ask(reply(200, b"User-agent: x\nCrawl-delay: 7\nUser-agent: *\nDisallow: /x"))
    assert isinstance(rules, Rules)
    assert rules.crawl_delay_s == 0


@pytest.mark.parametrize("status", [412, 403, 404])
def test_a_client_error_is_one_whatever_page_comes_with_it(status: int) -> None:
    assert allowed(ask(reply(status, b"<script>$_ts</script> geoblock")), "/a")


def test_the_last_copy_stands_in_for_what_cannot_be_reached() -> None:
    now = [START]
    web = FakeWeb({f"{SITE}/robots.txt": reply(200, b"User-agent: *\nDisallow: /a")})
    store = InMemoryRobots()
    asyncio.run(Robots(store, lambda: now[0]).ask(f"{SITE}/a", web.fetch))
    now[0] += timedelta(days=3)
    for failure in (reply(503), NoReply(Outcome.UNREACHABLE, "gone")):
        web.replies[f"{SITE}/robots.txt"] = failure
        robots = Robots(store, lambda: now[0])
        assert robots.known(f"{SITE}/a") is None  # it is asked again all the same
        rules = asyncio.run(robots.ask(f"{SITE}/a", web.fetch))
        assert (allowed(rules, "/a"), allowed(rules, "/b")) == (False, True)
        asked = len(web.asked)
        assert robots.known(f"{SITE}/b") is not None  # and then not for every page
        now[0] += timedelta(hours=1)
        assert robots.known(f"{SITE}/b") is None
        assert len(web.asked) == asked


def test_a_restart_need_not_ask_again_within_the_day() -> None:
    web = FakeWeb({f"{SITE}/robots.txt": reply(200, b"User-agent: *\nDisallow: /a")})
    store = InMemoryRobots()
    asyncio.run(Robots(store, lambda: START).ask(f"{SITE}/a", web.fetch))
    known = Robots(store, lambda: START + timedelta(hours=23)).known(f"{SITE}/b")
    assert known is not None
    assert not known.allows(f"{SITE}/a")
    assert Robots(store, lambda: START + timedelta(hours=24)).known(f"{SITE}/b") is None


def test_a_server_that_asks_for_time_gets_it() -> None:
    rules = ask(reply(503, b"", **{"Retry-After": "40"}))
    assert rules == NoReply(Outcome.SERVER_ERROR, "robots.txt: status 503", 40.0)


def test_a_redirect_to_nowhere_leaves_the_host_alone() -> None:
    rules = ask(reply(301, Location="http://[::1/robots.txt"))
    assert isinstance(rules, NoReply)
    assert rules.outcome is Outcome.FORBIDDEN_ADDRESS


@given(st.text(max_size=300), st.text(max_size=40))
def test_whatever_stands_there_is_an_answer(text: str, path: str) -> None:
    rules = Rules(text, START)
    assert rules.allows(f"{SITE}/{path}") == rules.allows(f"{SITE}/{path}")
    assert rules.crawl_delay_s >= 0


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
