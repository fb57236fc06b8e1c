"""Nearness: from operators and parts as read to :class:`indexer.query.nodes.Near`."""

from __future__ import annotations

from collections.abc import Sequence

from indexer.errors import Complaint
from indexer.fold import fold
from indexer.query.nodes import Near, Or, Phrase, Unit, Words

DEFAULT_REACH = 20
"""Characters between the parts of a plain ``NEAR``."""

MAX_REACH = 1_000
"""Characters: beyond that, being in one paragraph or one report says as much."""

MAX_PARTS = 4
"""Parts in any order: each more multiplies the orders to try."""

MAX_CHOICES = 16
"""Phrases to choose from in one part."""

MAX_GAP = 50
"""Characters that a gap in a phrase stands for at most, and all within one sentence."""

_UNITS = {"S": Unit.SENTENCE, "句": Unit.SENTENCE, "P": Unit.PARAGRAPH, "段": Unit.PARAGRAPH}


class NotNearableError(ValueError):
    """Parts that cannot stand near each other; ``values`` complete the complaint."""

    def __init__(self, complaint: Complaint, **values: object) -> None:
        super().__init__(complaint.name)
        self.complaint = complaint
        self.values = values


def near(parts: Sequence[object], in_any_order: bool, reach: str) -> Near:
    """Return ``parts`` near each other; ``reach`` is what stands behind the slash.

    Raises ``NotNearableError``.
    """
    if len(parts) > MAX_PARTS:
        raise NotNearableError(Complaint.NEAR_TOO_MANY, most=MAX_PARTS)
    unit = _UNITS.get(reach.upper())
    most = None if unit else int(reach or DEFAULT_REACH)
    if most is not None and most > MAX_REACH:
        raise NotNearableError(Complaint.NEAR_TOO_FAR, most=MAX_REACH)
    return Near(tuple(map(_choice, parts)), most, unit, ordered=not in_any_order)


def gap(text: str) -> Near:
    """Return a phrase with gaps. Raises ``NotNearableError``."""
    pieces = text.split("*")
    if len(pieces) > MAX_PARTS:
        raise NotNearableError(Complaint.GAPS_TOO_MANY, most=MAX_PARTS - 1)
    if not all(map(fold, pieces)):
        raise NotNearableError(Complaint.EMPTY_PHRASE)
    parts = tuple((Phrase(piece),) for piece in pieces)
    return Near(parts, MAX_GAP, Unit.SENTENCE, ordered=True)


def has_gap(text: str) -> bool:
    """Whether a ``*`` stands for a gap: one alone between two texts. Others are themselves.

    >>> has_gap("矛盾*化解"), has_gap("张**"), has_gap("*"), has_gap("矛盾＊化解")
    (True, False, False, False)
    """
    return "*" in text.strip("*") and "**" not in text


def _choice(part: object) -> tuple[Phrase, ...]:
    match part:
        case Phrase():
            return (part,)
        case Words(text):
            return (Phrase(text),)
        case Or(parts):
            choices = tuple(phrase for each in parts for phrase in _choice(each))
            if len(choices) <= MAX_CHOICES:
                return choices
            raise NotNearableError(Complaint.NEAR_TOO_MANY, most=MAX_CHOICES)
    raise NotNearableError(Complaint.NEAR_OF_WHAT)
