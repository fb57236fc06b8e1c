"""One crawl over the whole playhouse, in a process of its own, shared by many tests."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.archive.crawl.playhouse import Playhouse
from tests.archive.crawl.sites import all_sites

ROOT = Path(__file__).resolve().parents[3]
COMMAND = [sys.executable, "-W", "error", "-m", "tests.archive.crawl.crawl_once"]

SEEDS = (
    ("trs", "/ndbg/", 1, "host"),
    ("plugin", "/yb/index.html", 1, "host"),
    ("hanweb", "/col/col77/index.html", 1, "host"),
    ("jpage", "/col/col8/index.html", 1, "host"),
    ("nfcms", "/gzbg/", 1, "host"),
    ("count", "/gk/list.htm", 1, "host"),
    ("gbk", "/list.asp", 1, "host"),
    *(
        ("redirects", path, 1, "host")
        for path in (
            "/start", "/loop1", "/self", "/cookie", "/file", "/away", "/nowhere", "/refresh",
            "/grow",
        )
    ),
    ("flaky", "/", 1, "host"),
    ("down", "/", 1, "host"),
    ("unchanged", "/", 1, "host"),
    ("refusing", "/gone", 1, "host"),
    ("refusing", "/missing", 1, "host"),
    ("refusing", "/forbidden", 1, "host"),
    ("endless", "/", 1, "host"),
    ("bomb", "/", 1, "host"),
    *(
        ("challenge", f"/{name}", 1, "host")
        for name in ("jiasule", "ruishu", "ruishu412", "c3vk", "geo")
    ),
    ("ruled", "/private/x.html", 1, "host"),
    ("ruled", "/open/", 1, "host"),
    ("robots503", "/", 1, "host"),
    ("columns", "/nb/", 2, "path"),
    ("article", "/a/t20240301_3.html", 1, "host"),
    ("turning", "/l", 1, "host"),
    ("posted", "/list.do#post:name=%2525E9&a=b%20c", 1, "host"),
    ("posted", '/list.do#post:{"page":%201}', 1, "host"),
)  # fmt: skip


@dataclass(frozen=True)
class Crawled:
    """What a crawl did, and the server it did it to."""

    house: Playhouse
    result: dict[str, Any]

    def visits(self, site: str, path: str) -> list[dict[str, Any]]:
        url = self.house.url(site, path)
        return [visit for visit in self.result["visits"] if visit["url"] == url]

    def visit(self, site: str, path: str) -> dict[str, Any]:
        (visit,) = self.visits(site, path)
        return visit

    def fetched(self, site: str, kind: str) -> set[str]:
        prefix = self.house.url(site, "")
        return {
            visit["url"].removeprefix(prefix)
            for visit in self.result["visits"]
            if visit["url"].startswith(prefix)
            and visit["outcome"] == "fetched"
            and visit["kind"] == kind
        }


def run_crawl(order: dict[str, Any]) -> dict[str, Any]:
    """Crawl in a new process, warnings as errors, and return what it printed."""
    order = {"retry_after_s": 0, "validators": {}, **order}
    done = subprocess.run(
        COMMAND,
        check=False,  # the assertion below shows what went wrong
        input=json.dumps(order),
        capture_output=True,
        text=True,
        cwd=ROOT,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    result: dict[str, Any] = json.loads(done.stdout)
    return result


def order_for(*urls: str, **settings: Any) -> dict[str, Any]:
    """Return the order to crawl these addresses, as fast as can be."""
    seeds = [{"url": url, "depth": 1, "scope": "host"} for url in urls]
    return {"seeds": seeds, "settings": {"delay_s": 0, **settings}}


@pytest.fixture(scope="session")
def crawled() -> Iterator[Crawled]:
    """The playhouse after one crawl."""
    with Playhouse(all_sites()) as house:
        seeds = [{"url": house.url(s, p), "depth": d, "scope": c} for s, p, d, c in SEEDS]
        validators = {"etag": '"v1"', "last_modified": "Wed, 01 Jan 2025 00:00:00 GMT"}
        order = {
            "seeds": seeds,
            "retry_after_s": 0.05,
            "validators": {house.url("unchanged", "/"): validators},
            "settings": {
                "contact": "mailto:webmaster@qingshi.example",
                "delay_s": 0,
                "timeout_s": 60,
                "max_body_bytes": 2_000_000,
                "max_list_pages": 7,
                "allow_loopback": True,
            },
        }
        yield Crawled(house, run_crawl(order))
