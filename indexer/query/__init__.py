"""The query language: what can be asked, as values (``nodes``), and from text (``parser``)."""

from indexer.query.nodes import And, Phrase, Query, Words
from indexer.query.parser import parse

__all__ = ["And", "Phrase", "Query", "Words", "parse"]
