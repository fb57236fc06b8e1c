"""Turns a site into pages: every path it answers, rendered when first asked for."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from urllib.parse import parse_qs, urlsplit

from archive.samples.sites.content import Article, Site
from archive.samples.sites.templates import environment

PRIVATE_PATH = "/nbzl/index.html"
"""Linked from every list and forbidden by robots.txt."""

_ROBOTS = f"User-agent: *\nDisallow: {PRIVATE_PATH.rpartition('/')[0]}/\n"
_SECTIONS = {"/": "首页", "/zwfw/": "政务服务", "/hdjl/": "互动交流", "/zjbd/": "走进本地"}
_LATEST = 8  # reports that the home page and its like show
_PUT_UP_AT = {
    1: datetime(2026, 6, 1, 1, 30, tzinfo=UTC),
    2: datetime(2026, 9, 1, 1, 30, tzinfo=UTC),
}
_DATAPROXY = "/module/web/jpage/dataproxy.jsp"
_RANGE = re.compile(re.escape(_DATAPROXY) + r"\?records=(\d+)-(\d+)")

_Make = Callable[[], "tuple[str, bytes]"]


@dataclass(frozen=True, slots=True)
class Page:
    """An answer with its validators."""

    content_type: str
    body: bytes
    modified_at: datetime

    @property
    def etag(self) -> str:
        """A strong validator of the body."""
        return f'"{hashlib.sha256(self.body).hexdigest()[:20]}"'


@dataclass(slots=True)
class Pages:
    """The pages of one site in one edition, rendered once each.

    ``before`` is the edition before this one: a page that is the same keeps its time.
    """

    site: Site
    edition: int
    before: Pages | None = None
    _makers: dict[str, _Make] = field(default_factory=dict)
    _made: dict[str, Page] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._makers.update(_makers(self.site))

    def get(self, target: str) -> Page | None:
        """Return the page at a path with its query, ``None`` if there is none."""
        target = _known_form(target)
        if target not in self._made and (make := self._maker(target)):
            self._made[target] = self._dated(target, *make())
        return self._made.get(target)

    def _maker(self, target: str) -> _Make | None:
        wanted = _RANGE.fullmatch(target)
        if wanted and f"{_DATAPROXY}?page=1" in self._makers:
            return partial(_records, self.site, int(wanted[1]), int(wanted[2]))
        return self._makers.get(target)

    def _dated(self, target: str, content_type: str, body: bytes) -> Page:
        old = self.before.get(target) if self.before else None
        if old and old.body == body:
            return old
        return Page(content_type, body, _PUT_UP_AT[self.edition])


def _known_form(target: str) -> str:
    """Reduce what the paging script of Hanweb sends to the group or range it asks for."""
    parts = urlsplit(target)
    if parts.path != _DATAPROXY:
        return parts.path
    asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
    if "startrecord" in asked:
        return f"{_DATAPROXY}?records={asked['startrecord']}-{asked.get('endrecord', '')}"
    return f"{_DATAPROXY}?page={asked.get('page', '1')}"


def _makers(site: Site) -> Iterator[tuple[str, _Make]]:
    yield from _lists(site)
    yield from _articles(site)
    for path, heading in _SECTIONS.items():
        yield path, partial(_section, site, heading)
    yield PRIVATE_PATH, partial(_section, site, "内部资料")
    yield "/robots.txt", lambda: ("text/plain; charset=utf-8", _ROBOTS.encode())
    yield "/css/site.css", lambda: ("text/css; charset=utf-8", _css().encode())


def _lists(site: Site) -> Iterator[tuple[str, _Make]]:
    family = site.family
    pages = max(1, -(-len(site.articles) // family.per_page))
    for page in range(pages):
        path = family.list_path(page, pages)
        yield path, partial(_list, site, page, pages)
        folder, _, name = path.rpartition("/")
        if name.startswith("index.") and page == 0:
            yield f"{folder}/", partial(_list, site, page, pages)


def _articles(site: Site) -> Iterator[tuple[str, _Make]]:
    for place, article in enumerate(site.articles):
        around = (
            site.articles[place - 1] if place else None,
            site.articles[place + 1] if place + 1 < len(site.articles) else None,
        )
        yield article.path, partial(_article, site, article, around, "article.html")
        if article.mobile_path:
            yield article.mobile_path, partial(_article, site, article, around, "mobile.html")
        for file in article.attachments:
            yield urlsplit(file.url).path, partial(lambda f: (str(f.file_type), f.body), file)
    for article in site.news:
        yield article.path, partial(_article, site, article, (None, None), "article.html")


def _list(site: Site, page: int, pages: int) -> tuple[str, bytes]:
    per_page = site.family.per_page
    template = (
        "group.html" if site.family.list_path(page, pages).startswith(_DATAPROXY) else "list.html"
    )
    return _html(
        site,
        f"{site.family.name}/{template}",
        articles=site.articles[page * per_page : (page + 1) * per_page],
        page=page,
        pages=pages,
        paths=[site.family.list_path(number, pages) for number in range(pages)],
        private_path=PRIVATE_PATH,
    )


def _records(site: Site, first: int, last: int) -> tuple[str, bytes]:
    """Return the records from number ``first`` to ``last``, counted from 1."""
    articles = site.articles[max(first, 1) - 1 : last]
    return _html(site, "hanweb/group.html", articles=articles, page=0, pages=1)


def _article(
    site: Site,
    article: Article,
    around: tuple[Article | None, Article | None],
    template: str,
) -> tuple[str, bytes]:
    earlier, later = around
    return _html(
        site,
        f"{site.family.name}/{template}",
        article=article,
        previous=earlier,
        following=later,
        is_news=article in site.news,
    )


def _section(site: Site, heading: str) -> tuple[str, bytes]:
    return _html(site, "common/section.html", heading=heading, articles=site.articles[:_LATEST])


def _html(site: Site, template: str, **context: object) -> tuple[str, bytes]:
    text = environment().get_template(template).render(site=site, **context)
    charset = site.family.header_charset
    content_type = f"text/html; charset={charset}" if charset else "text/html"
    return content_type, text.encode(site.family.charset, "xmlcharrefreplace")


def _css() -> str:
    return environment().get_template("common/site.css").render()
