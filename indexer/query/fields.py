"""The fields that can be asked for, by all their names."""

from __future__ import annotations

from difflib import SequenceMatcher
from enum import Enum

from indexer.facets import Facet
from indexer.query.nodes import Field


class Script(Enum):
    """The field that says whether traditional and simplified characters are told apart."""

    SCRIPT = "繁简"


FieldName = Facet | Field | Script

_ALIASES: dict[FieldName, tuple[str, ...]] = {
    Field.TITLE: ("title", "题目", "题名"),
    Field.TEXT: ("text", "body", "内容"),
    Facet.ISSUER: ("issuer", "发布机构", "发文机关", "单位", "部门"),
    Facet.ORGAN: ("organ",),
    Facet.PLACE: ("place", "region", "地方", "省份"),
    Facet.LEVEL: ("level", "层级"),
    Facet.KIND: ("kind", "type", "种类"),
    Facet.YEAR: ("year", "年度"),
    Facet.SECTIONS: ("section", "部分"),
    Facet.NUMBER: ("number", "发文字号"),
    Facet.SITE: ("site", "host", "网站"),
    Facet.PUBLISHED: ("published", "date", "日期", "发布时间", "时间"),
    Facet.STATUS: ("status",),
    Script.SCRIPT: ("script",),
}
FIELDS: dict[str, FieldName] = {
    name: field for field, names in _ALIASES.items() for name in (field.value, *names)
}
"""All names, Chinese and English, each with its field."""

_LEAST_ALIKE = 0.5  # one of two characters, or two of four letters at the same places


def closest_field(name: str) -> str | None:
    """Return the field's name that ``name`` may have been meant for.

    Of names that are equally alike, the one that begins alike: slips come late.

    >>> closest_field("年分"), closest_field("yaer"), closest_field("foo")
    ('年份', 'year', None)
    """
    lower = name.lower()
    alike = {each: SequenceMatcher(None, lower, each).ratio() for each in FIELDS}
    best = max(FIELDS, key=lambda each: (alike[each], each[0] == lower[0]))
    if alike[best] < _LEAST_ALIKE:
        return None
    return best if best.isascii() else FIELDS[best].value
