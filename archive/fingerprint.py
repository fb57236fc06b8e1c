"""Fingerprints of texts: a digest for equal ones, a sketch for ones that are nearly equal.

A sketch is the smallest hashes of a text's runs of five characters. Two texts share about as
many of them as they share runs, so that an index over the hashes finds the likely ones and
:func:`likeness` decides.

Source: Broder, On the resemblance and containment of documents, 1997 (bottom-k sketches).
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import Final
from zlib import crc32

SKETCH_SIZE: Final = 48
_GRAM: Final = 5
_LEAST_CHARS: Final = 200  # "see the attachment" is like every other such page
_SAMPLE: Final = 8  # one hash in so many is looked at; a short text has some 50 left
_NOT_LETTERS: Final = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """A text's digest (SHA-256 in hex over its letters) and its sketch, at most 48 hashes."""

    digest: str
    sketch: tuple[int, ...]


def fingerprint(text: str) -> Fingerprint | None:
    """Return the fingerprint of a text, ``None`` if it is too short to be told by one.

    White space and punctuation do not count.

    >>> fingerprint("报告") is None
    True
    """
    letters = _NOT_LETTERS.sub("", text)
    if len(letters) < _LEAST_CHARS:
        return None
    encoded = letters.encode("utf-32-le", "surrogatepass")
    size = 4 * _GRAM
    hashes = {crc32(encoded[at : at + size]) for at in range(0, len(encoded) - size + 1, 4)}
    sampled = [one for one in hashes if one % _SAMPLE == 0]
    digest = hashlib.sha256(encoded).hexdigest()
    return Fingerprint(digest, tuple(sorted(sampled)[:SKETCH_SIZE]))


def likeness(one: str, other: str) -> float:
    """Return the share of runs of five characters that two texts have in common, 0 to 1."""
    first, second = _grams(one), _grams(other)
    return len(first & second) / max(len(first | second), 1)


def _grams(text: str) -> set[str]:
    letters = _NOT_LETTERS.sub("", text)
    return {letters[at : at + _GRAM] for at in range(len(letters) - _GRAM + 1)}
