"""Blocks of postings and the file of grams, beside sets."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from contextlib import closing
from itertools import accumulate, pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.errors import IndexUnusableError
from indexer.folded import EDGE
from indexer.stored.blocks import Block, Part, encoded, to_bytes
from indexer.stored.framefile import FrameFile
from indexer.stored.grams import MOST_UNITS, having, open_file, to_block, units_of
from indexer.stored.merging import merged
from indexer.stored.sorted_texts import SortedTexts

# Few terms with many documents become bitmaps, many with few become lists.
DOCUMENTS = st.lists(st.sets(st.sampled_from([0, 1, 5, 70_000, 2**32 - 1])), min_size=1)
SYLLABLES = st.text("枫桥经验的a\U00020000", max_size=6)


def _block(documents: list[set[int]], first: int = 0) -> Block:
    pairs = sorted((term, number) for number, terms in enumerate(documents) for term in terms)
    parts = [[pair for pair in pairs if (pair[0] < 1_000) == is_low] for is_low in (True, False)]
    encoded_parts = [_encoded(len(documents), part) for part in parts if part]
    return _opened(to_bytes(first, len(documents), encoded_parts))


def _encoded(size: int, pairs: list[tuple[int, int]]) -> Part:
    terms, documents = zip(*pairs, strict=True)
    return encoded(size, np.array(terms, np.uint32), np.array(documents, np.uint16))


def _opened(content: bytes) -> Block:
    return Block.opened(lambda start, end: content[start:end])


@given(DOCUMENTS, st.sets(st.sampled_from([0, 1, 5, 6, 70_000, 2**32 - 1]), min_size=1))
def test_a_block_has_what_was_put_into_it(documents: list[set[int]], asked: set[int]) -> None:
    block = _block(documents, first=7)
    assert (block.first, block.size) == (7, len(documents))
    found = block.documents_with(np.array(sorted(asked), np.uint32))
    assert found.tolist() == [asked <= terms for terms in documents]
    assert merged([block]) == block.read(0, sys.maxsize)


@given(
    st.lists(st.integers(1, 200), min_size=1, max_size=6),
    st.lists(st.integers(1, 300), min_size=1, max_size=4),
    st.lists(st.integers(1, 300), max_size=4),
    st.sampled_from([1, 40, 1 << 18]),
)
def test_merged_blocks_are_the_block_of_all_documents(
    sizes: list[int], periods: list[int], ends: list[int], at_once: int
) -> None:
    # Some terms are rare or common everywhere, others only in the first documents.
    documents = [
        {term for term, period in enumerate(periods) if number % period == period - 1}
        | {70_000 + term for term, end in enumerate(ends) if number < end}
        for number in range(sum(sizes))
    ]
    bounds = pairwise(accumulate(sizes, initial=0))
    blocks = [_block(documents[start:end], 7 + start) for start, end in bounds]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("indexer.stored.merging._PART_BYTES", at_once)
        assert merged(blocks) == _block(documents, 7).read(0, sys.maxsize)


@given(st.lists(st.integers(0, 9), min_size=1, max_size=30), st.sampled_from([20, 90, 900]))
def test_repeated_documents_in_any_order_count_once(documents: list[int], size: int) -> None:
    part = _encoded(size, [(5, number) for number in documents])
    once = _encoded(size, [(5, number) for number in sorted(set(documents))])
    if part.sizes == once.sizes:  # else it was taken for a term of many documents
        assert part.data.tolist() == once.data.tolist()
    block, expected = (to_bytes(0, size, [each]) for each in (part, once))
    assert merged([_opened(block)]) == expected


def _grams(texts: Sequence[str], first: int = 0) -> bytes:
    searchable = [f"{text}{EDGE}".encode("utf-16-le") for text in texts]
    return to_block(first, SortedTexts.of(searchable))


@given(
    st.lists(SYLLABLES, min_size=1, max_size=40),
    SYLLABLES.filter(lambda text: 0 < len(units_of(text)) <= MOST_UNITS),
)
def test_short_phrases_stand_in_the_texts_that_have_their_grams(
    texts: list[str], phrase: str
) -> None:
    found = having([_opened(_grams(texts))], units_of(phrase), len(texts)).tolist()
    assert found == [phrase in text for text in texts]


def test_a_text_of_several_pieces_has_the_grams_of_all_of_them() -> None:
    block = _opened(_grams(["枫桥", "的" * 70_000 + "经验", "枫树"]))
    for phrase, expected in {"经验": [1], "的经": [1], "枫": [0, 2], "的": [1]}.items():
        assert np.flatnonzero(having([block], units_of(phrase), 3)).tolist() == expected


@pytest.mark.parametrize("at_once", [1, 3, 40])
def test_a_block_is_the_same_however_many_places_are_encoded_at_once(
    monkeypatch: pytest.MonkeyPatch, at_once: int
) -> None:
    texts = [f"第{number}篇{'枫桥经验' * (number % 3)}" for number in range(50)]
    all_of_them = _grams(texts, 7)
    monkeypatch.setattr("indexer.stored.grams._PART_PLACES", at_once)
    assert _grams(texts, 7) == all_of_them


def test_many_commits_become_few_blocks_with_the_same_documents(tmp_path: Path) -> None:
    texts = [f"第{number}篇{'枫桥经验' * (number % 3)}" for number in range(300)]
    sizes = [1, 2, 3, 4, 40] * 6
    with closing(open_file(tmp_path / "grams")) as writer:
        first = 0
        for size in sizes:
            writer.append(_grams(texts[first : first + size], first))
            first += size
        assert len(writer.blocks) < 12
        with closing(open_file(tmp_path / "grams")) as reader:
            for phrase in ("桥", "桥经", "篇枫", "第1", "没有"):
                expected = [phrase in text for text in texts]
                for blocks in (writer.blocks, reader.blocks):
                    assert having(blocks, units_of(phrase), 300).tolist() == expected


def test_what_was_altered_is_not_merged_into_something_sound(tmp_path: Path) -> None:
    path = tmp_path / "grams"
    with closing(open_file(path)) as file:
        for number in range(7):
            file.append(_grams(["枫桥经验"], number))
        with path.open("r+b") as altered:
            altered.seek(30)
            altered.write(b"\xff")
        with pytest.raises(IndexUnusableError, match="damaged"):
            file.append(_grams(["枫桥经验"], 7))


def test_half_a_frame_was_never_there(tmp_path: Path) -> None:
    path = tmp_path / "frames"
    with closing(FrameFile(path)) as file:
        file.append(b"first", 0)
        (first,) = file.frames()
        file.append(b"second", first.end)
        whole = path.read_bytes()
        for size in range(first.end, len(whole)):
            path.write_bytes(whole[:size])
            assert list(file.frames()) == [first]
        path.write_bytes(whole[:-1] + b"?")
        assert list(file.frames()) == [first]
        file.append(b"other", first.end)
        contents = [file.read(frame.start, frame.end) for frame in file.frames()]
        assert contents == [b"first", b"other"]
