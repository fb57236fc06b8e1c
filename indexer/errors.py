"""Errors of the index: wrong questions, and an index that cannot answer."""

from archive.errors import BaogaoError, UsageError


class QueryError(UsageError):
    """A query that cannot be understood.

    ``position`` is the character offset in the query where the trouble begins, ``suggestion``
    a query that would be understood, or ``None``.
    """

    def __init__(self, message: str, position: int = 0, suggestion: str | None = None) -> None:
        super().__init__(message)
        self.position = position
        self.suggestion = suggestion


class IndexUnusableError(BaogaoError):
    """There is no index, or it is damaged or of another version; the message says what to run."""

    exit_code = 3
