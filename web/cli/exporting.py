"""What others get as a file: everything that was found (``export``), the archive (``warc``)."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from archive.keep import Archive
from archive.pipeline.exchanging import warc_of
from web.cli.options import HomeChoice, pass_home
from web.cli.printing import findings_of
from web.cli.progress import bar
from web.cli.writing import write
from web.exports import FORMATS
from web.exports.making import export_chunks


@click.command()
@click.argument("query")
@click.option(
    "--format",
    "name",
    default="csv",
    show_default=True,
    type=click.Choice(list(FORMATS)),
    help="What to write.",
)
@click.option(
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help="File to write; the terminal or a pipe if there is none.",
)
@pass_home
def export(choice: HomeChoice, query: str, name: str, output: Path | None) -> None:
    """Write everything that QUERY finds, however much it is, as a file for other programs.

    csv and xlsx are tables of reports for spreadsheets, kwic is a table of occurrences; what
    a regular expression captures has columns in them. jsonl has the whole texts, zip holds
    them as files; bibtex, ris and gbt7714 are references. Each says of which query it is, of
    when, how much was found, and in which state of the index. A file appears when complete.

    \b
    Examples:
      baogao export '“枫桥经验”' --output 枫桥经验.csv
      baogao export '“枫桥经验”' --format zip --output 枫桥经验.zip
      baogao export '“行政复议” /受理(案件|申请)(\\d+)件/' --format kwic | less
    """  # fmt: skip
    chosen = FORMATS[name]
    with (
        Archive.open(choice.home, create=False) as archive,
        findings_of(choice.home, query) as found,
    ):
        chunks = export_chunks(chosen, found, archive, datetime.now(UTC))
        write(chunks, output, is_text=chosen.is_text)
        if output is not None:
            click.echo(f"{found.total} reports written to {output}", err=True)


@click.command()
@click.option(
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help="File to write, usually NAME.warc.gz; a pipe if there is none.",
)
@pass_home
def warc(choice: HomeChoice, output: Path | None) -> None:
    """Write all visits and all pages that are kept as one WARC file (ISO 28500).

    It is for exchange with other archives and their tools, and `baogao import` reads it, too:
    pages keep their addresses, dates and headers. A body stands there once; visits that found
    it unchanged refer to it, and those that brought nothing say why.

    \b
    Example:
      baogao warc --output qingshi-2026.warc.gz
    """
    with Archive.open(choice.home, create=False) as archive:
        visits = archive.visits.count()
        with bar("warc", "visit", visits) as drawn:
            write(warc_of(archive, datetime.now(UTC), drawn.update), output)
    if output is not None:
        click.echo(f"{visits} visits written to {output}", err=True)
