"""How titles are written: on one line, once, and with an ending that reports have."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from html import unescape

from archive.clean.page.lines import trimmed
from archive.clean.rules import load
from archive.clean.words.issuers import is_organisation, issuer_in_title
from archive.clean.words.place import place_of

_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,40}>")  # a line break or colour that an editor typed
_SPACED_LETTERS = re.compile(r"(?<!\S)(?:[\u4e00-\u9fff] ){2,}[\u4e00-\u9fff](?!\S)")
_PREFIX = re.compile(r"^【[^】]{2,8}】")
_BARS = " |｜"
# A space that only a line break has left: beside a year, a number, an issuer's name, 的, 关于.
_GAP = re.compile(
    r"(?<=[\u4e00-\u9fff]) (?=[\d（(《“的]|关于|报告)"
    r"|(?<=[\d年度》”局委府院厅]) (?=[\u4e00-\u9fff（(])"
)
_ANY_GAP = re.compile(r"(?<=[\d\u0080-\uffff]) (?=[\d\u0080-\uffff])")
_SUBTITLE = re.compile(r"—{1,2}|-{2,}")
_TAIL = re.compile(r"\s*(?:[（(](?:文字|图文|全文)版?[)）]|\s(?:19|20)\d\d-\d{1,2}-\d{1,2})$")
_YEAR = re.compile(r"^\s*(?:(?:19|20)\d\d|二[〇○零][〇○零一二三四五六七八九]{2})\s*年")
_WHOLE = re.compile(r"(?:政府|法院|检察院|人大常委会)工作报告")
_MIN_CHARS = 8


@dataclass(frozen=True, slots=True)
class TitleRules:
    """The patterns of ``titles.toml``."""

    ending: re.Pattern[str]
    goes_on: re.Pattern[str]
    no_title: re.Pattern[str]
    template: re.Pattern[str]
    site: re.Pattern[str]
    not_title_line: re.Pattern[str]
    announced: re.Pattern[str]
    vague: re.Pattern[str]
    welcome: re.Pattern[str]


@cache
def title_rules() -> TitleRules:
    """Return the patterns, compiled."""
    data = load("titles.toml")
    names = TitleRules.__slots__
    return TitleRules(**{name: re.compile(data[name], re.IGNORECASE) for name in names})


def collapsed(title: str) -> str:
    """Return a title on one line, without letter spacing, and once if it stands twice.

    Headlines may have a space between their halves; titles of reports have one only between
    the lines of a couplet or the names of joint issuers.

    >>> collapsed("政 府 工 作 报 告")
    '政府工作报告'
    """
    text = trimmed(re.sub(r"\s+", " ", unescape(_TAG.sub("", title)))).strip(_BARS)
    text = _TAIL.sub("", _PREFIX.sub("", text))
    half = len(text) // 2
    first, second = text[:half].rstrip(), text[half:].lstrip()
    text = first if half >= _MIN_CHARS and first == second else text
    text = _SPACED_LETTERS.sub(lambda run: run[0].replace(" ", ""), text)
    if not ends_as_title("".join(text.split())):
        return _GAP.sub("", text)
    kept = _meant(text)
    return kept + _ANY_GAP.sub("", text[len(kept) :])


def _meant(title: str) -> str:
    """Return the beginning of a title whose spaces are its own, empty where none are.

    求真务实 担当作为——…, or 青石县委 青石县政府关于….
    """
    first, *subtitle = _SUBTITLE.split(title, maxsplit=1)
    *left, right = first.split(" ")
    if subtitle and left and {len(part) for part in left} == {len(right)}:
        return first
    is_joint = left and all(map(is_organisation, left)) and issuer_in_title(right) is not None
    return first if is_joint else ""


def is_template(text: str) -> bool:
    """Whether a value in the head is a placeholder that was never filled in."""
    return title_rules().template.search(text) is not None


def ends_as_title(text: str) -> bool:
    """Whether a text ends as titles of reports do."""
    return title_rules().ending.search(text) is not None


def is_title_line(text: str) -> bool:
    """Whether a line could be a title: of some length, and ending as those of reports do."""
    return _WHOLE.fullmatch(text) is not None or (len(text) >= _MIN_CHARS and ends_as_title(text))


def breaks_off(text: str) -> bool:
    """Whether a line breaks off in a subtitle: 求真务实 担当作为——青石."""
    return _SUBTITLE.search(text) is not None and not ends_as_title(text)


def goes_on(text: str) -> bool:
    """Whether a line can only be the rest of a title that began above: 的报告, 和2024年预算."""
    return title_rules().goes_on.search(text) is not None


def stands_alone(title: str) -> bool:
    """Whether a title names its year, its issuer or its place, or needs none of them.

    The name of a body alone is no title.
    """
    return any(map(_names_one, _SUBTITLE.split(title)))


def _names_one(title: str) -> bool:
    if is_organisation(title):
        return False
    return (
        _YEAR.match(title) is not None
        or _WHOLE.fullmatch(title) is not None
        or issuer_in_title(title) is not None
        or place_of(title.removeprefix("关于")) is not None
    )
