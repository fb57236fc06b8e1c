"""Blocks of postings and the file of grams, beside sets."""

from __future__ import annotations

import sys
from contextlib import closing
from itertools import accumulate, pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.errors import IndexUnusableError
from indexer.stored.blocks import Block, encoded, to_bytes
from indexer.stored.framefile import FrameFile
from indexer.stored.grams import MOST_UNITS, grams_of, having, open_file, to_block, units_of
from indexer.stored.merging import merged

# Few terms with many documents become bitmaps, many with few become lists.
DOCUMENTS = st.lists(st.sets(st.sampled_from([0, 1, 5, 70_000, 2**32 - 1])), min_size=1)
SYLLABLES = st.text("枫桥经验的a\U00020000", max_size=6)


def _block(documents: list[set[int]], first: int = 0) -> Block:
    pairs = [term << 32 | number for number, terms in enumerate(documents) for term in terms]
    postings = np.sort(np.array(pairs, np.uint64))
    middle = int(np.searchsorted(postings, np.uint64(1_000 << 32)))
    parts = [part for part in (postings[:middle], postings[middle:]) if len(part)]
    return _opened(
        to_bytes(first, len(documents), (encoded(len(documents), each) for each in parts))
    )


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


@given(
    st.lists(SYLLABLES, min_size=1, max_size=5),
    SYLLABLES.filter(lambda text: 0 < len(units_of(text)) <= MOST_UNITS),
)
def test_short_phrases_stand_in_the_texts_that_have_their_grams(
    texts: list[str], phrase: str
) -> None:
    grams = [set(grams_of(units_of(text)).tolist()) for text in texts]
    found = having([_block(grams)], units_of(phrase), len(texts)).tolist()
    assert found == [phrase in text for text in texts]


@pytest.mark.parametrize("at_once", [1, 3, 40])
def test_a_block_is_the_same_however_many_postings_are_encoded_at_once(
    monkeypatch: pytest.MonkeyPatch, at_once: int
) -> None:
    units = [units_of(f"第{number}篇{'枫桥经验' * (number % 3)}") for number in range(50)]
    all_of_them = to_block(7, [grams_of(each) for each in units])
    monkeypatch.setattr("indexer.stored.grams._PART_POSTINGS", at_once)
    assert to_block(7, [grams_of(each) for each in units]) == all_of_them


def test_many_commits_become_few_blocks_with_the_same_documents(tmp_path: Path) -> None:
    texts = [f"第{number}篇{'枫桥经验' * (number % 3)}" for number in range(300)]
    sizes = [1, 2, 3, 4, 40] * 6
    with closing(open_file(tmp_path / "grams")) as writer:
        first = 0
        for size in sizes:
            part = texts[first : first + size]
            writer.append(to_block(first, [grams_of(units_of(text)) for text in part]))
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
        grams = grams_of(units_of("枫桥经验"))
        for number in range(7):
            file.append(to_block(number, [grams]))
        with path.open("r+b") as altered:
            altered.seek(30)
            altered.write(b"\xff")
        with pytest.raises(IndexUnusableError, match="damaged"):
            file.append(to_block(7, [grams]))


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
