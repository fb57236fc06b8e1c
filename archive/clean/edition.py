"""The name of a way of cleaning: cleaners or rules that may differ never share one."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Final

_KINDS: Final = (".py", ".toml")


def edition(site_rules: str) -> str:
    """Return the name of this cleaner with a user's rules, as they stand in their file."""
    return hashlib.sha256(_cleaner() + site_rules.encode()).hexdigest()


@cache
def _cleaner() -> bytes:
    """Return the digest of the cleaner's code and rules: a version is forgotten too easily."""
    assert __package__
    digest = hashlib.sha256()
    for name, content in sorted(_sources(files(__package__))):
        digest.update(f"{name}\0{len(content)}\0".encode() + content)
    return digest.digest()


def _sources(folder: Traversable) -> Iterator[tuple[str, bytes]]:
    for entry in folder.iterdir():
        if entry.is_dir():
            yield from _sources(entry)
        elif entry.name.endswith(_KINDS):
            yield f"{folder.name}/{entry.name}", entry.read_bytes()
