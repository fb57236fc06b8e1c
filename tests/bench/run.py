"""Run all benchmarks and print one table: ``python tests/bench/run.py`` (about ten minutes)."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import click

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.bench import (
    cleaning,
    crawling,
    exporting,
    frontier,
    hostility,
    indexing,
    killing,
    nights,
    ranking,
)
from tests.bench.measuring import Row, print_table

_PARTS = ("crawl", "clean", "index", "rank", "export")


@click.command()
@click.option("--only", type=click.Choice(_PARTS), multiple=True,
              help="Measure only these (repeatable).")  # fmt: skip
@click.option("--reports", type=click.IntRange(min=100), multiple=True, default=(2_000, 20_000),
              show_default=True,
              help="How many reports to index (repeatable); 100000 takes an hour.")  # fmt: skip
@click.option("--kill-trials", type=click.IntRange(min=1), default=5, show_default=True,
              help="How many crawls to kill three times each; 100 take half an hour.")  # fmt: skip
def main(only: tuple[str, ...], reports: tuple[int, ...], kill_trials: int) -> None:
    """Measure crawl, clean, index and queries, each beside a baseline in the same run."""
    print_table(list(_rows(set(only) or set(_PARTS), reports, kill_trials)))


def _rows(wanted: set[str], reports: tuple[int, ...], kill_trials: int) -> Iterator[Row]:
    if "crawl" in wanted:
        yield from crawling.rows(hosts=200, pages_per_host=50)
        yield from nights.rows(hosts=100, pages_per_host=100)
        yield from frontier.rows(addresses=1_000_000)
        yield from killing.rows(trials=kill_trials)
        yield from hostility.rows()
    if "clean" in wanted:
        yield from cleaning.rows(150)
    if "rank" in wanted:
        yield from ranking.rows()
    if "export" in wanted:
        yield from exporting.rows(20_000)
    if "index" in wanted:
        for count in reports:
            yield from indexing.rows(count)


if __name__ == "__main__":
    main()
