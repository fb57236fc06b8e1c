"""The engine for large archives: tantivy has the rows, and answers come from what is stored."""

from indexer.tantivy_engine.engine import ENGINE_VERSION, TantivyEngine

__all__ = ["ENGINE_VERSION", "TantivyEngine"]
