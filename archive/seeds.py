"""Seed files: one address a line, where a crawl starts.

The grammar, line by line::

    # a comment, to the end of the line
    https://www.qingshi.example/zwgk/ndbg/               # depth 1, the whole host
    https://www.qingshi.example/zwgk/ndbg/  2            # a bare number is the depth
    https://www.qingshi.example/zwgk/ndbg/  depth=2 scope=path
    https://www.qingshi.example/zwgk/ndbg/  path         # a bare word is the scope
    https://www.qingshi.example/zwgk/ndbg/  site         # sfj.qingshi.example as well
    https://www.qingshi.example/list.do#post:col=7&page=1   # a list that wants a POST
    https://www.qingshi.example/zwgk/ndbg/  window=22:00-06:00   # only at night, Chinese time
    https://www.qingshi.example/zwgk/ndbg/  tls=unverified       # its certificate is broken

A window and a waived certificate belong to the host: they hold for all its lines, whichever
of them says so, and two windows for one host are an error.

A comment starts a line or follows white space, so that a ``#`` inside an address stays part
of it. A byte order mark and any line ending are taken.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from archive.address import canonical, host_of
from archive.errors import SeedError
from archive.model import Scope, Seed
from archive.window import Window

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

    >>> (seed,) = parse_seeds("https://www.qingshi.example/ndbg/ 2 path  # reports", "seeds.txt")
    >>> seed.url, seed.depth, str(seed.scope)
    ('https://www.qingshi.example/ndbg/', 2, 'path')
    """
    first_line: dict[str, int] = {}
    hosts = _Hosts()
    seeds: list[Seed] = []
    errors: list[str] = []
    for number, fields in _meaningful_lines(text):
        try:
            seed = _seed(fields)
            known = first_line.setdefault(canonical(seed.url), number)
            if known != number:
                raise ValueError(f"{fields[0]!r} stands in line {known} already; remove one")
            hosts.note(seed, number)
            seeds.append(seed)
        except ValueError as error:
            errors.append(f"{source}:{number}: {error}")
    if not seeds and not errors:
        errors.append(f"{source}: no seeds; put one address a line into it")
    if errors:
        raise SeedError("\n".join(errors))
    return tuple(map(hosts.completed, seeds))


class _Hosts:
    """What lines say about their whole host."""

    def __init__(self) -> None:
        self._windows: dict[str, tuple[Window, int]] = {}
        self._waived: set[str] = set()

    def note(self, seed: Seed, line: int) -> None:
        host = host_of(canonical(seed.url))
        if seed.window:
            window, other = self._windows.setdefault(host, (seed.window, line))
            if window != seed.window:
                raise ValueError(f"{host} has the window {window} in line {other}; keep one")
        if seed.tls_unverified:
            self._waived.add(host)

    def completed(self, seed: Seed) -> Seed:
        host = host_of(canonical(seed.url))
        window, _ = self._windows.get(host, (None, 0))
        return replace(seed, window=window, tls_unverified=host in self._waived)


def _meaningful_lines(text: str) -> Iterator[tuple[int, list[str]]]:
    for number, line in enumerate(text.removeprefix("\ufeff").splitlines(), 1):
        if fields := _COMMENT.sub("", line).split():
            yield number, fields


def _seed(fields: list[str]) -> Seed:
    url = _url(fields[0])
    options = dict(_option(field) for field in fields[1:])
    if len(options) < len(fields) - 1:
        raise ValueError("an option is given twice; keep one of each")
    window = options.get("window")
    return Seed(
        url,
        _depth(options.get("depth", "1")),
        _scope(options.get("scope", "host")),
        Window.parse(window) if window is not None else None,
        _is_waived(options.get("tls", "verified"), url),
    )


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
        if name not in ("depth", "scope", "window", "tls"):
            raise ValueError(
                f"unknown option {field!r}; there are depth=N, scope=path|host|site,"
                " window=22:00-06:00 and tls=unverified"
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


def _is_waived(text: str, url: str) -> bool:
    if text not in ("verified", "unverified"):
        raise ValueError(f"unknown option 'tls={text}'; there is tls=unverified")
    if text == "unverified" and not url.lower().startswith("https:"):
        raise ValueError("tls=unverified is for https addresses; remove it")
    return text == "unverified"
