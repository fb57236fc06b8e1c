"""Which place a report is from: by its names, the site's code, the site's name, the host."""

from __future__ import annotations

from dataclasses import dataclass, replace

from archive.clean.words.divisions import Division, by_code, by_name
from archive.clean.words.host_names import bears_initials, division_of_host
from archive.clean.words.place import Named, is_town, named_place
from archive.facts import Place

# How sure each source is. Host names were right for 126 of 128 pages with known places; a
# code is given once to each site, but a site carries reports of other bodies too.
_NAMED, _CODED, _SITE, _HOST = 0.95, 0.9, 0.8, 0.7
_ROUGH = 0.6  # a code whose last digits are a development zone's


@dataclass(frozen=True, slots=True)
class Location:
    """A place as found: its full name, its division if the list has it, and how we know.

    ``is_named``: issuer or title name it, so that it is the issuer's own. ``is_within``: it is
    a town or a zone, and the division is the one that it lies in.
    """

    path: str
    division: Division | None
    confidence: float
    source: str
    words: str
    is_named: bool = False
    is_within: bool = False

    @property
    def place(self) -> Place | None:
        """The division as it is kept with the report."""
        if self.division is None:
            return None
        one = self.division
        return Place(one.code, one.province, one.city, one.county, self.confidence)


def locate(
    issuer: str | None, title: str, site: str | None, site_code: str | None, url: str
) -> Location | None:
    """Return where a report is from, ``None`` if nothing tells.

    What title and issuer name comes first, the title before the issuer, as a label names who
    put a report of the province up; the site tells which of several divisions is meant.
    """
    named = named_place(title, issuer)
    if named:
        return _named(named, issuer, site, site_code, url)
    return _of_site(site, site_code, url)


def _named(
    named: Named, issuer: str | None, site: str | None, site_code: str | None, url: str
) -> Location:
    source = "issuer" if named.words == issuer else "title"
    found = Location(named.path, named.division, _NAMED, source, named.words, True, named.is_within)
    if named.division and (named.is_within or by_name(named.division.name) == (named.division,)):
        return found
    around = _of_site(site, site_code, url)
    if around and around.division and named.division is None and is_town(named.path):
        path = around.path + named.path
        return replace(found, path=path, division=around.division, confidence=_HOST, is_within=True)
    division = _meant(named, around.division if around else None, url)
    confidence = (_CODED if around else _HOST) if division else 0
    return replace(
        found, path=_completed(named, division), division=division, confidence=confidence
    )


def _meant(named: Named, around: Division | None, url: str) -> Division | None:
    """Return which of the divisions of one name lies in or around the site's."""
    rivals = [one for name in _names_in(named) for one in by_name(name)]
    if around is None:
        near = [one for one in rivals if bears_initials(url, one)]
    else:
        near = [one for one in rivals if _is_within(one, around) or _is_within(around, one)]
    return near[0] if len(near) == 1 else named.division


def _names_in(named: Named) -> list[str]:
    """Return the divisions' names that a path may end with, the longest first."""
    path = named.path
    return [path[at:] for at in range(len(path) - 1) if by_name(path[at:])]


def _is_within(lower: Division, upper: Division) -> bool:
    return lower.names[: len(upper.names)] == upper.names


def _completed(named: Named, division: Division | None) -> str:
    if division is None or division.path in named.path:
        return named.path
    return division.path if named.path == division.name else named.path


def _of_site(site: str | None, site_code: str | None, url: str) -> Location | None:
    return _coded(site_code) or _site_name(site) or _host(url)


def _coded(site_code: str | None) -> Location | None:
    """Return the division that a site's code begins with.

    Source: 政府网站发展指引 (国办发〔2017〕47号), appendix 2.
    """
    code = (site_code or "")[:6]
    exact = by_code(code)
    rough = by_code(f"{code[:4]}00") or by_code(f"{code[:2]}0000") if code.isdecimal() else None
    division = exact or rough
    if division is None:
        return None
    confidence, words = _CODED if exact else _ROUGH, site_code or ""
    return Location(
        division.path, division, confidence, "site code", words, is_within=exact is None
    )


def _site_name(site: str | None) -> Location | None:
    named = named_place(site)
    if named is None:
        return None
    within = named.is_within
    return Location(named.path, named.division, _SITE, "site", named.words, is_within=within)


def _host(url: str) -> Location | None:
    division = division_of_host(url)
    return Location(division.path, division, _HOST, "host", url) if division else None
