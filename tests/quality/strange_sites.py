"""Sites of kinds that no rule knows: the same texts in the skeletons of ``strange/``.

The skeletons are of our own writing, about invented places. Each is filled with texts of
different length and make; what must come out is known to the character.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import escape
from pathlib import Path

STRANGE = Path(__file__).with_name("strange")

NOTE = (
    "3月5日上午，临溪市召开全市法治政府建设工作推进会，总结去年工作，部署今年任务。",
    "会议指出，去年全市共审查规范性文件112件，办理行政复议案件301件，各项工作取得新进展。",
    "会议要求，各县区、各部门要压实责任，补齐短板，确保各项任务按时完成。",
)
SHORT = (
    "因管道检修，6月2日8时至20时东城街、北门巷一带停水，请提前储水。",
    "临溪市供水公司",
    "2024年6月1日",
)
REPORT = (
    "县委、县政府：",
    "2024年，青石县水利局坚持以法治思维和法治方式推进水利工作，现将有关情况报告如下：",
    "一、主要举措和成效",
    "（一）健全制度体系。全年制定和修订内部管理制度14项，清理规范性文件6件，废止2件。",
    "（二）规范行政执法。",
    "开展河道采砂、水土保持等专项执法检查27次，出动执法人员410人次，立案查处违法案件9起，"
    "罚款18.6万元，案件办结率百分之百。",
    "1.推行执法公示。在门户网站公开执法信息53条。",
    "2.强化执法监督。组织案卷评查两次，评查案卷30份。",
    "二、存在的问题",
    "一是基层执法力量薄弱；二是普法宣传的针对性不强；三是部分干部运用法治方式解决问题的能力有待提高。",
    "三、下一步工作打算",
    "加强队伍建设，创新普法形式，落实领导干部学法制度，推动水利法治建设再上新台阶。",
    "青石县水利局",
    "2025年1月8日",
)
TOPICS = ("依法决策", "执法监督", "复议应诉", "普法宣传", "政务公开", "队伍建设")
LONG = tuple(
    part
    for number, topic in enumerate(TOPICS, 1)
    for part in (
        f"{'一二三四五六'[number - 1]}、{topic}",
        f"围绕{topic}，全年召开会议{number + 3}次，印发文件{number * 7}份，培训{number * 90}人。"
        f"各乡镇结合实际制定方案，细化措施{number * 12}条，明确责任人和完成时限，逐月调度。",
        f"一年来，{topic}工作得到群众认可，满意度达到百分之九十{number}，比上年提高{number}个百分点。",
    )
)
TEXTS = {
    "short": ("关于东城街一带停水的通知", SHORT),
    "note": ("临溪市召开法治政府建设工作推进会", NOTE),
    "report": ("青石县水利局2024年法治政府建设情况报告", REPORT),
    "long": ("青石县2024年依法治县工作综述", LONG),
}


@dataclass(frozen=True)
class StrangePage:
    """A filled skeleton, and the paragraphs that stand in it."""

    name: str
    body: bytes
    media_type: str
    title: str
    paragraphs: tuple[str, ...]


def _paragraphs(texts: tuple[str, ...]) -> str:
    return "\n".join(f"<p>　　{escape(text)}</p>" for text in texts)


def _broken(texts: tuple[str, ...]) -> str:
    return "<BR>\r\n".join(f"&nbsp;&nbsp;&nbsp;&nbsp;{escape(text)}" for text in texts)


def _sections(texts: tuple[str, ...]) -> str:
    half = len(texts) // 2
    parts = (texts[:half], texts[half:])
    return "".join(f'<div class="sec">{_paragraphs(part)}</div>' for part in parts)


def _spans(texts: tuple[str, ...]) -> str:
    return "".join(
        f'<p class="MsoNormal"><span style="font-size:16pt">{escape(text[:7])}</span>'
        f"<span>{escape(text[7:])}<o:p></o:p></span></p>"
        for text in texts
    )


MAKES: dict[str, Callable[[tuple[str, ...]], str]] = {
    "{{paragraphs}}": _paragraphs,
    "{{broken}}": _broken,
    "{{divs}}": lambda texts: "".join(f"<div>{escape(text)}</div>" for text in texts),
    "{{sections}}": _sections,
    "{{spans}}": _spans,
    "{{lines}}": lambda texts: "\n".join(f"    {escape(text)}" for text in texts),
    "{{escaped}}": lambda texts: escape(_paragraphs(texts)),
    "{{json_paragraphs}}": lambda texts: json.dumps(_paragraphs(texts)),
}


def strange_pages() -> Iterator[StrangePage]:
    """Yield every skeleton with every text."""
    for path in sorted(STRANGE.iterdir()):
        skeleton = path.read_text("utf-8")
        for name, (title, texts) in TEXTS.items():
            markup = skeleton.replace("{{title}}", escape(title))
            markup = markup.replace("{{json_title}}", json.dumps(title, ensure_ascii=False))
            for slot, make in MAKES.items():
                markup = markup.replace(slot, make(texts)) if slot in markup else markup
            encoding = "gb18030" if "gbk" in markup or "gb2312" in markup else "utf-8"
            kind = "application/json" if path.suffix == ".json" else "text/html"
            yield StrangePage(f"{path.stem}-{name}", markup.encode(encoding), kind, title, texts)
