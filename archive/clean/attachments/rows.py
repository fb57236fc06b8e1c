"""Rows of tables in files, as the rows of tables on pages are."""

from __future__ import annotations

from collections.abc import Sequence

from archive.clean.page.lines import ROW


def row_line(cells: Sequence[str]) -> str:
    """Return a row as one line; one cell that spans all of it only once, nothing for none.

    >>> row_line(["青石县总结", "青石县总结"]), row_line(["镇", "", "12"])
    ('青石县总结', '镇\\t\\t12')
    """
    if len({cell for cell in cells if cell}) <= 1:
        return next(filter(None, cells), "")
    return ROW.join(cells).strip(ROW)
