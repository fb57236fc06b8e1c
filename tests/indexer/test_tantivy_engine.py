"""What is particular to the tantivy engine."""

from __future__ import annotations

import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import tantivy

from archive.errors import StoreError
from indexer.engines import EngineName
from indexer.errors import IndexUnusableError
from indexer.stored import StoredFiles
from indexer.sync import update_index
from indexer.tantivy_engine import TantivyEngine, engine
from tests.indexer.conformance.engines import FIRST_VERSION, SECOND_VERSION, report_ids
from tests.indexer.fakes import FakeArchive

ROOT = Path(__file__).resolve().parents[2]


def test_a_commit_while_the_index_is_opened_is_seen_by_the_next_reading(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    overtaken: list[int] = []

    def open_and_be_overtaken(*arguments: Any, **options: Any) -> StoredFiles:
        if not overtaken:  # tantivy's index is open by now
            overtaken.append(2)
            writer.commit(SECOND_VERSION, ["c"], 2)
        return StoredFiles(*arguments, **options)

    with closing(TantivyEngine.create(tmp_path / "index")) as writer:
        writer.commit(FIRST_VERSION, [], 1)
        monkeypatch.setattr(engine, "StoredFiles", open_and_be_overtaken)
        with closing(TantivyEngine(tmp_path / "index")) as late:
            assert overtaken == [2]
            assert report_ids(late) == {"a", "b", "d"}


@pytest.mark.parametrize("suffix", [".term", ".idx", ".pos", ".fast"])
def test_a_file_that_is_cut_off_while_it_is_open_is_no_end_of_the_process(
    tmp_path: Path, suffix: str
) -> None:
    archive = FakeArchive()
    archive.store("a", "青石县报告", "坚持“枫桥经验”。")
    update_index(tmp_path, archive, engine_name=EngineName.TANTIVY)
    command = [sys.executable, "-W", "ignore", "-m", "tests.indexer.cut_off_reader"]
    reader = subprocess.run(
        [*command, str(tmp_path), "桥经验", suffix],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    assert "damaged: run `baogao index --rebuild`" in reader.stdout


def test_what_a_commit_left_that_was_killed_is_in_nobodys_way(tmp_path: Path) -> None:
    (again, *_) = SECOND_VERSION
    meta = tmp_path / "index" / "tantivy" / "meta.json"
    with closing(TantivyEngine.create(tmp_path / "index")) as writer:
        writer.commit(FIRST_VERSION, [], 1)
        before = meta.read_bytes()
        writer.commit([again], [], 2)
    meta.write_bytes(before)  # as a kill leaves it, or a full disk
    with closing(TantivyEngine(tmp_path / "index")) as writer:
        for _ in range(2):
            writer.commit([again], [], 2)
            assert report_ids(writer) == {document.report_id for document in FIRST_VERSION}


@pytest.mark.parametrize("suffix", [".term", ".idx", ".pos", ".fast", ".fieldnorm", ".store"])
def test_a_wrong_byte_is_noticed_before_tantivy_reads_it(tmp_path: Path, suffix: str) -> None:
    with closing(TantivyEngine.create(tmp_path / "index")) as writer:
        writer.commit(FIRST_VERSION, [], 1)
        (path,) = (tmp_path / "index" / "tantivy").glob(f"*{suffix}")
        content = path.read_bytes()
        path.unlink()  # tantivy has it mapped
        path.write_bytes(bytes([content[0] ^ 1]) + content[1:])
        with pytest.raises(IndexUnusableError, match="damaged"):
            TantivyEngine(tmp_path / "index")


def test_what_tantivy_cannot_write_is_told_as_what_cannot_be_stored(tmp_path: Path) -> None:
    with closing(TantivyEngine.create(tmp_path / "index")) as writer:
        writer.commit(FIRST_VERSION, [], 1)
        index = tantivy.Index.open(str(tmp_path / "index" / "tantivy"))
        somebody_else = index.writer(heap_size=16 << 20, num_threads=1)
        with pytest.raises(StoreError, match="cannot write the index"):
            writer.commit(SECOND_VERSION, ["c"], 2)
        assert writer.position == 1
        assert report_ids(writer) == {document.report_id for document in FIRST_VERSION}
        del somebody_else  # lets go of tantivy's lock
        writer.commit(SECOND_VERSION, ["c"], 2)
        assert report_ids(writer) == {"a", "b", "d"}


def test_half_a_list_of_deleted_documents_is_no_damage(tmp_path: Path) -> None:
    with closing(TantivyEngine.create(tmp_path / "index")) as writer:
        writer.commit(FIRST_VERSION, [], 1)
        writer.commit([], [FIRST_VERSION[0].report_id], 2)
        (path,) = (tmp_path / "index" / "tantivy").glob("*.del")
        segment, number, _ = path.name.split(".")
        path.with_name(f"{segment}.{int(number) + 5}.del").write_bytes(b"half")
        writer.check()
        TantivyEngine(tmp_path / "index").close()
