"""Looking for phrases in suffix arrays of folded texts, beside Python's ``in``."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.errors import IndexUnusableError
from indexer.folded import EDGE
from indexer.stored import sorted_texts, sorting, suffixes
from indexer.stored.appendfile import AppendFile
from indexer.stored.blockfile import BlockFile
from indexer.stored.sorted_texts import SortedTexts
from indexer.stored.sorting import by_numpy, sorted_suffixes
from indexer.stored.suffixes import SuffixBlock

TEXTS = [f"第{number}篇,坚持枫桥经验" for number in range(60)]
TEXTS[20] = "法治政府" * 150_000 + "结尾"
TEXTS[30] += "豾"  # whose bytes stand in the middle of 经验, too
TEXTS[40:44] = ["行政复议" * 3_000] * 4

SYLLABLES = st.text("枫桥经验的豾a\U00020000\uffff", max_size=9)


def _append(
    texts: AppendFile, file: BlockFile[SuffixBlock], first: int, contents: Sequence[str]
) -> None:
    searchable = [f"{content}{EDGE}".encode("utf-16-le") for content in contents]
    # What stands between texts, in an odd number of bytes, is no part of them.
    starts = [start for start, _ in texts.append([each + b"[1]" for each in searchable])]
    file.append(suffixes.to_block(first, starts, SortedTexts.of(searchable)))


@contextmanager
def _files(folder: Path) -> Iterator[tuple[AppendFile, BlockFile[SuffixBlock]]]:
    with (
        closing(AppendFile(folder / "texts")) as texts,
        closing(suffixes.open_file(folder / "suffixes", texts)) as file,
    ):
        yield texts, file


def _having(file: BlockFile[SuffixBlock], phrase: str, size: int) -> list[bool]:
    return list(suffixes.having(file.blocks, phrase.encode("utf-16-le"), size))


@pytest.mark.parametrize(
    "phrase", ["枫桥经验", "第5篇", "府结尾", "复议行", "没有的", "篇,坚", "豾", "经", "9"]
)
def test_what_is_found_is_what_python_finds(tmp_path: Path, phrase: str) -> None:
    with _files(tmp_path) as (texts, file):
        _append(texts, file, 0, TEXTS)
        assert _having(file, phrase, len(TEXTS)) == [phrase in text for text in TEXTS]


@given(
    st.lists(st.lists(SYLLABLES, min_size=1, max_size=4), min_size=1, max_size=4),
    SYLLABLES.filter(bool),
)
def test_any_phrase_in_any_blocks(
    tmp_path_factory: pytest.TempPathFactory, blocks: list[list[str]], phrase: str
) -> None:
    contents = [content for block in blocks for content in block]
    with _files(tmp_path_factory.mktemp("any")) as (texts, file):
        for block in blocks:
            _append(texts, file, sum(each.size for each in file.blocks), block)
        assert _having(file, phrase, len(contents)) == [phrase in each for each in contents]


@given(st.lists(SYLLABLES, min_size=1, max_size=4))
def test_numpy_sorts_alike(texts: list[str]) -> None:
    joined = "".join(f"{text}{EDGE}" for text in texts).encode("utf-16-le")
    text = np.frombuffer(bytearray(joined), np.uint8)
    units = sorted(range(0, len(joined), 2), key=lambda place: joined[place:])
    assert [2 * place for place in sorted_suffixes(text).tolist()] == units
    assert [2 * place for place in by_numpy(text).tolist()] == units


def test_more_text_than_can_be_numbered_in_bytes_is_refused() -> None:
    with pytest.raises(AssertionError):
        sorted_texts._addresses(np.array([(1 << 31) + 1]))


def test_without_pydivsufsort_phrases_are_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pydivsufsort", None)
    sorting._sorter.cache_clear()
    try:
        with _files(tmp_path) as (texts, file):
            _append(texts, file, 0, ["枫桥经验", "坚持枫桥", ""])
            assert _having(file, "枫桥", 3) == [True, True, False]
    finally:
        sorting._sorter.cache_clear()


def test_nothing_reaches_from_a_text_into_the_next(tmp_path: Path) -> None:
    with _files(tmp_path) as (texts, file):
        _append(texts, file, 0, ["甲乙", "丙丁"])
        assert _having(file, "乙丙", 2) == [False, False]


def test_many_commits_become_few_blocks_with_the_same_places(tmp_path: Path) -> None:
    contents = [f"第{number}篇{'枫桥经验' * (number % 3)}" for number in range(300)]
    with _files(tmp_path) as (texts, file):
        first = 0
        for size in [1, 2, 3, 4, 40] * 6:
            _append(texts, file, first, contents[first : first + size])
            first += size
        assert len(file.blocks) < 12
        with closing(suffixes.open_file(tmp_path / "suffixes", texts)) as reader:
            for phrase in ("桥经验", "验枫桥", "第12", "没有的"):
                expected = [phrase in content for content in contents]
                assert _having(file, phrase, 300) == _having(reader, phrase, 300) == expected


def test_blocks_of_long_texts_have_fewer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(suffixes, "_DOCUMENT_UNITS", 1)  # so that a block has 4,096 at most
    contents = [f"第{number}篇{'枫桥' * (number % 7 * 25)}" for number in range(240)]
    with _files(tmp_path) as (texts, file):
        for first in range(0, 240, 3):
            _append(texts, file, first, contents[first : first + 3])
        assert max(block.unit_count for block in file.blocks) <= 4_096
        assert len(file.blocks) < 24
        assert _having(file, "桥枫桥", 240) == ["桥枫桥" in each for each in contents]


def test_what_failed_between_two_blocks_leaves_others_their_numbers(tmp_path: Path) -> None:
    with _files(tmp_path) as (texts, file):
        for number in (0, *range(3, 10)):  # the rows of 1 and 2 were written, and then it failed
            _append(texts, file, number, [f"第{number}篇枫桥"])
        assert [(block.first, block.size) for block in file.blocks] == [(0, 10)]
        for number in range(3, 10):
            found = _having(file, f"第{number}篇", 10)
            assert found == [each == number for each in range(10)]
        _append(texts, file, 10, ["第10篇"])
        assert _having(file, "桥", 11) == [True, False, False, *[True] * 7, False]


def test_a_file_of_texts_that_was_cut_off_is_noticed(tmp_path: Path) -> None:
    with _files(tmp_path) as (texts, file):
        _append(texts, file, 0, ["枫桥经验" * 5_000] * 2)
        assert _having(file, "桥经验枫", 2) == [True, True]
        with texts.path.open("r+b") as cut:
            cut.truncate(9)
        with pytest.raises(IndexUnusableError):
            _having(file, "桥经验枫", 2)


def test_a_piece_of_a_text_is_not_taken_for_all_of_it(tmp_path: Path) -> None:
    with _files(tmp_path) as (texts, file):
        _append(texts, file, 0, ["甲乙丙丁", "乙丙丁戊"])
        assert _having(file, "丙丁戊", 2) == [False, True]
        lacking = len("丁戊\n".encode("utf-16-le") + b"[1]") + 4  # with the checksum
        os.truncate(texts.path, texts.path.stat().st_size - lacking)
        with pytest.raises(IndexUnusableError):
            _having(file, "丙丁戊", 2)


@pytest.mark.parametrize("end", [0, 1 << 40, -1 << 62])
def test_no_room_is_made_for_texts_of_a_damaged_size(tmp_path: Path, end: int) -> None:
    content = bytearray(suffixes.to_block(0, [0, 10], SortedTexts.of([b"abcd\n\0", b"ab\n\0"])))
    content[28:36] = end.to_bytes(8, "little", signed=True)

    def read(start: int, end: int) -> bytes:
        return bytes(content[start:end])

    with (
        closing(AppendFile(tmp_path / "texts")) as texts,
        pytest.raises(ValueError, match="size"),
    ):
        SuffixBlock.opened(texts, read)
