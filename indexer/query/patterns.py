"""Regular expressions: RE2's, which takes linear time whatever is asked of it.

Over folded texts, an expression's own characters are folded likewise: ``/ＧＤＰ/`` and
``/“枫桥经验”/`` find what they look like. And what must stand in a text for the expression to
match is read from it, so that few texts have to be looked at.

Source: https://github.com/google/re2/wiki/Syntax
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Any

import re2

from indexer.errors import Complaint, QueryError
from indexer.fold import fold, fold_as_written
from indexer.query.nodes import And, Everything, Or, Phrase, Query

_OPTIONS = re2.Options()  # always the same ones, because RE2 remembers programs by them
_OPTIONS.log_errors = False
_OPTIONS.max_mem = 1 << 19  # bytes for a program and its states; RE2 remembers 128 programs

_TOKEN = re.compile(
    r"""
      \\Q (?P<quoted>.*?) (?:\\E|$)
    | (?P<class> \[ \^? \]? (?: \[:\^?\w+:\] | \\. | [^]\\] )* \] )
    | \\ (?P<escaped> [^\w\s] )
    | (?P<escape> \\ (?: [pPx]\{[^}]*\} | x[0-9a-fA-F]{2} | [pP]. | [0-7]{1,3} | . ) )
    | (?P<flags> \(\?[a-zA-Z-]*\) )
    | (?P<open> \( (?: \? (?: P?<\w+> | [a-zA-Z-]*: ) )? )
    | (?P<close> \) )
    | (?P<bar> \| )
    | (?P<repeat> (?: [*+?] | \{\d+(?:,\d*)?\} ) \?? )
    | (?P<any> [.^$] )
    | (?P<literal> . )
    """,
    re.VERBOSE | re.DOTALL,
)
_CHARACTER = r"(?: \\x\{[0-9a-fA-F]+\} | \\x[0-9a-fA-F]{2} | \\[0-7]{1,3} | \\[afnrtv\W_] | [^\\] )"
_IN_CLASS = re.compile(
    rf"""
      (?P<kept> \[:\^?\w+:\] | \\[pP]\{{[^}}]*\}} | \\[pP]. | \\[dDsSwW] )
    | (?P<first> {_CHARACTER} ) - (?P<last> {_CHARACTER} )
    | (?P<single> {_CHARACTER} )
    """,
    re.VERBOSE | re.DOTALL,
)
_ONE_CHARACTER = re.compile(_CHARACTER, re.VERBOSE)
_CONTROLS = dict(zip("afnrtv", "\a\f\n\r\t\v", strict=True))
_FOLDED_ONE_BY_ONE = 256  # characters of a range: 一-龥 stays as it is, Ⅰ-Ⅻ and A-_ do not
_ANYTHING = r"(?s:.)"
_SPACE = r"\s"  # folds away

Fold = Callable[[str], str]


def compiled(expression: str) -> Any:
    """Return RE2's program for ``expression``, over ``str``.

    Raises ``QueryError`` if it is none, or one that is too large.
    """
    if r"\C" in expression.replace("\\\\", ""):
        raise QueryError(Complaint.BAD_PATTERN, reason=r"\C")
    try:
        return re2.compile(expression, _OPTIONS)
    except (re2.error, UnicodeEncodeError) as error:
        reason = error.args[0] if error.args else ""
        shown = reason.decode("utf-8", "replace") if isinstance(reason, bytes) else "surrogate"
        raise QueryError(Complaint.BAD_PATTERN, reason=shown) from error


def finds_something(expression: str) -> bool:
    """Whether it is an expression, and one that does not match the empty text."""
    try:
        return compiled(expression).search("") is None
    except QueryError:
        return False


@lru_cache(maxsize=256)
def folded_expression(expression: str, as_written: bool) -> str:
    """Return the expression that finds in folded texts what ``expression`` means.

    >>> folded_expression("“ＧＤＰ”[A-Z]\\\\d+", False)
    '(?:)gdp(?:)[a-z]\\\\d+'
    """
    folding = fold_as_written if as_written else fold
    return "".join(_folded_token(token, folding) for token in _TOKEN.finditer(expression))


def _folded_token(token: re.Match[str], folding: Fold) -> str:
    kind, text = token.lastgroup, token.group()
    if kind == "class":
        return _folded_class(text, folding)
    if _is_void(token):
        return text  # left out, it would let a repetition behind it mean something else
    if kind in ("literal", "escaped", "quoted"):
        return "".join(_literal(folding(each)) for each in token.group(kind))
    if text == _SPACE:
        return _literal("")
    if kind == "escape" and _ONE_CHARACTER.fullmatch(text):
        return _literal(folding(_character(text)))
    return text


def _is_void(token: re.Match[str]) -> bool:
    """Whether it is nothing to repeat: what follows repeats what stands before it."""
    return token.lastgroup == "flags" or token["quoted"] == ""


def _telling_tokens(expression: str) -> Sequence[re.Match[str]]:
    """Return all tokens, but none if a repetition is cut off from what it repeats."""
    tokens = list(_TOKEN.finditer(expression))
    is_cut_off = any(_is_void(one) and other["repeat"] for one, other in pairwise(tokens))
    return [] if is_cut_off else tokens


def _literal(folded: str) -> str:
    """One character folded; what folds away or apart must stay one thing to repeat."""
    escaped = re2.escape(folded)
    return escaped if len(folded) == 1 else f"(?:{escaped})"


def _folded_class(text: str, folding: Fold) -> str:
    """Fold each character; what folds into several is a choice beside the class.

    A class of nothing but what folds away is nothing, as its characters are by themselves.
    """
    negated = text.startswith("[^")
    inside = text[2:-1] if negated else text[1:-1]
    kept, folded = "", set[str]()
    for item in _IN_CLASS.finditer(inside):
        characters = _characters(item)
        if characters is None:
            kept += item.group()
        else:
            folded.update(map(folding, characters))
    kept += _ranges(sorted(ord(each) for each in folded if len(each) == 1))
    if negated:
        return f"[^{kept}]" if kept else _ANYTHING
    longest_first = sorted(folded, key=lambda each: (-len(each), each))
    choices = [re2.escape(each) for each in longest_first if len(each) > 1]
    if kept:
        choices.append(f"[{kept}]")
    return choices[0] if kept and len(choices) == 1 else f"(?:{'|'.join(choices)})"


def _characters(item: re.Match[str]) -> Sequence[str] | None:
    """Return the characters that an item of a class names; ``None``: too many."""
    if item["kept"]:
        return () if item["kept"] == _SPACE else None
    if item["single"]:
        return [_character(item["single"])]
    first, last = (ord(_character(item[end])) for end in ("first", "last"))
    return None if last - first >= _FOLDED_ONE_BY_ONE else [*map(chr, range(first, last + 1))]


def _character(written: str) -> str:
    """Return the character that is written so, maybe with a backslash."""
    if len(written) == 1:
        return written
    if written[1] == "x":
        return chr(int(written[2:].strip("{}"), 16))
    if written[1] in "01234567":
        return chr(int(written[1:], 8))
    return _CONTROLS.get(written[1], written[1])


def _ranges(codes: Sequence[int]) -> str:
    """Return ascending code points as a class has them."""
    runs: list[list[int]] = []
    for code in codes:
        if runs and runs[-1][1] == code - 1:
            runs[-1][1] = code
        else:
            runs.append([code, code])
    return "".join("-".join(re2.escape(chr(each)) for each in dict.fromkeys(run)) for run in runs)


@dataclass(slots=True)
class _Group:
    """A group that is being read: its finished branches, and the branch that goes on.

    ``run`` is the literal text right before, ``atom`` what a repetition would repeat.
    """

    branches: list[list[Query]]
    run: str = ""
    atom: Query | None = None

    def add(self, atom: Query | None, character: str = "") -> None:
        """Go on with a literal character, a group, or (``None``) anything else."""
        self.settle()
        self.atom = atom
        if character:
            self.run += character
        else:
            self.end_run()

    def settle(self) -> None:
        """Count the last atom in: nothing makes it optional any more."""
        if self.atom is not None and not self.run:  # a literal character is counted with its run
            self.branches[-1].append(self.atom)
        self.atom = None

    def end_run(self) -> None:
        """Count the literal text in."""
        if self.run:
            self.branches[-1].append(Phrase(self.run))
        self.run = ""

    def repeat(self, least: int) -> None:
        """Drop the last atom if it may be missing; what is repeated ends a run."""
        if isinstance(self.atom, Phrase):
            last, self.run = self.atom.text, self.run[: -len(self.atom.text)]
            self.end_run()
            if least:
                self.branches[-1].append(Phrase(last))
        elif least:
            self.settle()
        self.atom = None

    def close(self) -> Query | None:
        """Return what every text that matches the group has; ``None``: nothing in particular."""
        self.settle()
        self.end_run()
        choices = [_joined(And, branch) for branch in self.branches]
        return _joined(Or, [each for each in choices if each]) if all(choices) else None


def required(expression: str) -> Query:
    """Return a query over folded texts that every text satisfies in which it matches.

    ``expression`` is a valid one.

    >>> required(r"行政复议(案件|申请)\\d+件")
    And(parts=(Phrase(text='行政复议'), Or(parts=(Phrase(text='案件'), Phrase(text='申请'))), \
Phrase(text='件')))
    """
    groups = [_Group([[]])]
    for token in _telling_tokens(expression):
        match token.lastgroup:
            case "open":
                groups.append(_Group([[]]))
            case "close" if len(groups) > 1:
                inside = groups.pop().close()
                groups[-1].add(inside)
            case "bar":
                groups[-1].settle()
                groups[-1].end_run()
                groups[-1].branches.append([])
            case "repeat":
                groups[-1].repeat(_least(token.group()))
            case "literal" | "escaped" | "quoted" as kind:
                for character in token.group(kind):
                    _add_literal(groups[-1], fold(character))
            case _:
                groups[-1].add(None)
    return groups[0].close() or Everything()


def _add_literal(group: _Group, folded: str) -> None:
    if folded:
        group.add(Phrase(folded), folded)


def _least(repeat: str) -> int:
    """Return how often at least: 0 for ``*``, ``?`` and ``{0,…}``."""
    if repeat[0] == "{":
        return int(re.findall(r"\d+", repeat)[0])
    return int(repeat[0] == "+")


def _joined(kind: type[And] | type[Or], parts: list[Query]) -> Query | None:
    unique = tuple(dict.fromkeys(parts))
    if len(unique) > 1:
        return kind(unique)
    return unique[0] if unique else None
