"""What a page's scripts say about its pager: numbers, calls, the names of further pages.

The source is searched rather than run, and all of it, because pagers stand in comments,
attributes and scripts alike.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

_JOINT = re.compile(r"""(["'])\s*\+\s*\1""")  # "index" + "_" is "index_"
_BLOCK_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_LINE_COMMENT = re.compile(r"(?<!:)//[^\n]*$")
_WRAPPED = re.compile(
    r"^(?:parseInt|Number|eval|String)\s*\(\s*(.*?)\s*(?:,\s*10\s*)?\)$", re.DOTALL
)
_CEILED = re.compile(r"^Math\.ceil\s*\((.+?)/(.+)\)$", re.DOTALL)
_NAME = re.compile(r"^[A-Za-z_$][\w$.]*$")
_BUILT_BEFORE = re.compile(r"""["']([^"'\s<>]*)["']\s*\+\s*([A-Za-z_$][\w$]*)\s*\+\s*$""")
_OUTSIDE_BRACKETS = re.compile(r"""["'=]([\w./-]*\w)["']\s*\+\s*\([^()+;]{0,60}$""")
_FIRSTS = (
    (r"(?:={2,3}|!={1,2}|<=)\s*[\"']?([01])(?!\d)", 0),
    (r">\s*[\"']?([01])(?!\d)", 0),
    (r"<\s*[\"']?([12])(?!\d)", -1),
)
_MAX_CALLS = 100  # a page has one, or a few for its tabs
_MAX_ARGUMENTS_CHARS = 4000
_MAX_NESTING = 5

_HTML = r"\.(?:s?html?|jhtml|htm|jspx?|aspx?|json)"
_TURN = r"\(?\s*(?:parseInt\s*\()?\s*([A-Za-z_$][\w$.]*(?:\(\))?)\s*\)?\s*([+-]\s*\d+)?\s*\)?"
_TARGETS = (
    # 'index_' + (i - 1) + '.html'
    re.compile(rf"""["']([^"'\s<>]+)["']\s*\+\s*{_TURN}\s*\+\s*["']({_HTML})(?!\w)"""),
    # `index_${i}.html`
    re.compile(rf"""([\w./:-]*[_/-])\$\{{{_TURN}\}}({_HTML})(?!\w)"""),
    # 'list.jsp?pageNo=' + i
    re.compile(
        rf"""["']([^"'\s<>]*[?&](?:page\w*|cur\w*page|p|pn)=)["']\s*\+\s*{_TURN}\s*()(?=[;,)\s"'+])""",
        re.IGNORECASE,
    ),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Series:
    """Pages named by numbers; ``second`` is the number in the name of page 2.

    ``offset`` is what a script adds to its variable for the name (-1 in ``(i - 1)``).
    """

    stem: str
    suffix: str
    second: int
    offset: int = 0

    def name(self, page: int) -> str:
        """Return the name of a page, the second one or later."""
        return f"{self.stem}{self.second + page - 2}{self.suffix}"

    def names(self, pages: int) -> Iterator[str]:
        """Yield the names of the second page and all after it."""
        return (self.name(page) for page in range(2, pages + 1))

    def page_of(self, url: str) -> int:
        """Return which page an address is; 1 if it has no number."""
        stem = re.escape(self.stem.rpartition("/")[2])
        found = re.search(rf"(?:^|[/?&]){stem}(\d+){re.escape(self.suffix)}(?:$|[?&#])", url)
        return int(found[1]) - self.second + 2 if found else 1


@dataclass(frozen=True)
class Script:
    """The source of a page, read for what its scripts would do."""

    source: str

    @cached_property
    def text(self) -> str:
        """The source with escaped quotes resolved and joined string literals joined."""
        plain = self.source.replace('\\"', '"').replace("\\'", "'").replace("\\/", "/")
        return _JOINT.sub("", html.unescape(plain) if "&quot;" in plain or "&#" in plain else plain)

    def number(self, expression: str, nesting: int = 0) -> int | None:
        """Return what an expression comes to; ``None`` if the source does not tell."""
        expression = _BLOCK_COMMENT.sub("", expression).strip().strip("\"'").strip()
        if nesting > _MAX_NESTING or not expression:
            return None
        if expression.isascii() and expression.isdigit():
            return int(expression[:9])
        if wrapped := _WRAPPED.match(expression):
            return self.number(wrapped[1], nesting + 1)
        if ceiled := _CEILED.match(expression):
            return _ceiled(self.number(ceiled[1], nesting + 1), self.number(ceiled[2], nesting + 1))
        if _NAME.match(expression):
            return self.value(expression.rpartition(".")[2], nesting=nesting + 1)
        return None

    def value(self, *names: str, within: str | None = None, nesting: int = 0) -> int | None:
        """Return the number given to the first of ``names`` that gets one.

        ``var name = 3``, ``name: '3'`` and ``name="3"`` give a number alike.
        """
        for name in names:
            pattern = rf"(?<![\w.$-])[\"']?{re.escape(name)}[\"']?\s*(?:=(?!=)|:)\s*([^;,\n}}]+)"
            for found in re.finditer(pattern, self.text if within is None else within):
                number = self.number(_first_term(found[1]), nesting)
                if number is not None:
                    return number
        return None

    def calls(self, name: str) -> Iterator[tuple[str, ...]]:
        """Yield the arguments of each call of a function, as written; definitions are none.

        ``name`` is a pattern. Calls behind ``//`` come last: they may be what once was.
        """
        found = [
            (bool(_LINE_COMMENT.search(self.text[: call.start()].rpartition("\n")[2])), arguments)
            for call in islice(re.finditer(rf"(?<![\w$])(?:{name})\s*\(", self.text), _MAX_CALLS)
            if not re.search(r"function\s*$", self.text[max(0, call.start() - 20) : call.start()])
            if (arguments := _arguments(self.text, call.end()))
        ]
        return (arguments for _, arguments in sorted(found, key=lambda pair: pair[0]))

    def series(self, within: str | None = None, counted_from: int = 1) -> Series | None:
        """Return how the further pages are named, from the first place that builds a name.

        ``counted_from`` is the first page's number where the script does not tell.
        """
        text = self.text if within is None else within
        found = [match for pattern in _TARGETS if (match := pattern.search(text))]
        if not found:
            return None
        match = min(found, key=lambda each: each.start())
        stem, variable, offset_text, suffix = match.groups()
        before = text[max(0, match.start() - 400) : match.start()]
        offset = int((offset_text or "0").replace(" ", ""))
        first = _first_value(text, variable, before)
        first = counted_from if first is None else first
        return Series(self._built(before) + stem, suffix, first + 1 + offset, offset)

    def _built(self, before: str) -> str:
        """Return what stands before a stem, if it is not the whole of it.

        ``'index_' + pageId + '_' + i`` has two variables; in ``'index' + (i ? '_' + i : '')``
        the stem stands outside the brackets.
        """
        if built := _BUILT_BEFORE.search(before):
            pattern = rf"(?<![\w.$]){re.escape(built[2])}\s*=\s*[\"']?([\w-]+)"
            value = re.search(pattern, self.text)
            return f"{built[1]}{value[1]}" if value else ""
        outside = _OUTSIDE_BRACKETS.search(before)
        return outside[1] if outside else ""


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


def _first_term(text: str) -> str:
    # In name="3" rows="4" the next attribute is no part of the value.
    quoted = re.match(r"""\s*(["'])(.*?)\1""", text)
    return quoted[2] if quoted else re.split(r"//|/\*|[>\s]\s*(?=\w+\s*=)", text, maxsplit=1)[0]


def _ceiled(number: int | None, divisor: int | None) -> int | None:
    return None if number is None or not divisor else -(-number // divisor)


def _arguments(text: str, start: int) -> tuple[str, ...] | None:
    """Return the arguments behind an opening bracket; ``None`` if it is never closed."""
    arguments: list[str] = []
    depth, quote, begin = 0, "", start
    for place in range(start, min(len(text), start + _MAX_ARGUMENTS_CHARS)):
        char = text[place]
        if quote:
            quote = "" if char == quote else quote
        elif char in "\"'`":
            quote = char
        elif char in "([{":
            depth += 1
        elif char in ")]}" and depth:
            depth -= 1
        elif char == ")":
            return (*arguments, text[begin:place].strip())
        elif char == "," and not depth:
            arguments.append(text[begin:place].strip())
            begin = place + 1
    return None
