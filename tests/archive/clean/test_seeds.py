"""The five seed texts: complete to the character, chrome gone, facts right."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pytest

from archive.clean import clean
from archive.model import Report
from tests.archive.clean.pages import SHARED, snapshot

SEEDS = SHARED / "seeds"
pytestmark = pytest.mark.skipif(
    not SEEDS.is_dir(), reason="no shared seed texts beside the checkout"
)


@dataclass(frozen=True)
class Expected:
    """What a seed must become.

    ``chrome`` are the numbers of its non-empty lines that go; ``title`` and ``issuer`` the
    number of the line they stand on, or the words that they must be.
    """

    name: str
    chrome: tuple[int, ...]
    title: int | str
    issuer: int | str | None
    published_on: date | None
    written_on: date | None
    place: str | None


EXPECTED = [
    Expected(
        name="000_6fd7f8113dbe9c82",
        chrome=(-3, -2, -1),
        title="巫山县司法局2024年法治政府建设情况报告",
        issuer=-5,
        published_on=None,
        written_on=date(2025, 2, 25),
        place="重庆市巫山县",
    ),
    Expected(
        name="001_89737c4cf7365a46",
        chrome=(0, 1, 3, 4, -1),
        title=2,
        issuer="重庆市司法局",
        published_on=date(2024, 3, 28),
        written_on=None,
        place="重庆市",
    ),
    Expected(
        name="002_017eed74f5cc79bb",
        chrome=(0, 1, 3),
        title=2,
        issuer=-2,
        published_on=date(2024, 2, 1),
        written_on=date(2024, 1, 23),
        place="山西省吕梁市兴县",
    ),
    Expected(
        name="003_d3685a82cfad45b2",
        chrome=(1,),
        title=0,
        issuer=-2,
        published_on=date(2025, 2, 19),
        written_on=date(2024, 12, 31),
        place="山西省运城市夏县",
    ),
    Expected(
        name="004_45b352535d3cba1d",
        chrome=(),
        title="2024年我区法治建设工作情况报告",
        issuer=None,
        published_on=None,
        written_on=None,
        place=None,
    ),
]


def named(wanted: int | str | None, lines: list[str]) -> str | None:
    return lines[wanted] if isinstance(wanted, int) else wanted


@pytest.mark.parametrize("expected", EXPECTED, ids=lambda expected: expected.name)
def test_seed(expected: Expected) -> None:
    body = (SEEDS / f"{expected.name}.txt").read_bytes()
    cleaned = clean(snapshot(body, f"import:{expected.name}/{expected.name}.txt"))
    assert isinstance(cleaned, Report)
    lines = [line.strip() for line in body.decode().split("\n") if line.strip()]
    chrome = {number % len(lines) for number in expected.chrome}
    kept = [line for number, line in enumerate(lines) if number not in chrome]
    assert list(cleaned.paragraphs) == kept
    assert [item.text for item in cleaned.removed] == [lines[number] for number in sorted(chrome)]
    assert cleaned.title == named(expected.title, lines)
    assert cleaned.issuer == named(expected.issuer, lines)
    assert cleaned.published_on == expected.published_on
    assert cleaned.written_on == expected.written_on
    assert cleaned.place == expected.place
