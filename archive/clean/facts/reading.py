"""A fact together with the words it was read from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

from archive.facts import Evidence

T_co = TypeVar("T_co", covariant=True)


@dataclass(frozen=True, slots=True)
class Reading(Generic[T_co]):
    """A value, the kind of place it was found in, and the words that stood there."""

    value: T_co
    source: str
    words: str

    def evidence(self, field: str) -> Evidence:
        """Return what is kept with the report for one of its fields."""
        return Evidence(field, self.source, self.words)
