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

import sys
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version

import numpy as np
import numpy.typing as npt
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


CodePoints = npt.NDArray[np.uint32]
Origins = npt.NDArray[np.int64]

_UNKNOWN = 0  # of NUL there is nothing left, so nothing becomes it
_NOTHING = sys.maxunicode + 1
_SEVERAL = sys.maxunicode + 2
_LONG = 200  # characters, from which on arrays are faster than str.translate


@dataclass(frozen=True, slots=True, eq=False)
class Folded:
    """A folded text that knows where it came from.

    ``origins[i]`` is the index in the original of the character that ``text[i]`` came from;
    one original character may stand behind several folded ones.
    """

    text: str
    origins: Origins

    def folded_sizes(self, ends: Sequence[int]) -> list[int]:
        """Return how many folded characters the original's first ``end`` became, for all ends.

        >>> fold_with_offsets("“枫桥 经验”").folded_sizes([4, 7])
        [2, 4]
        """
        sizes: list[int] = np.searchsorted(self.origins, ends).tolist()
        return sizes

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the original half-open range behind folded ``[start, end)``, not empty.

        >>> fold_with_offsets("“枫桥 经验”").span(1, 3)
        (2, 5)
        """
        return int(self.origins[start]), int(self.origins[end - 1]) + 1


def fold(text: str) -> str:
    """Return ``text`` folded.

    >>> fold("“枫桥　经验”，ＡＢＣ㎡")
    '枫桥经验,abcm2'
    """
    return _FOLDED.changed(text)


def fold_as_written(text: str) -> str:
    """Return ``text`` folded, but traditional characters kept; as long as ``fold`` of it.

    >>> fold("臺灣“楓橋”"), fold_as_written("臺灣“楓橋”")
    ('台湾枫桥', '臺灣楓橋')
    """
    return _FOLDED_AS_WRITTEN.changed(text)


def simplified(text: str) -> str:
    """Return ``text`` with each traditional character replaced by its simplified one.

    >>> simplified("矛盾糾紛")
    '矛盾纠纷'
    """
    return _SIMPLIFIED.changed(text)


def folds_as_written(text: str) -> bool:
    """Whether ``fold_as_written`` of a text is ``fold`` of it.

    >>> folds_as_written("枫桥、ＡＢＣ"), folds_as_written("楓桥")
    (True, False)
    """
    return bool((_FOLDED_AS_WRITTEN_ALIKE.singles(text) != _NOTHING).all())


def fold_with_offsets(text: str) -> Folded:
    """Return ``text`` folded, with the way back."""
    singles = _FOLDED.singles(text)
    if singles.max(initial=0) < _SEVERAL:
        back = np.flatnonzero(singles != _NOTHING)
        return Folded(_text(singles[back]), back)
    return Folded(text.translate(_FOLDED), _origins(text, singles))


def origins(text: str) -> Origins:
    """Return for each character of ``fold(text)`` the index in ``text`` that it came from."""
    return _origins(text, _FOLDED.singles(text))


def _origins(text: str, singles: CodePoints) -> Origins:
    kept = singles != _NOTHING
    if singles.max(initial=0) < _SEVERAL:
        return np.flatnonzero(kept)
    sizes = kept.astype(np.int64)
    for place in np.flatnonzero(singles == _SEVERAL).tolist():
        sizes[place] = len(_FOLDED[ord(text[place])])
    return np.repeat(np.arange(len(text)), sizes)


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
    """Each code point is looked at once and then looked up; there are 1.1 million at most.

    ``singles`` has the same as an array for most of them: the code point that another one
    becomes, or why there is none.
    """

    def __init__(self, change: Callable[[str], str]) -> None:
        super().__init__()
        self._change = change
        self._singles = np.zeros(sys.maxunicode + 1, np.uint32)  # takes no memory until used

    def __missing__(self, code_point: int) -> str:
        changed = self[code_point] = self._change(chr(code_point))
        return changed

    def changed(self, text: str) -> str:
        """Return ``text`` with each character changed."""
        if len(text) < _LONG:
            return text.translate(self)
        singles = self.singles(text)
        if (singles == _SEVERAL).any():
            return text.translate(self)
        return _text(singles[singles != _NOTHING])

    def singles(self, text: str) -> CodePoints:
        """Return for each character the code point it becomes, ``_NOTHING`` or ``_SEVERAL``."""
        codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
        singles = self._singles.take(codes)
        if not singles.all():
            for code in np.unique(codes[singles == _UNKNOWN]).tolist():
                self._singles[code] = _single(self[code])
            singles = self._singles.take(codes)
        return singles


def _text(codes: CodePoints) -> str:
    return str(codes.tobytes(), "utf-32-le", "surrogatepass")


def _single(changed: str) -> int:
    if len(changed) == 1:
        return ord(changed)
    return _SEVERAL if changed else _NOTHING


_SIMPLIFIED = _CharacterTable(_simplify_character)
_FOLDED_AS_WRITTEN = _CharacterTable(_fold_character)
_FOLDED = _CharacterTable(lambda character: simplified(_fold_character(character)))
_FOLDED_AS_WRITTEN_ALIKE = _CharacterTable(  # nothing is left of what is not folded alike
    lambda character: "=" if _FOLDED[ord(character)] == _fold_character(character) else ""
)
