"""``clean --explain``: one page, step by step."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import click

from archive.clean import Answer, Explanation, Why
from archive.crawl import CrawlSettings, probe
from archive.errors import NotFoundError, UsageError
from archive.keep import Archive
from archive.model import Rejected, Removal, Report, Snapshot, Visit
from archive.pipeline.explaining import explain_kept, explain_loose
from archive.pipeline.importing import snapshot_of
from web.cli.printing import print_counts, print_json
from web.shapes import report_shape

_WHY = {
    Why.ORDERED: "a rule of yours for this site names it",
    Why.HOLDS: "this name means the main text, and no other element holds much more prose",
    Why.HEADED: "it stands under the page's own heading",
    Why.SOUND: "no rule names another, and next to no prose stands outside of it",
    Why.AGREES: "of all that were asked it agrees best with the majority",
    Why.NO_PROSE: "a rule names it, and no element has prose that outweighs its links",
    Why.WHOLE: "the text came without a site around it that could be told apart",
}
_SHOWN = 24  # half-width columns of a first or last line


@dataclass(frozen=True, slots=True)
class Asking:
    """What is to be explained, as said on the command line."""

    subject: str
    address: str | None
    contact: str
    allow_loopback: bool


def explain_page(home: Path, asking: Asking, *, as_json: bool) -> None:
    """Print how the page that was asked for is cleaned."""
    told = _explained(home, asking)
    if as_json:
        print_json(_shape(told))
    else:
        _print(told)


def _explained(home: Path, asking: Asking) -> Explanation:
    """Look for a file, then in the archive, then on the network."""
    path = Path(asking.subject)
    if path.is_file():
        return explain_loose(home, snapshot_of(path, asking.address))
    if Archive.exists(home):
        with Archive.open(home, create=False) as archive:
            kept = explain_kept(archive, asking.subject)
        if kept is not None:
            return kept
    return explain_loose(home, _fetched(asking))


def _fetched(asking: Asking) -> Snapshot:
    if not asking.subject.startswith(("http://", "https://")):
        raise NotFoundError(
            f"{asking.subject!r} is no file, no report's id and no address: write addresses "
            "whole, as https://…"
        )
    settings = CrawlSettings(contact=asking.contact, allow_loopback=asking.allow_loopback)
    try:
        visits = probe(asking.subject, settings).visits
    except ValueError as error:
        raise UsageError(f"{asking.subject!r} is no address ({error})") from error
    return _of_visits(asking.subject, visits)


def _of_visits(url: str, visits: Sequence[Visit]) -> Snapshot:
    for visit in visits:
        if visit.body is not None:
            return Snapshot(
                0, visit.url, visit.visited_at, visit.kind, visit.status, visit.headers, "",
                visit.body,
            )  # fmt: skip
    ended = f"{visits[-1].outcome.value} {visits[-1].detail}".strip() if visits else "no answer"
    raise NotFoundError(f"{url} is not in the archive, and no page came from there: {ended}")


def _print(told: Explanation) -> None:
    result = told.result
    click.secho(result.title if isinstance(result, Report) else result.url, bold=True)
    print_counts((
        ("address", result.url),
        ("encoding", f"{told.encoding or '-'} (claimed: {told.declared or 'none'})"),
        ("lines on the page", told.page_lines),
        ("answer", result.rule if isinstance(result, Report) else "none"),
        ("because", _WHY[told.why] if told.why else "-"),
        ("result", _result(result)),
    ))  # fmt: skip
    if told.answers:
        click.secho("\nwhat each step takes for the main text", bold=True)
        click.echo("    asked  sound  agrees  lines    chars  step, first and last line")
    for answer in told.answers:
        _print_answer(answer)
    if isinstance(result, Report):
        _print_removed(result.removed)
        _print_kept(result)


def _result(result: Report | Rejected) -> str:
    if isinstance(result, Rejected):
        return f"no report: {result.reason.value}"
    return f"a report of {len(result.paragraphs)} paragraphs, {len(result.text):,} characters"


def _print_answer(answer: Answer) -> None:
    mark, asked = "*" if answer.is_chosen else " ", "yes" if answer.was_asked else "no"
    ends = f"{_cut(answer.first)} … {_cut(answer.last)}" if answer.lines else "nothing"
    click.echo(
        f"  {mark} {asked:<5}  {answer.sound:5.2f}  {answer.agrees:6.2f}  {answer.lines:5}"
        f"  {answer.chars:7,}  {answer.rule}: {ends}"
    )


def _print_removed(removed: Sequence[Removal]) -> None:
    width = max((len(removal.rule) for removal in removed), default=0)
    if removed:
        click.secho("\nremoved, by rule", bold=True)
    for removal in removed:
        click.echo(f"  {removal.rule:<{width}}  {removal.text}")


def _print_kept(report: Report) -> None:
    click.secho("\nkept", bold=True)
    for paragraph in report.paragraphs:
        click.echo(f"  {paragraph}")
    for warning in report.facts.warnings:
        click.secho(f"warning: {warning.doubt.value}: {warning.reason}", fg="red")


def _cut(text: str) -> str:
    width = 0
    for position, char in enumerate(text):
        width += 2 if unicodedata.east_asian_width(char) in "WF" else 1
        if width > _SHOWN:
            return text[:position] + "…"
    return text


def _shape(told: Explanation) -> dict[str, object]:
    """Return what ``clean --explain --json`` prints."""
    result = told.result
    report = report_shape(result, ()) if isinstance(result, Report) else None
    removed = result.removed if isinstance(result, Report) else ()
    return {
        "url": result.url,
        "encoding": told.encoding or None,
        "declared_encoding": told.declared,
        "page_lines": told.page_lines,
        "rule": result.rule if isinstance(result, Report) else None,
        "why": told.why.value if told.why else None,
        "answers": [asdict(answer) for answer in told.answers],
        "removed": [{"text": removal.text, "rule": removal.rule} for removal in removed],
        "rejected": result.reason.value if isinstance(result, Rejected) else None,
        "report": report,
    }
