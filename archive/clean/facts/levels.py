"""The level of administration and the sort of body that a report comes from."""

from __future__ import annotations

import re
from collections.abc import Iterator

from archive.clean.facts.locating import Location
from archive.clean.facts.reading import Reading
from archive.clean.page.lines import key_of
from archive.clean.words.place import place_of
from archive.facts import Level, Organ

_UNITS = (
    (Level.TOWNSHIP, re.compile(r"(?:镇|乡|街道)(?:人民政府|政府|办事处|党工委|党委)|街道办")),
    (Level.NATION, re.compile(
        r"^(?:中华人民共和国|国务院|国家[^级]|全国人(?:大|民代表)|最高人民|中国人民银行|中国证监|审计署"
        r"|海关总署|[\u4e00-\u9fff]{2,6}总局)"
        r"|^(?:外交|国防|教育|科学技术|科技|工业和信息化|公安|国家安全|民政|司法|财政|商务|水利|文化|农业"
        r"|人力资源和?社会保障|自然资源|生态环境|环境保护|住房和城乡建设|交通运输|农业农村|文化和旅游"
        r"|退役军人事务|应急管理)部(?:$|办公厅|关于|\d)"
    )),
)  # fmt: skip
_BRANCH = re.compile(r"调查[总支]?队|[分支]行|分局|监管局|专员办|海关$")
_CORPS = "新疆生产建设兵团"
_PRONOUNS = (
    (Level.COUNTY, re.compile(r"^(?:县|区|旗)(?!域|块)")),
    (Level.CITY, re.compile(r"^(?:市|州|盟)(?!场|民)")),
    (Level.PROVINCE, re.compile(r"^(?:省|自治区)")),
)
_ORGANS = (
    (Organ.COURT, re.compile(r"法院")),
    (Organ.PROCURATORATE, re.compile(r"检察院")),
    (Organ.CONGRESS, re.compile(r"人大|人民代表大会|(?<!治)常务委员会|人大常委会")),
    (Organ.GOVERNMENT, re.compile(r"(?:人民政府|政府|国务院|办事处|街道办|管委会|管理委员会)$")),
    (Organ.DEPARTMENT, re.compile(
        r"(?:局|厅|部|署|委|委员会|办公室|办公厅|大队|支队|总队|中心|司|院|处|站|所|银行|协会|联合会)$"
    )),
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
    location: Location | None, issuer: str | None, title: str, site_code: str | None
) -> Reading[Level] | None:
    """Return the level of the body that speaks, ``None`` where no words and no place tell.

    县司法局 on a city's site is a county's: a place that only the site tells comes last.
    """
    for source, words in (("issuer", issuer), ("title", title)):
        bare = "".join(key_of(words or "").split())
        for level, pattern in _UNITS:
            if pattern.search(bare) and not _is_branch(level, bare):
                return Reading(level, source, words or "")
    own = _of_place(location) if location and location.is_named else None
    around = _of_place(location) if location else None
    return own or _by_pronoun(issuer) or _of_ministry(site_code) or around


def _is_branch(level: Level, bare: str) -> bool:
    """Whether a national body is one of its local ones: 国家税务总局夏县税务局."""
    return level is Level.NATION and (
        place_of(bare) is not None or _BRANCH.search(bare) is not None
    )


def _of_place(location: Location) -> Reading[Level] | None:
    """Return the level of a place's division; a zone has none of its own."""
    if location.path == _CORPS:
        return Reading(Level.PROVINCE, "place", location.path)
    if location.is_within:
        return None
    if location.division is not None:
        return Reading(location.division.level, "place", location.path)
    return _by_name(location.path)


def _of_ministry(site_code: str | None) -> Reading[Level] | None:
    """Sites of ministries have codes that begin with letters: bm07000001."""
    if site_code and site_code.lower().startswith("bm"):
        return Reading(Level.NATION, "site code", site_code)
    return None


def _by_name(place: str) -> Reading[Level] | None:
    """Tell the level by a name's last character; a 区 without its city may be anything."""
    endings = {"县": Level.COUNTY, "旗": Level.COUNTY, "区": Level.COUNTY, "省": Level.PROVINCE,
               "市": Level.CITY, "州": Level.CITY, "盟": Level.CITY, "镇": Level.TOWNSHIP,
               "乡": Level.TOWNSHIP}  # fmt: skip
    level = endings.get(place[-1])
    return Reading(level, "place", place) if level else None


def _by_pronoun(issuer: str | None) -> Reading[Level] | None:
    found = (level for level, pattern in _PRONOUNS if issuer and pattern.search(issuer))
    level = next(found, None)
    return Reading(level, "issuer", issuer or "") if level else None
