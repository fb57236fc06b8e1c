"""The file of words, beside dictionaries."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from itertools import zip_longest
from pathlib import Path
from zlib import crc32

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.stored.counts import WordCounts
from indexer.stored.words import WordBlock, open_file, to_block
from indexer.words import words
from tests.indexer.conformance.engines import document

TEXTS = st.lists(st.text("枫桥经验的调解a1é \U00020000", max_size=12), min_size=1, max_size=6)


def _counts(texts: Sequence[str]) -> WordCounts:
    return WordCounts.of([document(str(number), "", text) for number, text in enumerate(texts)])


def _expected(counts: WordCounts, first: int) -> dict[str, dict[int, int]]:
    """Return the weight of each word in each document."""
    found: dict[str, dict[int, int]] = {}
    start = 0
    for number, size in enumerate(counts.sizes, first):
        for place in range(start, start + size):
            word = counts.vocabulary[counts.words[place]]
            found.setdefault(word, {})[number] = int(counts.weights[place])
        start += size
    return found


def _found(blocks: Sequence[WordBlock], word: str) -> dict[int, int]:
    found: dict[int, int] = {}
    for block in blocks:
        rows, weights = block.postings(word.encode())
        documents = np.arange(300_000)[rows]
        having = dict(zip(documents.tolist(), weights.tolist(), strict=True))
        having = {document: weight for document, weight in having.items() if weight}
        assert block.frequency(word.encode()) == len(having)
        found |= having
    return found


@given(TEXTS, TEXTS)
def test_words_are_counted(titles: list[str], texts: list[str]) -> None:
    documents = [
        replace(document(str(number), "", text), title=title)
        for number, (title, text) in enumerate(zip_longest(titles, texts, fillvalue=""))
    ]
    expected = [Counter(words(each.text) + 3 * words(each.title)) for each in documents]
    counts = WordCounts.of(documents)
    assert [_expected(counts, 0)[word][number] for number, word in _pairs(expected)] == [
        expected[number][word] for number, word in _pairs(expected)
    ]
    assert counts.sizes == [len(each) for each in expected]
    assert counts.totals == [each.total() for each in expected]


def _pairs(counted: list[Counter[str]]) -> list[tuple[int, str]]:
    return [(number, word) for number, each in enumerate(counted) for word in each]


def test_more_occurrences_than_a_byte_holds_still_count_in_the_length() -> None:
    counts = _counts(["枫桥 " * 300, ""])
    assert counts.vocabulary == ["枫桥"]
    assert counts.weights.tolist() == [255]
    assert counts.totals == [300, 0]


@given(TEXTS, st.sampled_from([0, 7, 65_534, 200_000]))
def test_a_block_has_the_words_that_were_counted(texts: list[str], first: int) -> None:
    counts = _counts(texts)
    content = to_block(first, counts)
    block = WordBlock.opened(lambda start, end: content[start:end])
    expected = _expected(counts, first)
    for word in (*expected, "", "没有", "验", "\U0010ffff"):
        assert _found([block], word) == expected.get(word, {})


def test_many_commits_become_few_blocks_with_the_same_words(tmp_path: Path) -> None:
    texts = [f"第{number}篇 {'枫桥 经验 ' * (number % 3)}" for number in range(150)]
    with closing(open_file(tmp_path / "words")) as writer:
        first = 65_500
        whole: dict[str, dict[int, int]] = {}
        for size in (*[1] * 30, 40, 5, *[9] * 8, 3):
            counts = _counts(texts[first - 65_500 :][:size])
            writer.append(to_block(first, counts))
            for word, weights in _expected(counts, first).items():
                whole.setdefault(word, {}).update(weights)
            first += size
        assert first == 65_500 + len(texts)
        assert len(writer.blocks) < 12
        with closing(open_file(tmp_path / "words")) as reader:
            for word, weights in whole.items():
                assert _found(writer.blocks, word) == _found(reader.blocks, word) == weights


@pytest.mark.parametrize("at_once", [1, 12, 1 << 20])
def test_merged_blocks_have_no_words_of_a_commit_that_failed_between_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at_once: int
) -> None:
    monkeypatch.setattr("indexer.stored.words._PART_BYTES", at_once)
    with closing(open_file(tmp_path / "words")) as file:
        for first in (0, 1, 2, 3, 5, 9, 10):
            file.append(to_block(first, _counts(["枫桥 经验" if first % 5 else "枫桥 调解"])))
        assert [block.first for block in file.blocks] == [0, 1, 2, 3, 5, 9, 10]
        file.append(to_block(11, _counts(["枫桥 枫桥"])))
        (merged,) = file.blocks
        assert (merged.first, merged.size) == (0, 12)
        assert _found([merged], "枫桥") == dict.fromkeys((0, 1, 2, 3, 5, 9, 10), 1) | {11: 2}
        assert _found([merged], "调解") == {0: 1, 5: 1, 10: 1}


def test_words_with_the_same_checksum_stay_apart() -> None:
    assert crc32(b"plumless") == crc32(b"buckeroo")
    counts = _counts(["plumless buckeroo", "buckeroo", "plumless plumless", "枫桥"])
    content = to_block(0, counts)
    block = WordBlock.opened(lambda start, end: content[start:end])
    assert _found([block], "plumless") == {0: 1, 2: 2}
    assert _found([block], "buckeroo") == {0: 1, 1: 1}
