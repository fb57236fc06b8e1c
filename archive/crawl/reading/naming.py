"""How scripts name the further pages of a list: ``'index_' + (i - 1) + '.html'``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from archive.crawl.reading.script import Script

_BUILT_BEFORE = re.compile(r"""["']([^"'\s<>]*)["']\s*\+\s*([A-Za-z_$][\w$]*)\s*\+\s*$""")
_OUTSIDE_BRACKETS = re.compile(r"""["'=]([\w./-]*\w)["']\s*\+\s*\([^()+;]{0,60}$""")
_FUNCTION = re.compile(
    r"function\s+([\w$]+)\s*\(\s*([\w$]+)|([\w$]+)\s*[=:]\s*function\s*\(\s*([\w$]+)"
)
_FIRSTS = (
    (r"(?:={2,3}|!={1,2}|<=)\s*[\"']?([01])(?!\d)", 0),
    (r">\s*[\"']?([01])(?!\d)", 0),
    (r"<\s*[\"']?([12])(?!\d)", -1),
)
_LOOKED_BACK = 400  # characters, of the function that builds a name

_HTML = r"\.(?:s?html?|jhtml|htm|jspx?|aspx?|json)"
_BUILDS = re.compile(rf"\+\s*[\"']{_HTML}|\$\{{|=[\"']\s*\+", re.IGNORECASE)
_TURN = r"\(?\s*(?:parseInt\s*\()?\s*([A-Za-z_$][\w$.]*(?:\(\))?)\s*\)?\s*([+-]\s*\d+)?\s*\)?"
_TARGETS = (
    # 'index_' + (i - 1) + '.html'
    re.compile(rf"""["']([^"'\s<>]+)["']\s*\+\s*{_TURN}\s*\+\s*["']({_HTML})(?!\w)"""),
    # `index_${i}.html`
    re.compile(rf"""(?<![\w./:-])([\w./:-]{{0,200}}[_/-])\$\{{{_TURN}\}}({_HTML})(?!\w)"""),
    # 'list.jsp?pageNo=' + i
    re.compile(
        rf"""["']([^"'\s<>]*[?&](?:page\w*|cur\w*page|p|pn)=)["']\s*\+\s*{_TURN}\s*()(?=[;,)\s"'+])""",
        re.IGNORECASE,
    ),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Series:
    """Pages named by numbers; ``second`` is the number in the name of page 2.

    ``second`` ``None``: nobody says whether that is 1 or 2. ``offset`` is what a script adds to
    its ``variable`` for the name (-1 in ``(i - 1)``), ``function`` the one whose parameter that
    is; empty where there is none.
    """

    stem: str
    suffix: str
    second: int | None = None
    offset: int = 0
    variable: str = ""
    function: str = ""

    def numbered(self, number: int) -> str:
        """Return the name with a number in it."""
        return f"{self.stem}{number}{self.suffix}"

    def names(self, pages: int) -> Iterator[str]:
        """Yield the names of the second of ``pages`` pages and of all after it.

        Where it is not known how they are counted, the one that there is not comes with them.
        """
        if self.second is None:
            return map(self.numbered, range(1, pages + 1) if pages > 1 else ())
        return map(self.numbered, range(self.second, self.second + pages - 1))

    def following(self, url: str) -> Iterator[str]:
        """Yield what the page after an address may be called."""
        number = self.number_in(url)
        if number is not None:
            yield self.numbered(number + 1)
        else:
            yield from map(self.numbered, (1, 2) if self.second is None else (self.second,))

    def number_in(self, url: str) -> int | None:
        """Return the number in the name of a page; ``None`` if an address has none."""
        stem = re.escape(self.stem.rpartition("/")[2])
        found = re.search(rf"(?:^|[/?&]){stem}(\d+){re.escape(self.suffix)}(?:$|[?&#])", url)
        return int(found[1]) if found else None

    def counted_from(self, first: int) -> Series:
        """Return the series if its variable is ``first`` on the first page, unless it told."""
        return self if self.second is not None else replace(self, second=first + 1 + self.offset)


@lru_cache(maxsize=4)  # several families ask for the whole of a page
def series_in(script: Script, within: str | None = None) -> Series | None:
    """Return how the further pages are named, from the first place that builds a name."""
    text = script.text if within is None else within
    if not _BUILDS.search(text):  # far quicker than the patterns
        return None
    found = [match for pattern in _TARGETS if (match := pattern.search(text))]
    if not found:
        return None
    match = min(found, key=lambda each: each.start())
    stem, variable, offset, suffix = match.groups()
    before = text[max(0, match.start() - _LOOKED_BACK) : match.start()]
    first = _first_value(text, variable, before)
    series = Series(
        _built(script, before) + stem,
        suffix,
        offset=int((offset or "0").replace(" ", "")),
        variable=variable,
        function=_function(before, variable),
    )
    return series if first is None else series.counted_from(first)


def _built(script: Script, before: str) -> str:
    """Return what stands before a stem, if it is not the whole of it.

    ``'index_' + pageId + '_' + i`` has two variables; in ``'index' + (i ? '_' + i : '')`` the
    stem stands outside the brackets.
    """
    if built := _BUILT_BEFORE.search(before):
        pattern = rf"(?<![\w.$]){re.escape(built[2])}\s*=\s*[\"']?([\w-]+)"
        value = re.search(pattern, script.text)
        return f"{built[1]}{value[1]}" if value else ""
    outside = _OUTSIDE_BRACKETS.search(before)
    return outside[1] if outside else ""


def _function(before: str, variable: str) -> str:
    names: dict[str, str] = {b or d: a or c for a, b, c, d in _FUNCTION.findall(before)}
    return names.get(variable, "")


def _first_value(text: str, variable: str, before: str) -> int | None:
    """Return what a variable is on the first page, whose name has no number.

    Told by what it is compared with, or else by the comparison right before the name.
    """
    name = re.escape(variable)
    for pattern, correction in _FIRSTS:
        if found := re.search(rf"(?<![\w$.]){name}\s*{pattern}", text):
            return int(found[1]) + correction
    near = re.findall(r"={2,3}\s*[\"']?([01])(?!\d)", before)
    return int(near[-1]) if near else None
