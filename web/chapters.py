"""The help page's chapters: what can be asked, each with examples that can be tried.

What is said of them stands in the message catalogues, below ``language``.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Chapter:
    """A part of the query language. ``examples`` are queries that are understood.

    Messages: ``{name}_heading``, ``{name}``, and ``{name}_1`` and on for the examples.
    """

    name: str
    examples: tuple[str, ...]


CHAPTERS = (
    Chapter("words", ("矛盾纠纷 调解",)),
    Chapter("phrase", ("“枫桥经验”", "“的”", "繁简:区分 “後”")),
    Chapter(
        "boolean",
        ("调解 OR 信访", "(调解 或 信访) 与 法院", "调解 -人民调解", "地区:重庆 NOT “枫桥经验”"),
    ),
    Chapter(
        "near",
        (
            "“矛盾” NEAR/20 “化解”",
            "矛盾 ONEAR/5 (化解 OR 排查)",
            "矛盾 近/句 化解",
            "“矛盾” 先后/段 “化解”",
            "“矛盾*化解”",
        ),
    ),
    Chapter(
        "pattern",
        (
            r"/行政复议(案件|申请)\d+件/",
            r"/(?P<件数>\d+)件行政复议/",
            "/《[^》]+条例》/原",
        ),
    ),
    Chapter(
        "fields",
        (
            "标题:法治政府 调解",
            "地区:重庆 年份:2019..2024",
            "章节:存在的问题 “枫桥经验”",
            "类型:政府工作报告 级别:县",
            "机构:司法局 发布日期:2023-01..2023-06",
            "地区:(重庆 OR 四川) 站点:gov.cn",
            "状态:正常 文号:“〔2023〕5号”",
        ),
    ),
    Chapter("order", ()),
)
