"""The issuer: by label, by signature, by title, by source."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from archive.clean.page.lines import key_of
from archive.clean.rules import load
from archive.clean.words.dates import leading_date, whole_date

_SIGNATURE_LINES = 12  # an attachment's title or a note on contacts may stand below
_PUNCTUATION = re.compile(r"[，。、；：,;:!?！？“”\"《》|\t…]|\d")
_LEADING_YEAR = re.compile(r"^(?:(?:19|20)\d\d年?度?|二[〇○零].{2}年度?)")
_IN_TITLE = re.compile(
    r"^(?P<name>(?:中共[\u4e00-\u9fff]{2,10}委\s?)?[\u4e00-\u9fff（）()]{1,28}?"
    r"(?:局|委员会|人大常委会|人民政府|(?<=[省市县区旗州])(?:政府|委)|法院|检察院|厅|办公室|办事处|管委会|大队|支队))"
    r"(?P<office>办公[室厅])?(?=关于|印发|转发|[\d“《]|二[〇○零]|法治|政府|年度|依法|信息|工作|行政|$)"
)


# 青石县司法局坚持……: the subject of a report's first sentences.
_SUBJECT = re.compile(
    r"(?:^|[,，。]|(?:19|20)\d\d年度?|现将)(?P<name>(?![在由对向把将和与及为从经各全我本该])[\u4e00-\u9fff]{2,24}?"
    r"(?:局|委员会|人民政府|法院|检察院|办公室|厅|办事处|管委会))"
    r"(?=坚持|认真|深入|全面|紧紧|严格|始终|积极|在|以|按照|切实|聚焦|立足|紧扣|高度|围绕|扎实|(?:19|20)\d\d年)"
)


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signed a report, and when; either may be missing."""

    issuer: str | None = None
    signed_on: date | None = None


@cache
def _organisation() -> re.Pattern[str]:
    return re.compile(load("titles.toml")["organisation"])


@cache
def _official() -> re.Pattern[str]:
    return re.compile(load("titles.toml")["official"])


@cache
def _junk() -> dict[str, re.Pattern[str]]:
    patterns = load("labels.toml")["junk"]
    return {
        name: re.compile(f"{pattern}|{patterns['any']}", re.IGNORECASE)
        for name, pattern in patterns.items()
    }


def without_junk(value: str, kind: str) -> bool:
    """Whether a value says something: not 无, 未知, 本站原创 or another filler."""
    pattern = _junk().get(kind) or _junk()["any"]
    return pattern.fullmatch("".join(value.split())) is None


def read_signature(paragraphs: Sequence[str]) -> Signature:
    """Return the signature below a text: a body's name, a date, or both on one line."""
    dated = list(_dated(paragraphs[-_SIGNATURE_LINES:]))
    if dated:  # a date below a name rather than one in a list of an annex
        return next((one for one in dated if one.issuer), dated[0])
    *above, final = [text.strip("()（）") for text in paragraphs[-2:]] or [""]
    is_listed = any(map(is_organisation, above))  # the last of several names in a list
    return Signature(final if above and is_official(final) and not is_listed else None)


def _dated(last: Sequence[str]) -> Iterator[Signature]:
    """Yield dates that stand alone or behind a name, from the last one up."""
    for number in range(len(last) - 1, -1, -1):
        signed_on = whole_date(key_of(last[number]))
        if signed_on:
            above = last[number - 1].strip("()（）") if number else ""
            yield Signature(above if is_organisation(above) else None, signed_on)
        name, both_on = _name_and_date(last[number])
        if both_on:
            yield Signature(name, both_on)


def subject_of(paragraphs: Iterable[str]) -> str | None:
    """Return the body that a report's first sentences are about, if they name one in full.

    >>> subject_of(["2024年，在县委的领导下，青石县司法局坚持依法行政。"])
    '青石县司法局'
    """
    found = (match["name"] for text in paragraphs for match in _SUBJECT.finditer(text[:400]))
    return next(filter(is_official, found), None)


def delivered_on(head: Iterable[str]) -> date | None:
    """Return the date below a title: ——2025年1月6日在…会议上, or （2025年1月6日）.

    >>> delivered_on(["政府工作报告", "——2025年1月6日在青石县人民代表大会上"])
    datetime.date(2025, 1, 6)
    """
    for text in head:
        key = key_of(text).lstrip("—-( ")
        found, length = leading_date(key)
        if found and (not key[length:].strip(" )") or key[length:].startswith("在")):
            return found
    return None


def _name_and_date(text: str) -> tuple[str | None, date | None]:
    """Read 青石县司法局 2025年1月6日 or 青石县司法局2025年1月6日."""
    found = re.search(r"(?:19|20)\d\d\s*年", text)
    if not found or len(text) > 60:
        return None, None
    name = text[: found.start()].strip()
    signed_on, length = leading_date(key_of(text[found.start() :]))
    is_both = is_organisation(name) and found.start() + length == len(text)
    return (name, signed_on) if is_both else (None, None)


def is_organisation(text: str) -> bool:
    """Whether a text is the name of a body and nothing else."""
    return (
        3 <= len(text) <= 40
        and _PUNCTUATION.search(text) is None
        and _organisation().search(text) is not None
    )


def is_official(text: str) -> bool:
    """Whether a text is the name of an authority, not of a newspaper or a web site."""
    return is_organisation(text) and _official().search(text) is not None


def issuer_in_title(title: str) -> str | None:
    """Return the body that a title begins with, if it does.

    >>> issuer_in_title("青石县司法局2024年法治政府建设情况报告")
    '青石县司法局'
    """
    match = _IN_TITLE.match(_LEADING_YEAR.sub("", title))
    return match["name"] + (match["office"] or "") if match else None
