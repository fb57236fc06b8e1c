"""Skeletons of pages: lines with placeholders, filled with invented values to be read back.

``{T}`` is the title, ``{S}`` a body, ``{v}`` the value of the label before it, ``{B}`` the
text; dates name their own form, ``{Y-m-d H:M}``. The notation is that of a list of skeletons
which lies beside the checkout where there is one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date

TITLE = "青石县司法局2024年法治政府建设情况报告"
ISSUER = "青石县司法局"
SOURCE = "青石县人民政府办公室"
PUBLISHED, WRITTEN, UPDATED, SIGNED, STALE, EXPIRES = (
    date(2025, 3, 18),
    date(2025, 2, 6),
    date(2025, 4, 9),
    date(2025, 1, 27),
    date(2017, 5, 4),
    date(2030, 12, 31),
)
BODY = (
    "2024年，全县法治政府建设工作扎实推进，各项任务如期完成，现将有关情况报告如下。",
    "一、主要举措和成效",
    "全年共办理行政复议案件312件，行政机关负责人出庭应诉率达到百分之百，群众满意度稳步提高。",
    "二、存在的问题",
    "基层执法力量仍然不足，个别乡镇重大决策程序不够规范，普法宣传的针对性有待增强。",
    "三、下一步工作打算",
    "持续加强执法队伍建设，推进政务公开，把各项工作落到实处，努力开创新的局面。",
)
LABELS = {
    "index_number": "索引号 索号 信息索取号 统一编号",
    "document_number": "发文字号 文号 文件编号 备注/文号 发布文号",
    "issuer": "发布机构 发文机关 发文机构 发布单位 责任部门 所属机构 制发机构 编发"
    " 公开责任部门 机构名称",
    "source": "来源 信息来源 文章来源 稿件来源 来自 源自",
    "author": "作者",
    "published": "发布日期 发布时间 公开日期 发表日期 发布于 上载日期 信息提供日期",
    "page_date": "时间 日期",
    "updated": "更新时间",
    "written": "成文日期 发文日期 生成日期 发文时间 成文时间 公文生成日期 著录时间 生成时间",
    "expires": "废止日期 生效日期",
    "subject": "主题分类 组配分类 分类 公开目录 信息分类 文件分类 公文目录 信息类别 所属主题",
    "validity": "有效性 时效 时效性 是否有效 效力状态 公文时效 文件有效性",
}
_FIELDS = {name: field for field, names in LABELS.items() for name in names.split()}
_DATES = {
    "published": PUBLISHED,
    "page_date": PUBLISHED,
    "updated": UPDATED,
    "written": WRITTEN,
    "expires": EXPIRES,
}
_WORDS = {
    "index_number": "011337/2025-00012",
    "document_number": "青司〔2025〕3号",
    "subject": "司法行政",
    "validity": "有效",
    "author": "王小青",
}
_LINES = {"docno": "document_number", "indexno": "index_number"}
_HOLDER = re.compile(r"\{\{.*?\}\}|\{([^{}]*)\}")
_CRUMBS = ("首页", "政务公开", "法定主动公开内容", "工作报告", "年度报告", "司法局")


@dataclass
class Filled:
    """A filled page and what its placeholders held, by the names of ``LABELS``."""

    text: str = ""
    expected: dict[str, str | date] = field(default_factory=dict)
    body: list[str] = field(default_factory=list)


def fill(skeleton: str) -> Filled:
    """Fill all placeholders of a skeleton."""
    filled = Filled()
    position = 0
    for match in _HOLDER.finditer(skeleton):
        between = skeleton[position : match.start()]
        filled.text += between
        if match[1] is None:
            filled.text += match[0]
        else:
            indent = re.search(r"(?:^|\n)([ \t]*)$", filled.text)
            _put(filled, match[1], _label(between), indent[1] if indent else "")
        position = match.end()
    filled.text += skeleton[position:]
    return filled


def _label(between: str) -> str:
    """Return the field of the label that ends a stretch of text, empty if none does."""
    bare = re.sub(r"[\s:：|\[\]•·\-【】]", "", between)
    names = [name for name in _FIELDS if bare.endswith(name)]
    return _FIELDS[max(names, key=len)] if names else ""


def _put(filled: Filled, holder: str, label: str, indent: str) -> None:
    if holder.startswith("Y"):
        _put_date(filled, holder, label)
    elif re.fullmatch(r"S( .*)?", holder):
        _put_body(filled, holder, label)
    elif holder in ("v", "docno", "indexno"):
        _put_word(filled, _LINES.get(holder, label))
    elif re.fullmatch(r"T( .*)?", holder):
        _put_title(filled, holder)
    elif re.match(r"B\b|lead", holder):
        _put_text(filled, holder, indent)
    else:
        filled.text += _other(holder, label, filled)


def _put_word(filled: Filled, label: str) -> None:
    filled.text += _WORDS.get(label, "其他")
    if filled.text.endswith("; 其他"):  # a value of two parts: {v} ; {v}
        filled.expected["subject"] = f"{_WORDS['subject']} ; 其他"
    elif label in _WORDS:
        filled.expected.setdefault(label, _WORDS[label])


def _put_date(filled: Filled, holder: str, label: str) -> None:
    day = STALE if "stale" in holder else _DATES.get(label, SIGNED)
    filled.text += _written(holder, day)
    if "stale" not in holder and label and "Y年度" not in holder:
        filled.expected.setdefault(label, day)


def _written(holder: str, day: date) -> str:
    year, month, day_ = f"{day.year}", f"{day.month:02}", f"{day.day:02}"
    if holder == "Y年度":
        return "2024年度"
    form = holder.replace(" glued", "").replace(" stale", "").replace(" 2017", "")
    if form == "Y-m-d 00:00":
        return f"{year}-{month}-{day_} 00:00"
    form = form.replace("H:M:S", "15:11:08").replace("H: M: S", "15: 11: 08")
    form = form.replace("H:M", "15:11").replace("H: M", "15: 11")
    form = form.replace("Y", year)
    month_ = f"{day.month}" if "年" in holder else month
    day__ = f"{day.day}" if "年" in holder else day_
    return re.sub(r"d", day__, re.sub(r"m", month_, form))


def _put_body(filled: Filled, holder: str, label: str) -> None:
    name = {"issuer": ISSUER, "author": ISSUER}.get(label, ISSUER if not label else SOURCE)
    if "stale" in holder:
        name = "青石日报"
    filled.text += name
    if label and "stale" not in holder:
        filled.expected.setdefault(label, name)


def _put_title(filled: Filled, holder: str) -> None:
    third = len(TITLE) // 3
    lines = {"line1": TITLE[:third], "line2": TITLE[third:], "line3": TITLE[2 * third :]}
    part = holder.rsplit(maxsplit=1)[-1] if " " in holder else ""
    part = "line1" if part == "glued" and "line1" in holder else part
    if part == "line2" and "{T line3}" in filled.text:
        lines["line2"] = TITLE[third : 2 * third]
    text = {"space": "青石县司法局2024年 法治政府建设情况报告"}.get(part, lines.get(part, TITLE))
    filled.text += text
    filled.expected["title"] = TITLE


def _put_text(filled: Filled, holder: str, indent: str) -> None:
    if "one line" in holder:
        filled.text += "".join(BODY)
        filled.body.append("".join(BODY))
        return
    filled.text += f"\n{indent}".join(BODY)
    filled.body += BODY


def _other(holder: str, label: str, filled: Filled) -> str:
    crumbs = re.match(r"crumb levels=(\d) sep='(.*)'", holder)
    if crumbs:
        return crumbs[2].join(_CRUMBS[: int(crumbs[1])])
    if holder == "name" and label == "author":
        filled.expected.setdefault("author", "王小青")
    named = {
        "site": "青石县人民政府",
        "crumb": "政务公开",
        "column": "年度报告",
        "name": "王小青",
        "org": "青石县人民政府办公室",
        "n": "12",
        "nav": "政务公开",
        "speaker": "青石县司法局局长 王小青",
        "meeting": "青石县第十八届人民代表大会第四次会议",
        "meeting line1": "青石县第十八届人民代表大会",
        "meeting line2": "第四次会议上",
        "addressees": "县委、县政府",
        "salutation": "主任、各位副主任、各位委员",
        "cover letter": "现将《报告》予以印发，请结合实际认真抓好贯彻落实，有关情况及时反馈。",
        "abstract = first paragraph": BODY[0],
        "lunar": "正月十九",
        "image file name": "W020250218.png",
        "spaces": "    ",
        "path": "202502/W020250218.pdf",
        "site column": "政府信息公开",
        "counter digits": "312",
        "topic title": "法治政府建设",
        "date digits only": "2025127日",
    }
    if holder.startswith("~"):
        return "|" * int(re.sub(r"\D", "", holder))
    return named.get(holder, holder)
