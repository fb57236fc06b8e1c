"""A frontier in memory, as the protocol has it, and somebody who watches."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from archive.address import canonical, host_of
from archive.model import Ended, Link, Novelty, Outcome, PageKind, RobotsFile, Seed, Task, Visit

MAX_ATTEMPTS = 3


@dataclass
class InMemoryFrontier:
    """Everything a crawl asks of a frontier; ``retry_after`` is the wait after a failure."""

    seeds: Sequence[Seed]
    retry_after: timedelta = timedelta(0)
    visits: list[Visit] = field(default_factory=list)
    links: dict[str, Link] = field(default_factory=dict)
    released: list[str] = field(default_factory=list)
    max_leased: int = 0
    crowded_hosts: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self._waiting: list[tuple[datetime, Task]] = []
        self._leased: dict[int, Task] = {}
        self._known: set[str] = set()
        for seed in self.seeds:
            self._add(canonical(seed.url), PageKind.LIST, 0, seed)

    def revisit(self, url: str, *, etag: str | None, last_modified: str | None) -> None:
        """Give a waiting address the validators of an earlier visit."""
        self._waiting = [
            (at, replace(t, etag=etag, last_modified=last_modified) if t.url == url else t)
            for at, t in self._waiting
        ]

    def lease(self, limit: int, *, busy_hosts: Collection[str] = ()) -> Sequence[Task]:
        now, hosts, chosen = datetime.now(UTC), set(busy_hosts), list[Task]()
        for at, task in sorted(self._waiting, key=lambda w: (w[1].kind is not PageKind.LIST, w[0])):
            if len(chosen) < limit and at <= now and host_of(task.url) not in hosts:
                hosts.add(host_of(task.url))
                chosen.append(task)
        leased_hosts = {host_of(t.url) for t in self._leased.values()}
        self.crowded_hosts |= leased_hosts & {host_of(t.url) for t in chosen}
        self._waiting = [w for w in self._waiting if w[1] not in chosen]
        self._leased |= {task.address_id: task for task in chosen}
        self.max_leased = max(self.max_leased, len(self._leased))
        return chosen

    def acknowledge_all(self, ended: Sequence[Ended]) -> Sequence[Novelty]:
        return [self._acknowledge(one.task, one.visit, one.links) for one in ended]

    def _acknowledge(self, task: Task, visit: Visit, links: Sequence[Link]) -> Novelty:
        del self._leased[task.address_id]
        self.visits.append(visit)
        for link in links:
            self.links.setdefault(link.url, link)
            self._add(link.url, link.kind, link.depth, task.seed)
        if visit.outcome.is_transient and task.attempt < MAX_ATTEMPTS:
            due = datetime.now(UTC) + self.retry_after
            self._waiting.append((due, replace(task, attempt=task.attempt + 1)))
        return Novelty.NEW if visit.outcome.has_body else Novelty.NOTHING

    def release(self, task: Task) -> None:
        del self._leased[task.address_id]
        self.released.append(task.url)
        self._waiting.append((datetime.now(UTC), task))

    def is_finished(self, *, closed_hosts: Collection[str] = ()) -> bool:
        return not self._leased and all(host_of(t.url) in closed_hosts for _, t in self._waiting)

    def next_due_at(self) -> datetime | None:
        return min((at for at, _ in self._waiting), default=None)

    def waiting(self) -> int:
        return len(self._waiting) + len(self._leased)

    def _add(self, url: str, kind: PageKind, depth: int, seed: Seed) -> None:
        if url not in self._known:
            self._known.add(url)
            task = Task(len(self._known), url, kind, depth, seed, 1)
            self._waiting.append((datetime.now(UTC), task))


@dataclass
class InMemoryRobots:
    """Keeps robots.txt files as long as it lives."""

    files: dict[str, RobotsFile] = field(default_factory=dict)

    def kept_robots(self, origin: str) -> RobotsFile | None:
        return self.files.get(origin)

    def keep_robots(self, file: RobotsFile) -> None:
        self.files[file.origin] = file


@dataclass
class RecordingProgress:
    """Remembers what it was told."""

    seen: list[tuple[str, Outcome]] = field(default_factory=list)
    told: list[int] = field(default_factory=list)

    def visited(self, url: str, outcome: Outcome, novelty: Novelty) -> None:
        self.seen.append((url, outcome))

    def waiting(self, addresses: int) -> None:
        self.told.append(addresses)
