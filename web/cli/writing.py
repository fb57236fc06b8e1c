"""Bytes that go to a file, or to a pipe."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from archive.errors import StoreError, UsageError


def write(chunks: Iterator[bytes], output: Path | None, *, is_text: bool = False) -> None:
    """Write to a file, or to whoever reads our output if there is none.

    Raises ``UsageError`` if that is a terminal and no text comes, ``StoreError`` if the file
    cannot be written.
    """
    if output is not None:
        _write_to_file(chunks, output)
    elif not is_text and sys.stdout.isatty():
        raise UsageError("this is not for a terminal: say --output FILE")
    else:
        for chunk in chunks:
            sys.stdout.buffer.write(chunk)
        sys.stdout.buffer.flush()


def _write_to_file(chunks: Iterator[bytes], output: Path) -> None:
    """Write beside the file and take its place at the end: never half an export."""
    output = output.resolve()  # a link stays one
    unfinished = output.with_name(f".{output.name}.part")
    try:
        if output.exists() and not output.is_file():  # a pipe or a device: nothing to replace
            with output.open("wb") as pipe:
                pipe.writelines(chunks)
            return
        with unfinished.open("wb") as file:
            for chunk in chunks:
                file.write(chunk)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(output)
    except BrokenPipeError:
        raise
    except OSError as error:
        raise StoreError(f"cannot write {output}: {error.strerror or error}") from error
    finally:
        with suppress(OSError):
            unfinished.unlink(missing_ok=True)
