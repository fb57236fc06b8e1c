"""Plain sites of any size, for benchmarks and endurance tests."""

from __future__ import annotations

from archive.samples.outline import places
from archive.samples.reports import report
from archive.samples.sites.content import Site, site_of
from archive.samples.sites.families import TRS

_FIRST_NUMBER = 1001  # after the numbers of the six sites
_CHARACTERS = 1000


def extra_sites(port: int, hosts: int, pages_per_host: int) -> tuple[Site, ...]:
    """Return ``hosts`` sites ``www.extra1.localhost`` …, each with so many reports."""
    return tuple(_extra_site(port, number, pages_per_host) for number in range(1, hosts + 1))


def _extra_site(port: int, number: int, size: int) -> Site:
    first = _FIRST_NUMBER + (number - 1) * size
    return site_of(
        place=places()[number % len(places())],
        host=f"www.extra{number}.localhost",
        port=port,
        family=TRS,
        code=f"98{number % 10_000:04d}0001",
        reports=[report(n, characters=_CHARACTERS) for n in range(first, first + size)],
    )
