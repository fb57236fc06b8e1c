"""Extractors of others, each behind one function that answers in our lines.

They are made for news in English and for well-meant pages: what they raise, and sizes that
take them minutes, must not cost the page.

Source: readability-lxml (Apache-2.0), jusText (BSD), trafilatura (Apache-2.0); the lengths for
Chinese were measured on 401 news pages (F1 0.889, defaults far below).
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Sequence
from html import unescape
from typing import Final

import justext.core
import justext.paragraph

from archive.clean.main_text.body import Main
from archive.clean.main_text.nominated import stretch
from archive.clean.page.lines import Line
from archive.clean.page.tree import Page

READABILITY: Final = "readability"
JUSTEXT: Final = "jusText"
TRAFILATURA: Final = "trafilatura"

_LENGTH_LOW, _LENGTH_HIGH = 20, 60  # characters, where English has 70 and 200
_MAX_LINES = 4000  # jusText looks for neighbours line by line, which is quadratic
_MAX_CHARS = 1_000_000  # 10 MB took trafilatura and readability over 20 s
_MAX_DEPTH = 200  # at 20,000 levels they return nothing or exhaust the stack
_SHORT = 10  # shorter lines must be lines in the answer, not just stand in it
_TAG = re.compile(r"<[^<>]*>")

for _name in ("readability.readability", "trafilatura", "justext"):
    logging.getLogger(_name).setLevel(logging.CRITICAL)  # they log what they also return


def by_readability(page: Page, markup: str) -> Main | None:
    """Return what readability-lxml takes for the article."""
    return _told(page, markup, READABILITY, lambda: _summary(markup))


def by_trafilatura(page: Page, markup: str) -> Main | None:
    """Return what trafilatura takes for the article."""
    return _told(page, markup, TRAFILATURA, lambda: _extracted(markup))


# Both are imported where they are needed: most pages never ask them, and they cost every
# start of the command line 0.2 s and 20 MB.


def _summary(markup: str) -> str:
    from readability import Document  # noqa: PLC0415

    return unescape(_TAG.sub("\n", Document(markup).summary()))


def _extracted(markup: str) -> str:
    from trafilatura import extract  # noqa: PLC0415

    return extract(markup, include_comments=False, favor_precision=True) or ""


def by_justext(page: Page, _markup: str) -> Main | None:
    """Return the stretch of the lines that jusText calls good, by Chinese lengths."""
    if len(page.lines) > _MAX_LINES:
        return None
    paragraphs = [_Paragraph(line) for line in page.lines]
    justext.core.classify_paragraphs(
        paragraphs, frozenset(), _LENGTH_LOW, _LENGTH_HIGH, stopwords_low=0, stopwords_high=0
    )
    justext.core.revise_paragraph_classification(paragraphs)
    return stretch(page, [not paragraph.is_boilerplate for paragraph in paragraphs], JUSTEXT)


class _Paragraph(justext.paragraph.Paragraph):  # type: ignore[misc]
    """A line as jusText sees it: it classifies paragraphs, ours are already cut."""

    def __init__(self, line: Line) -> None:
        self.dom_path = f"h{line.heading}" if line.heading else ""
        self.xpath = ""
        self.text_nodes = [line.text]
        self.chars_count_in_links = line.link_chars
        self.tags_count = 0
        self.class_type = ""


def _told(page: Page, markup: str, rule: str, extract: Callable[[], str]) -> Main | None:
    if _is_too_much(page, markup):
        return None
    try:
        text = extract()
    except Exception:  # noqa: BLE001 - whatever breaks in there, the page has other answers
        return None
    return stretch(page, _found(page.lines, text), rule)


def _is_too_much(page: Page, markup: str) -> bool:
    return len(markup) > _MAX_CHARS or page.depth > _MAX_DEPTH or len(page.lines) > _MAX_LINES


def _found(lines: Sequence[Line], text: str) -> list[bool]:
    """Tell which lines stand in a text, white space left out."""
    bare = "".join(text.split())
    whole = {"".join(line.split()) for line in text.splitlines()}
    squeezed = ("".join(line.text.split()) for line in lines)
    return [line in bare if len(line) >= _SHORT else line in whole for line in squeezed]
