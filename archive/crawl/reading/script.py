"""What a page's scripts say: numbers, strings, calls.

The source is searched rather than run, and all of it, because pagers stand in comments,
attributes and scripts alike.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

_JOINT = re.compile(r"""(["'])\s*\+\s*\1""")  # "index" + "_" is "index_"
_BLOCK_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_LINE_COMMENT = re.compile(r"(?<!:)//[^\n]*\Z")
_DEFINES = re.compile(r"function\s*[\w$]*\s*\(\Z")
_WRAPPED = re.compile(
    r"^(?:parseInt|Number|eval|String)\s*\(\s*(.*?)\s*(?:,\s*10\s*)?\)$", re.DOTALL
)
_CEILED = re.compile(r"^Math\.ceil\s*\((.+?)/(.+)\)$", re.DOTALL)
_NAME = re.compile(r"^[A-Za-z_$][\w$.]*$")
_WORDS = ("page", "total", "count", "record", "data", "rows", "size", "limit", "cur", "pg")
_COUNTING = tuple(way(word) for word in _WORDS for way in (str.lower, str.title, str.upper))
# Looking ahead, because what is given to one name may hold what is given to the next.
_ASSIGNED = re.compile(r"""([\w$]+)["']?\s*(?:=(?!=)|:)\s*(?=([^;,\n}]{1,200}))""")
_BRACKET = re.compile(r"\(")
_CALLED = re.compile(r"([\w$.]+)\s*\(\Z")
_TERM = re.compile(r"""["'][^"'\n]*["']|[A-Za-z_$][\w$.]*|\d+""")
_SUM = re.compile(rf"\s*(?:{_TERM.pattern})(?:\s*\+\s*(?:{_TERM.pattern}))*\s*")
_GIVEN = r"""(?<![\w$?&-])["']?{}["']?\s*(?:=(?!=)|:)\s*({})(?=[;,)}}\n]|$)"""
_MAX_GIVEN = 20  # times that a name is given something
_MAX_BRACKETS = 20_000
_MAX_CALLS = 100  # a page has one, or a few for its tabs
_MAX_ARGUMENTS_CHARS = 4000
_MAX_NESTING = 5


@dataclass(frozen=True, slots=True)
class Call:
    """A call of a function; ``arguments`` as written."""

    name: str
    arguments: tuple[str, ...]


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

    def string(
        self,
        expression: str,
        otherwise: Callable[[str], str | None] = lambda _: None,
        nesting: int = 0,
    ) -> str | None:
        """Return what a sum of literals and names comes to; ``None`` if that is not to be told.

        ``otherwise`` gives the value of a name that the source does not tell, from what stands
        before it.

        >>> Script("var id = 7;").string("'/list?id=' + id")
        '/list?id=7'
        """
        if nesting > _MAX_NESTING or not _SUM.fullmatch(expression):
            return None
        whole = ""
        for term in _TERM.findall(expression):
            part = self._part(term, otherwise, nesting)
            part = otherwise(whole) if part is None else part
            if part is None or len(whole) > _MAX_ARGUMENTS_CHARS:
                return None
            whole += part
        return whole

    def _part(self, term: str, otherwise: Callable[[str], str | None], nesting: int) -> str | None:
        if term[0] in "\"'" or term.isdigit():
            return term.strip("\"'")
        name = re.escape(term.rpartition(".")[2])
        given = _GIVEN.format(name, _SUM.pattern)
        if (found := re.search(given, self.text)) and found[1].strip() != term:
            return self.string(found[1], otherwise, nesting + 1)
        number = self.number(term)
        return None if number is None else str(number)

    def counted(self, name: re.Pattern[str], within: str | None = None) -> int | None:
        """Return the first number given to a name in small letters that a pattern matches whole.

        ``within`` is the piece of the source to look at; ``None``: all of it.
        """
        counters = self._counters if within is None else _counters(within)
        named = (written for counter, written in counters if name.fullmatch(counter))
        numbers = (self.number(_first_term(written)) for written in islice(named, _MAX_GIVEN))
        return next((number for number in numbers if number is not None), None)

    @cached_property
    def _counters(self) -> tuple[tuple[str, str], ...]:
        return tuple(_counters(self.text))

    def value(self, *names: str, within: str | None = None, nesting: int = 0) -> int | None:
        """Return the number given to the first of ``names`` that gets one.

        ``var name = 3``, ``name: '3'`` and ``name="3"`` give a number alike.
        """
        for name in names:
            pattern = rf"(?<![\w.$-])[\"']?{re.escape(name)}[\"']?\s*(?:=(?!=)|:)\s*([^;,\n}}]+)"
            given = re.finditer(pattern, self.text if within is None else within)
            for found in islice(given, _MAX_GIVEN):
                number = self.number(_first_term(found[1]), nesting)
                if number is not None:
                    return number
        return None

    def calls(self, name: str) -> Iterator[Call]:
        """Yield the calls of a function; definitions are none.

        ``name`` is a pattern. Calls behind ``//`` come last: they may be what once was.
        """
        wanted = re.compile(rf"(?:.*[^\w$])?({name})")
        named = ((wanted.fullmatch(called), place) for called, place in self._called)
        found = [
            (bool(_LINE_COMMENT.search(before)), Call(match[1], arguments))
            for match, place in islice(((m, p) for m, p in named if m), _MAX_CALLS)
            if not _DEFINES.search(before := self.text[max(0, place - 200) : place])
            if (arguments := _arguments(self.text, place))
        ]
        return (call for _, call in sorted(found, key=lambda pair: pair[0]))

    @cached_property
    def _called(self) -> tuple[tuple[str, int], ...]:
        """What stands before each opening bracket, and where the bracket's inside begins."""
        brackets = (place.end() for place in islice(_BRACKET.finditer(self.text), _MAX_BRACKETS))
        before = ((_CALLED.search(self.text[max(0, end - 60) : end]), end) for end in brackets)
        return tuple((name[1], end) for name, end in before if name)


def _counters(text: str) -> Iterator[tuple[str, str]]:
    """Yield the names, in small letters, that may count something, and what they are given."""
    for start in sorted(set(_counting_names(text))):
        if assigned := _ASSIGNED.match(text, start):
            yield assigned[1].lower(), assigned[2]


def _counting_names(text: str) -> Iterator[int]:
    """Yield where names begin that have one of the words in them."""
    for word in _COUNTING:
        place = text.find(word)
        while place >= 0:
            start = place
            while start and (text[start - 1].isalnum() or text[start - 1] in "_$"):
                start -= 1
            yield start
            place = text.find(word, place + len(word))


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
