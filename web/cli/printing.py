"""How things look on a terminal. Times are shown in Chinese time; inside they are UTC."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path

import click

from archive.model import Alarm
from indexer.answers import FORMULA, ScorePart
from indexer.answers.counting import FacetCounts
from indexer.findings import Findings
from indexer.hits import Hit, Passage, Results, Spans
from indexer.searcher import Searcher
from web.formats import beijing_moment
from web.narrowing import filter_text, part_text
from web.queries import literally


def print_json(value: object) -> None:
    """Print one JSON value, readable and in real characters."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))


def print_pieces(pieces: Iterable[str]) -> None:
    """Print one JSON value as it comes, however long it is."""
    for piece in pieces:
        click.echo(piece, nl=False)
    click.echo()


@contextmanager
def findings_of(home: Path, query: str) -> Iterator[Findings]:
    """Give everything that a query finds; at the command line it may take its time."""
    with closing(Searcher.open(home)) as searcher, searcher.findings(query) as found:
        yield found


def shown_time(moment: datetime | None) -> str:
    """Return a moment as Chinese local time, or a dash."""
    return beijing_moment(moment) if moment else "-"


def print_counts(counts: Iterable[tuple[str, object]]) -> None:
    """Print names and values in two aligned columns."""
    rows = [(name, str(value)) for name, value in counts]
    width = max((len(name) for name, _ in rows), default=0)
    for name, value in rows:
        click.echo(f"  {name:<{width}}  {value}")


def print_alarms(alarms: Iterable[Alarm]) -> None:
    """Print the hosts that need a person, one a line, where errors go as well."""
    for alarm in alarms:
        click.secho(f"alarm: {alarm.host}: {alarm.detail}", fg="red", err=True)


def print_results(results: Results, offset: int) -> None:
    """Print a page of hits with their passages, and how many there are in all."""
    click.echo(
        f"{results.total} reports, {results.literal_total} of them literally, "
        f"for {results.query} ({results.took_ms:.0f} ms)"
    )
    if 0 < results.literal_total < results.total and (literal := literally(results.query)):
        click.echo(f"only the literal ones: {literal}")
    if names := list(filter(None, map(part_text, results.barren))):
        click.echo(f"nothing at all is found by {', '.join(names)}")
    if any(hit.explanation for hit in results.hits):
        click.secho(FORMULA, dim=True)
    for number, hit in enumerate(results.hits, offset + 1):
        _print_hit(number, hit)
    shown = offset + len(results.hits)
    if results.hits and shown < results.lines:
        click.echo(f"\n{results.lines - shown} more: --offset {shown}, or --limit 0 for all")


def print_facets(facets: Sequence[FacetCounts]) -> None:
    """Print what each filter would leave, as it is to be typed."""
    for facet in facets:
        click.secho(f"\n{facet.facet.value}", bold=True)
        for value in facet.values:
            click.echo(f"  {value.count:>7}  {filter_text(value.filter)}  {value.label}")
        hidden = facet.distinct - len(facet.values)
        rest = [f"{hidden} more values"] if hidden else []
        rest += [f"not known of {facet.unknown} reports"] if facet.unknown else []
        if rest:
            click.secho(f"           {', '.join(rest)}", dim=True)


def _print_hit(number: int, hit: Hit) -> None:
    click.echo(f"\n{number:>3}. {emphasised(hit.title, hit.title_spans)}")
    facts = (hit.issuer, hit.published_on, hit.place, hit.report_id)
    click.secho("     " + " · ".join(str(fact) for fact in facts if fact), dim=True)
    click.secho(f"     {hit.url}", dim=True)
    if hit.copies:
        click.secho(f"     and {hit.copies} near-identical", dim=True)
    for passage in hit.passages:
        click.echo(f"     {_shown(passage)}")
    for part in hit.explanation:
        click.secho(f"     {_explained(part)}", dim=True)
    if hit.explanation:
        click.secho(f"     {hit.score:.4f} = sum", dim=True)


def _explained(part: ScorePart) -> str:
    where = f"{part.in_title} in the title, {part.in_text} in the text"
    named = part.in_title == part.in_text == 0
    return (
        f"{part.score:.4f}  {part.word}: {'named by the query' if named else where}, "
        f"n = {part.reports} reports"
    )


def _shown(passage: Passage) -> str:
    return "… " + emphasised(passage.text, passage.spans).replace("\n", " ") + " …"


def emphasised(text: str, spans: Spans) -> str:
    """Return text with its spans in bold yellow (plain where the output is no terminal)."""
    pieces, done = [], 0
    for start, end in spans:
        pieces += [text[done:start], click.style(text[start:end], fg="yellow", bold=True)]
        done = end
    return "".join([*pieces, text[done:]])
