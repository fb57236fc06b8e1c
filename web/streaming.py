"""Answers that are longer than memory: sent as they are found."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from itertools import chain
from typing import Any

from flask import Response

from indexer.findings import Findings
from web.config import web_config
from web.opening import rooms


def streamed(
    query: str, media_type: str, make: Callable[[Findings], Iterable[bytes] | Iterable[str]]
) -> Response:
    """Answer with what ``make`` makes of the findings, which stay open until all is sent.

    What can go wrong before the first byte is raised: ``QueryError``, ``IndexUnusableError``.
    An answer that breaks off later is not ended properly, so that every client sees it.
    """
    patience_s = web_config().export_patience_s
    with ExitStack() as opened:
        found = opened.enter_context(rooms().searcher.findings(query, patience_s=patience_s))
        pieces: Iterator[Any] = iter(make(found))
        first = next(pieces, b"")  # what goes wrong so far is still an answer of its own
        opened.callback(getattr(pieces, "close", lambda: None))  # before what it reads from
        response = Response(chain((first,), pieces), content_type=media_type)
        response.call_on_close(opened.pop_all().close)
    return response
