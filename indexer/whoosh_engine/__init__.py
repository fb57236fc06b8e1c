"""The default engine: Whoosh keeps the postings, two append-only files keep the texts."""

from indexer.whoosh_engine.engine import ENGINE_VERSION, WhooshEngine

__all__ = ["ENGINE_VERSION", "WhooshEngine"]
