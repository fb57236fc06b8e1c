"""Tables: which hold data, and which only lay a page out."""

from __future__ import annotations

from lxml import etree

from archive.clean.rules import Containers

_BLOCKS = ("p", "div", "br", "li")


def data_tables(root: etree._Element, containers: Containers) -> frozenset[etree._Element]:
    """Return the tables whose rows become lines; cells of the others are plain blocks."""
    return frozenset(table for table in root.iter("table") if _is_data(table, containers))


def _is_data(table: etree._Element, containers: Containers) -> bool:
    """Whether a table has columns, nothing nested, and no cell with a text of its own."""
    if table.find(".//table") is not None or _holds_container(table, containers):
        return False
    widest = 0
    for row in table.iter("tr"):
        cells = [cell for cell in row if cell.tag in ("td", "th")]
        widest = max(widest, len(cells))
        if any(_is_a_page(cell) for cell in cells):
            return False
    return widest > 1


def _holds_container(table: etree._Element, containers: Containers) -> bool:
    match = containers.match
    return any(
        match(str(element.tag), element.get("id"), element.get("class")) is not None
        for element in table.iter("td", "div", "ucapcontent", "span", "article")
    )


def _is_a_page(cell: etree._Element) -> bool:
    """Whether a cell holds several paragraphs of some length: the column of a layout."""
    blocks = sum(1 for _ in cell.iter(*_BLOCKS))
    return blocks > 3 and sum(map(len, cell.itertext())) > 600
