"""Invented reports from a seed: the same seed gives the same texts everywhere."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from archive.samples.authors import Author, authors
from archive.samples.compose import Block, BlockKind, Composer, Style
from archive.samples.outline import Outline, SampleKind, outline, places
from archive.samples.planting import planted_in, sentences_for
from archive.samples.wording import Draw, Facts, pick

YEARS = tuple(range(2016, 2026))
"""The years that reports speak of; they come out in the year after."""

# Of ten reports four are about the rule of law, as in the columns this archive crawls.
_SCHEDULE = (
    SampleKind.LAW,
    SampleKind.OPENNESS,
    SampleKind.WORK,
    SampleKind.LAW,
    SampleKind.AUDIT,
    SampleKind.COUNCIL,
    SampleKind.LAW,
    SampleKind.OPENNESS,
    SampleKind.COURT,
    SampleKind.LAW,
)
_MONTHS = {SampleKind.AUDIT: 7, SampleKind.STATISTICS: 3}
_YEAR_STRIDE = 7  # shares no factor with ten years, so that every year comes up
_DIGITS = "〇一二三四五六七八九十"
_ADDRESSED_SHARE = 0.4
_NUMBERED_SHARE = 0.6


@dataclass(frozen=True, slots=True)
class SampleReport:
    """An invented report and all that is known about it.

    ``year`` is the year it speaks of. ``planted`` are the phrases of
    :data:`archive.samples.planting.PLANTED` that title or text literally contain once quote
    marks, title marks and white space are left out.
    """

    number: int
    kind: SampleKind
    title: str
    blocks: tuple[Block, ...]
    issuer: str
    place: str
    year: int
    published_on: date
    written_on: date
    document_number: str | None
    index_number: str | None
    planted: tuple[str, ...]

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """Headings, body, table rows, signature and date: what a reader should see."""
        return tuple(line for block in self.blocks for line in block.lines)

    @property
    def text(self) -> str:
        """The paragraphs joined by newlines."""
        return "\n".join(self.paragraphs)


def generate(count: int, *, seed: int = 2016, characters: int = 3250) -> Iterator[SampleReport]:
    """Yield reports number 1 to ``count``, each about ``characters`` long (60 to 140 %).

    A report depends on its number, ``seed`` and ``characters`` alone, so a longer run begins
    with the shorter one. Titles are unique among the first 1,000, texts always.
    """
    for number in range(1, count + 1):
        yield report(number, seed=seed, characters=characters)


def report(number: int, *, seed: int = 2016, characters: int = 3250) -> SampleReport:
    """Return the report of that number, counted from 1."""
    kind, author, year = assignment(number)
    return report_of(kind, author, year, number=number, seed=seed, characters=characters)


def report_of(
    kind: SampleKind,
    author: Author,
    year: int,
    *,
    number: int,
    seed: int = 2016,
    characters: int = 3250,
    plan: Outline | None = None,
) -> SampleReport:
    """Return a report of a kind by an author about a year; ``plan``: built otherwise than usual."""
    draw = Random(f"{seed}/{characters}/{number}").random
    plan = plan or outline(kind)
    written_on, published_on = _dates(kind, year, draw)
    facts = _facts(author, year, written_on)
    title = pick(draw, plan.titles).fill(draw, {**facts, "issuer": (author.subject,)})
    facts["title"] = (title,)
    body = _body(plan, author, facts, number, int(characters * (0.6 + 0.8 * draw())), draw)
    blocks = body + _closing(plan, author, written_on)
    text = "\n".join(line for block in blocks for line in block.lines)
    return SampleReport(
        number=number,
        kind=kind,
        title=title,
        blocks=blocks,
        issuer=author.issuer,
        place=author.place.name,
        year=year,
        published_on=published_on,
        written_on=written_on,
        document_number=_document_number(plan, author, published_on, draw),
        index_number=_index_number(author, published_on, number, draw),
        planted=planted_in(title, text),
    )


def assignment(number: int) -> tuple[SampleKind, Author, int]:
    """Return kind, author and year of a report.

    Numbers are spread so that the same three come together again as late as can be.
    """
    turn, slot = divmod(number - 1, len(_SCHEDULE))
    kind = _SCHEDULE[slot]
    if kind is SampleKind.AUDIT and turn % 2:
        kind, turn = SampleKind.STATISTICS, turn // 2
    elif kind is SampleKind.AUDIT:
        turn //= 2
    same = [index for index, each in enumerate(_SCHEDULE) if each is _SCHEDULE[slot]]
    nth = turn * len(same) + same.index(slot)
    rest, place = divmod(nth, len(places()))
    group, step = divmod(rest, len(YEARS))
    year = (_YEAR_STRIDE * (step + list(SampleKind).index(kind)) + place) % len(YEARS)
    bodies = authors(places()[place], outline(kind))
    return kind, bodies[(group + 3 * year + place) % len(bodies)], YEARS[year]


def _dates(kind: SampleKind, year: int, draw: Draw) -> tuple[date, date]:
    month = _MONTHS.get(kind, 1) + int(draw() * 3)
    written_on = date(year + 1, month, 1 + int(draw() * 28))
    return written_on, written_on + timedelta(days=int(draw() * 12))


def _facts(author: Author, year: int, written_on: date) -> dict[str, tuple[str, ...]]:
    place = author.place
    return {
        "place": (place.name,),
        "short": (place.short,),
        "lv": (place.level,),
        "up": ("省" if place.level == "市" else "市",),
        "town": place.towns,
        "issuer": (author.subject,),
        "office": (author.issuer,),
        "us": (author.us,),
        "year": (str(year),),
        "next": (str(year + 1),),
        "written": (_chinese(written_on),),
        "people": ("十七" if year <= 2020 else "十八",),
        "session": (_DIGITS[(year - 2016) % 5 + 1],),
    }


def _body(
    plan: Outline, author: Author, facts: Facts, number: int, chars: int, draw: Draw
) -> tuple[Block, ...]:
    extras = sentences_for(number, plan.kind, draw)
    style = pick(draw, tuple(Style))
    composer = Composer(draw, facts, author.role, chars, extras, style)
    return composer.compose(plan, addressed=draw() < _ADDRESSED_SHARE)


def _closing(plan: Outline, author: Author, written_on: date) -> tuple[Block, ...]:
    if plan.speech:
        return ()
    return (
        Block(BlockKind.SIGNATURE, author.issuer),
        Block(BlockKind.DATE, _chinese(written_on)),
    )


def _chinese(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _document_number(plan: Outline, author: Author, published_on: date, draw: Draw) -> str | None:
    serial = 1 + int(draw() * 60)
    if plan.speech or draw() >= _NUMBERED_SHARE:
        return None
    return f"{author.place.mark}{author.mark}发〔{published_on.year}〕{serial}号"


def _index_number(author: Author, published_on: date, number: int, draw: Draw) -> str | None:
    if draw() >= _NUMBERED_SHARE:
        return None
    code = f"{author.place.slug[:2].upper()}{author.code}"
    return f"{code}-{published_on.year}-{number % 100_000:05d}"
