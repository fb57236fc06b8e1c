"""Generations, stamps, and what is said of an index that cannot be used."""

from __future__ import annotations

import json
import os
import shutil
from contextlib import closing
from dataclasses import replace
from itertools import product
from pathlib import Path

import pytest

from archive.errors import StoreError
from indexer.engine import Engine
from indexer.engines import ENGINES, EngineName
from indexer.errors import IndexUnusableError
from indexer.store import current_engine, new_generation, open_index
from indexer.sync import rebuild_index, update_index
from indexer.verify import IndexFault, IndexFinding, verify_index
from tests.indexer.conformance.engines import report_ids
from tests.indexer.fakes import FakeArchive

TANTIVY_SUFFIXES = ("term", "idx", "pos", "fast", "fieldnorm", "store")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    update_index(tmp_path, _archive())
    return tmp_path


def _archive() -> FakeArchive:
    archive = FakeArchive()
    archive.store("a", "青石县报告", "坚持“枫桥经验”。")
    archive.store("b", "临溪市报告", "完善行政复议。")
    return archive


def _generation(home: Path) -> Path:
    return home / "index" / (home / "index" / "CURRENT").read_text()


def test_no_index_says_what_to_run(tmp_path: Path) -> None:
    with pytest.raises(IndexUnusableError, match="no index yet: run `baogao index`"):
        open_index(tmp_path)


@pytest.mark.parametrize("part", ["name", "engine", "analyser", "fold"])
def test_another_version_says_what_to_run(home: Path, part: str) -> None:
    stamp = _generation(home) / "stamp.json"
    stamp.write_text(json.dumps(json.loads(stamp.read_text()) | {part: "other"}))
    with pytest.raises(IndexUnusableError, match="another version: run `baogao index --rebuild`"):
        open_index(home)


def test_another_archive_is_refused_where_it_matters(home: Path) -> None:
    with pytest.raises(IndexUnusableError, match="another archive"):
        open_index(home, "archive-2")
    with closing(open_index(home)) as engine:
        assert len(report_ids(engine)) == 2


@pytest.mark.parametrize(
    "content", [b"", b"\x00\xff" * 10, None], ids=["empty", "garbage", "missing"]
)
@pytest.mark.parametrize(
    "pattern",
    [
        *("stamp.json", "position", "_MAIN_*.toc", "*.trm", "*.row.col"),
        *("texts", "documents", "records", "grams"),
    ],
)
def test_damage_is_named(home: Path, pattern: str, content: bytes | None) -> None:
    (damaged,) = _generation(home).glob(pattern)
    if content is None:
        damaged.unlink()
    else:
        damaged.write_bytes(content)
    with pytest.raises(IndexUnusableError, match=r"damaged: run `baogao index --rebuild`"):
        open_index(home)


def test_the_engine_that_was_asked_for_stays_until_another_is(home: Path) -> None:
    archive = FakeArchive()
    archive.store("a", "青石县报告", "坚持“枫桥经验”。")
    assert current_engine(home) is EngineName.WHOOSH
    assert update_index(home, archive, engine_name=EngineName.TANTIVY).rebuilt is not None
    archive.store("b", "临溪市报告", "完善行政复议。")
    assert update_index(home, archive).rebuilt is None
    assert rebuild_index(home, archive).total == 2
    assert current_engine(home) is EngineName.TANTIVY
    assert update_index(home, archive, engine_name=EngineName.WHOOSH).rebuilt is not None
    assert current_engine(home) is EngineName.WHOOSH


@pytest.mark.parametrize(
    "content", [b"", b"\x00\xff" * 40, None], ids=["empty", "garbage", "missing"]
)
@pytest.mark.parametrize("pattern", ["tantivy/meta.json", "tantivy/*.fast", "records", "words"])
def test_damage_to_tantivy_is_named(tmp_path: Path, pattern: str, content: bytes | None) -> None:
    archive = _tantivy_archive(tmp_path)
    (damaged,) = _generation(tmp_path).glob(pattern)
    damaged.unlink()  # a thread of tantivy's may still look at it
    if content is not None:
        damaged.write_bytes(content)
    with pytest.raises(IndexUnusableError, match=r"damaged: run `baogao index --rebuild`"):
        open_index(tmp_path)
    assert update_index(tmp_path, archive).rebuilt is not None


@pytest.mark.parametrize("suffix", ["term", "idx", "pos", "fieldnorm"])
def test_what_tantivy_panics_at_is_damage(tmp_path: Path, suffix: str) -> None:
    archive = _tantivy_archive(tmp_path)
    (path,) = _generation(tmp_path).glob(f"tantivy/*.{suffix}")
    body, footer, rest = path.read_bytes().partition(b'{"version"')
    path.unlink()  # a thread of tantivy's may still look at it
    path.write_bytes(b"\xff" * len(body) + footer + rest)
    with pytest.raises(IndexUnusableError, match="damaged"):
        open_index(tmp_path)
    assert [each.fault for each in verify_index(tmp_path, archive, {"a"})] == [IndexFault.UNUSABLE]
    assert update_index(tmp_path, archive).rebuilt is not None


def _tantivy_archive(home: Path) -> FakeArchive:
    archive = FakeArchive()
    archive.store("a", "青石县报告", "坚持“枫桥经验”。")
    update_index(home, archive, engine_name=EngineName.TANTIVY)
    return archive


@pytest.mark.parametrize("size", [0, 20, 100])
def test_a_segment_that_cannot_be_merged_is_damage(tmp_path: Path, size: int) -> None:
    archive = FakeArchive()
    for number in range(8):  # then the next commit merges them
        archive.store(f"r{number}", "青石县报告", "坚持“枫桥经验”。")
        update_index(tmp_path, archive)
    os.truncate(next(_generation(tmp_path).glob("*.pst")), size)
    archive.store("r8", "青石县报告", "坚持“枫桥经验”。")
    summary = update_index(tmp_path, archive)
    assert (summary.total, summary.rebuilt is not None) == (9, True)


def test_a_failed_rebuild_leaves_nothing_but_the_old_index(home: Path) -> None:
    with pytest.raises(StoreError), new_generation(home, "archive-1"):
        raise StoreError("the disk is full")
    assert [path.name for path in (home / "index").glob("0*")] == [_generation(home).name]
    with closing(open_index(home)) as engine:
        assert len(report_ids(engine)) == 2


def test_what_a_killed_rebuild_left_goes_with_the_next(home: Path) -> None:
    shutil.copytree(_generation(home), home / "index" / "000007")
    rebuild_index(home, FakeArchive())
    assert [path.name for path in (home / "index").glob("0*")] == ["000008"]
    with closing(open_index(home)) as engine:
        assert len(report_ids(engine)) == 0


def test_a_home_that_cannot_be_written_is_a_store_error(tmp_path: Path) -> None:
    (tmp_path / "index").write_text("a file where the folder should be")
    with (
        pytest.raises(StoreError, match="cannot write the index"),
        new_generation(tmp_path, "archive-1"),
    ):
        pass


def test_verify_finds_what_is_missing_and_what_is_too_much(home: Path) -> None:
    archive = _archive()
    assert list(verify_index(home, archive, {"a", "b"})) == []
    assert list(verify_index(home, archive, {"b", "c"})) == [
        IndexFinding(IndexFault.MISSING, "c", "run `baogao index --rebuild`"),
        IndexFinding(IndexFault.SURPLUS, "a", "run `baogao index --rebuild`"),
    ]


def test_verify_asks_for_an_update_where_it_brings_what_is_missing(home: Path) -> None:
    archive = _archive()
    archive.store("c", "白鹭区报告", "推进普法。")
    assert list(verify_index(home, archive, {"a", "b", "c"})) == [
        IndexFinding(IndexFault.MISSING, "c", "run `baogao index`")
    ]
    (_generation(home) / "position").write_text("3")  # so that an update would bring nothing
    assert list(verify_index(home, archive, {"a", "b", "c"})) == [
        IndexFinding(IndexFault.MISSING, "c", "run `baogao index --rebuild`")
    ]


def test_verify_finds_reports_that_are_not_as_they_were_indexed(home: Path) -> None:
    archive = _archive()
    archive.reports.by_id["a"] = replace(archive.reports.by_id["a"], title="青石县另一份报告")
    assert list(verify_index(home, archive, {"a", "b"})) == [
        IndexFinding(IndexFault.CHANGED, "a", "run `baogao index --rebuild`")
    ]
    archive.store("b", "临溪市报告", "完善行政复议，又有补充。")
    found = {finding.report_id: finding.advice for finding in verify_index(home, archive, {"b"})}
    assert found["b"] == "run `baogao index`"


@pytest.mark.parametrize(
    ("engine_name", "name"),
    [
        *product(EngineName, ("texts", "documents", "records", "grams")),
        (EngineName.TANTIVY, "words"),
    ],
)
def test_verify_finds_a_wrong_byte(tmp_path: Path, name: str, engine_name: EngineName) -> None:
    archive = _archive()
    update_index(tmp_path, archive, engine_name=engine_name)
    path = _generation(tmp_path) / name
    content = bytearray(path.read_bytes())
    content[-2] ^= 1
    path.write_bytes(content)
    assert list(verify_index(tmp_path, archive, {"a", "b"}))


@pytest.mark.parametrize("engine_name", EngineName)
def test_verify_finds_a_wrong_byte_in_the_text_of_a_deleted_document(
    tmp_path: Path, engine_name: EngineName
) -> None:
    archive = _archive()
    update_index(tmp_path, archive, engine_name=engine_name)
    archive.store("a", "青石县报告", "另一稿。")
    update_index(tmp_path, archive)
    assert list(verify_index(tmp_path, archive, {"a", "b"})) == []
    with (_generation(tmp_path) / "texts").open("r+b") as file:
        file.write(b"?")
    (finding,) = verify_index(tmp_path, archive, {"a", "b"})
    assert finding.fault is IndexFault.UNUSABLE


@pytest.mark.parametrize(
    ("engine_name", "pattern"),
    [
        *product([EngineName.WHOOSH], ("*.pst", "*.trm", "*.row.col")),
        *product([EngineName.TANTIVY], (f"tantivy/*.{each}" for each in TANTIVY_SUFFIXES)),
    ],
)
def test_verify_finds_a_wrong_byte_in_an_engines_own_files(
    tmp_path: Path, pattern: str, engine_name: EngineName
) -> None:
    archive = _archive()
    update_index(tmp_path, archive, engine_name=engine_name)
    (path,) = _generation(tmp_path).glob(pattern)
    content = path.read_bytes()
    for place in (0, len(content) // 3):  # a footer may be longer than half of a short file
        path.unlink()  # a thread of tantivy's may still look at it
        path.write_bytes(content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :])
        (finding,) = verify_index(tmp_path, archive, {"a", "b"})
        assert (finding.fault, "--rebuild" in finding.advice) == (IndexFault.UNUSABLE, True)
    path.unlink()
    path.write_bytes(content)
    assert list(verify_index(tmp_path, archive, {"a", "b"})) == []


@pytest.mark.parametrize("engine_name", EngineName)
def test_verify_finds_nothing_in_an_index_that_was_updated_and_merged(
    tmp_path: Path, engine_name: EngineName
) -> None:
    archive = FakeArchive()
    for number in range(10):
        archive.store(f"r{number % 9}", "青石县报告", f"坚持“枫桥经验”，第{number}稿。")
        update_index(tmp_path, archive, engine_name=engine_name)
    update_index(tmp_path, archive)
    assert list(verify_index(tmp_path, archive, {f"r{number}" for number in range(9)})) == []


def test_a_rebuild_that_cannot_be_read_leaves_the_old_index(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = _generation(home)
    damaged = replace(ENGINES[EngineName.WHOOSH], open=_unreadable)
    monkeypatch.setitem(ENGINES, EngineName.WHOOSH, damaged)
    with pytest.raises(StoreError, match="cannot be read: index again"):
        rebuild_index(home, _archive())
    assert _generation(home) == held
    assert [path.name for path in held.parent.glob("0*")] == [held.name]


def _unreadable(folder: Path) -> Engine:
    raise ValueError(folder)


def test_an_index_that_loses_most_of_its_documents_is_built_anew(tmp_path: Path) -> None:
    archive = FakeArchive()
    rebuilt = []
    for version in range(5):
        for number in range(600):
            archive.store(f"r{number}", "青石县报告", f"第{version}稿。")
        rebuilt.append(update_index(tmp_path, archive).rebuilt is not None)
    assert rebuilt == [True, False, False, False, True]
    with closing(open_index(tmp_path)) as engine, engine.reading() as reading:
        assert len(reading.columns.ids) == 600


def test_verify_says_what_is_wrong_with_an_unusable_index(tmp_path: Path) -> None:
    (finding,) = verify_index(tmp_path, _archive(), set())
    assert finding.fault is IndexFault.UNUSABLE
    assert "baogao index" in finding.advice
