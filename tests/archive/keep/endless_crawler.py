"""A crawl to be killed: prints every address once its acknowledgement has returned.

Run as ``python endless_crawler.py HOME``; ends by itself when nothing is due any more.
"""

from __future__ import annotations

import sys
from pathlib import Path

from archive.keep import Archive, SqliteFrontier
from archive.model import Link, PageKind, RunKind, Task
from tests.archive.keep.builders import EVERY_RUN, START, column, document, page

HOSTS = tuple(f"www.place{number}.example" for number in range(4))
NAMES = tuple(str(number) for number in range(75))


def body_of(url: str) -> bytes:
    """Return what the pretended site answers, large enough to take several database pages."""
    return b"".join(f"{url} {line} {hash_of(line)}\n".encode() for line in range(400))


def hash_of(line: int) -> str:
    """Return digits that zstd cannot shrink to nothing."""
    return f"{pow(3, line + 1000, 2**127 - 1):x}"


def links_of(task: Task) -> list[Link]:
    """Return the links on a page: a list leads to all documents of its host."""
    host = task.url.split("/")[2]
    return [document(name, host) for name in NAMES] if task.kind is PageKind.LIST else []


def work(frontier: SqliteFrontier) -> None:
    """Visit all that is due."""
    while tasks := frontier.lease(len(HOSTS)):
        for task in tasks:
            frontier.acknowledge(
                task, page(task.url, body_of(task.url), kind=task.kind), links_of(task)
            )
            print(task.url, flush=True)


if __name__ == "__main__":
    with Archive.open(Path(sys.argv[1])) as archive:
        run = archive.runs.begin(RunKind.CRAWL, START)
        work(archive.frontier(run, [column(host) for host in HOSTS], policy=EVERY_RUN))
