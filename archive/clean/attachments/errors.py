"""What keeps a file from being read, inside this package."""

from __future__ import annotations

from archive.model import Rejection


class UnreadableFileError(Exception):
    """A file has no text to give, for ``reason``."""

    def __init__(self, reason: Rejection) -> None:
        super().__init__(reason.value)
        self.reason = reason
