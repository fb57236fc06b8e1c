"""Looking before crawling: ``probe``."""

from __future__ import annotations

from typing import Any

import click

from archive.crawl import CrawlSettings, Probe, probe
from archive.errors import UsageError
from archive.model import Outcome
from web.cli.options import as_json
from web.cli.printing import print_counts, print_json


@click.command("probe")
@click.argument("url")
@click.option(
    "--articles",
    default=5,
    show_default=True,
    type=click.IntRange(min=0),
    help="Show so many of the first articles.",
)
@click.option(
    "--contact",
    default="",
    envvar="BAOGAO_CONTACT",
    metavar="URL_OR_MAIL",
    help="Contact that the user agent names (environment: BAOGAO_CONTACT).",
)
@click.option(
    "--delay",
    default=1.0,
    show_default=True,
    type=click.FloatRange(min=0),
    metavar="SECONDS",
    help="Pause between two requests.",
)
@click.option(
    "--allow-loopback",
    is_flag=True,
    help="Also visit addresses of this machine (for tests; off for a good reason).",
)
@as_json
def probe_(
    url: str, articles: int, contact: str, delay: float, allow_loopback: bool, as_json: bool
) -> None:
    """Look at URL as a crawl would, to see whether it makes a good seed.

    Tells what the page is, which content systems it speaks like, how many pages its list has
    and what the first articles are, and prints the line for the seed file. Asks for at most
    five pages, keeps nothing, and obeys robots.txt.

    A list that wants a POST is written with its body: 'https://HOST/list.do#post:col=7&page=1'.
    Exits with 1 if no page came, or one without any article.
    """
    settings = CrawlSettings(contact=contact, delay_s=delay, allow_loopback=allow_loopback)
    try:
        found = probe(url, settings)
    except ValueError as error:
        raise UsageError(
            f"{url!r} is no address ({error}): write it whole, as https://…"
        ) from error
    if as_json:
        print_json(_shape(found))
    else:
        _print(found, articles)
    if not found.documents:
        raise click.exceptions.Exit(1)


def _seed_line(found: Probe) -> str:
    return f"{found.url} scope={found.scope}"


def _print(found: Probe, articles: int) -> None:
    for visit in found.visits:
        detail = f" ({visit.detail})" if visit.detail else ""
        click.echo(f"{visit.outcome.value:<14} {visit.url}{detail}")
    if found.kind is None:
        return
    print_counts((
        ("kind", found.kind.value),
        ("families", ", ".join(found.families) or "none: the common rules"),
        ("list pages", found.list_pages),
        ("articles", f"{len(found.documents)} on the pages looked at"),
        ("attachments", len(found.attachments)),
    ))  # fmt: skip
    for link in found.documents[:articles]:
        click.echo(f"  - {link.text or '(no title)'}\n    {link.url}")
    if found.documents:
        click.echo(f"seed: {_seed_line(found)}")


def _shape(found: Probe) -> dict[str, Any]:
    return {
        "url": found.url,
        "visits": [
            {"url": v.url, "outcome": v.outcome.value, "status": v.status, "detail": v.detail}
            for v in found.visits
        ],
        "blocked": any(visit.outcome is Outcome.BLOCKED for visit in found.visits),
        "kind": found.kind.value if found.kind else None,
        "families": list(found.families),
        "list_pages": found.list_pages,
        "articles": [{"url": link.url, "title": link.text} for link in found.documents],
        "attachments": [link.url for link in found.attachments],
        "seed": _seed_line(found),
    }
