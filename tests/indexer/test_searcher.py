"""Asking the index as the web and the command line do."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable, Hashable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from indexer import searcher as searcher_module
from indexer import store
from indexer.engines import EngineName
from indexer.errors import IndexUnusableError, QueryError
from indexer.hits import Highlights
from indexer.searcher import Searcher
from indexer.sync import rebuild_index, update_index
from tests.indexer.fakes import FakeArchive


@pytest.fixture
def archive(tmp_path: Path) -> FakeArchive:
    archive = FakeArchive()
    archive.store("a", "青石县报告", "坚持和发展“枫桥", "经验”，化解矛盾和纠纷。")
    archive.store("b", "临溪市“枫桥经验”报告", "完善矛盾纠纷调解。")
    archive.store("c", "白鹭区报告", "推进普法。")
    update_index(tmp_path, archive)
    return archive


@pytest.fixture
def searcher(tmp_path: Path, archive: FakeArchive) -> Iterator[Searcher]:
    searcher = Searcher.open(tmp_path)
    yield searcher
    searcher.close()


def test_a_result_has_all_that_is_shown(searcher: Searcher) -> None:
    results = searcher.search("矛盾纠纷 “枫桥经验”")
    assert (results.query, results.total, results.literal_total) == ("矛盾纠纷 “枫桥经验”", 2, 1)
    assert results.took_ms > 0
    first, second = results.hits
    assert (first.report_id, first.literal, second.report_id, second.literal) == (
        "b",
        True,
        "a",
        False,
    )
    assert first.title == "临溪市“枫桥经验”报告"
    assert first.title_spans == ((4, 8),)
    assert first.url == "http://www.qingshi.localhost/b.html"
    assert first.issuer == "青石县人民政府"
    (passage,) = first.passages
    assert (passage.text, passage.spans) == ("完善矛盾纠纷调解。", ((2, 6),))


def test_paging_and_all(searcher: Searcher) -> None:
    whole = [hit.report_id for hit in searcher.search("报告", limit=None).hits]
    assert sorted(whole) == ["a", "b", "c"]
    pages = [searcher.search("报告", limit=1, offset=offset) for offset in range(4)]
    assert [hit.report_id for page in pages for hit in page.hits] == whole
    assert {page.total for page in pages} == {3}


def test_a_query_that_means_nothing_is_refused(searcher: Searcher, archive: FakeArchive) -> None:
    with pytest.raises(QueryError):
        searcher.search("，。")
    with pytest.raises(QueryError):
        searcher.highlight("“枫桥", archive.reports.get("a"))


def test_highlights_reach_over_paragraphs(searcher: Searcher, archive: FakeArchive) -> None:
    report = archive.reports.get("a")
    assert searcher.highlight("“枫桥经验”", report) == Highlights((), ((6, 11),))
    assert searcher.highlight("青石县 纠纷", report) == Highlights(((0, 3),), ((18, 20),))


def test_it_follows_commits_and_rebuilds(
    tmp_path: Path, searcher: Searcher, archive: FakeArchive
) -> None:
    archive.store("d", "云岭县报告", "“枫桥经验”。")
    update_index(tmp_path, archive)
    assert (searcher.search("“枫桥经验”").total, searcher.document_count) == (3, 4)
    assert searcher.position == 4
    archive.remove("d")
    rebuild_index(tmp_path, archive)
    assert (searcher.search("“枫桥经验”").total, searcher.document_count) == (2, 3)
    assert searcher.position == 5


def test_several_threads_may_ask_while_the_index_moves(
    tmp_path: Path, searcher: Searcher, archive: FakeArchive
) -> None:
    totals: set[int] = set()
    finished = threading.Event()

    def ask() -> None:
        while not finished.is_set():
            totals.add(searcher.search("“枫桥经验”").total)

    threads = [threading.Thread(target=ask) for _ in range(3)]
    for thread in threads:
        thread.start()
    for number in range(6):
        archive.store(f"n{number}", "报告", "“枫桥经验”。")
        update_index(tmp_path, archive)
        rebuild_index(tmp_path, archive)
    finished.set()
    for thread in threads:
        thread.join()
    assert totals <= set(range(2, 9))
    assert searcher.search("“枫桥经验”").total == 8


def test_without_an_index_it_says_what_to_run(tmp_path: Path) -> None:
    with pytest.raises(IndexUnusableError, match="baogao index"):
        Searcher.open(tmp_path / "nowhere")


def test_an_index_that_was_deleted_and_made_anew_is_followed(
    tmp_path: Path, archive: FakeArchive, searcher: Searcher
) -> None:
    shutil.rmtree(tmp_path / "index")
    archive.store("d", "山城区报告", "推进普法。")
    update_index(tmp_path, archive)
    assert {hit.report_id for hit in searcher.search("“普法”").hits} == {"c", "d"}


def test_a_rebuild_under_way_changes_nothing_for_readers(
    tmp_path: Path, searcher: Searcher
) -> None:
    with searcher.findings("“普法”") as before:
        (tmp_path / "index" / "000099").mkdir()
        with searcher.findings("“普法”") as after:
            assert before.index_version == after.index_version
            assert [each.document.report_id for each in after.documents()] == ["c"]


@pytest.mark.parametrize("engine_name", EngineName)
def test_a_folder_that_a_rebuild_takes_away_meanwhile_is_left(
    tmp_path: Path,
    archive: FakeArchive,
    monkeypatch: pytest.MonkeyPatch,
    engine_name: EngineName,
) -> None:
    update_index(tmp_path, archive, engine_name=engine_name)
    with closing(Searcher.open(tmp_path)) as searcher:
        _overtaken_once(monkeypatch, lambda: rebuild_index(tmp_path, archive))
        assert searcher.position == 3


@pytest.mark.parametrize("engine_name", EngineName)
def test_a_folder_that_is_taken_away_by_halves_is_left(
    tmp_path: Path,
    archive: FakeArchive,
    monkeypatch: pytest.MonkeyPatch,
    engine_name: EngineName,
) -> None:
    update_index(tmp_path, archive, engine_name=engine_name)
    with closing(Searcher.open(tmp_path)) as searcher:
        archive.store("d", "云岭县报告", "“枫桥经验”。")
        update_index(tmp_path, archive)  # which the searcher has not seen
        _overtaken_once(monkeypatch, lambda: rebuild_index(tmp_path, archive))
        monkeypatch.setattr(shutil, "rmtree", _remove_all_but_the_lists_of_segments)
        assert searcher.document_count == 4


def _overtaken_once(monkeypatch: pytest.MonkeyPatch, rebuild: Callable[[], object]) -> None:
    """Have an index rebuilt right after a searcher looked whether it was."""
    rebuilt: list[object] = []

    def look_and_be_overtaken(home: Path) -> Hashable:
        pointer = store.current_pointer(home)
        if not rebuilt:
            rebuilt.append(None)
            rebuild()
        return pointer

    monkeypatch.setattr(searcher_module, "current_pointer", look_and_be_overtaken)


def _remove_all_but_the_lists_of_segments(folder: Path, **_: object) -> None:
    for path in folder.rglob("*"):
        if path.is_file() and path.suffix not in (".toc", ".json"):
            path.unlink()


def test_an_index_whose_position_is_gone_or_nonsense_says_what_to_run(
    tmp_path: Path, searcher: Searcher
) -> None:
    (position,) = tmp_path.glob("index/*/position")
    position.write_bytes(b"\x00")
    with pytest.raises(IndexUnusableError, match="--rebuild"):
        _ = searcher.position
    position.unlink()
    with pytest.raises(IndexUnusableError, match="--rebuild"):
        _ = searcher.position
