"""Writing files so that they are there after the power went: write, fsync, rename, fsync."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

from archive.errors import StoreError


def write_atomically(path: Path, content: bytes) -> None:
    """Replace the file at ``path`` by ``content``; readers see the old or the new, whole.

    Raises ``OSError`` if the disk is full or the folder cannot be written.
    """
    temporary = path.with_name(f"{path.name}.new")
    with temporary.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Make the names in ``folder`` durable, as fsync of a file does not."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextlib.contextmanager
def store_errors(folder: Path) -> Iterator[None]:
    """Turn an ``OSError`` into a ``StoreError`` that says what to do about ``folder``."""
    try:
        yield
    except OSError as error:
        raise StoreError(
            f"cannot write the index in {folder}: {error.strerror or error}; "
            "make room or permission there and index again"
        ) from error
