"""What sort of report it is, by its title."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from archive.clean.page.lines import key_of
from archive.clean.rules import load
from archive.facts import ReportKind


def kind_of(title: str) -> ReportKind:
    """Return the kind that a title names, ``OTHER`` if it names none.

    >>> kind_of("青石县审计局2024年法治政府建设情况报告")
    <ReportKind.RULE_OF_LAW: '法治政府建设年度报告'>
    """
    bare = "".join(key_of(title).split())
    found = next((kind for kind, pattern in _kinds() if pattern.search(bare)), ReportKind.OTHER)
    is_one = found in _NAMED_BY_OTHERS or not _about().search(bare)
    return found if is_one else ReportKind.OTHER


# What a notice or an explanation is it is by its own words, whatever else they name.
_NAMED_BY_OTHERS: Final = (ReportKind.INTERPRETATION, ReportKind.PLAN)


@cache
def _about() -> re.Pattern[str]:
    return re.compile(load("kinds.toml")["about"])


@cache
def _kinds() -> tuple[tuple[ReportKind, re.Pattern[str]], ...]:
    return tuple(
        (ReportKind(entry["kind"]), re.compile("|".join(entry["patterns"])))
        for entry in load("kinds.toml")["kind"]
    )
