"""Seed files: one address a line, where a crawl starts.

The grammar, line by line::

    # a comment, to the end of the line
    https://www.qingshi.example/zwgk/ndbg/               # depth 1, the whole host
    https://www.qingshi.example/zwgk/ndbg/  2            # a bare number is the depth
    https://www.qingshi.example/zwgk/ndbg/  depth=2 scope=path
    https://www.qingshi.example/zwgk/ndbg/  path         # a bare word is the scope
    https://www.qingshi.example/zwgk/ndbg/  site         # sfj.qingshi.example as well
    https://www.qingshi.example/list.do#post:col=7&page=1   # a list that wants a POST

A comment starts a line or follows white space, so that a ``#`` inside an address stays part
of it. A byte order mark and any line ending are taken.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from archive.address import canonical
from archive.errors import SeedError
from archive.model import Scope, Seed

_COMMENT = re.compile(r"(?:^|\s)#.*$")
_SCHEMES = ("http", "https")
_MAX_DEPTH = 9  # deeper is never one column, and a typing error more likely than a wish


def load_seeds(path: Path) -> tuple[Seed, ...]:
    """Read a seed file in UTF-8.

    Raises :class:`SeedError` if the file is missing, unreadable, not UTF-8, without a single
    seed, or has wrong lines (all of them are named, one a line).
    """
    try:
        text = path.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        raise SeedError(f"{path}: not UTF-8; save the file as UTF-8") from error
    except OSError as error:
        raise SeedError(f"{path}: {error.strerror}; give a readable seed file") from error
    return parse_seeds(text, str(path))


def parse_seeds(text: str, source: str) -> tuple[Seed, ...]:
    """Return the seeds in ``text``, in order; ``source`` is the name that errors begin with.

    Raises :class:`SeedError`, one ``source:line: ...`` a wrong line, or if there is no seed.

    >>> parse_seeds("https://www.qingshi.example/ndbg/ 2 path  # annual reports", "seeds.txt")
    (Seed(url='https://www.qingshi.example/ndbg/', depth=2, scope=<Scope.PATH: 'path'>),)
    """
    first_line: dict[str, int] = {}
    seeds: list[Seed] = []
    errors: list[str] = []
    for number, fields in _meaningful_lines(text):
        try:
            seed = _seed(fields)
            known = first_line.setdefault(canonical(seed.url), number)
            if known != number:
                raise ValueError(f"{fields[0]!r} stands in line {known} already; remove one")
            seeds.append(seed)
        except ValueError as error:
            errors.append(f"{source}:{number}: {error}")
    if not seeds and not errors:
        errors.append(f"{source}: no seeds; put one address a line into it")
    if errors:
        raise SeedError("\n".join(errors))
    return tuple(seeds)


def _meaningful_lines(text: str) -> Iterator[tuple[int, list[str]]]:
    for number, line in enumerate(text.removeprefix("\ufeff").splitlines(), 1):
        if fields := _COMMENT.sub("", line).split():
            yield number, fields


def _seed(fields: list[str]) -> Seed:
    url = _url(fields[0])
    options = dict(_option(field) for field in fields[1:])
    if len(options) < len(fields) - 1:
        raise ValueError("an option is given twice; keep one depth and one scope")
    return Seed(url, _depth(options.get("depth", "1")), _scope(options.get("scope", "host")))


def _url(text: str) -> str:
    scheme, separator, _ = text.partition("://")
    if not separator:
        raise ValueError(f"{text!r} is no address; write it whole, as https://host/path/")
    if scheme.lower() not in _SCHEMES:
        raise ValueError(f"{scheme}: is not supported; only http and https are")
    try:
        canonical(text)
    except ValueError as error:
        raise ValueError(f"{text!r} is no address ({error}); correct or remove it") from error
    return text


def _option(field: str) -> tuple[str, str]:
    name, separator, value = field.partition("=")
    if separator:
        if name not in ("depth", "scope"):
            raise ValueError(
                f"unknown option {field!r}; there are depth=N and scope=path|host|site"
            )
        return name, value
    return ("depth" if field.lstrip("+-").isdigit() else "scope"), field


def _depth(text: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text) <= _MAX_DEPTH):
        raise ValueError(f"bad depth {text!r}; give a number from 0 to {_MAX_DEPTH}")
    return int(text)


def _scope(text: str) -> Scope:
    try:
        return Scope(text)
    except ValueError:
        raise ValueError(f"unknown option {text!r}; the scope is path, host or site") from None
