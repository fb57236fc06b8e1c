"""What an export says of itself, so that it can be cited and checked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from web.formats import beijing_moment


@dataclass(frozen=True, slots=True)
class Provenance:
    """The question, when it was put, and how much of what it found.

    ``document_count`` is how many reports the index has, ``index_version`` names the state of
    the index and what made it. ``captures`` names the groups that regular expressions of the
    query capture: columns of a table.
    """

    query: str
    exported_at: datetime
    total: int
    literal_total: int
    document_count: int
    index_version: str
    captures: tuple[str, ...] = ()

    @property
    def lines(self) -> tuple[tuple[str, str], ...]:
        """The same for people: names and values."""
        return (
            ("检索式", " ".join(self.query.split())),
            ("导出时间", f"{beijing_moment(self.exported_at)}（北京时间）"),
            ("命中报告", str(self.total)),
            ("其中原文逐字含有", str(self.literal_total)),
            ("索引内报告总数", str(self.document_count)),
            ("索引版本", self.index_version),
        )

    @property
    def sentence(self) -> str:
        """The same on one line."""
        return "；".join(f"{name}：{value}" for name, value in self.lines)
