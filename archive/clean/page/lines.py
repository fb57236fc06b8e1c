"""Lines: what a page is made of once its markup is gone."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate

_SENTENCE = re.compile(r"[。；！？，;]|[,!?](?!\d)")
_HEADING_NUMBER = re.compile(r"^[（(]?[一二三四五六七八九十]{1,3}[)）、]")
_SPACE = re.compile(r"[ \t\r\n\f\v\x85\u2028\u2029]+")
_CJK = r"[\u2e80-\u2fff\u3001-\u9fff\uf900-\ufaff\uff00-\uffef“”‘’—…]"
_WRAP = re.compile(
    rf"(?<={_CJK})[ \t]*[\r\n][ \t\r\n]*(?=\S)|(?<=\S)[ \t]*[\r\n][ \t\r\n]*(?={_CJK})"
)
_INVISIBLE = re.compile("[\u200b\u200c\u2060\ufeff\u00ad]+")
_EDGE = " \t\r\n\f\v\xa0\x85\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009"
_EDGE += "\u200a\u200b\u2028\u2029\u202f\u205f\u3000\ufeff\u2060"

# One character to one character, so that offsets into the key hold for the line as well.
_KEY = tuple(zip(
    "０１２３４５６７８９：（）［］【】｜＞，；！／－\u3000\xa0\u2002\u2003\t",
    "0123456789:()[][]|>,;!/-    |",
    strict=True,
))  # fmt: skip

_SHORT = 300  # characters: no line of chrome is longer
ROW = "\t"  # between the cells of a table row: cells never hold it, folding drops it


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a page.

    ``link_chars`` of its characters stand inside links; ``heading`` is the level of an
    ``<h1>`` … ``<h6>``, 0 for everything else; ``item`` how deep in lists it stands;
    ``is_picture`` says that it is what stands for an image; ``repeats`` are the columns of a
    row that a merged cell covers beyond its first. ``text`` is trimmed and not empty, but for
    the tabs of empty first cells.
    """

    text: str
    link_chars: int = 0
    heading: int = 0
    item: int = 0
    is_picture: bool = False
    repeats: tuple[int, ...] = ()

    @property
    def is_link(self) -> bool:
        """Whether the line is mostly link text."""
        return self.link_chars * 2 > len(self.text)

    @property
    def is_prose(self) -> bool:
        """Whether the line reads like running text rather than a label, link or heading."""
        return not self.is_link and (
            len(self.text) >= 60
            or (len(self.text) >= 20 and _SENTENCE.search(self.text) is not None)
        )

    @property
    def value(self) -> int:
        """What the line adds to a stretch that may be the main text: prose minus links.

        Rows of tables count for a third of prose, short lines for nothing.
        """
        if self.is_link:
            return -self.link_chars
        if self.is_prose:
            return len(self.text) - 2 * self.link_chars
        return len(self.text) // 3 - self.link_chars if ROW in self.text else -self.link_chars


def trimmed(text: str) -> str:
    """Return ``text`` without white space and invisible characters at its ends."""
    return text.strip(_EDGE)


def rendered(text: str) -> str:
    """Return ``text`` trimmed, with each run of ASCII white space as one space.

    No-break spaces become plain ones, invisible characters go.

    >>> rendered("  第一章 \\n 总则\\u3000 of \\n law ")
    '第一章 总则\\u3000 of law'
    """
    visible = text if text.isascii() else _INVISIBLE.sub("", text)
    return trimmed(_SPACE.sub(" ", visible)).replace("\xa0", " ")


def unwrapped(text: str) -> str:
    """Return the text of one node without the line breaks that only wrap its source.

    A break beside a Chinese character shows as nothing: Chinese has no spaces between words.

    Source: CSS Text Module Level 3, 4.1.3 (segment break transformation), read generously.

    >>> unwrapped("复议案件\\n  32件 of\\nlaw")
    '复议案件32件 of\\nlaw'
    """
    return _WRAP.sub("", text) if "\n" in text or "\r" in text else text


def key_of(text: str) -> str:
    """Return ``text`` in half-width forms for matching, character by character.

    Offsets into the key are offsets into the text. Tabs become bars, wide spaces plain ones.

    >>> key_of("【字体：大】")
    '[字体:大]'
    """
    return _short_key(text) if len(text) <= _SHORT else _half_width(text)


@lru_cache(maxsize=4096)  # every rule asks for it, and a site's chrome comes back on each page
def _short_key(text: str) -> str:
    return _half_width(text)


def _half_width(text: str) -> str:
    for wide, narrow in _KEY:  # six times as fast as str.translate
        text = text.replace(wide, narrow)
    return text


BULLETS = " |•·*-●○"


def is_numbered(text: str) -> bool:
    """Whether a text begins with the number of a heading: 一、 or （一）."""
    return _HEADING_NUMBER.match(text) is not None


def is_structured(line: Line) -> bool:
    """Whether a line is a numbered heading or a row of a table."""
    return ROW in line.text or is_numbered(line.text)


def is_body(line: Line) -> bool:
    """Whether a line can only be the report's own text: prose, or a numbered heading."""
    return line.is_prose or is_numbered(line.text)


def summed(lines: Sequence[Line]) -> Sequence[int]:
    """Return the value of the lines before each number, and of all at the end."""
    return [0, *accumulate(_values(lines))]


def _values(lines: Iterable[Line]) -> Iterator[int]:
    """Yield what each line adds; the second copy of a text, as elder modes have it, nothing."""
    seen: set[str] = set()
    for line in lines:
        yield 0 if line.is_prose and line.text in seen else line.value
        seen.add(line.text)
