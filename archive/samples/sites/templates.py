"""The templates of the sites."""

from __future__ import annotations

from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined

_LIST_TITLE_CHARS = 26


@cache
def environment() -> Environment:
    """Return the one environment: it escapes everything and knows no undefined names."""
    made = Environment(
        loader=PackageLoader("archive.samples", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["cut"] = cut
    return made


def cut(title: str) -> str:
    """Return a title as lists show it.

    >>> cut("短标题")
    '短标题'
    >>> cut("青石县人力资源和社会保障局2023年度法治政府建设工作报告")
    '青石县人力资源和社会保障局2023年度法治政府建设工...'
    """
    return title if len(title) <= _LIST_TITLE_CHARS else f"{title[:_LIST_TITLE_CHARS]}..."
