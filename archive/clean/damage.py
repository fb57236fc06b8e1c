"""Text damaged by conversions: pinyin behind characters, question marks for signs, mojibake."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from archive.facts import Caution, Doubt

# Converters into Traditional characters leave 設(shè) behind; official ones do not. Three,
# as a report may well give the reading of a rare character or of two.
_PINYIN: Final = re.compile(r"[(（][a-zü]{0,4}[āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ][a-zü]{0,3}[)）]")
_QUESTIONS: Final = re.compile(r"[?？][。，、；,]")
_BOPOMOFO: Final = re.compile(r"[\u3105-\u312f\u31a0-\u31bf]")
_MOJIBAKE: Final = re.compile(
    r"锟斤拷|烫烫烫|鈥[渓滄]|锛[岀屼]|銆[傚乣]|[ÃÂâåæçèéä][\x80-\xbf]{1,2}"
)
_REPLACED: Final = re.compile("\ufffd")
_SIGNS: Final = (
    (_PINYIN, 3, "汉字后带有括号拼音"),
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
    for pattern, least, name in _SIGNS:
        found = list(pattern.finditer(text))
        if len(found) >= least:
            first = found[0]
            example = text[max(0, first.start() - 6) : first.end() + 6].replace("\n", " ")
            yield f"{name}：{len(found)}处，如“{example}”"
