"""What scripts write into a page word for word: ``document.write('<a href="x.html">…</a>')``.

Only what needs no running is written: literals, and names that were given literals before.
"""

from __future__ import annotations

import re

_TAG = re.compile(r"(</?script\b[^<>]*>)", re.IGNORECASE)
_ANCHOR = re.compile(r"<a\b", re.IGNORECASE)
_NAME = r"[A-Za-z_$][\w$]*"
_TERM = rf"""(?:"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|{_NAME})"""
_STATEMENT = re.compile(
    rf"(?:(?<![\w$.])({_NAME})\s*=(?!=)|document\.write(?:ln)?\s*\()"
    rf"\s*({_TERM}(?:\s*\+\s*{_TERM}){{0,40}}(?=\s*(?:[;,)\n]|$)))?"
)
_ESCAPED = re.compile(r"\\(.)")


def written(source: str) -> str:
    """Return a page's source with the scripts that write anchors replaced by what they write.

    >>> written("<li><script>var u='a.html';document.write('<a href='+u+'>A</a>')</script></li>")
    '<li><a href=a.html>A</a></li>'
    """
    if "document.write" not in source:
        return source
    pieces = _TAG.split(source)  # what stands between tags, and the tags, in turn
    room = len(source)  # names can be written again and again, and honest scripts are longer
    for place in range(2, len(pieces) - 1, 2):
        output = _written_by(pieces[place], room)
        if _ANCHOR.search(output):
            pieces[place - 1 : place + 2] = ["", output, ""]
            room -= len(output)
    return "".join(pieces)


def _written_by(code: str, room: int) -> str:
    """Return what a script writes; nothing if that is more than there is ``room`` for."""
    known: dict[str, str] = {}
    output = ""
    for statement in _STATEMENT.finditer(code) if "document.write" in code else ():
        name, value = statement[1], _value(statement[2], known, room)
        if name is None:
            output += value or ""
        elif value is None:
            known.pop(name, None)
        else:
            known[name] = value
        if len(output) > room:
            return ""
    return output


def _value(terms: str | None, known: dict[str, str], room: int) -> str | None:
    """Return what a sum of terms comes to; ``None`` if it is none, or a name is unknown."""
    if terms is None:
        return None
    value = ""
    for term in re.findall(_TERM, terms):
        part = _ESCAPED.sub(r"\1", term[1:-1]) if term[0] in "\"'" else known.get(term)
        if part is None or len(value) + len(part) > room:
            return None
        value += part
    return value
