"""Divisions by the names of their hosts: sfj.taiyuan.gov.cn is 太原市's."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from urllib.parse import urlsplit

from archive.clean.rules import load
from archive.clean.words.divisions import Division, bare_name, by_name, every
from archive.facts import Level

_BELOW = ".gov.cn"
# Districts of municipalities have names such as bjdch and cqws: initials of both names.
_MUNICIPALITIES = {"北京市": "bj", "上海市": "sh", "天津市": "tj", "重庆市": "cq"}


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


def bears_initials(url: str, division: Division) -> bool:
    """Whether a host is named after a division by initials: xzgl.gov.cn is 徐州市鼓楼区's."""
    host = (urlsplit(url).hostname or "").lower()
    labels = host.removesuffix(_BELOW).split(".") if host.endswith(_BELOW) else []
    return not set(labels).isdisjoint(_initials(division))


def _initials(division: Division) -> set[str]:
    """Return the initials of a division's city and its own, 长 as c and as ch."""
    if len(division.names) < 2:
        return set()
    upper = _MUNICIPALITIES.get(division.names[-2])
    uppers = {upper} if upper else set(map(_first_letters, _spelt(division.names[-2])))
    return {first + own for first in uppers for own in map(_first_letters, _spelt(division.name))}


def _first_letters(syllables: Sequence[str]) -> str:
    return "".join(syllables)


def _spelt(name: str) -> tuple[list[str], list[str]]:
    """Return the first letters and the initial consonants of a short name's syllables."""
    from pypinyin import Style, pinyin  # noqa: PLC0415

    styles = (Style.FIRST_LETTER, Style.INITIALS)
    letters, consonants = ([one[0] for one in pinyin(bare_name(name), style)] for style in styles)
    return letters, [long or short for long, short in zip(consonants, letters, strict=True)]


@cache
def _by_label() -> Mapping[str, tuple[Division, ...]]:
    # Loading its dictionary takes a third of a second, and few pages need it.
    from pypinyin import lazy_pinyin, load_phrases_dict  # noqa: PLC0415

    # The places, not the morning sun.
    load_phrases_dict({"朝阳": [["cháo"], ["yáng"]], "闵行": [["mǐn"], ["háng"]]})
    bearers: dict[str, tuple[Division, ...]] = {}
    for division in every():
        labels = {"".join(lazy_pinyin(name)) for name in (division.name, bare_name(division.name))}
        if division.names[0] in _MUNICIPALITIES:
            labels |= _initials(division)
        for label in labels:
            bearers[label] = (*bearers.get(label, ()), division)
    return bearers | {label: by_name(name) for label, name in load("hosts.toml")["names"].items()}


def _highest(divisions: list[Division]) -> Division | None:
    """Return the one of the highest level, ``None`` if there are two."""
    for level in Level:
        bearers = [division for division in divisions if division.level is level]
        if bearers:
            return bearers[0] if len(bearers) == 1 else None
    return None
