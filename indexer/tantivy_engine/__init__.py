"""The engine for large archives: tantivy, with pairs of characters as terms with positions."""

from indexer.tantivy_engine.engine import ENGINE_VERSION, TantivyEngine

__all__ = ["ENGINE_VERSION", "TantivyEngine"]
