"""The terminal: what it can show, what it must not be told, and whether it wants colours."""

from __future__ import annotations

import io
import os
import re
import sys

# Control characters but for line ends and tabs, and escapes but for colours. What a page says
# goes to the screen, and a screen takes orders: to change its title, its contents, its keys.
_ORDERS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1a\x1c-\x1f\x7f-\x9f]|\r(?!\n)|\x1b(?!\[[\d;]*m)")


class _Screen(io.TextIOWrapper):
    """A terminal that is shown orders and not given them."""

    def write(self, text: str, /) -> int:
        return super().write(harmless(text))


def prepare() -> None:
    """Make sure that whatever is found can be printed, and that arguments mean what was typed.

    A locale that knows ASCII only (``C``) says nothing of the terminal: UTF-8 is spoken and
    understood then. Elsewhere a character that the terminal does not have is written as
    ``\\u67ab``, which JSON understands as well.
    """
    if sys.getfilesystemencoding().lower() in ("ascii", "us-ascii"):
        sys.argv[1:] = map(_as_typed, sys.argv[1:])
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding=_encoding(stream), errors="backslashreplace")
    if isinstance(sys.stdout, io.TextIOWrapper) and sys.stdout.isatty():
        encoding, errors = sys.stdout.encoding, sys.stdout.errors
        sys.stdout = _Screen(sys.stdout.detach(), encoding, errors, line_buffering=True)


def harmless(text: str) -> str:
    r"""Return text for a screen, with a mark in place of each order to it.

    >>> harmless("青石县\x1b]0;title\x07\r\n\x1b[1m报告\x1b[0m\t2024")
    '青石县�]0;title�\r\n\x1b[1m报告\x1b[0m\t2024'
    """
    return _ORDERS.sub("�", text)


def wants_colours() -> bool | None:
    """Whether output may be coloured; ``None``: if it goes to a terminal.

    Source: https://no-color.org, and ``TERM=dumb`` as terminfo has it.
    """
    return False if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb" else None


def _as_typed(argument: str) -> str:
    try:
        return os.fsencode(argument).decode("utf-8")
    except UnicodeDecodeError:
        return argument


def _encoding(stream: io.TextIOWrapper) -> str:
    return "utf-8" if stream.encoding.lower() in ("ascii", "us-ascii") else stream.encoding
