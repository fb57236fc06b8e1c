"""The index folder of a home: generations side by side, and a pointer to the one in use.

``<home>/index/CURRENT`` holds the name of a folder beside it. A rebuild fills a new folder
and, once it can be read, replaces the pointer, so readers have the old index or the new one,
whole. Each folder's ``stamp.json`` says what made it; an index made by anything else is not opened.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Hashable, Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from archive.errors import StoreError
from indexer.durable import sync_folder, write_atomically
from indexer.engine import Engine
from indexer.engines import ENGINES, EngineName
from indexer.errors import IndexUnusableError, damage_noticed, damaged
from indexer.fold import FOLD_VERSION
from indexer.words import analyser_version

_POINTER = "CURRENT"
_STAMP = "stamp.json"
_OPENING_TRIES = 5


@dataclass(frozen=True, slots=True)
class Stamp:
    """What made an index, and of which archive. Any difference means: build it anew."""

    name: str
    engine: str
    analyser: str
    fold: str
    archive_id: str


def stamp_for(archive_id: str, name: EngineName) -> Stamp:
    """Return the stamp that an index made now would get."""
    version = ENGINES[name].version
    return Stamp(name.value, version, analyser_version(), FOLD_VERSION, archive_id)


def maker(home: Path) -> str:
    """Name what made the index of ``home``: engine, analyser, folding."""
    stamp = stamp_for("", current_engine(home))
    return f"{stamp.engine} {stamp.analyser}"


def current_engine(home: Path) -> EngineName:
    """Return the engine of the index in use, the default one where that cannot be told."""
    generation = current_generation(home)
    try:
        return EngineName(_read_stamp(_folder(home) / (generation or "")).name)
    except (IndexUnusableError, ValueError):
        return EngineName.WHOOSH


def current_generation(home: Path) -> str | None:
    """Return the name of the generation in use; ``None`` if there is no index.

    Raises ``IndexUnusableError`` if it cannot be read.
    """
    path = _folder(home) / _POINTER
    try:
        return path.read_text("utf-8", "replace").strip()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise IndexUnusableError(f"cannot read {path}: {error.strerror}") from error


def current_pointer(home: Path) -> Hashable:
    """Return what tells the pointer in use from any other; ``None`` if there is none.

    It changes once with every rebuild, and with an index that was deleted and made anew, whose
    generations may have the same names.
    """
    try:
        status = (_folder(home) / _POINTER).stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino, status.st_mtime_ns


def current_folder(home: Path) -> Path:
    """Return the folder of the generation in use.

    Raises ``IndexUnusableError`` if there is none.
    """
    generation = current_generation(home)
    if generation is None:
        raise IndexUnusableError("there is no index yet: run `baogao index`")
    return _folder(home) / generation


def open_index(home: Path, archive_id: str | None = None) -> Engine:
    """Open the index of ``home``; ``archive_id`` ``None`` accepts that of any archive.

    Raises ``IndexUnusableError`` if there is none, if another version or another archive's
    changes made it, or if it is damaged; the message says what to run.
    """
    for _ in range(_OPENING_TRIES):
        folder = current_folder(home)
        try:
            return _open_generation(folder, archive_id)
        except IndexUnusableError:
            if folder == current_folder(home):
                raise
    raise IndexUnusableError("the index is being rebuilt again and again: try later")


@contextmanager
def new_generation(
    home: Path, archive_id: str, engine_name: EngineName = EngineName.WHOOSH
) -> Iterator[Engine]:
    """Give an empty index to fill; it takes the place of the current one at the end.

    If filling it fails, it goes and the current one stays. What killed rebuilds left behind is
    removed. Called by one process at a time.

    Raises ``StoreError`` if the disk is full or the folder cannot be written.
    """
    name = _next_name(home)
    folder = _folder(home) / name
    _remove_all_but(home, current_generation(home))
    engine = ENGINES[engine_name].create(folder)
    try:
        with closing(engine):
            yield engine
            contents = _contents(engine)
        _verify(folder, engine_name, contents)
        _switch(home, folder, stamp_for(archive_id, engine_name))
    except BaseException:  # a full disk needs the room more than anybody needs half an index
        if current_generation(home) != name:
            shutil.rmtree(folder, ignore_errors=True)
        raise
    _remove_all_but(home, name)


def _contents(engine: Engine) -> tuple[int, frozenset[str]]:
    with engine.reading() as reading:
        return engine.position, reading.columns.report_ids


def _verify(folder: Path, engine_name: EngineName, contents: tuple[int, frozenset[str]]) -> None:
    """Raise ``StoreError`` unless a new reader finds in ``folder`` what was committed."""
    try:
        with damage_noticed(folder), closing(ENGINES[engine_name].open(folder)) as engine:
            is_whole = _contents(engine) == contents
    except Exception as error:  # whatever it is that wrong bytes lead to
        raise StoreError(f"what was written to {folder} cannot be read: index again") from error
    if not is_whole:
        raise StoreError(f"not all that was written to {folder} can be read: index again")


def _switch(home: Path, folder: Path, stamp: Stamp) -> None:
    """Make a folder the current generation, durably."""
    content = json.dumps(asdict(stamp), ensure_ascii=False).encode()
    try:
        write_atomically(folder / _STAMP, content)
        sync_folder(_folder(home))
        write_atomically(_folder(home) / _POINTER, folder.name.encode())
    except OSError as error:
        raise StoreError(f"cannot write {_folder(home)}: {error.strerror}") from error


def _open_generation(folder: Path, archive_id: str | None) -> Engine:
    stamp = _read_stamp(folder)
    if not _same_maker(stamp) or archive_id not in (None, stamp.archive_id):
        reason = "is of another archive" if _same_maker(stamp) else "was made by another version"
        raise IndexUnusableError(f"the index {reason}: run `baogao index --rebuild`")
    try:
        with damage_noticed(folder):
            return ENGINES[EngineName(stamp.name)].open(folder)
    except Exception as error:  # what the system says included: a file may be missing
        raise damaged(folder) from error


def _read_stamp(folder: Path) -> Stamp:
    try:
        return Stamp(**json.loads((folder / _STAMP).read_bytes()))
    except (OSError, ValueError, TypeError) as error:
        raise damaged(folder) from error


def _same_maker(stamp: Stamp) -> bool:
    try:
        return stamp == stamp_for(stamp.archive_id, EngineName(stamp.name))
    except ValueError:  # an engine that a later version has
        return False


def _next_name(home: Path) -> str:
    numbers = [int(path.name) for path in _folder(home).glob("[0-9]*") if path.name.isdecimal()]
    return f"{max(numbers, default=0) + 1:06}"


def _remove_all_but(home: Path, kept: str | None) -> None:
    """Remove other generations; one that cannot be removed now will be by the next rebuild."""
    for folder in _folder(home).glob("[0-9]*"):
        if folder.name != kept:
            shutil.rmtree(folder, ignore_errors=True)


def _folder(home: Path) -> Path:
    return home / "index"
