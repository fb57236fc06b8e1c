"""Words: jieba's tokens, for keyword search and for ranking.

Han characters go to jieba, through ``rjieba`` where that is installed (the same tokens at
twenty times the speed) and plain ``jieba`` where it is not. The two disagree at the borders
between Han and everything else, so neither ever sees such a border: numbers and words of
other scripts are cut here, and Han characters that jieba's dictionary does not cover stand
alone. What is only punctuation is no word.
"""

from __future__ import annotations

import logging
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version

from indexer.fold import FOLD_VERSION, simplified

_WORDS_VERSION = 2
_HAN = "\u4e00-\u9fd5"  # what jieba 0.42.1 and jieba-rs both take for Chinese
_HAN_RUN = re.compile(f"[{_HAN}]+")
_NO_OTHER_WORD = re.compile(rf"[{_HAN}\s，。、；：（）]+")
_OTHER_WORD = re.compile(
    rf"\d+(?:\.\d+)+|[\u3400-\u4dbf\u9fd6-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]|"
    rf"[^\W_{_HAN}\u3400-\u4dbf\u9fd6-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+"
)

GAP = " "
"""Stands between runs of Han characters; no word."""


def words(text: str) -> list[str]:
    """Return the words of a text with repetitions, in no order that means anything.

    Long words come with the shorter ones inside them, so that 化解矛盾 is found by 矛盾.
    Width and case are folded first (NFKC, case folding), and traditional characters simplified;
    quotes and white space divide.

    >>> sorted(words("推进“枫桥经验”，２０２３年ＧＤＰ增长5.2%"))
    ['2023', '5.2', 'gdp', '增长', '年', '推进', '枫桥', '经验']
    """
    return _without_gaps(words_and_gaps(text))


def words_and_gaps(text: str) -> list[str]:
    """Return what ``words`` does, and a ``GAP`` here and there, which is quicker."""
    return _cut(text, _cutters().for_texts, simplify=True)


def query_words(text: str, *, simplify: bool = True) -> list[str]:
    """Return the words that somebody means who asks for ``text``: none inside another.

    An index has the words that ``simplify`` gives.

    >>> query_words("化解矛盾")
    ['化解矛盾']
    """
    return _without_gaps(_cut(text, _cutters().for_queries, simplify))


def analyser_version() -> str:
    """Name what makes the words; an index of another analyser has to be built anew.

    ``jieba`` and ``rjieba`` cut alike, so an index does not depend on which of them ran.
    """
    return f"jieba-{version('jieba')}/{_WORDS_VERSION}/{FOLD_VERSION}"


def _cut(text: str, cut: Callable[[str], list[str]], simplify: bool) -> list[str]:
    change = simplified if simplify else str
    plain = change(text)
    # Han characters are normal already and combine with nothing: only what stands between them
    # has to be looked at, unless it becomes Han itself, as ㈠ does.
    others = change(_normal(" ".join(_NO_OTHER_WORD.split(plain))))
    if _HAN_RUN.search(others):
        plain = change(_normal(text))
        others = " ".join(_HAN_RUN.split(plain))
    return cut(GAP.join(_HAN_RUN.findall(plain))) + _OTHER_WORD.findall(others)


def _without_gaps(found: list[str]) -> list[str]:
    return [token for token in found if token != GAP]


def _normal(text: str) -> str:
    """Return ``text`` without differences of width and case."""
    return unicodedata.normalize("NFKC", text).casefold()


@dataclass(frozen=True, slots=True)
class _Cutters:
    """jieba's search mode and its accurate mode."""

    for_texts: Callable[[str], list[str]]
    for_queries: Callable[[str], list[str]]


@cache
def _cutters() -> _Cutters:
    try:
        return _rjieba_cutters()
    except ImportError:
        return _jieba_cutters()


def _rjieba_cutters() -> _Cutters:
    import rjieba  # noqa: PLC0415 - there is no wheel of it for every machine

    return _Cutters(rjieba.cut_for_search, rjieba.cut)


def _jieba_cutters() -> _Cutters:
    import jieba  # noqa: PLC0415 - takes a second and 150 MB, so only where it is needed

    jieba.setLogLevel(logging.WARNING)
    return _Cutters(jieba.lcut_for_search, jieba.lcut)
