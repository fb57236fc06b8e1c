"""Report texts about invented places, small and seeded."""

from __future__ import annotations

import random

from indexer.engine import IndexDocument

_PLACES = ("青石县", "临溪市", "白鹭区", "云岭县", "望江镇")
_WHO = ("县委全面依法治县委员会", "司法局", "各乡镇（街道）", "行政执法部门", "市中级人民法院")
_DOES = ("深入推进", "持续完善", "坚持和发展", "严格落实", "全面加强", "不断健全")
_WHAT = (
    "新时代“枫桥经验”",
    "矛盾纠纷多元化解机制",
    "《法治政府建设实施纲要》",
    "重大行政决策合法性审查",
    "行政复议体制改革",
    "“八五”普法",
    "府院联动机制",
    "行政规范性文件备案审查",
)
_ENDS = ("，共办结案件{n}件", "，同比增长{n}%", "，取得明显成效", "，群众满意度达{n}.5%", "")


def reports(count: int, *, seed: int, sentences: int = 30) -> list[IndexDocument]:
    """Return ``count`` reports of about ``sentences * 30`` characters."""
    chance = random.Random(seed)
    return [_report(chance, number, sentences) for number in range(count)]


def _report(chance: random.Random, number: int, sentences: int) -> IndexDocument:
    place, year = chance.choice(_PLACES), chance.randint(2016, 2025)
    return IndexDocument(
        report_id=f"{number:016x}",
        url=f"http://www.qingshi.localhost/{number}.html",
        title=f"{place}{year}年法治政府建设情况报告",
        text="".join(_sentence(chance) for _ in range(sentences)),
        place=place,
    )


def _sentence(chance: random.Random) -> str:
    parts = (_WHO, _DOES, _WHAT, _ENDS)
    sentence = "".join(chance.choice(part) for part in parts).format(n=chance.randint(1, 99))
    return sentence + chance.choice(("。", "；", "。", "。\n"))
