"""XML as feeds and sitemaps have it: read without entities, networks or mercy for size."""

from __future__ import annotations

import re
from typing import cast

from lxml import etree

_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")


def read_xml(text: str) -> etree._Element | None:
    """Return the root of a document, whatever state it is in; ``None`` if there is nothing."""
    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True)
    # The text is decoded already, whatever its declaration says.
    source = _DECLARATION.sub("", text).encode("utf-8", "replace")
    try:
        return cast("etree._Element | None", etree.fromstring(source, parser))
    except etree.XMLSyntaxError:
        return None


def text_of(element: etree._Element, name: str) -> str:
    """Return the words of an element's child, in any namespace; empty if there is none."""
    return " ".join("".join(element.xpath(f"*[local-name()='{name}'][1]//text()")).split())
