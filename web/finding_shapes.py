"""The JSON of concordance, collocates, facets and trends, for the command line and ``/api``.

As in ``web.shapes``: keys are added, never renamed or dropped.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict

from indexer.answers.counting import FacetCounts
from indexer.concordance import MEASURE, Collocates, Line, Neighbour, Neighbours
from indexer.findings import Findings
from indexer.trends import Series, Tally, Trend
from web.formats import iso_day
from web.narrowing import filter_text


def found_shape(findings: Findings) -> dict[str, object]:
    """Return what every one of these answers begins with."""
    return {
        "query": findings.asked,
        "total": findings.total,
        "literal_total": findings.literal_total,
        "document_count": findings.document_count,
        "index_version": findings.index_version,
    }


def concordance_pieces(findings: Findings, lines: Iterable[Line]) -> Iterator[str]:
    """Yield one JSON object, a line of the concordance at a time.

    ``lines`` are all or some of the occurrences, as asked for.
    """
    yield json.dumps(found_shape(findings), ensure_ascii=False)[:-1] + ', "lines": ['
    before = "\n"
    for line in lines:
        yield before + json.dumps(_line(line), ensure_ascii=False)
        before = ",\n"
    yield "\n]}"


def _line(line: Line) -> dict[str, object]:
    return asdict(line) | {"published_on": iso_day(line.published_on)}


def neighbours_shape(counted: Neighbours) -> dict[str, object]:
    """Return what stands before and behind."""
    return {
        "size": counted.size,
        "occurrences": counted.total,
        "before": list(map(_neighbour, counted.before)),
        "after": list(map(_neighbour, counted.after)),
    }


def collocates_shape(found: Collocates) -> dict[str, object]:
    """Return collocates with their numbers."""
    return {
        "measure": MEASURE,
        "near_total": found.near_total,
        "elsewhere_total": found.elsewhere_total,
        "collocates": [
            asdict(each)
            | {
                "expected": round(each.expected, 3),
                "log_likelihood": round(each.log_likelihood, 3),
            }
            for each in found.words
        ],
    }


def facets_shape(facets: tuple[FacetCounts, ...]) -> dict[str, object]:
    """Return the counts by facet."""
    return {
        each.facet.value: {
            "distinct": each.distinct,
            "unknown": each.unknown,
            "values": [
                {
                    "label": value.label,
                    "filter": filter_text(value.filter),
                    "count": value.count,
                }
                for value in each.values
            ],
        }
        for each in facets
    }


def trend_shape(trend: Trend) -> dict[str, object]:
    """Return a trend: all reports together, then group by group."""
    return {
        "period": trend.period.value,
        "by": trend.grouping.value,
        "overall": _series(trend.overall),
        "groups": [_series(series) for series in trend.groups],
    }


def _series(series: Series) -> dict[str, object]:
    return {
        "name": series.name,
        "first": series.first,
        "points": [{"period": each.period, **_tally(each.tally)} for each in series.points],
        "undated": _tally(series.undated),
        "total": _tally(series.total),
    }


def _tally(tally: Tally) -> dict[str, object]:
    share = None if tally.share is None else round(tally.share, 6)
    return {
        "reports": tally.reports,
        "out_of": tally.out_of,
        "share": share,
        "occurrences": tally.occurrences,
    }


def _neighbour(neighbour: Neighbour) -> dict[str, object]:
    return {"text": neighbour.text, "count": neighbour.count}
