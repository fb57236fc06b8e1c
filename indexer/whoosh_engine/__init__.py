"""The default engine: Whoosh keeps the postings of words, ``indexer.stored`` everything else."""

from indexer.whoosh_engine.engine import ENGINE_VERSION, WhooshEngine

__all__ = ["ENGINE_VERSION", "WhooshEngine"]
