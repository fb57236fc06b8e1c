"""The record of runs."""

from __future__ import annotations

from datetime import timedelta

import pytest

from archive.errors import NotFoundError
from archive.keep import Archive
from archive.model import Run, RunKind
from tests.archive.keep.builders import START, column

HOUR = timedelta(hours=1)


def test_an_unfinished_run_is_resumed(archive: Archive) -> None:
    first = archive.runs.begin(RunKind.CRAWL, START)
    assert first == Run(1, RunKind.CRAWL, START, None)
    assert archive.runs.begin(RunKind.CRAWL, START + HOUR) == first
    other = archive.runs.begin(RunKind.IMPORT, START + HOUR)
    assert (other.run_id, other.started_at) == (2, START + HOUR)
    ended = archive.runs.finish(first, START + HOUR)
    assert ended.finished_at == START + HOUR
    assert archive.runs.begin(RunKind.CRAWL, START + 2 * HOUR).run_id == 3


def test_finishing_twice_keeps_the_first_end(archive: Archive) -> None:
    run = archive.runs.begin(RunKind.CRAWL, START)
    archive.runs.finish(run, START + HOUR)
    assert archive.runs.finish(run, START + 2 * HOUR).finished_at == START + HOUR


def test_a_finished_import_leaves_the_crawl_its_queue(archive: Archive) -> None:
    frontier = archive.frontier(archive.runs.begin(RunKind.CRAWL, START), [column()])
    archive.runs.finish(archive.runs.begin(RunKind.IMPORT, START), START)
    assert len(frontier.lease(1)) == 1


def test_a_late_finish_leaves_the_next_run_its_queue(archive: Archive) -> None:
    first = archive.runs.begin(RunKind.CRAWL, START)
    archive.runs.finish(first, START)
    frontier = archive.frontier(archive.runs.begin(RunKind.CRAWL, START), [column()])
    archive.runs.finish(first, START)
    assert len(frontier.lease(1)) == 1


def test_the_last_run_is_the_one_begun_last(archive: Archive) -> None:
    assert archive.runs.last() is None
    archive.runs.begin(RunKind.CRAWL, START)
    second = archive.runs.begin(RunKind.IMPORT, START)
    assert archive.runs.last() == second
    with pytest.raises(NotFoundError, match="no run 9"):
        archive.runs.get(9)


def test_naive_instants_are_refused(archive: Archive) -> None:
    with pytest.raises(TypeError):
        archive.runs.begin(RunKind.CRAWL, START.replace(tzinfo=None))
    assert archive.runs.last() is None
