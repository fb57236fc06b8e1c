"""What there is and how it is doing: for the front page, and the page of its own."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from archive.errors import BaogaoError
from archive.model import ArchiveCounts, Run
from web.opening import Rooms, rooms

stock = Blueprint("stock", __name__)


@dataclass(frozen=True, slots=True)
class Stock:
    """Archive and index; ``None``: it could not be opened, and ``errors`` say why."""

    document_count: int | None
    counts: ArchiveCounts | None
    last_run: Run | None
    errors: tuple[str, ...]

    @property
    def behind(self) -> int:
        """How many reports cannot be found yet."""
        if self.counts is None or self.document_count is None:
            return 0
        return max(0, self.counts.reports - self.document_count)


@stock.get("/status")
def status() -> ResponseReturnValue:
    """Tell people what ``/health`` tells machines, and how the last run went."""
    found = stock_of(rooms())
    return render_template("status.html", stock=found), 503 if found.errors else 200


def stock_of(opened: Rooms) -> Stock:
    """Look what there is. Fails for no archive, however broken."""
    errors: list[str] = []
    documents = counts = last_run = None
    try:
        documents = opened.searcher.document_count
    except BaogaoError as error:
        errors.append(str(error))
    try:
        counts, last_run = opened.archive.counts(), opened.archive.runs.last()
    except BaogaoError as error:
        errors.append(str(error))
    return Stock(documents, counts, last_run, tuple(errors))
