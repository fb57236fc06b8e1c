"""Which pages of a known list a night turns to."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta

import pytest

from archive.keep import Archive, FrontierPolicy
from archive.model import Link, Outcome, PageKind, Seed, Visit
from tests.archive.keep.builders import HandClock, crawl, document, drain

COLUMN = "http://www.qingshi.example/bg/"
WEEKLY = FrontierPolicy(revisit_after=timedelta(days=7))


def _page(number: int) -> str:
    return COLUMN if number == 1 else f"{COLUMN}index_{number}.html"


@dataclass
class Site:
    """A list of ``pages``, each with three documents; the front knows all further pages."""

    archive: Archive
    pages: int = 5
    fresh: int = 0
    is_shell: bool = False
    same: set[str] = field(default_factory=set)
    visited: set[str] = field(default_factory=set)
    clock: HandClock = field(default_factory=HandClock)

    def documents(self, page: int) -> list[Link]:
        """Return what stands on a page, the newest first."""
        newest = 3 * self.pages + self.fresh
        shown = range(newest - 3 * (page - 1), newest - 3 * page, -1)
        return [document(str(number)) for number in shown]

    def links(self, url: str) -> list[Link]:
        number = next(n for n in range(1, self.pages + 1) if _page(n) == url)
        further = range(2, self.pages + 1) if number == 1 else ()
        pager = [Link(_page(n), PageKind.LIST, 0) for n in further]
        nothing = self.is_shell and number == 1
        return [*pager, *([] if nothing else self.documents(number - self.is_shell))]

    def night(self) -> list[str]:
        """Crawl and return the list pages visited, in order."""
        run = crawl(self.archive, self.clock())
        frontier = self.archive.frontier(run, [Seed(COLUMN)], policy=WEEKLY, clock=self.clock)
        lists = []
        for task in drain(frontier):
            is_list = task.kind is PageKind.LIST
            same = task.url in self.same
            outcome = Outcome.NOT_MODIFIED if same else Outcome.FETCHED
            body = None if same else f"{task.url} {self.fresh}".encode()
            visit = Visit(task.url, self.clock(), outcome, task.kind, body=body)
            frontier.acknowledge(task, visit, self.links(task.url) if is_list and not same else ())
            self.visited.add(task.url)
            lists += [task.url] if is_list else []
        assert frontier.is_finished()
        self.archive.runs.finish(run, self.clock())
        self.clock.advance(timedelta(days=1))
        return lists


def test_the_first_night_turns_all_pages(archive: Archive) -> None:
    assert Site(archive).night() == [_page(n) for n in range(1, 6)]


@pytest.mark.parametrize(
    ("fresh", "turned"), [(0, 1), (1, 2), (3, 2), (4, 3), (7, 4), (11, 5), (15, 5)]
)
def test_a_night_turns_pages_until_one_brings_nothing_new(
    archive: Archive, fresh: int, turned: int
) -> None:
    site = Site(archive)
    site.night()
    site.fresh = fresh
    assert site.night() == [_page(n) for n in range(1, turned + 1)]
    assert {document(str(n)).url for n in range(1, 16 + fresh)} <= site.visited


def test_all_pages_are_turned_again_when_their_rest_is_over(archive: Archive) -> None:
    site = Site(archive)
    nights = [site.night() for _ in range(15)]
    assert all(night[0] == COLUMN for night in nights)
    assert {url for night in nights[1:] for url in night} == {_page(n) for n in range(1, 6)}
    assert sum(len(night) - 1 for night in nights[1:]) == 4


@pytest.mark.parametrize("not_modified", [False, True])
def test_a_front_page_that_names_nothing_itself_has_its_first_page_turned(
    archive: Archive, not_modified: bool
) -> None:
    site = Site(archive, is_shell=True)
    site.night()
    site.same = {COLUMN} if not_modified else set()
    assert site.night() == [_page(1), _page(2)]
    site.fresh = 4
    assert site.night() == [_page(n) for n in range(1, 5)]


def test_an_unchanged_front_page_turns_none(archive: Archive) -> None:
    site = Site(archive)
    site.night()
    site.same = {COLUMN}
    assert site.night() == [COLUMN]


def test_the_end_of_a_redirect_is_a_front_page_too(archive: Archive) -> None:
    clock, target = HandClock(), "https://www.qingshi.example/bg/"
    for _ in range(2):
        run = crawl(archive, clock())
        frontier = archive.frontier(run, [Seed(COLUMN)], policy=WEEKLY, clock=clock)
        moved: list[str] = []
        front: list[str] = []
        for task in drain(frontier):
            (moved if task.url == COLUMN else front).append(task.url)
            outcome = Outcome.REDIRECTED if task.url == COLUMN else Outcome.FETCHED
            visit = Visit(
                task.url, clock(), outcome, task.kind, body=b"x" if outcome.has_body else None
            )
            links = [Link(target, PageKind.LIST, 0)] if task.url == COLUMN else []
            frontier.acknowledge(task, visit, links)
        assert (moved, front) == ([COLUMN], [target])
        archive.runs.finish(run, clock())
        clock.advance(timedelta(days=1))
