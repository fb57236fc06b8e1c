"""The level of administration and the sort of body that a report comes from."""

from __future__ import annotations

import re
from collections.abc import Iterator

from archive.clean.divisions import Division
from archive.clean.lines import key_of
from archive.clean.reading import Reading
from archive.facts import Level, Organ

_UNITS = (
    (Level.TOWNSHIP, re.compile(r"(?:镇|乡|街道)(?:人民政府|政府|办事处|党工委|党委)|街道办")),
    (Level.NATION, re.compile(
        r"^(?:中华人民共和国|国务院|国家[^级]|全国人(?:大|民代表)|最高人民|中国人民银行|中国证监"
        r"|[\u4e00-\u9fff]{2,8}部(?:$|\d|关于)|海关总署|[\u4e00-\u9fff]{2,6}总局)"
    )),
)  # fmt: skip
_PRONOUNS = (
    (Level.COUNTY, re.compile(r"^(?:县|区|旗)(?!域|块)")),
    (Level.CITY, re.compile(r"^(?:市|州|盟)(?!场|民)")),
    (Level.PROVINCE, re.compile(r"^(?:省|自治区)")),
)
_ORGANS = (
    (Organ.COURT, re.compile(r"法院")),
    (Organ.PROCURATORATE, re.compile(r"检察院")),
    (Organ.CONGRESS, re.compile(r"人大|人民代表大会|(?<!治)常务委员会|人大常委会")),
    (Organ.DEPARTMENT, re.compile(
        r"(?:局|厅|部|署|委|委员会|办公室|办公厅|大队|支队|总队|中心|司|院|处|站|所|银行|协会|联合会)$"
    )),
    (Organ.GOVERNMENT, re.compile(r"(?:人民政府|政府|国务院|办事处|街道办|管委会|管理委员会)$")),
)  # fmt: skip
_BODY = re.compile(
    r".*?(?:人民政府(?:办公[室厅])?|法院|检察院|常委会|常务委员会|管理委员会|委员会|管委会|办事处|局|厅|委|办公室)(?=关于|印发|\d|$|法治|政府信息|年度|依法)"
)


def organ_of(issuer: str | None, title: str) -> Reading[Organ] | None:
    """Return what sort of body speaks: by the title's own body, else by the issuer.

    A title counts more, because the office of a government puts up the government's report.
    """
    return next(_organs((("title", _body(title)), ("issuer", issuer))), None)


def _organs(named: tuple[tuple[str, str | None], ...]) -> Iterator[Reading[Organ]]:
    for source, words in named:
        bare = "".join(key_of(words or "").split())
        for organ, pattern in _ORGANS:
            if pattern.search(bare):
                yield Reading(organ, source, words or "")


def _body(title: str) -> str | None:
    match = _BODY.match("".join(key_of(title).split()))
    return match[0] if match else None


def level_of(
    division: Division | None, place: str | None, issuer: str | None, title: str
) -> Reading[Level] | None:
    """Return the level of the body that speaks, ``None`` where no words and no place tell.

    ``place`` is the division's name where the list of divisions does not have it.
    """
    for source, words in (("issuer", issuer), ("title", title)):
        bare = "".join(key_of(words or "").split())
        for level, pattern in _UNITS:
            if pattern.search(bare):
                return Reading(level, source, words or "")
    if division is not None:
        return Reading(_of_code(division.code), "place", division.path)
    return _by_name(place) or _by_pronoun(issuer)


def _of_code(code: str) -> Level:
    if code.endswith("0000"):
        return Level.PROVINCE
    return Level.CITY if code.endswith("00") else Level.COUNTY


def _by_name(place: str | None) -> Reading[Level] | None:
    """Tell the level by a name's last character; a 区 without its city may be anything."""
    endings = {"县": Level.COUNTY, "旗": Level.COUNTY, "区": Level.COUNTY, "省": Level.PROVINCE,
               "市": Level.CITY, "州": Level.CITY, "盟": Level.CITY, "镇": Level.TOWNSHIP,
               "乡": Level.TOWNSHIP}  # fmt: skip
    level = endings.get(place[-1]) if place else None
    return Reading(level, "place", place or "") if level else None


def _by_pronoun(issuer: str | None) -> Reading[Level] | None:
    found = (level for level, pattern in _PRONOUNS if issuer and pattern.search(issuer))
    level = next(found, None)
    return Reading(level, "issuer", issuer or "") if level else None
