"""What a report says of itself and its page: kinds, levels, places, sections, doubts.

The values of the enumerations are the words that people use for them: they are what a filter
such as ``类型:政府工作报告`` asks for, what a facet shows and what an export prints.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class ReportKind(StrEnum):
    """What sort of report it is."""

    RULE_OF_LAW = "法治政府建设年度报告"
    GOVERNMENT_WORK = "政府工作报告"
    DISCLOSURE = "政府信息公开年度报告"
    COURT_WORK = "法院工作报告"
    PROCURATORATE_WORK = "检察院工作报告"
    CONGRESS_WORK = "人大常委会工作报告"
    BUDGET = "预决算"
    AUDIT = "审计报告"
    STATISTICS = "统计公报"
    INTERPRETATION = "解读"
    PLAN = "方案"
    OTHER = "其他"


class Level(StrEnum):
    """The level of administration that the issuer belongs to."""

    NATION = "国家"
    PROVINCE = "省"
    CITY = "市"
    COUNTY = "县"
    TOWNSHIP = "乡"


class Organ(StrEnum):
    """Whether a government itself speaks, one of its departments, or another body."""

    GOVERNMENT = "政府"
    DEPARTMENT = "部门"
    COURT = "法院"
    PROCURATORATE = "检察院"
    CONGRESS = "人大"


class SectionKind(StrEnum):
    """What a section of a report is about; ``章节:`` asks for it."""

    ACHIEVEMENTS = "举措与成效"
    PROBLEMS = "存在的问题"
    LEADERSHIP = "主要负责人履职"
    NEXT_STEPS = "下一步工作"
    OTHER = "其他"


class Doubt(StrEnum):
    """Why a report may not be what it says it is."""

    SPLICED_SPAM = "疑似掺入广告"
    UNOFFICIAL_HOST = "非官方网站"
    COPY_OF_OFFICIAL = "与官方报告相同"
    DAMAGED_TEXT = "文字损坏"
    SCANNED = "扫描件无文字"
    INCOMPLETE = "缺页"


@dataclass(frozen=True, slots=True)
class Place:
    """An administrative division (GB/T 2260).

    ``code`` has six digits. ``province``, ``city`` and ``county`` are names from the top down,
    ``None`` below the division's own level. ``confidence`` is from 0 to 1.
    """

    code: str
    province: str
    city: str | None = None
    county: str | None = None
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Section:
    """Paragraphs ``[first, end)`` of a report below one heading of the first level."""

    kind: SectionKind
    heading: str
    first: int
    end: int


class BlockKind(StrEnum):
    """What a paragraph is beyond plain text."""

    HEADING = "标题"
    LEAD = "段首标题"  # begins with a heading that its first full stop ends
    ROW = "表格行"  # cells joined by tabs
    ITEM = "列表项"
    PICTURE = "图片说明"  # the alternative text of an image
    NOTE = "注释"
    SIGNATURE = "落款"  # issuer or date at the end


@dataclass(frozen=True, slots=True)
class Mark:
    """What paragraph number ``paragraph`` (from 0) is.

    ``level`` is that of a heading (一、 is 1, （一） 2, 1. 3, （1） 4, all one lower where parts
    or chapters stand above) or the depth of a list, 0 for the others. ``repeats`` are the
    cells of a row (from 0) that belong to a merged cell on their left or above: short ones
    repeat its text, the others are empty.
    """

    paragraph: int
    kind: BlockKind
    level: int = 0
    repeats: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Caution:
    """A doubt with the reason for it, in words that a reader can check."""

    doubt: Doubt
    reason: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where a fact was read from: its field's name, the source, and the words as they stood."""

    field: str
    source: str
    words: str


@dataclass(frozen=True, slots=True)
class AttachmentLink:
    """A file that a report's page offers.

    ``is_body`` says that the page has hardly a text of its own, so that the file's is taken;
    ``digest`` names the snapshot of the file that was looked at for that, if there was one.
    """

    url: str
    title: str
    is_body: bool = False
    digest: str | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything known about a report beyond its text. Absent is ``None`` or empty, never guessed.

    ``marks`` say of those paragraphs what they are that are more than plain text, in order.
    ``year`` is the year reported on. ``addresses`` are all addresses it was met at.
    """

    kind: ReportKind | None = None
    year: int | None = None
    place: Place | None = None
    level: Level | None = None
    organ: Organ | None = None
    publisher: str | None = None
    subject: str | None = None
    validity: str | None = None
    source: str | None = None
    author: str | None = None
    site_code: str | None = None
    sections: tuple[Section, ...] = ()
    attachments: tuple[AttachmentLink, ...] = ()
    addresses: tuple[str, ...] = ()
    warnings: tuple[Caution, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    marks: tuple[Mark, ...] = ()
