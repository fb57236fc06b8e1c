"""What stands around a main text: labels with their values, and lines that may name it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from archive.clean.chrome.edges import Head
from archive.clean.page.lines import Line
from archive.clean.words.labels import Found


@dataclass(frozen=True, slots=True)
class Outside:
    """What the labels say, and lines that are neither chrome nor links, in runs of neighbours."""

    found: tuple[Found, ...]
    runs: tuple[tuple[str, ...], ...]


def read_outside(lines: Sequence[Line]) -> Outside:
    """Read lines that stand outside of a main text."""
    head = Head(lines, through=True)
    head.read()
    runs: list[tuple[str, ...]] = [()]
    for number, line in enumerate(lines[: head.end]):
        if number in head.rules or line.is_link or line.is_picture:
            runs.append(())
        else:
            runs[-1] = (*runs[-1], line.text)
    return Outside(tuple(head.found), tuple(filter(None, runs)))
