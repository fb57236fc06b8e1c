"""What stands on a site in an edition: its reports, its news, where each is found."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from itertools import count, islice
from random import Random

from archive.model import Seed
from archive.samples.compose import Block, BlockKind
from archive.samples.outline import Place, load, places, wording
from archive.samples.planting import planted_in
from archive.samples.reports import SampleReport, assignment, report
from archive.samples.sites.attachments import Attachment, FileType
from archive.samples.sites.families import FAMILIES, Family
from archive.samples.wording import pick

EDITIONS = (1, 2)
"""Edition 2 is what a second crawl finds: some pages changed, gone or new."""

_REPORTS_PER_SITE = 28
_NEW_IN_2 = 2  # the latest ones
_CHANGED_IN_2 = frozenset({3, 9, 15})
_GONE_IN_2 = frozenset({6, 20})
_AMENDMENT = "以上数据如与正式公布的统计数据不一致，以统计部门公布的数据为准。"
_WITH_ATTACHMENT = 5  # every fifth report has one
_FIRST_ID = 2_486_190


@dataclass(frozen=True, slots=True)
class Article:
    """A page of a site, report or news, as its template needs it."""

    path: str
    title: str
    blocks: tuple[Block, ...]
    issuer: str
    published_on: date
    written_on: date | None
    document_number: str | None
    index_number: str | None
    attachments: tuple[Attachment, ...] = ()
    mobile_path: str | None = None


@dataclass(frozen=True, slots=True)
class PublishedReport:
    """The answer key for one report: what a perfect crawl and a perfect cleaning give.

    ``document_number`` and ``index_number`` are ``None`` where the page does not show them.
    ``aliases`` are further addresses of the same report.
    """

    url: str
    site_name: str
    report: SampleReport
    title: str
    paragraphs: tuple[str, ...]
    issuer: str
    published_on: date
    document_number: str | None
    index_number: str | None
    attachments: tuple[Attachment, ...]
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OtherPage:
    """A page of another column that side boxes link to; no report."""

    url: str
    title: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Site:
    """One invented site in one edition; ``code`` is its 网站标识码, of no real division.

    ``articles`` stand latest first, as in the list.
    """

    place: Place
    host: str
    base: str
    family: Family
    code: str
    reports: tuple[SampleReport, ...]
    articles: tuple[Article, ...]
    news: tuple[Article, ...]

    @property
    def name(self) -> str:
        """The name of the site."""
        return f"{self.place.name}人民政府门户网站"

    @property
    def seed(self) -> Seed:
        """Where to start to find all its reports."""
        return Seed(f"{self.base}{self.family.seed_path}", scope=self.family.scope)

    @property
    def published(self) -> Iterator[PublishedReport]:
        """The answer key."""
        for article, sample in zip(self.articles, self.reports, strict=True):
            yield _published(self, article, sample)

    @property
    def others(self) -> tuple[OtherPage, ...]:
        """The pages beside the reports."""
        return tuple(
            OtherPage(f"{self.base}{n.path}", n.title, tuple(b.text for b in n.blocks))
            for n in self.news
        )


def sites(port: int, edition: int) -> tuple[Site, ...]:
    """Return the six sites as they are in an edition."""
    chosen = zip(places(), FAMILIES, strict=False)
    return tuple(
        site_of(
            place=place,
            host=f"www.{place.slug}.localhost",
            port=port,
            family=family,
            code=f"99{number:02d}000001",
            reports=_in_edition(_reports_of(place), edition),
        )
        for number, (place, family) in enumerate(chosen, 1)
    )


def site_of(
    *,
    place: Place,
    host: str,
    port: int,
    family: Family,
    code: str,
    reports: Sequence[SampleReport],
) -> Site:
    """Return a site that publishes the given reports."""
    base = f"http://{host}:{port}"
    ordered = tuple(sorted(reports, key=_by_date, reverse=True))
    articles = tuple(_article(base, family, each) for each in ordered)
    return Site(place, host, base, family, code, ordered, articles, _news(place, family))


@cache
def _reports_of(place: Place) -> tuple[SampleReport, ...]:
    numbers = (number for number in count(1) if assignment(number)[1].place == place)
    found = [report(number) for number in islice(numbers, _REPORTS_PER_SITE)]
    return tuple(sorted(found, key=_by_date))


def _by_date(sample: SampleReport) -> tuple[date, int]:
    return sample.published_on, sample.number


def _in_edition(reports: Sequence[SampleReport], edition: int) -> tuple[SampleReport, ...]:
    if edition == 1:
        return tuple(reports[:-_NEW_IN_2])
    return tuple(
        _amended(each) if index in _CHANGED_IN_2 else each
        for index, each in enumerate(reports)
        if index not in _GONE_IN_2
    )


def _amended(sample: SampleReport) -> SampleReport:
    closing = [b for b in sample.blocks if b.kind in (BlockKind.SIGNATURE, BlockKind.DATE)]
    body = sample.blocks[: len(sample.blocks) - len(closing)]
    blocks = (*body, Block(BlockKind.TEXT, _AMENDMENT), *closing)
    text = "\n".join(line for block in blocks for line in block.lines)
    return replace(sample, blocks=blocks, planted=planted_in(sample.title, text))


def _article(base: str, family: Family, sample: SampleReport) -> Article:
    identity = _FIRST_ID + 37 * sample.number
    path = family.article_path(sample.published_on, identity)
    return Article(
        path=path,
        title=sample.title,
        blocks=sample.blocks,
        issuer=sample.issuer,
        published_on=sample.published_on,
        written_on=sample.written_on,
        document_number=sample.document_number if family.shows_numbers else None,
        index_number=sample.index_number if family.shows_numbers else None,
        attachments=_attachments(base, path, sample),
        mobile_path=family.mobile_path(path),
    )


def _attachments(base: str, path: str, sample: SampleReport) -> tuple[Attachment, ...]:
    folder = f"{base}{path.rsplit('/', 1)[0]}/P0{sample.published_on:%Y%m%d}{sample.number:06d}"
    if sample.number % _WITH_ATTACHMENT == 0:
        name = f"{sample.title}.pdf"
        return (Attachment(f"{folder}.pdf", name, FileType.PDF, (sample.title,)),)
    if sample.number % _WITH_ATTACHMENT == 1:
        name, lines = f"{sample.title}.docx", (sample.title, *sample.paragraphs)
        return (Attachment(f"{folder}.docx", name, FileType.DOCX, lines),)
    return ()


def _news(place: Place, family: Family) -> tuple[Article, ...]:
    draw = Random(place.slug).random
    facts = {"place": (place.name,), "town": place.towns, "lv": (place.level,)}
    templates = load("news")["news"]
    first = int(draw() * len(templates))
    articles = []
    for number, data in enumerate((templates[first], templates[first - 1])):
        words = {**facts, "town": (pick(draw, place.towns),)}
        title = wording().pattern(data["title"]).fill(draw, words)
        lines = [wording().pattern(p).fill(draw, facts) for p in data["paragraphs"]]
        day = date(2026, 3, 5 + 9 * number)
        path = family.news_path(day, 1_900_300 + number)
        blocks = tuple(Block(BlockKind.TEXT, line) for line in lines)
        articles.append(
            Article(path, title, blocks, f"{place.name}融媒体中心", day, None, None, None)
        )
    return tuple(articles)


def _published(site: Site, article: Article, sample: SampleReport) -> PublishedReport:
    return PublishedReport(
        url=f"{site.base}{article.path}",
        site_name=site.name,
        report=sample,
        title=article.title,
        paragraphs=sample.paragraphs,
        issuer=article.issuer,
        published_on=article.published_on,
        document_number=article.document_number,
        index_number=article.index_number,
        attachments=article.attachments,
        aliases=(f"{site.base}{article.mobile_path}",) if article.mobile_path else (),
    )
