"""The index follows the change log, from wherever it is."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive.errors import StoreError
from indexer import sync
from indexer.searcher import Searcher
from indexer.sync import IndexSummary, rebuild_index, update_index
from tests.indexer.fakes import FakeArchive, Watcher


def _ids(home: Path, query: str) -> list[str]:
    searcher = Searcher.open(home)
    try:
        return [hit.report_id for hit in searcher.search(query, limit=None).hits]
    finally:
        searcher.close()


@pytest.fixture
def archive() -> FakeArchive:
    archive = FakeArchive()
    archive.store("a", "青石县报告", "坚持“枫桥经验”。")
    archive.store("b", "临溪市报告", "完善行政复议。")
    return archive


def test_the_first_update_builds_and_says_why(tmp_path: Path, archive: FakeArchive) -> None:
    summary = update_index(tmp_path, archive)
    assert (summary.stored, summary.removed, summary.total) == (2, 0, 2)
    assert summary.rebuilt is not None
    assert "baogao index" in summary.rebuilt
    assert _ids(tmp_path, "“枫桥经验”") == ["a"]


def test_later_updates_take_only_what_changed(tmp_path: Path, archive: FakeArchive) -> None:
    update_index(tmp_path, archive)
    archive.store("c", "白鹭区报告", "推进普法。")
    archive.store("a", "青石县报告", "没有了。")
    archive.remove("b")
    assert update_index(tmp_path, archive) == IndexSummary(stored=2, removed=1, total=2)
    assert _ids(tmp_path, "“枫桥经验”") == []
    assert sorted(_ids(tmp_path, "报告")) == ["a", "c"]
    assert update_index(tmp_path, archive) == IndexSummary(stored=0, removed=0, total=2)


def test_many_changes_of_one_report_are_one(tmp_path: Path, archive: FakeArchive) -> None:
    update_index(tmp_path, archive)
    for number in range(5):
        archive.store("a", "青石县报告", f"第{number}稿")
    archive.store("gone", "x", "y")
    archive.remove("gone")
    assert update_index(tmp_path, archive) == IndexSummary(stored=1, removed=0, total=2)
    assert _ids(tmp_path, "“第4稿”") == ["a"]


def test_the_log_is_drained_in_batches(
    tmp_path: Path, archive: FakeArchive, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(5):
        archive.store(f"n{number}", "报告", "推进工作")
    monkeypatch.setattr(sync, "BATCH", 3)
    watcher = Watcher()
    assert update_index(tmp_path, archive, watcher).total == 7
    assert watcher.told == [(3, 7), (6, 7), (7, 7)]


def test_long_reports_make_smaller_batches(
    tmp_path: Path, archive: FakeArchive, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(4):
        archive.store(f"n{number}", "报告", f"推进工作{number}。" * 10)
    archive.store("n0", "报告", "没有了。")
    monkeypatch.setattr(sync, "_MOST_CHARACTERS", 100)
    watcher = Watcher()
    assert update_index(tmp_path, archive, watcher).total == 6
    assert watcher.told == [(5, 7), (7, 7)]
    assert _ids(tmp_path, "“没有了”") == ["n0"]
    assert sorted(_ids(tmp_path, "报告")) == ["a", "b", "n0", "n1", "n2", "n3"]


def test_another_archive_and_an_older_one_are_built_anew(
    tmp_path: Path, archive: FakeArchive
) -> None:
    update_index(tmp_path, archive)
    other = FakeArchive("archive-2")
    other.store("z", "云岭县报告", "推进普法。")
    assert update_index(tmp_path, other) == IndexSummary(
        1, 0, 1, "the index is of another archive: run `baogao index --rebuild`"
    )
    restored = FakeArchive("archive-2")
    assert update_index(tmp_path, restored).rebuilt == "the archive is older than the index"
    assert _ids(tmp_path, "报告") == []


def test_a_rebuild_equals_the_updates(tmp_path: Path, archive: FakeArchive) -> None:
    update_index(tmp_path, archive)
    archive.remove("b")
    update_index(tmp_path, archive)
    assert rebuild_index(tmp_path, archive) == IndexSummary(1, 0, 1, "as asked")
    assert _ids(tmp_path, "报告") == ["a"]


def test_a_failed_rebuild_leaves_the_old_index(
    tmp_path: Path, archive: FakeArchive, monkeypatch: pytest.MonkeyPatch
) -> None:
    update_index(tmp_path, archive)

    def failing(report_id: str) -> None:
        raise StoreError(f"cannot read report {report_id}")

    monkeypatch.setattr(archive.reports, "get", failing)
    with pytest.raises(StoreError):
        rebuild_index(tmp_path, archive)
    assert sorted(_ids(tmp_path, "报告")) == ["a", "b"]
    monkeypatch.undo()
    rebuild_index(tmp_path, archive)
    assert sorted(path.name for path in (tmp_path / "index").iterdir()) == ["000002", "CURRENT"]
