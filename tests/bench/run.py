"""Run all benchmarks and print one table: ``python tests/bench/run.py`` (about ten minutes)."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import click

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.bench import cleaning, crawling, indexing
from tests.bench.measuring import Row, print_table


@click.command()
@click.option("--only", type=click.Choice(["crawl", "clean", "index"]), multiple=True,
              help="Measure only these (repeatable).")  # fmt: skip
@click.option("--large/--no-large", default=True, show_default=True,
              help="Also measure the index at 20,000 reports.")  # fmt: skip
def main(only: tuple[str, ...], large: bool) -> None:
    """Measure crawl, clean, index and queries, each beside a baseline in the same run."""
    print_table(list(_rows(set(only) or {"crawl", "clean", "index"}, large=large)))


def _rows(wanted: set[str], *, large: bool) -> Iterator[Row]:
    if "crawl" in wanted:
        yield from crawling.rows(hosts=20, pages_per_host=50)
    if "clean" in wanted:
        yield from cleaning.rows(150)
    if "index" in wanted:
        yield from indexing.rows(2_000, with_whoosh=True)
        if large:
            yield from indexing.rows(20_000, with_whoosh=False)


if __name__ == "__main__":
    main()
