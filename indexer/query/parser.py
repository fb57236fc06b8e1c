"""From what somebody typed to a :mod:`indexer.query.nodes` tree."""

from indexer.query.nodes import Query, Words


def parse(text: str) -> Query:
    """Placeholder until the parser lands in the next commit of this series."""
    return Words(text)
