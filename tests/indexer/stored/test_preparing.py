"""Batches are prepared while others are written, by workers if they are many."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import dataclass, field
from threading import Event

import numpy as np
import pytest

from archive.pipeline.worker import Limits
from indexer.document import Batch, IndexDocument
from indexer.stored import Prepared, prepare, preparing
from indexer.stored.preparing import committed
from tests.indexer.conformance.engines import document

LONG = 20  # seconds after which a test has failed


@dataclass
class Writer:
    """Takes note of what is committed; some positions cannot be written."""

    failing: tuple[int, ...] = ()
    committed: list[tuple[Batch, Prepared]] = field(default_factory=list)

    def commit(self, batch: Batch, prepared: Prepared) -> None:
        if batch.position in self.failing:
            raise OSError("no space left")
        self.committed.append((batch, prepared))

    @property
    def positions(self) -> list[int]:
        return [batch.position for batch, _ in self.committed]


def _documents(first: int, count: int) -> list[IndexDocument]:
    return [
        document(f"{number}", f"第{number}号", f"“枫桥经验”{number}" * 9)
        for number in range(first, first + count)
    ]


def _batches(sizes: Sequence[int]) -> list[Batch]:
    ends = np.cumsum([0, *sizes]).tolist()
    return [
        Batch(_documents(end - size, size), (), end)
        for size, end in zip(sizes, ends[1:], strict=True)
    ]


@pytest.mark.parametrize("sizes", [[], [0], [1, 0, 2], [51, 50, 49], [620, 0, 3, 50]])
def test_batches_are_committed_as_they_would_be_one_after_the_other(sizes: list[int]) -> None:
    writer, batches = Writer(), _batches(sizes)
    assert list(committed(batches, writer.commit)) == batches
    assert [batch for batch, _ in writer.committed] == batches
    for batch, prepared in writer.committed:
        expected = prepare(batch.documents)
        assert prepared.folded == expected.folded
        assert prepared.frames == expected.frames
        assert np.array_equal(prepared.sketches, expected.sketches)
        assert prepared.words.totals == expected.words.totals


def test_the_next_batch_is_prepared_while_one_is_written(monkeypatch: pytest.MonkeyPatch) -> None:
    second_is_asked_for, waited = Event(), []

    def prepared(batches: Sequence[Batch]) -> Generator[tuple[Batch, Prepared]]:
        yield batches[0], prepare(batches[0].documents)
        second_is_asked_for.set()
        yield batches[1], prepare(batches[1].documents)

    def commit(batch: Batch, _: Prepared) -> None:
        waited.append(second_is_asked_for.wait(LONG))

    monkeypatch.setattr(preparing, "_prepared", prepared)
    batches = _batches([2, 2])
    assert list(committed(batches, commit)) == batches
    assert waited == [True, True]


def test_a_batch_that_cannot_be_written_is_the_last() -> None:
    writer = Writer(failing=(4,))
    done: list[Batch] = []
    with pytest.raises(OSError, match="no space"):
        done.extend(committed(_batches([2, 2, 2]), writer.commit))
    assert writer.positions == [2]


def test_who_stops_after_a_batch_has_no_other_written() -> None:
    writer = Writer()
    batches = committed(_batches([2, 2, 2]), writer.commit)
    next(batches)
    batches.close()
    assert writer.positions == [2]


def test_what_no_worker_can_do_is_done_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(preparing, "_LIMITS", Limits(cpu_s=0.001))
    writer = Writer()
    list(committed(_batches([550]), writer.commit))
    ((batch, prepared),) = writer.committed
    assert prepared.folded == prepare(batch.documents).folded
