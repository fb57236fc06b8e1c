"""How well a report answers a question: by what the generator knows of it, not by any ranking.

A grade is 3 if the report is about what was asked, 2 if a part of it is, 1 if it only says it,
0 if it does not. What a report is about, its title says; what a part is about, its heading
says, or that the thing comes up again and again.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from archive.samples import SampleKind
from tests.quality.judged.corpus import Judged

_AGAIN_AND_AGAIN = 4  # paragraphs of different sentences; in these reports a section has as many
DEPTH = 10


@dataclass(frozen=True, slots=True)
class Question:
    """What is typed, and what is wanted: facts that must be true, and subjects.

    A subject is a choice of wordings; ``issuer`` is a part of the issuer's name.
    """

    typed: str
    place: str | None = None
    issuer: str | None = None
    kind: SampleKind | None = None
    year: int | None = None
    subjects: tuple[tuple[str, ...], ...] = ()


def questions() -> tuple[Question, ...]:
    """Return the questions of the judged set."""
    path = Path(__file__).with_name("questions.toml")
    rows = tomllib.loads(path.read_text("utf-8"))["question"]
    return tuple(
        Question(
            **row
            | {"subjects": tuple(map(tuple, row.get("subjects", ())))}
            | ({"kind": SampleKind(row["kind"])} if "kind" in row else {})
        )
        for row in rows
    )


def grade(question: Question, judged: Judged) -> int:
    """Return the grade from 0 to 3 of a report for a question."""
    report = judged.report
    facts = (
        (question.place, report.place),
        (question.kind, report.kind),
        (question.year, report.year),
    )
    if any(wanted is not None and wanted != known for wanted, known in facts):
        return 0
    if question.issuer and question.issuer not in report.issuer:
        return 0
    if not question.subjects:
        return _grade_of_author(question, judged)
    return min(_grade_of_subject(wordings, judged) for wordings in question.subjects)


def _grade_of_author(question: Question, judged: Judged) -> int:
    """Who asks for a place's report means that of the place itself before its offices'."""
    report = judged.report
    of_the_place = report.issuer == f"{report.place}人民政府" or report.kind is not SampleKind.LAW
    return 3 if question.issuer or not question.place or of_the_place else 2


def _grade_of_subject(wordings: Sequence[str], judged: Judged) -> int:
    def says(text: str) -> bool:
        return any(wording in text for wording in wordings)

    if says(judged.title):
        return 3
    mentions = sum(map(says, judged.paragraphs))
    if any(map(says, judged.headings)) or mentions >= _AGAIN_AND_AGAIN:
        return 2
    return min(mentions, 1)


def ndcg(grades: Sequence[int], ideal: Sequence[int]) -> float:
    """Return nDCG@10 of ``grades`` in the order found; ``ideal`` are those of all reports.

    Source: Järvelin and Kekäläinen, Cumulated gain-based evaluation of IR techniques, 2002,
    with the gain 2^grade - 1 of Burges et al., 2005.

    >>> round(ndcg([3, 0, 2], [2, 0, 3, 0]), 3), round(ndcg([0, 3], [3, 0]), 3)
    (0.956, 0.631)
    """
    return _gain(grades) / _gain(sorted(ideal, reverse=True))


def _gain(grades: Sequence[int]) -> float:
    return math.fsum(
        (2**grade - 1) / math.log2(place + 2) for place, grade in enumerate(grades[:DEPTH])
    )
