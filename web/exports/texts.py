"""A ZIP of the cleaned texts, one file each, written as it is sent."""

from __future__ import annotations

import io
import re
import tempfile
from collections.abc import Iterable, Iterator
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from web.exports.csv_file import csv_line
from web.exports.provenance import Provenance
from web.exports.rows import Row
from web.exports.table import cells, columns, storable
from web.formats import beijing_moment

_NOT_IN_NAMES = re.compile(r'[<>:"/\\|?*\s]+')  # what Windows refuses
_MOST_IN_NAMES = 40
_BOM = "\ufeff".encode()


class _Outlet(io.RawIOBase):
    """Takes what is written until somebody fetches it; as on a pipe, there is no way back."""

    def __init__(self) -> None:
        self._held = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, content: object) -> int:
        taken = bytes(memoryview(content))  # type: ignore[arg-type] # any buffer
        self._held += taken
        return len(taken)

    def fetch(self) -> bytes:
        """Return what was written since the last time."""
        held = bytes(self._held)
        self._held.clear()
        return held


def texts_chunks(rows: Iterable[Row], about: Provenance) -> Iterator[bytes]:
    """Yield a ZIP: what it is, then the texts, then a table of them."""
    outlet = _Outlet()
    with tempfile.TemporaryFile() as table, ZipFile(outlet, "w", ZIP_DEFLATED) as archive:
        written = tuple(int(part) for part in re.findall(r"\d+", beijing_moment(about.exported_at)))
        stamp = (*written[:5], 0)
        archive.writestr(_entry("说明.txt", stamp), _explained(about))
        shown = columns(about)
        table.write(_BOM + csv_line(["文件", *(column.heading for column in shown)]))
        for row in rows:
            name = f"texts/{_name(row)}.txt"
            archive.writestr(_entry(name, stamp), _text(row))
            table.write(csv_line([name, *cells(row, shown)]))
            yield outlet.fetch()
        table.seek(0)
        with archive.open(_entry("清单.csv", stamp), "w", force_zip64=True) as entry:
            while block := table.read(1 << 16):
                entry.write(block)
                yield outlet.fetch()
    yield outlet.fetch()


def _entry(name: str, stamp: tuple[int, ...]) -> ZipInfo:
    info = ZipInfo(name, stamp)  # type: ignore[arg-type] # six numbers
    info.compress_type = ZIP_DEFLATED
    info.external_attr = 0o644 << 16
    return info


def _name(row: Row) -> str:
    visible = "".join(each if each.isprintable() else " " for each in row.document.title)
    title = _NOT_IN_NAMES.sub(" ", visible)[:_MOST_IN_NAMES].strip(" .")
    return f"{row.document.report_id} {title}".strip()


def _text(row: Row) -> bytes:
    return f"{storable(row.document.title)}\n\n{storable(row.document.text)}\n".encode()


def _explained(about: Provenance) -> bytes:
    lines = "".join(f"{name}：{storable(value)}\r\n" for name, value in about.lines)
    return _BOM + lines.encode()
