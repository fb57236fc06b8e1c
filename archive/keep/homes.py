"""The folder an archive lives in."""

from __future__ import annotations

from pathlib import Path

from archive.errors import StoreError


def make_home(home: Path) -> None:
    """Make the folder if it is not there; ``StoreError`` if that cannot be done."""
    try:
        home.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(
            f"{home} cannot be made a home ({error.strerror}): name another --home"
        ) from error


def database_path(home: Path) -> Path:
    """Return where the database of a home is."""
    return home / "archive.db"


def need_archive(home: Path) -> None:
    """Raise ``StoreError`` if there is no archive in a home."""
    if not database_path(home).exists():
        raise StoreError(
            f"no archive in {home}: run `baogao crawl` or `baogao import` first,"
            " or name another --home"
        )
