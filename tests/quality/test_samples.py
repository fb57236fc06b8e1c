"""Every page of the sample sites against its answer key, exactly."""

from __future__ import annotations

from functools import cache
from urllib.parse import urlsplit

import pytest

from archive.clean import clean
from archive.model import Report
from archive.samples import SampleSites
from archive.samples.sites.content import PublishedReport
from tests.archive.clean.pages import snapshot


@cache
def served() -> SampleSites:
    return SampleSites(port=8000, edition=1, extra=())


def cleaned(published: PublishedReport) -> Report:
    parts = urlsplit(published.url)
    target = f"{parts.path}?{parts.query}" if parts.query else parts.path
    page = served().page(parts.hostname or "", target)
    assert page is not None
    result = clean(snapshot(page.body, published.url, page.content_type))
    assert isinstance(result, Report)
    return result


@pytest.mark.parametrize("host", sorted({urlsplit(r.url).hostname or "" for r in served().reports}))
def test_sample_pages_become_their_reports(host: str) -> None:
    mine = [item for item in served().reports if urlsplit(item.url).hostname == host]
    assert mine
    for published in mine:
        report = cleaned(published)
        assert report.paragraphs == published.paragraphs, published.url
        assert report.title == published.title, published.url
        assert report.issuer == published.issuer, published.url
        assert report.published_on == published.published_on, published.url
        assert report.document_number == published.document_number, published.url
        assert report.index_number == published.index_number, published.url
        assert report.site == published.site_name, published.url
        assert (report.place or "").startswith(published.report.place), published.url
