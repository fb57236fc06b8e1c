"""The reports that are judged: the samples, and reports that are about one subject only.

The samples' titles say kind, body and year. People also publish, and look for, reports on one
subject. These are written with the samples' own sentences, so that what tells one from a
section of a long report is what it is about, not its wording.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from archive.samples import SampleKind, SampleReport, generate
from archive.samples.authors import Author, authors
from archive.samples.compose import Block, BlockKind
from archive.samples.outline import Outline, Topic, outline, places, wording
from archive.samples.reports import YEARS, report_of

SAMPLES = 540
_CHARACTERS = 1_200
_FOCUSED_CHARACTERS = 700
_SEED = 60
_SUBJECTS = (  # of the topics of reports on the rule of law, in their order
    "领导干部学法用法",
    "重大行政决策",
    "行政执法",
    "行政复议和行政应诉",
    "普法宣传教育",
    "矛盾纠纷排查化解",
    "优化营商环境",
    "政务公开",
    "应急管理",
)
_UNMARKED = str.maketrans("", "", "“”《》")
_HEADING_IN_TEXT = re.compile(r"（[一二三四五六七八九十]+）[^。]{2,24}(?=。.)")


@dataclass(frozen=True, slots=True)
class Judged:
    """A report, and what a reader of it sees: without quote and title marks."""

    report: SampleReport
    title: str
    headings: tuple[str, ...]
    paragraphs: tuple[str, ...]

    @classmethod
    def of(cls, report: SampleReport) -> Judged:
        """Take the marks away."""
        title, *paragraphs = (
            line.translate(_UNMARKED) for line in (report.title, *report.paragraphs)
        )
        headings = (heading.translate(_UNMARKED) for heading in _headings(report.blocks))
        return cls(report, title, tuple(headings), tuple(paragraphs))


def corpus() -> Iterator[Judged]:
    """Yield all reports, always the same ones."""
    samples = generate(SAMPLES, seed=_SEED, characters=_CHARACTERS)
    for number, report in enumerate((*samples, *_focused_reports()), 1):
        yield Judged.of(replace(report, number=number))


def _headings(blocks: tuple[Block, ...]) -> Iterator[str]:
    for block in blocks:
        if block.kind in (BlockKind.HEADING, BlockKind.SUBHEADING):
            yield block.text
        elif found := _HEADING_IN_TEXT.match(block.text):
            yield found.group()


def _focused_reports() -> Iterator[SampleReport]:
    plan = outline(SampleKind.LAW)
    subjects = list(zip(_SUBJECTS, plan.sections[0].topics, strict=True))
    for place_number, place in enumerate(places()):
        bodies = authors(place, plan)
        for number, (subject, topic) in enumerate(subjects):
            may = [body for body in bodies if not topic.by or body.role in topic.by]
            author = may[(5 * place_number + 3 * number) % len(may)]
            year = YEARS[(3 * place_number + number) % len(YEARS)]
            yield _focused(plan, subject, topic, author, year)


def _focused(plan: Outline, subject: str, topic: Topic, author: Author, year: int) -> SampleReport:
    main, *_, last = plan.sections
    return report_of(
        SampleKind.LAW,
        author,
        year,
        number=SAMPLES + YEARS.index(year),
        seed=_SEED,
        characters=_FOCUSED_CHARACTERS,
        plan=replace(
            plan,
            titles=wording().patterns([f"{{issuer}}{{year}}年{subject}工作情况报告"]),
            sections=(replace(main, topics=(topic,)), replace(last, share=1 - main.share)),
        ),
    )
