"""Real pages with known text: means and worst cases may not fall below what was reached."""

from __future__ import annotations

import csv
import tomllib
from pathlib import Path
from statistics import mean

import pytest

from archive.clean import Guidance, SiteRules, clean
from archive.model import Rejected, Rejection, Report
from tests.archive.clean.pages import SHARED, snapshot
from tests.quality.measure import Score, score

PAGES = SHARED / "pages"
FLOORS = tomllib.loads(Path(__file__).with_name("floors.toml").read_text("utf-8"))
NO_REPORTS = {"list", "portal", "soft-404"}
pytestmark = pytest.mark.skipif(not PAGES.is_dir(), reason="no shared pages beside the checkout")


def index() -> list[dict[str, str]]:
    with (PAGES / "INDEX.tsv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def gold_pages(kind: str) -> list[str]:
    """Return the pages with expected text that are whole, or fragments by their notes."""
    return [
        row["file"]
        for row in index()
        if (PAGES / "gold" / row["file"]).with_suffix(".txt").is_file()
        and ("NO site header" in row["notes"]) == (kind == "fragment")
    ]


def once(report: Report) -> str:
    """Return a report's text with each merged cell once, as the expected texts have it."""
    repeats = {mark.paragraph: mark.repeats for mark in report.facts.marks}
    rows = (
        (cell for column, cell in enumerate(text.split("\t")) if column not in repeats.get(n, ()))
        for n, text in enumerate(report.paragraphs)
    )
    return "\n".join("\t".join(row) for row in rows)


NO_RULES = Guidance(SiteRules(built_in=False))


def measured(kind: str, guidance: Guidance) -> dict[str, Score]:
    scores = {}
    for name in gold_pages(kind):
        cleaned = clean(snapshot((PAGES / name).read_bytes()), guidance)
        text = "" if isinstance(cleaned, Rejected) else once(cleaned)
        gold = (PAGES / "gold" / name).with_suffix(".txt").read_text("utf-8")
        scores[name] = score(text, gold)
    return scores


def hold(scores: dict[str, Score], floor: dict[str, float]) -> None:
    recall = mean(item.recall for item in scores.values())
    precision = mean(item.precision for item in scores.values())
    worst, lowest = min(((item.f1, name) for name, item in scores.items()))
    print(f"recall {recall:.4f} precision {precision:.4f} worst {worst:.4f} {lowest}")
    assert recall >= floor["recall"]
    assert precision >= floor["precision"]
    assert worst >= floor["worst"], lowest


@pytest.mark.parametrize("kind", ["whole", "fragment"])
def test_pages_stay_above_their_floors(kind: str) -> None:
    hold(measured(kind, Guidance()), FLOORS[kind])


@pytest.mark.parametrize("kind", ["whole", "fragment"])
def test_pages_of_unknown_systems_stay_above_their_floors(kind: str) -> None:
    hold(measured(kind, NO_RULES), FLOORS[f"{kind}_without_rules"])


def test_lists_and_portals_are_no_reports() -> None:
    for row in index():
        if row["kind"] in NO_REPORTS:
            cleaned = clean(snapshot((PAGES / row["file"]).read_bytes()))
            assert isinstance(cleaned, Rejected), row["file"]
            assert cleaned.reason is Rejection.LIST_PAGE
