"""Looking for phrases in the file of folded texts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

import numpy as np
import psutil
import pytest

from indexer.errors import IndexUnusableError
from indexer.folded import FoldedDocument
from indexer.stored.appendfile import AppendFile
from indexer.stored.texts import Texts
from tests.indexer.conformance.engines import document

TEXTS = [f"第{number}篇，坚持枫桥经验" for number in range(60)]
TEXTS[20] = "法治政府" * 150_000 + "结尾"
TEXTS[30] += "豾"  # whose bytes stand in the middle of 经验, too
TEXTS[40:44] = ["行政复议" * 3_000] * 4


@contextmanager
def _written(folder: Path, folded: Sequence[FoldedDocument]) -> Iterator[Texts]:
    with closing(AppendFile(folder / "texts")) as file:
        starts = [start for start, _ in file.append([f.searchable + f.layout for f in folded])]
        sizes = [(len(each.searchable), len(each.layout)) for each in folded]
        yield Texts(file, *np.column_stack([starts, sizes]).T)


@pytest.mark.parametrize(
    "phrase", ["枫桥经验", "第5篇", "府结尾", "复议行", "没有的", "篇,坚", "豾"]
)
@pytest.mark.parametrize("every", [1, 7, 59])
@pytest.mark.parametrize("most_bytes", [50_000, 64 << 20])
def test_what_is_found_is_what_python_finds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, phrase: str, every: int, most_bytes: int
) -> None:
    monkeypatch.setattr("indexer.stored.lookup.MOST_BYTES", most_bytes)
    folded = [FoldedDocument.of(document("a", "标题", text)) for text in TEXTS]
    within = np.arange(len(TEXTS)) % every == 0
    with _written(tmp_path, folded) as texts:
        found = texts.containing(phrase, within)
        assert found.tolist() == [
            bool(chosen) and phrase in each.text
            for chosen, each in zip(within, folded, strict=True)
        ]
        assert dict(texts.folded(within)) == {
            number: folded[number] for number in np.flatnonzero(within).tolist()
        }


def test_nothing_reaches_from_the_title_into_the_text_or_into_the_next(tmp_path: Path) -> None:
    folded = [FoldedDocument.of(document("a", "甲乙", "丙丁")) for _ in range(2)]
    with _written(tmp_path, folded) as texts:
        within = np.ones(2, np.bool_)
        for phrase, expected in (("甲乙", True), ("丙丁", True), ("乙丙", False), ("丁甲", False)):
            found = texts.containing(phrase, within)
            assert found.all() == found.any() == expected


def test_a_file_that_was_cut_off_ends_no_process(tmp_path: Path) -> None:
    folded = [FoldedDocument.of(document("a", "标题", "枫桥经验" * 5_000)) for _ in range(2)]
    with _written(tmp_path, folded) as texts:
        within = np.ones(2, np.bool_)
        assert texts.containing("桥经验枫", within).all()
        with texts.file.path.open("r+b") as file:
            file.truncate(len(folded[0].searchable))
        with pytest.raises(IndexUnusableError):
            texts.containing("桥经验枫", within)


def test_texts_that_were_looked_at_do_not_stay_in_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("indexer.stored.lookup.MOST_BYTES", 8 << 20)
    folded = [FoldedDocument.of(document("a", "标题", "法治" * 500_000))] * 30
    process = psutil.Process()
    with _written(tmp_path, folded) as texts:
        assert texts.file.size > 50 << 20
        before = process.memory_info().rss
        assert not texts.containing("没有的", np.ones(len(folded), np.bool_)).any()
        assert process.memory_info().rss - before < 16 << 20
