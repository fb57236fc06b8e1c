"""Near-identical texts: which reports are the same but for a few characters.

A text's *sketch* has 64 small numbers; the share of them that two sketches have in common
estimates how much of all five-character pieces of both texts they share (Jaccard). A changed
character changes five pieces, so 0.8 is a change every 25 characters at most.

Source: Broder, On the resemblance and containment of documents, 1997; Li, Owen and Zhang, One
Permutation Hashing, 2012 (one hash, as many bins as numbers); Shrivastava and Li, 2014 (empty
bins take the next one's number).
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

SKETCH_SIZE = 64
ALIKE = 0.8
"""Estimated share of common pieces from which on two texts count as near-identical."""

Sketch = npt.NDArray[np.uint16]
"""``SKETCH_SIZE`` numbers; all zero for a text that is too short to be like another."""

Sketches = npt.NDArray[np.uint16]
"""Sketches of several texts, one a line."""

_PIECE = 5
_BANDS = 16  # of 4 numbers each: texts that are alike agree in one with a probability of 0.9998
_ROUNDS = 8  # of comparing: many reports of one template agree in a band
_FACTORS = np.array([0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9,
                     0xD6E8FEB86659FD93, 0xFF51AFD7ED558CCD], np.uint64)  # fmt: skip
_MIX = np.uint64(0xC4CEB9FE1A85EC53)
_HALF = np.uint64(32)
_BINS = np.arange(SKETCH_SIZE, dtype=np.uint32) << np.uint32(32 - 6)  # by the upper six bits


def sketch(folded: str) -> Sketch:
    """Return the sketch of a folded text."""
    if len(folded) < _PIECE:
        return np.zeros(SKETCH_SIZE, np.uint16)
    hashes = np.sort(_hashes(folded))
    # An empty bin finds the least hash of the next one that is not; the last ones go around.
    least = hashes[np.searchsorted(hashes, _BINS) % len(hashes)]
    return np.maximum(least.astype(np.uint16), np.uint16(1))


def representatives(sketches: npt.NDArray[np.uint16]) -> npt.NDArray[np.int64]:
    """Return for each row the first row that is near-identical to it, or to one that is."""
    leaders = np.arange(len(sketches))
    for candidates in _candidates(sketches):
        group = candidates
        for _ in range(_ROUNDS):  # those unlike the first may be like each other
            if len(group) < 2:
                break
            alike = (sketches[group] == sketches[group[0]]).mean(axis=1) >= ALIKE
            for row in group[alike].tolist():
                first, other = sorted((_leader(leaders, int(group[0])), _leader(leaders, row)))
                leaders[other] = first
            group = group[~alike]
    return np.array([_leader(leaders, row) for row in range(len(leaders))], np.int64)


def _hashes(folded: str) -> npt.NDArray[np.uint32]:
    """Return the upper half of a 64-bit hash of every piece."""
    codes = np.frombuffer(folded.encode("utf-32-le"), np.uint32).astype(np.uint64)
    count = len(codes) - _PIECE + 1
    hashes = np.zeros(count, np.uint64)
    for place, factor in enumerate(_FACTORS):
        hashes += codes[place : place + count] * factor
    hashes ^= hashes >> _HALF
    hashes *= _MIX
    return (hashes >> _HALF).astype(np.uint32)


def _candidates(sketches: npt.NDArray[np.uint16]) -> Iterator[npt.NDArray[np.int64]]:
    """Yield groups of rows, ascending, that agree in one band."""
    rows = np.flatnonzero(sketches.any(axis=1))
    bands = np.ascontiguousarray(sketches[rows]).view(np.uint64).reshape(len(rows), _BANDS)
    for band in range(_BANDS):
        order = np.argsort(bands[:, band], kind="stable")
        borders = np.flatnonzero(np.diff(bands[order, band])) + 1
        for group in np.split(rows[order], borders):
            if len(group) > 1:
                yield group


def _leader(leaders: npt.NDArray[np.int64], row: int) -> int:
    while leaders[row] != row:
        row = int(leaders[row])
    return row
