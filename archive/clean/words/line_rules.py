"""Rules that know a line of chrome by its words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache

from archive.clean.page.lines import BULLETS, Line, is_numbered, key_of
from archive.clean.rules import load
from archive.clean.words.bits import bits_in

_MAX_CHARS = 300


class Zone(StrEnum):
    """Where in a text a rule applies."""

    HEAD = "head"
    TAIL = "tail"
    EDGE = "edge"
    ANYWHERE = "anywhere"
    END = "end"  # begins what is no longer the text


@dataclass(frozen=True, slots=True)
class LineRule:
    """A rule that takes a whole line off; the pattern sees the half-width line."""

    name: str
    zone: Zone
    pattern: re.Pattern[str]

    def applies(self, zone: Zone) -> bool:
        """Whether the rule holds in a zone that is HEAD, TAIL or ANYWHERE."""
        if zone is Zone.END:
            return self.zone is zone
        return self.zone in (zone, Zone.ANYWHERE) or (
            self.zone is Zone.EDGE and zone in (Zone.HEAD, Zone.TAIL)
        )


@cache
def line_rules() -> tuple[LineRule, ...]:
    """Return the line rules in the order of their file."""
    return tuple(
        LineRule(
            entry["name"],
            Zone(entry["zone"]),
            re.compile("|".join(f"(?:{pattern})" for pattern in entry["patterns"]), re.IGNORECASE),
        )
        for entry in load("chrome.toml")["line"]
    )


@cache
def _rules_in(zone: Zone) -> tuple[LineRule, ...]:
    return tuple(rule for rule in line_rules() if rule.applies(zone))


def rule_for(line: Line, zone: Zone) -> str | None:
    """Return the name of the line rule or of the bits that make a line chrome, if any."""
    if len(line.text) > _MAX_CHARS:
        return None
    key = key_of(line.text).strip(BULLETS)
    if not key:
        return None if zone is Zone.END else "separator"
    if is_numbered(key):
        return None
    return _rule_for_key(key, zone)


@lru_cache(maxsize=4096)  # a site's chrome comes back on every page
def _rule_for_key(key: str, zone: Zone) -> str | None:
    for rule in _rules_in(zone):
        if rule.pattern.fullmatch(key):
            return rule.name
    if zone in (Zone.HEAD, Zone.TAIL):
        return next((bit.name for bit in bits_in(key) or () if bit.sure), None)
    return None
