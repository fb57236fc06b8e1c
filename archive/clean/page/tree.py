"""HTML to lines: one walk over the tree that keeps paragraphs, rows and their containers.

The walk yields the page's lines in order and, for every block element, the stretch of lines
it covers. Everything after it (choosing the main text, telling what stood outside) is
arithmetic on line numbers; the tree is gone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from lxml import etree

from archive.clean.page.lines import Line, rendered
from archive.clean.page.mentions import FileMention
from archive.clean.page.surroundings import Surroundings
from archive.clean.page.walk import Region, Walk
from archive.clean.rules.sites import Rules, SiteRules

_CLOSING: Final = re.compile(r"</(?:html|body)\s*>", re.IGNORECASE)
_UNREADABLE: Final = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Page:
    """A page as lines.

    ``regions`` stand in document order of their ends, inner before outer. ``metas`` are the
    head's ``<meta>`` names in lower case with their contents, in order. ``hidden_chars`` is
    how much text was left out because a style or attribute hides it. ``depth`` is how deep
    its elements nest, ``files`` what files it offers. ``chrome`` and ``habits`` are what is
    known about its site.
    """

    lines: tuple[Line, ...]
    regions: tuple[Region, ...] = ()
    metas: tuple[tuple[str, str], ...] = ()
    head_title: str = ""
    hidden_chars: int = 0
    depth: int = 0
    files: tuple[FileMention, ...] = ()
    chrome: tuple[re.Pattern[str], ...] = ()
    habits: frozenset[str] = frozenset()

    def around(self, *, is_known: bool) -> Surroundings:
        """Return what is known around its main text.

        A known container holds what an editor typed, a title at its top included.
        """
        if is_known:
            return Surroundings((), self.chrome, self.habits)
        named = (self.meta("ArticleTitle"), self.meta("og:title"), self.head_title)
        return Surroundings(tuple(title for title in named if title), self.chrome, self.habits)

    def meta(self, name: str) -> str | None:
        """Return the first non-empty content of the ``<meta>`` of that name, in any case."""
        return next((value for key, value in self.metas if key == name.lower() and value), None)


def parse(markup: str) -> etree._Element | None:
    """Return the root of the tree, ``None`` where the parser finds no element.

    ``</html>`` and ``</body>`` are dropped first: libxml2 ends the document at a stray one
    and loses an article that stands after it. Raises ``MemoryError`` where lxml would only
    report a syntax error or return half a tree.
    """
    text = _UNREADABLE.sub("", _CLOSING.sub("", markup))
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, recover=True)
    try:
        return etree.fromstring(text.encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError:
        return None
    finally:
        if any(entry.type == etree.ErrorTypes.ERR_NO_MEMORY for entry in parser.error_log):
            raise MemoryError


def read_page(root: etree._Element, rules: Rules | None = None) -> Page:
    """Return the page's lines, without hidden elements unless most of the text is hidden.

    ``rules`` are those that hold on its host, by default the built-in ones.
    """
    rules = rules or SiteRules().on("")
    page = _walk(root, rules, keep_hidden=False)
    if page.hidden_chars > sum(len(line.text) for line in page.lines):
        return _walk(root, rules, keep_hidden=True)
    return page


def _walk(root: etree._Element, rules: Rules, *, keep_hidden: bool) -> Page:
    walk = Walk.over(root, rules, keep_hidden=keep_hidden)
    title = root.find(".//title")
    return Page(
        tuple(walk.lines),
        tuple(walk.regions),
        tuple(_metas(root)),
        rendered(title.text or "") if title is not None else "",
        walk.hidden_chars,
        walk.depth,
        tuple(walk.files),
    )


def text_size(root: etree._Element) -> int:
    """Return how many characters of text the tree holds, without programs, title, white space."""
    whole = etree.tostring(root, method="text", encoding="unicode", with_tail=False)
    programs = "".join(program.text or "" for program in root.iter("script", "style", "title"))
    return len("".join(whole.split())) - len("".join(programs.split()))


def _metas(root: etree._Element) -> Iterator[tuple[str, str]]:
    for element in root.iter("meta"):
        name = element.get("name") or element.get("property")
        if name:
            yield name.strip().lower(), rendered(element.get("content") or "")
