"""What is particular to the Whoosh engine."""

from __future__ import annotations

import os
import shutil
import struct
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from whoosh.index import TOC

from indexer.errors import IndexUnusableError
from indexer.query import Phrase, Words
from indexer.whoosh_engine import WhooshEngine
from tests.indexer.conformance.engines import (
    FIRST_VERSION,
    SECOND_VERSION,
    ask,
    document,
    report_ids,
)


def test_opening_survives_a_commit_that_removes_the_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    really_read = TOC.read
    commits: list[int] = []

    def read_and_be_overtaken(*arguments: Any, **options: Any) -> Any:
        contents = really_read(*arguments, **options)
        if not commits:
            commits.append(2)
            writer.commit(SECOND_VERSION, ["c"], 2)
        return contents

    with closing(WhooshEngine.create(tmp_path / "index")) as writer:
        writer.commit(FIRST_VERSION, [], 1)
        monkeypatch.setattr(TOC, "read", read_and_be_overtaken)
        with closing(WhooshEngine(tmp_path / "index")) as late:
            assert commits == [2]
            assert ask(late, Phrase("第二版"), limit=None).total == 3
            assert ask(late, Phrase("第一版"), limit=None).total == 0


def test_an_open_index_answers_after_its_folder_was_removed(tmp_path: Path) -> None:
    with closing(WhooshEngine.create(tmp_path / "index")) as engine:
        engine.commit(FIRST_VERSION, [], 1)
        with closing(WhooshEngine(tmp_path / "index")) as reader:
            shutil.rmtree(tmp_path / "index")
            assert ask(reader, Words("行政执法"), limit=None).total == 3


def test_what_killed_commits_leave_is_removed_by_the_next(tmp_path: Path) -> None:
    folder = tmp_path / "index"
    with closing(WhooshEngine.create(folder)) as engine:
        engine.commit(FIRST_VERSION, [], 1)
        names = {path.name.rpartition("_")[0] for path in folder.iterdir()}
        for name in ("_MAIN_9.toc.1700000000.5", "MAIN_0123456789abcdef.pst"):
            (folder / name).write_bytes(b"half")
        (folder / "MAIN.tmp").mkdir()
        (folder / "MAIN.tmp" / "0123.ctmp").write_bytes(b"half")
        engine.commit(SECOND_VERSION, ["c"], 2)
        assert len({path.name.rpartition("_")[0] for path in folder.iterdir()}) == len(names)
        assert report_ids(engine) == {"a", "b", "d"}


def test_postings_longer_than_a_block_and_weights_above_a_byte(tmp_path: Path) -> None:
    documents = [document(f"{number:05}", "", "普法") for number in range(5_000)]
    documents.append(document("often", "", "普法，" * 300))
    with closing(WhooshEngine.create(tmp_path / "index")) as engine:
        engine.commit(documents, [], 1)
        matches = ask(engine, Words("普法"), limit=1)
        assert matches.total == 5_001
        assert matches.page[0].document.report_id == "often"


@pytest.mark.parametrize("rows", [[], [0], [0, 1], [0, 1, 1], [0, 1, -2]])
def test_documents_do_not_vanish_with_their_rows(tmp_path: Path, rows: list[int]) -> None:
    with closing(WhooshEngine.create(tmp_path / "index")) as engine:
        engine.commit(FIRST_VERSION, [], 1)
    (path,) = (tmp_path / "index").glob("*.row.col")
    path.write_bytes(struct.pack(f">{len(rows)}i", *rows))
    with pytest.raises((ValueError, IndexUnusableError), match=r"rows? of|damaged"):
        WhooshEngine(tmp_path / "index")


def test_a_wrong_row_of_a_deleted_document_makes_the_index_unusable(tmp_path: Path) -> None:
    with closing(WhooshEngine.create(tmp_path / "index")) as engine:
        engine.commit([document("a", "", "行政执法"), document("b", "", "行政执法")], [], 1)
        engine.commit([], ["b"], 2)
    (path,) = (tmp_path / "index").glob("*.row.col")
    path.write_bytes(struct.pack(">2i", 0, 1_000_000))
    with (
        closing(WhooshEngine(tmp_path / "index")) as engine,
        pytest.raises(IndexUnusableError, match="damaged"),
    ):
        ask(engine, Words("行政执法"), limit=None)


@pytest.mark.parametrize("size", [0, 20, 100])
def test_postings_that_were_cut_off_make_the_index_unusable(tmp_path: Path, size: int) -> None:
    with closing(WhooshEngine.create(tmp_path / "index")) as engine:
        engine.commit(FIRST_VERSION, [], 1)
        (path,) = (tmp_path / "index").glob("*.pst")
        os.truncate(path, size)
        with pytest.raises(IndexUnusableError, match="damaged"):
            ask(engine, Words("行政执法"), limit=None)
