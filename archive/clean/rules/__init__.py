"""The rules as data: containers, chrome and labels, read once from the package."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any


class Trust(StrEnum):
    """How far a rule is believed."""

    ORDERED = "ordered"  # a user wrote it for this site: it is obeyed
    KNOWN = "known"  # the name means the main text wherever it was seen
    ASKED = "asked"  # a name such as content, which others use for other things, too


@dataclass(frozen=True, slots=True)
class ContainerRule:
    """How one family of content systems marks the main text; all names are lower case."""

    name: str
    ids: frozenset[str]
    classes: frozenset[str]
    tags: frozenset[str]
    begin: str | None = None
    end: str | None = None
    trust: Trust = Trust.KNOWN


@dataclass(frozen=True, slots=True)
class Containers:
    """All container rules, and which of them (by number) an id, class or tag belongs to."""

    rules: tuple[ContainerRule, ...] = ()
    by_id: Mapping[str, int] = field(default_factory=dict)
    by_class: Mapping[str, int] = field(default_factory=dict)
    by_tag: Mapping[str, int] = field(default_factory=dict)

    def match(self, tag: str, element_id: str | None, classes: str | None) -> int | None:
        """Return the number of the most specific rule an element matches, if any."""
        found = self.by_tag.get(tag)
        if not element_id and not classes:
            return found
        if element_id:
            found = _lower_number(found, self.by_id.get(element_id.strip().lower()))
        for name in classes.lower().split() if classes else ():
            found = _lower_number(found, self.by_class.get(name))
        return found


def _lower_number(one: int | None, other: int | None) -> int | None:
    if one is None or other is None:
        return other if one is None else one
    return min(one, other)


def load(name: str) -> Any:
    """Return the parsed rule file of that name from this package."""
    return tomllib.loads(files(__package__).joinpath(name).read_text("utf-8"))


@cache
def containers() -> Containers:
    """Return the container rules."""
    return indexed([_container(entry) for entry in load("containers.toml")["container"]])


def indexed(rules: Sequence[ContainerRule]) -> Containers:
    """Return rules, most specific first, with their index."""
    return Containers(
        tuple(rules),
        _index(rule.ids for rule in rules),
        _index(rule.classes for rule in rules),
        _index(rule.tags for rule in rules),
    )


def _container(entry: Mapping[str, Any]) -> ContainerRule:
    begin, end = entry.get("between", (None, None))
    return ContainerRule(
        entry["name"], _lower(entry, "ids"), _lower(entry, "classes"), _lower(entry, "tags"),
        begin, end, Trust(entry.get("trust", "known")),
    )  # fmt: skip


def _lower(entry: Mapping[str, Any], key: str) -> frozenset[str]:
    return frozenset(name.lower() for name in entry.get(key, ()))


def _index(names: Iterable[frozenset[str]]) -> Mapping[str, int]:
    """Map each name to the number of the first rule that has it."""
    pairs = [(name, number) for number, group in enumerate(names) for name in group]
    return dict(sorted(pairs, key=lambda pair: pair[1], reverse=True))
