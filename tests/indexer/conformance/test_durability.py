"""Commits are all or nothing, whatever happens to the process or the disk."""

from __future__ import annotations

import resource
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from archive.errors import StoreError
from indexer.engine import Engine
from indexer.query import Phrase, Words
from tests.indexer.conformance.engines import (
    ENGINES,
    FIRST_VERSION,
    SECOND_REMOVED,
    SECOND_VERSION,
    EngineKind,
    ask,
    assert_agrees,
    document,
    report_ids,
    version,
)
from tests.indexer.conformance.reference import ReferenceEngine
from tests.indexer.samples import reports

ROOT = Path(__file__).resolve().parents[3]
MOST_FSYNCS = 40

pytestmark = pytest.mark.parametrize("kind", ENGINES, ids=lambda kind: kind.name)


def test_a_new_index_is_empty(kind: EngineKind, tmp_path: Path) -> None:
    with closing(kind.create(tmp_path / "index")) as engine:
        assert (engine.position, report_ids(engine)) == (0, frozenset())
        assert ask(engine, Words("报告"), limit=None).total == 0


def test_what_was_committed_is_there_after_opening_again(kind: EngineKind, tmp_path: Path) -> None:
    with closing(kind.create(tmp_path / "index")) as engine:
        engine.commit(FIRST_VERSION, [], 7)
    with closing(kind.open(tmp_path / "index")) as engine:
        assert engine.position == 7
        assert _state(engine) == _first()


def test_repeating_a_commit_changes_nothing(kind: EngineKind, tmp_path: Path) -> None:
    with closing(kind.create(tmp_path / "index")) as engine:
        for _ in range(3):
            engine.commit(FIRST_VERSION, ["no-such-report"], 7)
            assert _state(engine) == _first()
            assert ask(engine, Phrase("报告"), limit=None).total == 3


def test_a_kill_at_any_fsync_leaves_the_old_or_the_new(kind: EngineKind, tmp_path: Path) -> None:
    outcomes = []
    for fatal in range(1, MOST_FSYNCS):
        folder = tmp_path / str(fatal)
        with closing(kind.create(folder)) as engine:
            engine.commit(FIRST_VERSION, [], 1)
        with _run("dying_writer", kind.name, str(folder), str(fatal)) as writer:
            died = writer.wait() != 0
        outcomes.append(_outcome_after_kill(kind, folder))
        if not died:
            break
    assert outcomes[0] == "old"
    assert outcomes[-1] == "new"
    assert len(outcomes) > 3


def _outcome_after_kill(kind: EngineKind, folder: Path) -> str:
    """Check what a killed writer left, and that the same commit mends whatever it was."""
    with closing(kind.open(folder)) as engine:
        state, position = _state(engine), engine.position
        assert state in (_first(), _second())
        assert position == 1 or state == _second()
        engine.commit(SECOND_VERSION, SECOND_REMOVED, 2)
        assert (_state(engine), engine.position) == (_second(), 2)
    return "old" if state == _first() else "new"


def test_readers_see_whole_commits_only(kind: EngineKind, tmp_path: Path) -> None:
    with closing(kind.create(tmp_path / "index")) as engine:
        engine.commit(version(0), [], 0)
        reader = _run("watching_reader", kind.name, str(tmp_path / "index"))
        assert reader.stdout is not None
        assert reader.stdout.readline() == "reading\n"
        for number in range(1, 41):
            engine.commit(version(number), [], number)
    output, _ = reader.communicate(timeout=60)
    assert reader.returncode == 0, output
    assert int(output) > 1


def test_many_small_commits_stay_few_files_and_exact(kind: EngineKind, tmp_path: Path) -> None:
    reference = ReferenceEngine()
    documents = reports(66, seed=3, characters=300)
    with closing(kind.create(tmp_path / "index")) as engine:
        for position, one in enumerate(documents):
            gone = [documents[position // 2].report_id] if position % 5 == 4 else []
            engine.commit([one], gone, position)
            reference.commit([one], gone, position)
        for query in (Phrase("“八五”普法"), Words("行政复议"), Words("合法性调解"), Phrase("的")):
            assert_agrees(engine, reference, query)
        assert report_ids(engine) == reference.documents.keys()
    assert len(list((tmp_path / "index").iterdir())) < 100


def test_a_full_disk_is_a_store_error_and_changes_nothing(kind: EngineKind, tmp_path: Path) -> None:
    big = [document("big", "", "推进法治政府建设。" * 2_000)]
    with closing(kind.create(tmp_path / "index")) as engine:
        engine.commit(FIRST_VERSION, [], 1)
        for most_bytes in (100, 500, 2_000, 20_000):
            with _files_up_to(most_bytes), pytest.raises(StoreError, match="cannot write"):
                engine.commit(big, ["a"], 2)
            assert (_state(engine), engine.position) == (_first(), 1)
        engine.commit(big, ["a", "b", "c"], 2)
        assert report_ids(engine) == {"big"}
        assert ask(engine, Phrase("建设。推进"), limit=None).total == 1


@contextmanager
def _files_up_to(most_bytes: int) -> Iterator[None]:
    """Let no file grow beyond ``most_bytes``: what is written then fails as on a full disk."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (most_bytes, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def _run(module: str, *arguments: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-W", "ignore", "-m", f"tests.indexer.conformance.{module}"]
    return subprocess.Popen([*command, *arguments], cwd=ROOT, stdout=subprocess.PIPE, text=True)


def _state(engine: Engine) -> dict[str, str]:
    matches = ask(engine, Phrase("报告"), limit=None)
    state = {match.document.report_id: match.document.title for match in matches.page}
    assert report_ids(engine) == state.keys()
    return state


def _first() -> dict[str, str]:
    return {each.report_id: each.title for each in FIRST_VERSION}


def _second() -> dict[str, str]:
    return {each.report_id: each.title for each in SECOND_VERSION}
