"""The engine for large archives: tantivy, with every pair of characters as a term with a position."""

from indexer.tantivy_engine.engine import ENGINE_VERSION, TantivyEngine

__all__ = ["ENGINE_VERSION", "TantivyEngine"]
