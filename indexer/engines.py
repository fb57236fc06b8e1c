"""The engines there are, by the names that people choose them by."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from indexer import tantivy_engine, whoosh_engine
from indexer.engine import Engine


class EngineName(StrEnum):
    """Which engine an index is made by."""

    WHOOSH = "whoosh"  # the default: pure Python, small memory
    TANTIVY = "tantivy"  # for hundreds of thousands of reports


@dataclass(frozen=True, slots=True)
class EngineKind:
    """How to make an index in a new folder, and how to open it; both as the engines say.

    ``version`` changes when a folder of an older one can no longer be read.
    """

    version: str
    create: Callable[[Path], Engine]
    open: Callable[[Path], Engine]


ENGINES = {
    EngineName.WHOOSH: EngineKind(
        whoosh_engine.ENGINE_VERSION,
        whoosh_engine.WhooshEngine.create,
        whoosh_engine.WhooshEngine,
    ),
    EngineName.TANTIVY: EngineKind(
        tantivy_engine.ENGINE_VERSION,
        tantivy_engine.TantivyEngine.create,
        tantivy_engine.TantivyEngine,
    ),
}
