"""Addresses of pages: what is remembered of one page holds for the others."""

from __future__ import annotations

from urllib.parse import urljoin

from hypothesis import example, given
from hypothesis import strategies as st

from archive.address import canonical
from archive.crawl.reading.resolving import Base

_PIECES = st.lists(
    st.sampled_from(
        ["/", "//", "\\", ".", "..", "a", "b.html", "?x=1", "?", "#top", ":", " ", "http:",
         "https://", "c.example", ":8080", "JavaScript:", "é", "%2e", "mailto:"]
    ),
    max_size=7,
).map("".join)  # fmt: skip
_URLS = st.sampled_from(
    [
        "http://a.example/",
        "http://a.example/b/c.html",
        "http://a.example/b/d.html?from=/e/",
        "http://a.example/b/?f#/g/",
        "http://a.example",
        "https://a.example:8443/b//h/",
    ]
)


@given(url=_URLS, other=_URLS, address=_PIECES)
@example("http://a.example/b/c.html", "http://a.example/b/d.html?from=/e/", "?x=1")
@example("http://a.example/b/c.html", "http://a.example/", "\\\\c.example/a")
@example("http://a.example/b/c.html", "http://a.example/", "http:")
def test_what_is_remembered_is_what_the_standard_says(url: str, other: str, address: str) -> None:
    Base(other).resolved(address)  # remembered under as much of its base as it depends on
    found = Base(url).resolved(address)
    assert (found.url if found else None) == _by_the_standard(url, address)


def _by_the_standard(url: str, address: str) -> str | None:
    try:
        found = canonical(urljoin(url, address.strip().replace("\\", "/")))
    except ValueError:
        return None
    return found if found.startswith(("http://", "https://")) else None
