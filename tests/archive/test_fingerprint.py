"""Fingerprints: the same for texts that differ in signs only, alike for those that are."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from archive.fingerprint import SKETCH_SIZE, fingerprint, likeness

LETTERS = st.text("县市区政府法治建设工作报告执行落实推进完成加强", min_size=220, max_size=600)


@given(LETTERS, st.integers(1, 50))
def test_spaces_and_signs_do_not_count(text: str, every: int) -> None:
    spaced = "，\n".join(text[at : at + every] for at in range(0, len(text), every))
    assert fingerprint(spaced) == fingerprint(text)
    assert likeness(text, spaced) == 1


@given(LETTERS, LETTERS)
def test_likeness_is_symmetric_and_one_only_for_the_same_runs(one: str, other: str) -> None:
    assert likeness(one, other) == likeness(other, one)
    assert 0 <= likeness(one, other) <= 1
    assert likeness(one, one) == 1


@given(LETTERS)
def test_a_small_change_changes_the_digest_and_leaves_most_of_the_sketch(text: str) -> None:
    first, second = fingerprint(text), fingerprint(text + "青石")
    assert first is not None and second is not None
    assert first.digest != second.digest
    assert len(first.sketch) <= SKETCH_SIZE
    assert len(set(first.sketch) - set(second.sketch)) <= 6


def test_texts_of_a_line_have_none() -> None:
    assert fingerprint("详见附件。" * 30) is None
    assert likeness("", "") == 0
