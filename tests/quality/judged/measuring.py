"""nDCG@10 of whatever ranks: our engines, or a peer."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import mean

from archive.clean.facts.kinds import kind_of
from indexer.answers import search
from indexer.document import IndexDocument
from indexer.engines import ENGINES, EngineName
from indexer.query import parse
from tests.indexer.samples import as_document
from tests.quality.judged.corpus import Judged, corpus
from tests.quality.judged.grading import DEPTH, Question, grade, ndcg, questions

Ranks = Callable[[str], Sequence[str]]
"""What is typed; the ids of the first ten reports."""


@dataclass(frozen=True)
class JudgedSet:
    """The reports by id, and every question with the grades of all reports that have one."""

    reports: Mapping[str, Judged]
    grades: Mapping[Question, Mapping[str, int]]

    @classmethod
    def made(cls) -> JudgedSet:
        """Write the reports and judge them."""
        reports = {as_document(each.report).report_id: each for each in corpus()}
        return cls(
            reports,
            {
                question: {key: grade(question, each) for key, each in reports.items()}
                for question in questions()
            },
        )

    def documents(self) -> list[IndexDocument]:
        """Return the reports as the index gets them: with the kind that the cleaner sees."""
        return [
            replace(
                as_document(each.report), kind=kind_of(each.report.title), year=each.report.year
            )
            for each in self.reports.values()
        ]

    def scores(self, ranks: Ranks) -> dict[str, float]:
        """Return the nDCG@10 of each question, by what was typed."""
        return {
            question.typed: ndcg(
                [grades[key] for key in ranks(question.typed)], tuple(grades.values())
            )
            for question, grades in self.grades.items()
        }


@contextmanager
def ranking(documents: Sequence[IndexDocument], name: EngineName) -> Iterator[Ranks]:
    """Index the documents with one of our engines, to be asked as anybody asks it."""
    with tempfile.TemporaryDirectory() as folder:
        engine = ENGINES[name].create(Path(folder) / "index")
        engine.commit(documents, (), 1)
        with engine.reading() as reading:

            def ranks(typed: str) -> list[str]:
                page = search(reading, parse(typed), limit=DEPTH).page
                return [match.document.report_id for match in page]

            yield ranks
        engine.close()


def overall(scores: Mapping[str, float]) -> float:
    """Return the mean over all questions."""
    return mean(scores.values())
