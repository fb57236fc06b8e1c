"""How each kind of report is built: its sections, topics and sentences, read from data files."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib import resources
from typing import Any

from archive.samples.wording import Pattern, Wording


class SampleKind(StrEnum):
    """The kinds of reports; each value is the name of its data file."""

    LAW = "law"  # 法治政府建设年度报告
    OPENNESS = "openness"  # 政府信息公开年度报告
    WORK = "work"  # 政府工作报告
    AUDIT = "audit"  # 审计工作报告
    STATISTICS = "statistics"  # 统计公报
    COUNCIL = "council"  # 人大常委会工作报告
    COURT = "court"  # 人民法院工作报告


@dataclass(frozen=True, slots=True)
class Topic:
    """A part of a section. ``by`` limits it to authors of those roles; empty: everybody."""

    headings: tuple[Pattern, ...]
    points: tuple[Pattern, ...]
    sentences: tuple[Pattern, ...]
    by: frozenset[str]


@dataclass(frozen=True, slots=True)
class Section:
    """A main section; ``share`` is its part of the whole length.

    ``flat`` sections are lists of sentences without topics of their own, ``plain`` ones are
    not numbered, ``once`` ones never say a sentence again of another spot. Without headings
    a section just goes on after the one before.
    """

    headings: tuple[Pattern, ...]
    share: float
    lead: tuple[Pattern, ...]
    topics: tuple[Topic, ...]
    table: tuple[Pattern, ...]  # a pattern a row, cells parted by tabs
    flat: bool
    plain: bool
    once: bool


@dataclass(frozen=True, slots=True)
class Outline:
    """One kind of report. ``speech`` are the lines between title and opening of a speech."""

    kind: SampleKind
    by: frozenset[str]
    titles: tuple[Pattern, ...]
    speech: tuple[Pattern, ...]
    addressee: tuple[Pattern, ...]
    addressee_below: tuple[Pattern, ...]
    opening: tuple[Pattern, ...]
    sections: tuple[Section, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """An invented place; ``level`` is its last character, ``mark`` goes into numbers."""

    name: str
    slug: str
    mark: str
    towns: tuple[str, ...]

    @property
    def short(self) -> str:
        """The name without its level."""
        return self.name[:-1]

    @property
    def level(self) -> str:
        """县, 市 or 区."""
        return self.name[-1]


@dataclass(frozen=True, slots=True)
class Department:
    """A department that every place has."""

    name: str
    code: str


def load(name: str) -> dict[str, Any]:
    """Return the content of one data file."""
    path = resources.files("archive.samples") / "data" / f"{name}.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


@cache
def wording() -> Wording:
    """Return the word lists."""
    return Wording(load("vocabulary"))


@cache
def places() -> tuple[Place, ...]:
    """Return the invented places."""
    rows = load("places")["place"]
    return tuple(Place(r["name"], r["slug"], r["mark"], tuple(r["towns"])) for r in rows)


@cache
def departments() -> tuple[Department, ...]:
    """Return the departments."""
    return tuple(Department(r["name"], r["code"]) for r in load("places")["department"])


@cache
def outline(kind: SampleKind) -> Outline:
    """Return how reports of a kind are built."""
    data = load(kind.value)
    words = wording()
    return Outline(
        kind=kind,
        by=frozenset(data.get("by", ())),
        titles=words.patterns(data["title"]),
        speech=words.patterns(data.get("speech", ())),
        addressee=_optional(data, "addressee"),
        addressee_below=_optional(data, "addressee_below"),
        opening=words.patterns(data["opening"]),
        sections=tuple(map(_section, data["section"])),
    )


def _optional(data: Mapping[str, Any], key: str) -> tuple[Pattern, ...]:
    return wording().patterns([data[key]] if key in data else [])


def _section(data: Mapping[str, Any]) -> Section:
    words = wording()
    return Section(
        headings=words.patterns(data.get("headings", ())),
        share=data["share"],
        lead=words.patterns(data.get("lead", ())),
        topics=tuple(map(_topic, data.get("topic", ()))),
        table=_table(data["table"]) if "table" in data else (),
        flat=data.get("flat", False),
        plain=data.get("plain", False),
        once=data.get("once", False),
    )


def _topic(data: Mapping[str, Any]) -> Topic:
    words = wording()
    return Topic(
        headings=words.patterns(data.get("headings", ())),
        points=words.patterns(data.get("points", ())),
        sentences=words.patterns(data["sentences"]),
        by=frozenset(data.get("by", ())),
    )


def _table(name: str) -> tuple[Pattern, ...]:
    table = load("tables")[name]
    rows: Sequence[Sequence[str]] = [table["header"], *table["rows"]]
    return wording().patterns(["\t".join(row) for row in rows])
