"""Options that several commands share, and the composition root's only view of the outside."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import click

DEFAULT_HOME = Path("baogao-data")
DEMO_HOME = Path("baogao-demo")
DEFAULT_SEEDS = Path("crawl_seeds.txt")


@dataclass(frozen=True, slots=True)
class HomeChoice:
    """Where the archive lives; ``named`` is ``None`` if nobody said."""

    named: Path | None

    @property
    def home(self) -> Path:
        """The archive of everyday work."""
        return self.named or DEFAULT_HOME

    @property
    def demo_home(self) -> Path:
        """The archive of the demo: apart, so that invented reports never mix with real ones."""
        return self.named or DEMO_HOME


pass_home = click.make_pass_decorator(HomeChoice)

as_json = click.option(
    "--json", "as_json", is_flag=True, help="Print one JSON value for scripts instead of text."
)

seeds_argument = click.argument(
    "seeds",
    default=DEFAULT_SEEDS,
    type=click.Path(dir_okay=False, path_type=Path),
    required=False,
)
