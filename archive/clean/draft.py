"""A snapshot read and its main text found and stripped: all of cleaning but the facts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Final
from urllib.parse import urlsplit

from archive.clean.chrome.habits import learnable
from archive.clean.chrome.stripping import Stripped, strip_chrome
from archive.clean.guidance import Guidance
from archive.clean.main_text.body import Main, repeated
from archive.clean.main_text.cascade import Choice, Why, choose
from archive.clean.main_text.headed import HEADED
from archive.clean.page.decode import decode, wide_encoding
from archive.clean.page.embedded import find_embedded, is_json
from archive.clean.page.flat import is_plain, markup_lines, text_length, text_lines
from archive.clean.page.lines import Line
from archive.clean.page.tree import Page, parse, read_page, text_size
from archive.clean.paragraphs.arrange import arranged
from archive.clean.rules import load
from archive.clean.rules.sites import Rules
from archive.facts import Caution
from archive.model import Rejection, Snapshot

_MAX_BYTES: Final = 20_000_000
_BINARY: Final = (
    *(b"%PDF", b"PK\x03\x04", b"\x89PNG", b"GIF8", b"\xff\xd8\xff", b"\xd0\xcf\x11\xe0"),
    *(b"{\\rtf", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"\x7fELF", b"RIFF", b"\x00\x00\x00"),
)
_CONTROLS: Final = bytes(code for code in range(32) if code not in b"\t\n\f\r\x1b")
_SHOWS_ENOUGH: Final = 400  # characters of a main text: more is no notice that it is loading
_MORE_DATA: Final = 2  # times the characters shown must stand in data before they are believed
_CUT_DEPTH: Final = 2000  # libxml2 drops what stands deeper than 2,048 elements
_MAY_LOSE_CHARS: Final = 200  # template code and unclosed tags that flat reading takes for text


@dataclass(frozen=True, slots=True)
class Chosen:
    """A page as lines, the codec that read it, and how its main text was chosen."""

    page: Page
    choice: Choice
    encoding: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """A page with its main text found and stripped; ``copies`` are its second text.

    ``lines`` are the report's paragraphs: what was kept, joined and split where need be.
    ``repeatable`` are lines that may be its host's (:func:`archive.clean.chrome.habits.learnable`),
    ``cautions`` what a reader must know of the file that its text is from.
    """

    page: Page
    main: Main
    stripped: Stripped
    lines: tuple[Line, ...]
    copies: tuple[Line, ...] = ()
    repeatable: frozenset[str] = frozenset()
    cautions: tuple[Caution, ...] = ()

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """The texts of the lines."""
        return tuple(line.text for line in self.lines)


def read(snapshot: Snapshot, guidance: Guidance) -> Chosen | Rejection:
    """Decode a snapshot, cut it into lines and choose the main text."""
    rejection = _unreadable(snapshot.body)
    if rejection:
        return rejection
    content_type = snapshot.header("Content-Type")
    decoded = decode(snapshot.body, content_type)
    rules = guidance.sites.on(urlsplit(snapshot.url).hostname or "")
    if not is_json(decoded.text) and is_plain(decoded.text, content_type, snapshot.url):
        page = Page(tuple(text_lines(decoded.text)))
        return Chosen(_placed(page, rules, guidance), _whole(page, "plain text"), decoded.encoding)
    page, choice = _read_markup(decoded.text, rules, guidance)
    page, choice = _or_embedded(page, choice, decoded.text, rules)
    return Chosen(page, choice, decoded.encoding)


def _placed(page: Page, rules: Rules, guidance: Guidance) -> Page:
    return replace(page, chrome=rules.chrome, habits=guidance.habits)


def _or_embedded(page: Page, choice: Choice, text: str, rules: Rules) -> tuple[Page, Choice]:
    """Return the text that the page carries as data where it shows hardly any itself."""
    shown = sum(len(line.text) for line in choice.main.lines(page)) if choice.main else 0
    if shown > _SHOWS_ENOUGH and not is_json(text):
        return page, choice
    data = find_embedded(text)
    if data is None or (data.hanzi < _MORE_DATA * shown and not is_json(text)):
        return page, choice
    root = None if is_plain(data.text, None, "") else parse(data.text)
    lines = read_page(root, rules).lines if root is not None else tuple(text_lines(data.text))
    inner = replace(page, lines=lines, regions=(), head_title=data.title or page.head_title)
    return inner, _whole(inner, data.rule)


def _whole(page: Page, rule: str) -> Choice:
    main = Main(((0, len(page.lines)),), rule)
    return Choice(main, (main,), Why.WHOLE)


def _unreadable(body: bytes) -> Rejection | None:
    if not body.strip():
        return Rejection.EMPTY
    if len(body) > _MAX_BYTES:
        return Rejection.TOO_LARGE
    is_wide = wide_encoding(body) is not None
    sample = body[:65536]
    controls = len(sample) - len(sample.translate(None, _CONTROLS))
    is_noise = not is_wide and controls * 100 > len(sample)
    return Rejection.NOT_TEXT if body.startswith(_BINARY) or is_noise else None


def _read_markup(text: str, rules: Rules, guidance: Guidance) -> tuple[Page, Choice]:
    """Read HTML by its tree, or flat where the tree has lost most of the text."""
    root = parse(text)
    page = read_page(root, rules) if root is not None else Page(())
    page = _placed(page, rules, guidance)
    in_tree = text_size(root) if root is not None else 0
    shown = sum(len(line.text) for line in page.lines)
    size = text_length(text)
    is_lost = size - in_tree > max(_MAY_LOSE_CHARS, in_tree) or size > in_tree == 0
    is_lost = is_lost or (page.depth >= _CUT_DEPTH and size > in_tree)
    if is_lost or (shown < 20 and size > _MAY_LOSE_CHARS):
        flat = replace(page, lines=tuple(markup_lines(text)), regions=())
        return flat, _whole(flat, "flat markup")
    return page, choose(page, rules.containers, text)


@cache
def _error_page() -> re.Pattern[str]:
    return re.compile("|".join(load("pages.toml")["error"]), re.IGNORECASE)


def judged(chosen: Chosen) -> Draft | Rejection:
    """Tell reports from lists, error pages and nothing; whatever has text is a report."""
    page, main = chosen.page, chosen.choice.main
    if not page.lines:
        return Rejection.EMPTY
    lines = main.lines(page) if main else ()
    chars = sum(len(line.text) for line in lines)
    shown = [page.head_title, *(line.text for line in (lines or page.lines)[:40])]
    if chars < 300 and _error_page().search("\n".join(shown)):
        return Rejection.ERROR_PAGE
    if _is_list(page, main, lines):
        return Rejection.LIST_PAGE
    if main is None:
        main = Main(((0, len(page.lines)),), "whole page")
    draft = _drafted(page, main)
    return draft if draft.stripped.kept else Rejection.NO_MAIN_TEXT


def _drafted(page: Page, main: Main) -> Draft:
    numbers = sorted(main.numbers)
    lines = main.lines(page)
    copies = repeated(lines)
    once = [at for at in range(len(lines)) if at not in copies]
    around = page.around(is_known=main.is_known)
    stripped = strip_chrome([lines[at] for at in once], around)
    by_words = stripped
    if around.habits:  # what may be learned must not depend on what was
        by_words = strip_chrome([lines[at] for at in once], replace(around, habits=frozenset()))
    kept = [numbers[once[at]] for at in by_words.numbers]
    again = tuple(lines[at] for at in sorted(copies))
    return Draft(page, main, stripped, arranged(stripped.kept), again, learnable(page, kept))


def _is_list(page: Page, main: Main | None, lines: Sequence[Line]) -> bool:
    """Whether a page has headlines only: links, and hardly a sentence of its own."""
    links = sum(line.is_link for line in lines)
    if main is not None and (main.rule == HEADED or main.rule.startswith("container")):
        has_prose = any(line.is_prose for line in lines)
        return links >= 5 and links * 2 > len(lines) and not has_prose
    links = sum(line.is_link for line in page.lines)
    prose = [len(line.text) for line in lines if line.is_prose]
    is_report = len(prose) > 1 or sum(prose) >= 150
    return not is_report and links >= 5 and links * 2 > len(page.lines)
