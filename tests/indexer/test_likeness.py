"""Near-identical reports are found by their sketches, others are not."""

from __future__ import annotations

import numpy as np

from indexer.likeness import SKETCH_SIZE, representatives, sketch
from tests.indexer.samples import reports

TEXT = "".join(each.text for each in reports(3, seed=4, characters=700)).replace("\n", "")


def _changed(every: int) -> str:
    return "".join("改" if place % every == 0 else each for place, each in enumerate(TEXT))


def _leaders(*texts: str) -> list[int]:
    leaders: list[int] = representatives(np.array([sketch(text) for text in texts])).tolist()
    return leaders


def test_the_same_and_the_nearly_same_stand_together() -> None:
    assert _leaders(TEXT, "无关" + TEXT[::-1], TEXT, _changed(200), TEXT + "附件") == [
        0,
        1,
        0,
        0,
        0,
    ]


def test_what_differs_every_few_characters_is_something_else() -> None:
    assert _leaders(TEXT, _changed(8)) == [0, 1]


def test_the_sample_reports_are_all_different() -> None:
    assert _leaders(*(each.text for each in reports(60, seed=9))) == list(range(60))


def test_chains_of_likeness_have_one_leader() -> None:
    chain = [TEXT[start:] for start in range(0, 600, 60)]
    assert _leaders(*reversed(chain)) == [0] * len(chain)


def test_copies_are_found_behind_others_of_their_template() -> None:
    tails = [each.text[:600] for each in reports(80, seed=12, characters=700)]
    texts = [TEXT[:1000] + tail for tail in tails] + [TEXT[:1000]] * 2
    assert _leaders(*texts)[-2:] == [80, 80]


def test_short_texts_are_like_no_other() -> None:
    assert sketch("甲乙丙丁").tolist() == [0] * SKETCH_SIZE
    assert _leaders("甲乙", "甲乙", "", "") == [0, 1, 2, 3]
    assert _leaders("甲乙丙丁戊", "甲乙丙丁戊", "甲乙丙丁己") == [0, 0, 2]
