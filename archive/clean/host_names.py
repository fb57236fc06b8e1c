"""Divisions by the names of their hosts: sfj.taiyuan.gov.cn is 太原市's."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from urllib.parse import urlsplit

from archive.clean.divisions import Division, by_name, every
from archive.clean.rules import load
from archive.facts import Level

_BELOW = ".gov.cn"
# What is left of a division's name in its host: neither its kind nor its peoples.
_KIND = re.compile(r"(?:特别行政区|自治[区州县旗]|地区|新区|矿区|林区|特区|省|市|区|县|州|盟|旗)$")
_PEOPLES = (
    "壮族|回族|藏族|苗族|彝族|侗族|傣族|白族|羌族|满族|瑶族|畲族|黎族|水族|佤族|土族|怒族|各族"
    "|土家族|布依族|哈尼族|蒙古族|朝鲜族|傈僳族|景颇族|仡佬族|拉祜族|纳西族|毛南族|撒拉族|仫佬族"
    "|东乡族|保安族|裕固族|独龙族|普米族|布朗族|鄂温克族|达斡尔族|维吾尔|蒙古|哈萨克|柯尔克孜"
    "|鄂伦春|塔吉克|锡伯"
)
_PEOPLE = re.compile(rf"(?:{_PEOPLES})+$")


def division_of_host(url: str) -> Division | None:
    """Return the division whose name in pinyin an official host bears.

    A name that several divisions bear is their highest one's; ``None`` if that has rivals.
    Names are read from the right, each within the one before: tunchang.hainan.gov.cn.
    """
    host = (urlsplit(url).hostname or "").lower()
    found: Division | None = None
    if host.endswith(_BELOW):
        for label in reversed(host.removesuffix(_BELOW).split(".")):
            bearers = _by_label().get(label, ())
            found = _highest([one for one in bearers if _is_within(one, found)]) or found
    return found


def _is_within(division: Division, upper: Division | None) -> bool:
    return upper is None or division.names[: len(upper.names)] == upper.names


@cache
def _by_label() -> Mapping[str, tuple[Division, ...]]:
    # Loading its dictionary takes a third of a second, and few pages need it.
    from pypinyin import lazy_pinyin, load_phrases_dict  # noqa: PLC0415

    load_phrases_dict({"朝阳": [["cháo"], ["yáng"]]})  # the places, not the morning sun
    bearers: dict[str, tuple[Division, ...]] = {}
    for division in every():
        for name in {division.name, _short(division.name)}:
            label = "".join(lazy_pinyin(name))
            bearers[label] = (*bearers.get(label, ()), division)
    return bearers | {label: by_name(name) for label, name in load("hosts.toml")["names"].items()}


def _short(name: str) -> str:
    """Return a name without its kind: 临夏 for 临夏回族自治州."""
    bare = _KIND.sub("", name)
    short = _PEOPLE.sub("", bare) if "自治" in name else bare
    return next(one for one in (short, bare, name) if len(one) > 1)


def _highest(divisions: list[Division]) -> Division | None:
    """Return the one of the highest level, ``None`` if there are two."""
    for level in Level:
        bearers = [division for division in divisions if division.level is level]
        if bearers:
            return bearers[0] if len(bearers) == 1 else None
    return None
