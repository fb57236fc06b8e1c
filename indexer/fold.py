"""Folding: what two texts must share to be the same to a reader who searches.

Folding works on one character at a time, so ``fold(a + b) == fold(a) + fold(b)``: a phrase is
in a text exactly when the folded phrase is in the folded text, wherever either was cut. And
it is idempotent. Both are what exactness rests on, and both are tested over all of Unicode.

What goes: quotation marks, title marks, white space, and whatever cannot be seen. All other
punctuation stays. Width and case go by NFKC and case folding. Composed and decomposed accents
stay different, because composing would look at two characters at once. Traditional characters
become simplified ones, each by itself (OpenCC's ``t2s``); ``fold_as_written`` leaves that last
step out, and because it never changes a length, both foldings of a text agree on every offset.

Source: UAX #15 (NFKC); Unicode 3.13 (case folding); Unicode ``Quotation_Mark``,
``White_Space`` and ``Default_Ignorable_Code_Point`` in PropList and DerivedCoreProperties;
OpenCC's TSCharacters (traditional to simplified).
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version

import opencc

FOLD_VERSION = f"2-unicode{unicodedata.unidata_version}-opencc{version('opencc')}"
"""Changes whenever any text may fold differently; an index remembers which one made it."""

QUOTATION_MARKS = frozenset("\"'«»‘’‚‛“”„‟‹›⹂「」『』〝〞〟﹁﹂﹃﹄＂＇｢｣")
TITLE_MARKS = frozenset("《》〈〉〈〉︽︾︿﹀")

_INVISIBLE_CATEGORIES = frozenset({"Cc", "Cf", "Cs", "Zs", "Zl", "Zp"})
# Letters, marks and unassigned code points that Unicode says to show as nothing.
_INVISIBLE_RANGES = (
    (0x034F, 0x034F),
    (0x115F, 0x1160),
    (0x17B4, 0x17B5),
    (0x180B, 0x180F),
    (0x2065, 0x2065),
    (0x3164, 0x3164),
    (0xFE00, 0xFE0F),
    (0xFFA0, 0xFFA0),
    (0xFFF0, 0xFFF8),
    (0xE0000, 0xE0FFF),
)


# Nearly all characters of a report fold to one each; only the others have to be looked at.
_SURELY_ONE = "0-9A-Za-z\u4e00-\u9fff,.%()、。，：；！？（）"
_MAYBE_NOT_ONE = re.compile(f"[^{_SURELY_ONE}]")


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text that knows where it came from.

    ``origins[i]`` is the index in the original of the character that ``text[i]`` came from;
    one original character may stand behind several folded ones.
    """

    text: str
    origins: tuple[int, ...]

    def folded_size(self, end: int) -> int:
        """Return how many folded characters the original's first ``end`` became.

        >>> fold_with_offsets("“枫桥 经验”").folded_size(4)
        2
        """
        return bisect_left(self.origins, end)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the original half-open range behind folded ``[start, end)``, not empty.

        >>> fold_with_offsets("“枫桥 经验”").span(1, 3)
        (2, 5)
        """
        return self.origins[start], self.origins[end - 1] + 1


def fold(text: str) -> str:
    """Return ``text`` folded.

    >>> fold("“枫桥　经验”，ＡＢＣ㎡")
    '枫桥经验,abcm2'
    """
    return text.translate(_FOLDED)


def fold_as_written(text: str) -> str:
    """Return ``text`` folded, but traditional characters kept; as long as ``fold`` of it.

    >>> fold("臺灣“楓橋”"), fold_as_written("臺灣“楓橋”")
    ('台湾枫桥', '臺灣楓橋')
    """
    return text.translate(_FOLDED_AS_WRITTEN)


def simplified(text: str) -> str:
    """Return ``text`` with each traditional character replaced by its simplified one.

    >>> simplified("矛盾糾紛")
    '矛盾纠纷'
    """
    return text.translate(_SIMPLIFIED)


def fold_with_offsets(text: str) -> Folded:
    """Return ``text`` folded, with the way back."""
    return Folded(fold(text), tuple(origins(text)))


def origins(text: str) -> list[int]:
    """Return for each character of ``fold(text)`` the index in ``text`` that it came from."""
    found: list[int] = []
    last = 0
    for match in _MAYBE_NOT_ONE.finditer(text):
        place = match.start()
        found += range(last, place)
        found += [place] * len(_FOLDED[ord(match[0])])
        last = place + 1
    found += range(last, len(text))
    return found


def _fold_character(character: str) -> str:
    if _is_dropped(character):
        return ""
    folded = unicodedata.normalize("NFKC", character).casefold()
    if folded == character:
        return character
    return "".join(map(_fold_character, folded))


def _is_dropped(character: str) -> bool:
    return (
        character in QUOTATION_MARKS
        or character in TITLE_MARKS
        or unicodedata.category(character) in _INVISIBLE_CATEGORIES
        or any(first <= ord(character) <= last for first, last in _INVISIBLE_RANGES)
    )


def _simplify_character(character: str) -> str:
    if character < "\u2e80" or not character.isalpha():  # not Han, so there is nothing to ask
        return character
    # Some lead to another traditional one, so go on to the end. OpenCC has no circles.
    simpler: str = _converter().convert(character)
    while len(simpler) == 1 and simpler != character:
        character = simpler
        simpler = _converter().convert(character)
    return character


@cache
def _converter() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")


class _CharacterTable(dict[int, str]):
    """Each code point is looked at once and then looked up; there are 1.1 million at most."""

    def __init__(self, change: Callable[[str], str]) -> None:
        super().__init__()
        self._change = change

    def __missing__(self, code_point: int) -> str:
        changed = self[code_point] = self._change(chr(code_point))
        return changed


_SIMPLIFIED = _CharacterTable(_simplify_character)
_FOLDED_AS_WRITTEN = _CharacterTable(_fold_character)
_FOLDED = _CharacterTable(lambda character: simplified(_fold_character(character)))
