"""The files of tantivy's own index: whether they are still what was written."""

from __future__ import annotations

from pathlib import Path

from indexer.errors import damaged

_SEARCHED = frozenset({".term", ".idx", ".pos", ".fast", ".del"})


class MappedFiles:
    """Files that tantivy has mapped: to look behind the end of one ends the process."""

    def __init__(self, folder: Path) -> None:
        """Take down how long those in ``folder`` are now."""
        self.folder = folder
        sizes = ((path, _size(path)) for path in folder.glob("[0-9a-f]*.*"))
        self._sizes = {path: size for path, size in sizes if size is not None}
        self._searched = [path for path in self._sizes if path.suffix in _SEARCHED]

    def check(self) -> None:
        """Raise ``IndexUnusableError`` if one was cut off."""
        for path in self._sizes:
            self._check(path)

    def check_searched(self) -> None:
        """Raise ``IndexUnusableError`` if one was cut off in which phrases are looked for."""
        for path in self._searched:
            self._check(path)

    def _check(self, path: Path) -> None:
        now = _size(path)
        if now is not None and now < self._sizes[path]:  # what was removed is still there for us
            raise damaged(path)


def _size(path: Path) -> int | None:
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return None
