"""One crawl in a process of its own, so that signals and warnings are its own.

Reads what to do as JSON from standard input and prints what happened as JSON.
"""

from __future__ import annotations

import base64
import json
import sys
from datetime import timedelta
from typing import Any

from archive.crawl import CrawlSettings, crawl
from archive.model import Scope, Seed, Visit
from tests.archive.crawl.fakes import InMemoryFrontier, InMemoryRobots, RecordingProgress


def main() -> None:
    order = json.load(sys.stdin)
    seeds = [Seed(s["url"], s["depth"], Scope(s["scope"])) for s in order["seeds"]]
    frontier = InMemoryFrontier(seeds, timedelta(seconds=order["retry_after_s"]))
    for url, validators in order["validators"].items():
        frontier.revisit(url, **validators)
    progress = RecordingProgress()
    crawl(frontier, InMemoryRobots(), CrawlSettings(**order["settings"]), progress)
    json.dump(_result(frontier, progress), sys.stdout)


def _result(frontier: InMemoryFrontier, progress: RecordingProgress) -> dict[str, Any]:
    return {
        "visits": [_visit(visit) for visit in frontier.visits],
        "links": {
            url: {"kind": link.kind, "depth": link.depth, "text": link.text}
            for url, link in frontier.links.items()
        },
        "released": frontier.released,
        "is_finished": frontier.is_finished(),
        "max_leased": frontier.max_leased,
        "crowded_hosts": sorted(frontier.crowded_hosts),
        "seen": progress.seen,
    }


def _visit(visit: Visit) -> dict[str, Any]:
    return {
        "url": visit.url,
        "outcome": visit.outcome,
        "kind": visit.kind,
        "status": visit.status,
        "body": None if visit.body is None else base64.b64encode(visit.body).decode(),
        "detail": visit.detail,
        "is_aware": visit.visited_at.tzinfo is not None,
    }


if __name__ == "__main__":
    main()
