"""Places: which division a report is about, by the names in its issuer, title and site."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from archive.clean.divisions import Division, by_name
from archive.clean.lines import key_of

# 市 and 区 take two characters before them, 县 may take one (夏县); a lower unit only counts
# directly before the name of its government, or 城乡建设局 would be a 乡.
_UNIT = re.compile(
    r"(?P<name>[\u4e00-\u9fff]{2,9}?(?:自治区|自治州|自治县|省|市|区|州|盟|旗|地区|特别行政区)"
    r"|[\u4e00-\u9fff]{1,9}?县"
    r"|[\u4e00-\u9fff]{2,6}?(?:街道|镇|乡)(?=人民政府|政府|党委|办事处|党工委|\d{4}年))"
)
_PARTY = re.compile(r"^(?:中共|中国共产党)")
_YEAR = re.compile(r"^(?:19|20)\d\d年度?(?:来自)?")
# Words that end like a division and are none, or name one only by a pronoun.
_NO_PLACE = re.compile(
    r"^(?:我|全|本|该|各|贵|县|市|区|省|州|关于)|城市$|社区$|景区$|园区$|灾区$|地区$|保护区$|辖区$"
    r"|开发区$|高新区$|新区$|示范区$|度假区$|校区$|[的和与及在为对委局厅府]|国务院|关于"
)


@dataclass(frozen=True, slots=True)
class Named:
    """A division as a text names it.

    ``path`` is its full name from the top; ``division`` is ``None`` where the list of
    divisions has no such name, or several that nothing tells apart.
    """

    path: str
    division: Division | None
    words: str


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
    for text in given:
        names = _names(text)
        if names:
            context = " ".join(given)
            return Named(_completed(names, context), _division(names, context), text)
    return None


def _names(text: str) -> list[str]:
    """Return the divisions a text begins with, upper before lower."""
    rest = _YEAR.sub("", _PARTY.sub("", key_of(text).strip()))
    names: list[str] = []
    while match := _UNIT.match(rest):
        name = match["name"]
        known = bool(by_name(name))
        if not known and (_NO_PLACE.search(name) or (names and name in names)):
            break
        names.append(name)
        rest = rest[match.end() :]
    return names


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
