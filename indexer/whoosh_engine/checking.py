"""Checksums of Whoosh's files, which have none of their own.

Beside the files of a segment there is one more, with their checksums. Whoosh removes it together
with them, as it goes by the beginnings of names.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path

from indexer.checksum import checksum
from indexer.errors import damage_noticed, damaged


def sums_name(segment_id: str) -> str:
    """Return the name of the file with the checksums of a segment's files."""
    return f"{segment_id}.sums"


def sums_of(names: Iterable[str], folder: Path) -> Mapping[str, bytes]:
    """Return which files to write about files of new segments, by name."""
    by_segment: dict[str, dict[str, int]] = {}
    for name in names:
        by_segment.setdefault(name.partition(".")[0], {})[name] = checksum(folder / name)
    return {sums_name(each): json.dumps(sums).encode() for each, sums in by_segment.items()}


def check_segments(folder: Path, segment_ids: Iterable[str]) -> None:
    """Raise ``IndexUnusableError`` if a file of the segments is not what was written."""
    with damage_noticed(folder):
        for segment_id in segment_ids:
            with suppress(FileNotFoundError):  # a merge took its place; opening finds what lacks
                _check(folder, json.loads((folder / sums_name(segment_id)).read_bytes()))


def _check(folder: Path, sums: Mapping[str, int]) -> None:
    for name, expected in sums.items():
        if checksum(folder / name) != expected:
            raise damaged(folder / name)
