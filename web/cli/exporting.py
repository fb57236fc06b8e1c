"""Everything that was found, as a file: ``export``."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import click

from archive.errors import StoreError, UsageError
from archive.keep import Archive
from web.cli.options import HomeChoice, pass_home
from web.cli.printing import findings_of
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
    if output is None and not chosen.is_text and sys.stdout.isatty():
        raise UsageError(f"{name} is not for a terminal: say --output FILE")
    with (
        Archive.open(choice.home, create=False) as archive,
        findings_of(choice.home, query) as found,
    ):
        chunks = export_chunks(chosen, found, archive, datetime.now(UTC))
        if output is None:
            _write_to_stdout(chunks)
        else:
            _write_to_file(chunks, output)
            click.echo(f"{found.total} reports written to {output}", err=True)


def _write_to_stdout(chunks: Iterator[bytes]) -> None:
    out = sys.stdout.buffer
    for chunk in chunks:
        out.write(chunk)
    out.flush()


def _write_to_file(chunks: Iterator[bytes], output: Path) -> None:
    """Write beside the file and take its place at the end: never half an export."""
    unfinished = output.with_name(f".{output.name}.part")
    try:
        with unfinished.open("wb") as file:
            for chunk in chunks:
                file.write(chunk)
        unfinished.replace(output)
    except OSError as error:
        raise StoreError(f"cannot write {output}: {error.strerror or error}") from error
    finally:
        with suppress(OSError):
            unfinished.unlink(missing_ok=True)
