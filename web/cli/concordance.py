"""Every occurrence in its context: ``kwic``."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

import click

from indexer.concordance import MEASURE, Collocates, Line, LineOrder, Neighbours
from indexer.concordance.lines import DEFAULT_WIDTH, MOST_WIDTH
from indexer.concordance.neighbours import DEFAULT_SIZE, MOST_SIZE
from indexer.findings import Findings
from web.cli.options import HomeChoice, as_json, pass_home
from web.cli.printing import findings_of, print_json, print_pieces
from web.finding_shapes import collocates_shape, concordance_pieces, found_shape, neighbours_shape

_MOST_ROWS = 40  # of counts on a terminal; --json has them all


_DEFAULT_WIDTHS = {"lines": DEFAULT_WIDTH, "neighbours": DEFAULT_SIZE, "collocates": 0}


@click.command()
@click.argument("query")
@click.option(
    "--show",
    default="lines",
    show_default=True,
    type=click.Choice(list(_DEFAULT_WIDTHS)),
    help="Lines; or what stands directly before and behind, counted; or collocates, "
    "the words that stand in the same sentences more often than elsewhere in "
    "these reports, by log-likelihood.",
)
@click.option(
    "--order",
    default=LineOrder.FOUND.value,
    show_default=True,
    type=click.Choice([each.value for each in LineOrder]),
    help="Sort lines by what stands left or right, by place, or by date (newest first).",
)
@click.option(
    "--width",
    type=click.IntRange(0, MOST_WIDTH),
    help=f"Characters on each side: {DEFAULT_WIDTH} for lines, {DEFAULT_SIZE} (and at "
    f"most {MOST_SIZE}) for neighbours, if nobody says otherwise.",
)
@click.option(
    "--limit",
    default=0,
    show_default=True,
    type=click.IntRange(min=0),
    help="How many lines to print; 0 prints all.",
)
@as_json
@pass_home
def kwic(
    choice: HomeChoice, query: str, show: str, order: str, width: int | None, limit: int,
    as_json: bool,
) -> None:  # fmt: skip
    """Show every occurrence of QUERY in its context, one a line (key word in context).

    Occurrences are literal: a report that has the words of an unquoted query only apart from
    each other has none. What a regular expression captures is in the JSON.

    \b
    Examples:
      baogao kwic '“枫桥经验”' --order left
      baogao kwic '“枫桥经验”' --show neighbours --width 3
      baogao kwic '“枫桥经验”' --show collocates --json
    """
    characters = _DEFAULT_WIDTHS[show] if width is None else width
    with findings_of(choice.home, query) as found:
        if show == "lines":
            lines = found.lines(LineOrder(order), characters, limit=limit or None)
            _show_lines(found, lines, characters, as_json=as_json)
        elif show == "neighbours":
            counted = found.neighbours(min(max(characters, 1), MOST_SIZE))
            shape = found_shape(found) | neighbours_shape(counted)
            print_json(shape) if as_json else _print_neighbours(counted)
        else:
            company = found.collocates()
            shape = found_shape(found) | collocates_shape(company)
            print_json(shape) if as_json else _print_collocates(company)


def _show_lines(found: Findings, lines: Iterable[Line], width: int, *, as_json: bool) -> None:
    if as_json:
        print_pieces(concordance_pieces(found, lines))
    else:
        _print_lines(lines, width)


def _print_lines(lines: Iterable[Line], width: int) -> None:
    for line in lines:
        indent = " " * max(0, 2 * width - _columns(line.left))
        found = click.style(line.found, fg="yellow", bold=True)
        facts = (line.report_id, line.published_on, line.place or line.issuer)
        source = click.style("  ".join(str(fact) for fact in facts if fact), dim=True)
        rest = " " * max(0, 2 * width - _columns(line.right))
        click.echo(f"{indent}{line.left} {found} {line.right}{rest}  {source}")


def _columns(text: str) -> int:
    """How many columns of a terminal a text takes."""
    return sum(1 + (unicodedata.east_asian_width(each) in "WF") for each in text)


def _print_neighbours(counted: Neighbours) -> None:
    click.echo(f"{counted.total} occurrences")
    for name, side in (("before", counted.before), ("behind", counted.after)):
        click.secho(f"\n{name}:", bold=True)
        for each in side[:_MOST_ROWS]:
            click.echo(f"  {each.count:>7}  {each.text or '(the sentence ends here)'}")
        _say_more(len(side))


def _print_collocates(found: Collocates) -> None:
    click.echo(f"{MEASURE}; {found.near_total} words in sentences with an occurrence, "
               f"{found.elsewhere_total} in the others of these reports")  # fmt: skip
    click.secho(f"\n{'G2':>10} {'near':>7} {'expected':>9} {'elsewhere':>9} {'reports':>7}  word",
                bold=True)  # fmt: skip
    for each in found.words[:_MOST_ROWS]:
        click.echo(f"{each.log_likelihood:>10.1f} {each.near:>7} {each.expected:>9.1f} "
                   f"{each.elsewhere:>9} {each.reports:>7}  {each.word}")  # fmt: skip
    _say_more(len(found.words))


def _say_more(count: int) -> None:
    if count > _MOST_ROWS:
        click.secho(f"  … {count - _MOST_ROWS} more with --json", dim=True)
