"""Skeletons of pages: lines with placeholders, filled with invented values to be read back.

``{T}`` is the title, ``{S}`` a body, ``{v}`` the value of the label before it, ``{B}`` the
text; dates name their own form, ``{Y-m-d H:M}``. The notation is that of a list of skeletons
which lies beside the checkout where there is one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date

STALE, EXPIRES = date(2017, 5, 4), date(2030, 12, 31)
BODY = (
    "2024年，全县法治政府建设工作扎实推进，各项任务如期完成，现将有关情况报告如下。",
    "一、主要举措和成效",
    "全年共办理行政复议案件312件，行政机关负责人出庭应诉率达到百分之百，群众满意度稳步提高。",
    "二、存在的问题",
    "基层执法力量仍然不足，个别乡镇重大决策程序不够规范，普法宣传的针对性有待增强。",
    "三、下一步工作打算",
    "持续加强执法队伍建设，推进政务公开，把各项工作落到实处，努力开创新的局面。",
)
SECTIONS_FIRST = (
    "一、总体情况",
    "2023年，我镇认真贯彻落实《中华人民共和国政府信息公开条例》，主动公开各类信息128条。",
    "二、存在的主要问题及改进情况",
    "公开内容还不够丰富，信息更新有时不够及时。下一步将加强业务培训，提高公开质量。",
)
PROSE = (
    "各位代表，现在我代表县人民政府，向大会报告工作，请予审议，并请各位政协委员提出意见。",
    "过去的一年，面对复杂严峻的形势，全县上下齐心协力，地区生产总值增长6.3%，城镇新增就业4120人。",
)


@dataclass(frozen=True)
class Values:
    """What is put into placeholders; ``gap`` is where a title has a space or is wrapped."""

    title: str = "青石县司法局2024年法治政府建设情况报告"
    gap: int = 11
    issuer: str = "青石县司法局"
    source: str = "青石县人民政府办公室"
    author: str = "王小青"
    index_number: str = "011337/2025-00012"
    document_number: str = "青司〔2025〕3号"
    subject: str = "司法行政"
    validity: str = "有效"
    published: date = date(2025, 3, 18)
    written: date = date(2025, 2, 6)
    updated: date = date(2025, 4, 9)
    signed: date = date(2025, 1, 27)
    body: tuple[str, ...] = BODY


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
_WORDS = ("index_number", "document_number", "subject", "validity", "author")
_FIELDS = {name: field for field, names in LABELS.items() for name in names.split()}
_LINES = {"docno": "document_number", "indexno": "index_number"}
_HOLDER = re.compile(r"\{\{.*?\}\}|\{([^{}]*)\}")
_CRUMBS = ("首页", "政务公开", "法定主动公开内容", "工作报告", "年度报告", "司法局")


@dataclass
class Filled:
    """A filled page and what its placeholders held, by the names of ``LABELS``."""

    values: Values
    is_in_three: bool = False  # lines that the title is wrapped over
    text: str = ""
    expected: dict[str, str | date] = field(default_factory=dict)
    body: list[str] = field(default_factory=list)


def fill(skeleton: str, values: Values | None = None) -> Filled:
    """Fill all placeholders of a skeleton."""
    filled = Filled(values or Values(), is_in_three="{T line3}" in skeleton)
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
    value = getattr(filled.values, label) if label in _WORDS else "其他"
    filled.text += value
    if filled.text.endswith("; 其他"):  # a value of two parts: {v} ; {v}
        filled.expected["subject"] = f"{filled.values.subject} ; 其他"
    elif label in _WORDS:
        filled.expected.setdefault(label, value)


def _put_date(filled: Filled, holder: str, label: str) -> None:
    days = {
        "published": filled.values.published,
        "page_date": filled.values.published,
        "updated": filled.values.updated,
        "written": filled.values.written,
        "expires": EXPIRES,
    }
    day = STALE if "stale" in holder else days.get(label, filled.values.signed)
    filled.text += _written(holder, day)
    if "stale" not in holder and label and "Y年度" not in holder:
        filled.expected.setdefault(label, day)


def _written(holder: str, day: date) -> str:
    if holder == "Y年度":
        return "2024年度"
    form = re.sub(r" (?:glued|stale|2017)", "", holder)
    form = re.sub("H", "15", re.sub("M", "11", re.sub("S", "08", form)))
    month, day_ = (f"{day.month}", f"{day.day}") if "年" in form else (f"{day:%m}", f"{day:%d}")
    return form.replace("Y", f"{day.year}").replace("m", month).replace("d", day_)


def _put_body(filled: Filled, holder: str, label: str) -> None:
    name = filled.values.source if label == "source" else filled.values.issuer
    name = "青石日报" if "stale" in holder else name
    filled.text += name
    if label and "stale" not in holder:
        filled.expected.setdefault(label, name)


def _put_title(filled: Filled, holder: str) -> None:
    title = filled.values.title
    gap = filled.values.gap if len(title) > 8 else len(title)  # no line is so short
    part = next((one for one in ("line1", "line2", "line3", "space") if one in holder), "")
    last = (gap + len(title)) // 2 if filled.is_in_three else len(title)
    pieces = {
        "line1": title[:gap],
        "line2": title[gap:last],
        "line3": title[last:],
        "space": f"{title[:gap]} {title[gap:]}",
    }
    filled.text += pieces.get(part, title)
    filled.expected["title"] = title


def _put_text(filled: Filled, holder: str, indent: str) -> None:
    body = filled.values.body
    if "one line" in holder:
        filled.text += "".join(body)
        filled.body.append("".join(body))
        return
    filled.text += f"\n{indent}".join(body)
    filled.body += body


def _other(holder: str, label: str, filled: Filled) -> str:
    crumbs = re.match(r"crumb levels=(\d) sep='(.*)'", holder)
    if crumbs:
        return crumbs[2].join(_CRUMBS[: int(crumbs[1])])
    if holder == "name" and label == "author":
        filled.expected.setdefault("author", filled.values.author)
    named = {
        "site": "青石县人民政府",
        "crumb": "政务公开",
        "column": "年度报告",
        "name": filled.values.author,
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
        "abstract = first paragraph": filled.values.body[0],
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
