"""What a host's pages have in common is kept by page, and forgotten with its age."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from archive.keep import Archive
from tests.archive.keep.builders import START, keep

HOST = "www.qingshi.example"


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive.open(tmp_path) as opened:
        yield opened


def test_lines_are_kept_by_address(archive: Archive) -> None:
    one = keep(archive, f"http://{HOST}/1.html", b"<p>1</p>")
    two = keep(archive, f"http://{HOST}/2.html", b"<p>2</p>")
    archive.host_lines.note([(one, {"甲", "乙"}), (two, {"丙"})])
    archive.host_lines.note([(one, {"丁"})])
    assert set(archive.host_lines.of_newest(HOST)) == {frozenset("丁"), frozenset("丙")}
    assert archive.host_lines.of_newest("www.linxi.example") == ()


def test_pages_much_older_than_the_newest_are_forgotten(archive: Archive) -> None:
    old = keep(archive, f"http://{HOST}/1.html", b"<p>1</p>", at=START - timedelta(days=401))
    new = keep(archive, f"http://{HOST}/2.html", b"<p>2</p>", at=START)
    archive.host_lines.note([(old, {"甲"}), (new, {"乙"})])
    assert archive.host_lines.of_newest(HOST) == (frozenset("乙"),)


def test_only_the_newest_pages_are_asked(archive: Archive) -> None:
    for number in range(45):
        at = START + timedelta(days=number)
        page = keep(archive, f"http://{HOST}/{number}.html", b"<p>%d</p>" % number, at=at)
        archive.host_lines.note([(page, {str(number)})])
    newest = archive.host_lines.of_newest(HOST)
    assert newest == tuple(frozenset({str(number)}) for number in range(44, 4, -1))
