"""Pages of kinds that no rule knows become their texts, with the rules and without."""

from __future__ import annotations

import tomllib
from pathlib import Path
from statistics import mean

import pytest

from archive.clean import Guidance, SiteRules, clean
from archive.model import Report
from tests.archive.clean.pages import snapshot
from tests.quality.measure import score
from tests.quality.strange_sites import StrangePage, strange_pages

FLOOR = tomllib.loads(Path(__file__).with_name("floors.toml").read_text("utf-8"))["strange"]


def cleaned(page: StrangePage, guidance: Guidance) -> Report:
    result = clean(snapshot(page.body, content_type=page.media_type), guidance)
    assert isinstance(result, Report), page.name
    return result


@pytest.mark.parametrize("built_in", [True, False])
def test_strange_pages_stay_above_their_floors(*, built_in: bool) -> None:
    guidance = Guidance(SiteRules(built_in=built_in))
    scores = {
        page.name: score(cleaned(page, guidance).text, "\n".join(page.paragraphs))
        for page in strange_pages()
    }
    assert len(scores) >= 66
    assert mean(item.recall for item in scores.values()) >= FLOOR["recall"]
    assert mean(item.precision for item in scores.values()) >= FLOOR["precision"]
    worst, name = min((item.f1, name) for name, item in scores.items())
    assert worst >= FLOOR["worst"], name


def test_strange_pages_keep_their_paragraphs_and_titles() -> None:
    for page in strange_pages():
        report = cleaned(page, Guidance())
        assert report.title == page.title, page.name
        assert report.paragraphs == page.paragraphs, page.name
