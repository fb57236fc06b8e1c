"""The rules of ``dialects.toml``: how sites spell one address in several ways. Pure."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any
from urllib.parse import unquote_plus, urlsplit, urlunsplit


@dataclass(frozen=True, slots=True)
class _Rewrite:
    """A pattern and what takes its place, in a whole address or only in its path."""

    pattern: re.Pattern[str]
    becomes: str
    path_only: bool = False

    def apply(self, url: str) -> str:
        if not self.path_only:
            return self.pattern.sub(self.becomes, url)
        parts = urlsplit(url)
        return urlunsplit(parts._replace(path=self.pattern.sub(self.becomes, parts.path)))


@dataclass(frozen=True, slots=True)
class _Dialects:
    """All rules; ``dropped`` is the pattern of values by the name of an argument."""

    rewrites: tuple[_Rewrite, ...]
    dropped: Mapping[str, re.Pattern[str]]
    fragments: tuple[re.Pattern[str], ...]
    same: tuple[_Rewrite, ...]
    suffixes: frozenset[str]


@cache
def _dialects() -> _Dialects:
    source = resources.files("archive").joinpath("dialects.toml").read_text("utf-8")
    data = tomllib.loads(source)
    return _Dialects(
        rewrites=_rewrites(data["rewrite"]),
        dropped={
            name: re.compile(entry.get("value", ".*"), re.DOTALL)
            for entry in data["drop"]
            for name in entry["names"]
        },
        fragments=tuple(re.compile(entry["pattern"]) for entry in data["keep_fragment"]),
        same=_rewrites(data["same"]),
        suffixes=frozenset(f"{name}.cn" for name in data["registration"]["below_cn"]),
    )


def _rewrites(entries: Sequence[Mapping[str, Any]]) -> tuple[_Rewrite, ...]:
    return tuple(
        _Rewrite(
            re.compile(entry["pattern"], re.IGNORECASE),
            entry["becomes"],
            entry.get("path_only", False),
        )
        for entry in entries
    )


def rewritten(url: str) -> str:
    """Return an address after one round of the rewriting and dropping rules."""
    for rule in _dialects().rewrites:
        url = rule.apply(url)
    head, mark, query = url.partition("?")
    kept = [argument for argument in query.split("&") if mark and not _is_dropped(argument)]
    return f"{head}?{'&'.join(kept)}" if any(kept) else head


def keeps_fragment(url: str) -> bool:
    """Whether the fragment of an address tells which column a page shows."""
    return any(pattern.search(url) for pattern in _dialects().fragments)


def undressed(url: str) -> str:
    """Return what is the same for all addresses of one document: no scheme, no phone's host."""
    parts = urlsplit(url)
    bare = urlunsplit(("", parts.netloc, _one_case(parts.path), parts.query, parts.fragment))
    for rule in _dialects().same:
        bare = rule.apply(bare)
    return bare


def is_suffix(domain: str) -> bool:
    """Whether others register domains below a domain of two labels, as they do below gov.cn."""
    return domain in _dialects().suffixes


def _is_dropped(argument: str) -> bool:
    name, _, value = argument.partition("=")
    pattern = _dialects().dropped.get(name.lower())
    return pattern is not None and bool(pattern.fullmatch(unquote_plus(value)))


def _one_case(path: str) -> str:
    # A segment that mixes the cases may be an identifier in which they count.
    return "/".join(part.lower() if part.isupper() else part for part in path.split("/"))
