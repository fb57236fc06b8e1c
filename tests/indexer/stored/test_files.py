"""What is kept beside an engine's own index, as a whole."""

from __future__ import annotations

import os
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from indexer.errors import IndexUnusableError
from indexer.stored import StoredFiles, prepare
from indexer.stored.appendfile import AppendFile
from indexer.stored.framefile import FrameFile
from tests.indexer.conformance.engines import FIRST_VERSION, document


@pytest.mark.parametrize("name", ["texts", "documents"])
def test_a_file_that_was_cut_off_makes_the_index_unusable(tmp_path: Path, name: str) -> None:
    with closing(StoredFiles(tmp_path)) as files:
        files.append(FIRST_VERSION, prepare(FIRST_VERSION))
        files.stock(np.arange(len(FIRST_VERSION)))
        os.truncate(tmp_path / name, (tmp_path / name).stat().st_size - 1)
        with pytest.raises(IndexUnusableError, match="damaged"):
            files.stock(np.arange(len(FIRST_VERSION)))


def test_a_cut_text_of_a_deleted_document_leads_to_no_wrong_answer(tmp_path: Path) -> None:
    texts = ["桥枫枫桥枫枫枫桥枫桥枫桥", "枫桥桥桥枫桥枫桥枫桥桥枫", "桥桥桥枫桥枫枫枫枫桥枫枫"]
    documents = [document(f"{number}", "", text) for number, text in enumerate(texts)]
    with closing(StoredFiles(tmp_path)) as files:
        prepared = prepare(documents)
        files.append(documents, prepared)
        lacking = len(prepared.folded[-1].layout) + 4 + 10  # layout, checksum, five characters
        os.truncate(tmp_path / "texts", (tmp_path / "texts").stat().st_size - lacking)
        stock = files.stock(np.array([0, 1]))
        # The text ends as a smaller one would, and so bisection went the wrong way.
        with pytest.raises(IndexUnusableError, match="damaged"):
            assert stock.containing("枫枫桥")[0]


@pytest.mark.parametrize("name", ["grams", "suffixes", "words"])
def test_a_block_that_was_altered_makes_the_index_unusable(tmp_path: Path, name: str) -> None:
    documents = [document(f"{number}", "", f"{chr(0x4E00 + number)}经验") for number in range(40)]
    with closing(StoredFiles(tmp_path, with_words=True)) as files:
        prepared = prepare(documents)
        files.append(documents, prepared)
        end = (tmp_path / name).stat().st_size
        files.append(documents, prepared)  # only the last block is checked when it is read
        altered = {"grams": 60, "suffixes": 800, "words": 100}[name]
        with (tmp_path / name).open("r+b") as file:
            file.seek(end - altered)
            file.write(b"\xff" * altered)
        stock = files.stock(np.arange(2 * len(documents)))
        with pytest.raises(IndexUnusableError, match="damaged"):
            for each in documents:
                stock.containing(each.text[:2])
                stock.containing(each.text)
                stock.postings(each.text[0])


@pytest.mark.parametrize("name", ["texts", "documents"])
def test_a_record_that_was_altered_is_not_read(tmp_path: Path, name: str) -> None:
    with closing(StoredFiles(tmp_path)) as files:
        files.append(FIRST_VERSION, prepare(FIRST_VERSION))
        stock = files.stock(np.arange(len(FIRST_VERSION)))
        with (tmp_path / name).open("r+b") as file:
            file.seek(8)
            (byte,) = file.read(1)
            file.seek(8)
            file.write(bytes([byte ^ 1]))
        with pytest.raises(IndexUnusableError, match="damaged"):
            assert list(stock.folded(stock.columns.live))
            assert list(stock.documents(range(len(FIRST_VERSION))))


@pytest.mark.parametrize("rows", [[0, 1, 1 << 40], [0, 1, -1], [0, 1, 1]])
def test_rows_that_are_none_make_the_index_unusable(tmp_path: Path, rows: list[int]) -> None:
    with closing(StoredFiles(tmp_path)) as files:
        files.append(FIRST_VERSION, prepare(FIRST_VERSION))
        with pytest.raises(IndexUnusableError, match="damaged"):
            files.stock(np.array(rows))


@pytest.mark.parametrize("place", [(5, 4), (-8, 4), (0, 1 << 45), (1 << 62, (1 << 62) + 9)])
def test_a_damaged_place_leads_nowhere(tmp_path: Path, place: tuple[int, int]) -> None:
    with closing(AppendFile(tmp_path / "texts")) as texts, closing(FrameFile(tmp_path / "f")) as f:
        texts.append([b"0123456789"])
        f.append(b"0123456789", 0)
        for read in (texts.piece, f.read):
            with pytest.raises(IndexUnusableError, match="damaged"):
                read(*place)
