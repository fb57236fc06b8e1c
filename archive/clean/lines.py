"""Lines: what a page is made of once its markup is gone."""

from __future__ import annotations

import re
from dataclasses import dataclass

_SENTENCE = re.compile(r"[。；！？，;]|[,!?](?!\d)")
_HEADING_NUMBER = re.compile(r"^[（(]?[一二三四五六七八九十]{1,3}[)）、]")
_SPACE = re.compile(r"[ \t\r\n\f\v\x85\u2028\u2029]+")
_CJK = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef“”‘’—…]")
_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u2060\ufeff\u00ad"))
_EDGE = " \t\r\n\f\v\xa0\x85\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009"
_EDGE += "\u200a\u200b\u2028\u2029\u202f\u205f\u3000\ufeff\u2060"

# One character to one character, so that offsets into the key hold for the line as well.
_KEY = str.maketrans(
    "：（）［］【】｜＞，；！／－〔〕\u3000\xa0\u2002\u2003\t", ":()[][]|>,;!/-〔〕    |"
)

ROW = "\t"  # between the cells of a table row: cells never hold it, folding drops it


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a page.

    ``link_chars`` of its characters stand inside links; ``heading`` is the level of an
    ``<h1>`` … ``<h6>``, 0 for everything else. ``text`` is trimmed and not empty.
    """

    text: str
    link_chars: int = 0
    heading: int = 0

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
    """Return ``text`` with white space as a browser would show it, and trimmed.

    A line break in the source between two wide characters shows as nothing, any other run
    of ASCII white space as one space; no-break spaces become plain ones.

    Source: CSS Text Module Level 3, 4.1.3 (segment break transformation).

    >>> rendered("  第一章\\n总则\\u3000 of \\n law ")
    '第一章总则\\u3000 of law'
    """
    visible = text.translate(_INVISIBLE)
    return trimmed(_SPACE.sub(lambda run: _space_for(run, visible), visible)).replace("\xa0", " ")


def _space_for(run: re.Match[str], text: str) -> str:
    before = text[max(run.start() - 1, 0) : run.start()]
    after = text[run.end() : run.end() + 1]
    is_break = "\n" in run[0] or "\r" in run[0]
    return "" if is_break and _CJK.match(before) and _CJK.match(after) else " "


def key_of(text: str) -> str:
    """Return ``text`` in half-width forms for matching, character by character.

    Offsets into the key are offsets into the text. Tabs become bars, wide spaces plain ones.

    >>> key_of("【字体：大】")
    '[字体:大]'
    """
    return text.translate(_KEY)


BULLETS = " |•·*-●○"


def is_body(line: Line) -> bool:
    """Whether a line can only be the report's own text: prose, or a numbered heading."""
    return line.is_prose or _HEADING_NUMBER.match(line.text) is not None
