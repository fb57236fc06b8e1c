"""The same question asked otherwise: the searches that a result page offers."""

from __future__ import annotations

from collections.abc import Iterable

from indexer.errors import QueryError
from indexer.fold import QUOTATION_MARKS
from indexer.query import Phrase, Words
from indexer.query.grammar import Leaf
from indexer.query.parser import parse_with_leaves


def literally(text: str) -> str | None:
    """Return the query that finds what ``text`` finds literally; ``None``: ``text`` does.

    Raises ``QueryError``.

    >>> literally("地区:青石县 矛盾纠纷 -调解")
    '地区:青石县 “矛盾纠纷” -调解'
    """
    words = [leaf for leaf in parse_with_leaves(text).leaves if isinstance(leaf.asked, Words)]
    quoted = _replaced(text, [(leaf, f"“{_bare(leaf)}”") for leaf in words if not leaf.negated])
    return quoted if quoted and _is_understood(quoted) else None


def as_words(text: str) -> str | None:
    """Return the query without quotation marks; ``None`` if that is none or the same.

    Raises ``QueryError``.

    >>> as_words("“矛盾纠纷” NOT “调解”")
    '矛盾纠纷 NOT 调解'
    """
    phrases = [leaf for leaf in parse_with_leaves(text).leaves if isinstance(leaf.asked, Phrase)]
    words = _replaced(text, [(leaf, f" {_bare(leaf)} ") for leaf in phrases])
    return " ".join(words.split()) if words and _is_understood(words) else None


def _replaced(text: str, replacements: Iterable[tuple[Leaf, str]]) -> str | None:
    pieces, end = [], 0
    for leaf, instead in replacements:
        pieces += [text[end : leaf.start], instead]
        end = leaf.end
    return "".join([*pieces, text[end:]]) if pieces else None


def _is_understood(text: str) -> bool:
    try:
        parse_with_leaves(text)
    except QueryError:
        return False
    return True


def _bare(leaf: Leaf) -> str:
    # Marks inside a phrase are dropped by folding anyway, and could close it too early.
    return "".join(character for character in leaf.asked.text if character not in QUOTATION_MARKS)
