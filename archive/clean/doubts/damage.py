"""Text damaged by conversions: pinyin behind characters, question marks for signs, mojibake."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Final

from archive.facts import Caution, Doubt

# Copies have readings behind characters that everybody can read, 設(shè) or 办(ban), or behind
# the remains of one: F(xiàn). Three, as a report may give the reading of a name or two.
_READING: Final = re.compile(r"(\S)[(（]([a-z\u00e0-\u01dc]{1,6})[)）]")
_MOST_CHARS: Final = 600  # to a reading; copies have one in every second sentence
_PINYIN: Final = re.compile(r"[a-zü]{0,4}[āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ][a-zü]{0,3}")
_TONES: Final = str.maketrans("āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜü", "aaaaeeeeiiiioooouuuuvvvvv")
_LEVEL_ONE: Final = frozenset(bytes([row]) for row in range(0xB0, 0xD8))
_LEVEL_ONE_TRADITIONAL: Final = frozenset(bytes([row]) for row in range(0xA4, 0xC7))
_QUESTIONS: Final = re.compile(r"[?？][。，、；,]")
_BOPOMOFO: Final = re.compile(r"[\u3105-\u312f\u31a0-\u31bf]")
_MOJIBAKE: Final = re.compile(
    r"锟斤拷|烫烫烫|鈥[渓滄]|锛[岀屼]|銆[傚乣]|[ÃÂâåæçèéä][\x80-\xbf]{1,2}"
)
_REPLACED: Final = re.compile("\ufffd")
_SIGNS: Final = (
    (_QUESTIONS, 3, "标点前有多余的问号"),
    (_BOPOMOFO, 2, "夹有注音符号"),
    (_MOJIBAKE, 3, "有乱码"),
    (_REPLACED, 5, "有无法还原的字符"),
)


def find_damage(paragraphs: Sequence[str]) -> Caution | None:
    """Return the doubt that a text was damaged on its way, with examples as reason."""
    reasons = tuple(_reasons("\n".join(paragraphs)))
    return Caution(Doubt.DAMAGED_TEXT, "；".join(reasons)) if reasons else None


def _reasons(text: str) -> Iterator[str]:
    readings = [found for found in _READING.finditer(text) if _is_needless(found[1], found[2])]
    readings = readings if len(readings) * _MOST_CHARS >= len(text) else []
    signs = ((list(pattern.finditer(text)), least, name) for pattern, least, name in _SIGNS)
    for found, least, name in ((readings, 3, "汉字后带有括号拼音"), *signs):
        if len(found) >= least:
            first = found[0]
            example = text[max(0, first.start() - 6) : first.end() + 6].replace("\n", " ")
            yield f"{name}：{len(found)}处，如“{example}”"


def _is_needless(before: str, letters: str) -> bool:
    """Whether letters in brackets are the reading of a common character or of a remnant.

    Nobody needs to be told it; of rare characters reports do tell it.
    """
    if before.isascii():
        return _PINYIN.fullmatch(letters) is not None
    return _is_common(before) and letters.translate(_TONES) in _readings(before)


def _is_common(char: str) -> bool:
    """Whether a character is of the first level of the simplified or traditional standard.

    Source: GB 2312-80, rows 16 to 55; Big5, rows A4 to C6.
    """
    simplified, traditional = (char.encode(code, "ignore") for code in ("gb2312", "big5"))
    return simplified[:1] in _LEVEL_ONE or traditional[:1] in _LEVEL_ONE_TRADITIONAL


@cache
def _readings(char: str) -> frozenset[str]:
    from pypinyin import Style, pinyin  # noqa: PLC0415 - few texts have letters in brackets

    return frozenset(pinyin(char, style=Style.NORMAL, heteronym=True, v_to_u=False)[0])
