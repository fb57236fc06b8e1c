"""The line that a crawl draws."""

from __future__ import annotations

import io

from tqdm import tqdm

from archive.model import Novelty, Outcome
from web.cli.progress import CrawlProgress


def test_the_line_counts_hosts_news_failures_and_what_is_left() -> None:
    drawn = io.StringIO()
    with tqdm(file=drawn, ascii=True, ncols=200, mininterval=0) as bar:
        progress = CrawlProgress(bar)
        for path, outcome, novelty in (
            ("a/1", Outcome.FETCHED, Novelty.NEW),
            ("a/2", Outcome.FETCHED, Novelty.NEW),
            ("a/3", Outcome.FETCHED, Novelty.CHANGED),
            ("b/1", Outcome.NOT_MODIFIED, Novelty.UNCHANGED),
            ("b/2", Outcome.FETCHED, Novelty.UNCHANGED),
            ("b/3", Outcome.TIMEOUT, Novelty.NOTHING),
            ("b/4", Outcome.REFUSED, Novelty.NOTHING),
            ("c/1", Outcome.BLOCKED, Novelty.NOTHING),
            ("c/2", Outcome.GONE, Novelty.NOTHING),
        ):
            progress.visited(f"http://{path}", outcome, novelty)
        progress.waiting(11)
        bar.refresh()
    assert str(progress) == "3 hosts: 2 new, 1 changed, 2 unchanged, 2 failed, 1 blocked"
    assert bar.total == 20
    assert "9/20" in drawn.getvalue()
    assert str(progress) in drawn.getvalue()
