"""Places: which division a report is about, by the names in its issuer, title and site."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from archive.clean.page.lines import key_of
from archive.clean.rules import load
from archive.clean.words.divisions import Division, bare_name, by_name, every
from archive.facts import Level

# 市 and 区 take two characters before them, 县 may take one (夏县); a lower unit only counts
# directly before the name of its government, or 城乡建设局 would be a 乡.
_UNIT = re.compile(
    r"(?P<name>[\u4e00-\u9fff]{2,9}?(?:自治区|自治州|自治县|省|市|区|州|盟|旗|地区|特别行政区)"
    r"|[\u4e00-\u9fff]{1,9}?县"
    r"|[\u4e00-\u9fff]{2,6}?(?:街道|镇|乡)(?=人民政府|政府|党委|办事处|党工委|\d{4}年))"
)
# What may stand before the name of a place: the party, a year, an agency of the state whose
# local body it is (国家税务总局夏县税务局).
_BEFORE = re.compile(
    r"(?:中共|中国共产党)|(?:19|20)\d\d年度?(?:来自)?"
    r"|(?:国家[\u4e00-\u9fff]{2,10}?(?:总局|局|委员会)|中国人民银行|中华人民共和国)"
    r"(?=[\u4e00-\u9fff]{1,9}[省市县区州旗盟])"
)
_CORPS = re.compile(r"(?:新疆生产建设)?兵团|新疆生产建设兵团")
_CORPS_DIVISION = re.compile(
    r"(?:新疆生产建设兵团|兵团)?第(?P<number>[一二三四五六七八九十]{1,3})师"
)
# A development zone begins with the short name of its city: 成都高新区.
_ZONE = re.compile(
    r"[\u4e00-\u9fff]{2,14}?(?:开发区|经开区|高新区|新区|园区|示范区|合作区|度假区|保税区|风景区)"
)
# Words that end like a division and are none, or name one only by a pronoun.
_NO_PLACE = re.compile(
    r"^(?:我|全|本|该|各|贵|县|市|区|省|州|关于|自治)|城市$|社区$|景区$|园区$|灾区$|地区$|保护区$|辖区$"
    r"|开发区$|高新区$|新区$|示范区$|度假区$|校区$|[的和与及在为对委局厅府]|国务院|关于"
)


@dataclass(frozen=True, slots=True)
class Named:
    """A division as a text names it.

    ``path`` is its full name from the top; ``division`` is ``None`` where the list of
    divisions has no such name, or several that nothing tells apart. ``is_within``: the place
    is a town or a zone that lies in the division.
    """

    path: str
    division: Division | None
    words: str
    is_within: bool = False


def place_of(*texts: str | None) -> str | None:
    """Return the full name of the division that :func:`named_place` finds.

    >>> place_of("青石县司法局")
    '青石县'
    """
    named = named_place(*texts)
    return named.path if named else None


def named_place(*texts: str | None) -> Named | None:
    """Return the division the texts name.

    The first text that names one counts. A name that is unique in China is completed with
    the divisions above it; of several with one name, later texts decide, and if they do not
    the bare name stays. Names that are in no list count when they are formed like one.

    >>> named_place("巫山县司法局").division.code
    '500237'
    """
    given = [text for text in texts if text]
    context = " ".join(given)
    for text in given:
        rest = _begun(text)
        names = list(_names(rest))
        if names:
            return _named(names, context, text)
        if zone := _zone(rest, text) or _corps(rest, text):
            return zone
    return None


def is_town(path: str) -> bool:
    """Whether a path ends with a unit below the counties: 城关镇."""
    return path.endswith(("镇", "乡", "街道"))


def _named(names: list[str], context: str, words: str) -> Named:
    division = _division(names, context)
    is_within = division is not None and names[-1] != division.name
    return Named(_completed(names, context), division, words, is_within)


def _begun(text: str) -> str:
    """Return a text from where a place would be named; a 师 of the 兵团 is its city."""
    rest = key_of(text).strip()
    while found := _BEFORE.match(rest):
        rest = rest[found.end() :].strip()
    if corps := _CORPS_DIVISION.match(rest):
        city = load("hosts.toml")["corps"].get(corps["number"], "")
        rest = city + rest[corps.end() :].removeprefix(city)
    return rest


def _names(rest: str) -> Iterator[str]:
    """Yield the divisions a text begins with, upper before lower, by their full names."""
    seen: set[str] = set()
    while match := _UNIT.match(rest):
        name = match["name"]
        known = by_name(name)
        if not known and (_NO_PLACE.search(name) or (seen and name in seen)):
            break
        seen.add(name)
        yield known[0].name if len(known) == 1 else name
        rest = rest[match.end() :]


def _zone(rest: str, words: str) -> Named | None:
    """Return the city of a development zone that is named after it."""
    match = _ZONE.match(rest)
    for size in (2, 3, 4) if match else ():
        city = _by_bare_name().get(rest[:size])
        if city and match:
            return Named(city.path + match[0][size:], city, words, is_within=True)
    return None


def _corps(rest: str, words: str) -> Named | None:
    """Return where the 兵团 itself is: in 新疆, and not all of it."""
    if _CORPS.match(rest):
        (region,) = by_name("新疆维吾尔自治区")
        return Named("新疆生产建设兵团", region, words, is_within=True)
    return None


@cache
def _by_bare_name() -> Mapping[str, Division]:
    """Return provinces and cities by their short names, without those that several have."""
    bearers: dict[str, list[Division]] = {}
    for division in every():
        if division.level is not Level.COUNTY:
            bearers.setdefault(bare_name(division.name), []).append(division)
    return {name: found[0] for name, found in bearers.items() if len(found) == 1}


def _completed(names: list[str], context: str) -> str:
    written = "".join(names)
    divisions = by_name(names[0])
    fitting = [division for division in divisions if _is_meant(division, divisions, context)]
    return "".join(fitting[0].names[:-1]) + written if len(fitting) == 1 else written


def _division(names: list[str], context: str) -> Division | None:
    """Return the lowest of the names that is in the list and means one division only."""
    for depth in range(len(names), 0, -1):
        uppers = {name for name in names[: depth - 1] if by_name(name)}
        below = [one for one in by_name(names[depth - 1]) if uppers <= set(one.names)]
        fitting = [division for division in below if _is_meant(division, below, context)]
        if fitting:
            return fitting[0] if len(fitting) == 1 else None
    return None


def _is_meant(division: Division, rivals: Sequence[Division], context: str) -> bool:
    return len(rivals) == 1 or any(upper in context for upper in division.names[:-1])
