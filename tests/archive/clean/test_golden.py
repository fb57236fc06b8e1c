"""Pages of invented places beside what becomes of them, one per family of rules."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from archive.clean import clean
from archive.model import Report
from tests.archive.clean.pages import snapshot

GOLDEN = Path(__file__).parent / "golden"
FACTS = (
    "rule",
    "title",
    "issuer",
    "published_on",
    "written_on",
    "document_number",
    "index_number",
    "site",
    "place",
)


def pages() -> list[Path]:
    return sorted(path for path in GOLDEN.iterdir() if path.suffix in (".html", ".txt"))


def test_there_are_pages() -> None:
    assert len(pages()) >= 10


@pytest.mark.parametrize("page", pages(), ids=lambda page: page.name)
def test_page_becomes_its_golden_report(page: Path) -> None:
    expected = json.loads(page.with_suffix(".json").read_text("utf-8"))
    url = f"http://www.qingshi.example/zwgk/{page.name}"
    cleaned = clean(snapshot(page.read_bytes(), url))
    assert isinstance(cleaned, Report)
    facts = {name: getattr(cleaned, name) for name in FACTS}
    assert {k: v and str(v) for k, v in facts.items()} == {k: expected[k] for k in FACTS}
    assert list(cleaned.paragraphs) == expected["paragraphs"]
    assert [[item.rule, item.text] for item in cleaned.removed] == expected["removed"]


@pytest.mark.parametrize("page", pages(), ids=lambda page: page.name)
def test_same_bytes_give_the_same_report(page: Path) -> None:
    assert clean(snapshot(page.read_bytes())) == clean(snapshot(page.read_bytes()))
