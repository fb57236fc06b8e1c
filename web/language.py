"""The two languages of the interface: Chinese first, English on request.

What the pages say stands in ``messages/zh`` and ``messages/en``; reports stay as they are.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files

from markupsafe import Markup

from indexer.errors import QueryError


class Language(StrEnum):
    """A language of the interface."""

    ZH = "zh"
    EN = "en"

    @property
    def tag(self) -> str:
        """The language tag for ``lang`` attributes (RFC 5646)."""
        return "zh-CN" if self is Language.ZH else "en"

    @property
    def other(self) -> Language:
        """The language to switch to."""
        return Language.EN if self is Language.ZH else Language.ZH


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The messages of one language by name."""

    texts: dict[str, str]

    def say(self, name: str, /, **values: object) -> Markup:
        """Return a message with its values escaped and filled in; it may hold markup itself.

        Raises ``KeyError`` if there is no such message or value.
        """
        return Markup(self.texts[name]).format(**values)


def choose(asked: str | None, remembered: str | None) -> Language:
    """Return the language asked for in the address, else the remembered one, else Chinese."""
    for wish in (asked, remembered):
        if wish in tuple(Language):
            return Language(wish)
    return Language.ZH


def worded(error: QueryError, language: Language) -> str:
    """Return what is wrong with a query, in a language."""
    return error.english if language is Language.EN else str(error)


@cache
def catalogue(language: Language) -> Catalogue:
    """Read the messages of a language, once."""
    texts: dict[str, str] = {}
    for source in (files("web") / "messages" / language.value).iterdir():
        for table, said in tomllib.loads(source.read_text(encoding="utf-8")).items():
            texts |= {f"{table}.{name}": text for name, text in said.items()}
    return Catalogue(texts)
