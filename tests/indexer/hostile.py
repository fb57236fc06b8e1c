"""Queries that nobody should type: far too long or far too deep, mutated, and generated.

Generated ones follow the grammar, so that they are understood, and ask for as much as it lets
them: everything in everything, of the commonest characters.
"""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

SEEDS = (
    "矛盾纠纷 调解",
    "“枫桥经验”",
    '"枫桥经验" OR 「人民调解」',
    "(调解 或 信访) 与 法院 -“报告”",
    "NOT 调解",
    "“矛盾” NEAR/20 “化解”",
    "矛盾 ONEAR/句 (化解 OR 排查) ONEAR/句 调解",
    "“的*的*的”",
    "的 近/1000 了 近/1000 和 近/1000 在",
    r"/行政复议(案件|申请)\d+件/",
    r"/(.*)*的(.*)*/",
    r"/(的|的的)+$/原",
    r"/(a|aa)+b|[一-龥]{50}/",
    r"/(?:.{0,99}的){9}/",
    r"/\p{Han}{1,99}\d/",
    "地区:重庆 年份:2019..2024 章节:存在的问题 “枫桥经验”",
    "章节:的 -的",
    "标题:(法治 OR 报告) 类型:审计 级别:县 状态:正常",
    "发布日期:2023-01..2023-06 繁简:区分 “報告”",
    "*",
)
NAUGHTY = (
    "",
    " \u3000\t",
    "\0",
    "\ud800",
    "\u202e报告",
    "﷽" * 50,
    "e" + "\u0301" * 300,
    "👩‍👩‍👧‍👦" * 20,
    "%00%ff",
    "' OR 1=1 --",
    "<script>alert(1)</script>",
    "{{7*7}}",
    "${jndi:ldap://x}",
    "../../etc/passwd",
    "null",
    "-1/0",
    "1e309",
    "字" * 5000,
    "“" * 999,
    "(" * 3000,
    "(" * 400 + "甲" + ")" * 400,
    "NOT " * 240 + "甲",
    "-" * 900 + "甲",
    "词 " * 10_000,
    " OR ".join(["的"] * 200),
    " ".join(f"“的{number}”" for number in range(64)),
    " OR ".join(f"/的.*了{number}/" for number in range(8)),
    "/" + "(" * 400 + "a" + ")*" * 400 + "/",
    "/" + "a?" * 300 + "a" * 300 + "/",
    "/((a{1,30}){1,30}){1,30}/",
    "/" + "(的|了|和)" * 60 + "/",
    "/[" + "的" * 900 + "]+/",
    " NEAR/1000 ".join(["(的 OR 了 OR 和 OR 在 OR 是)"] * 4),
    " 近/段 ".join(["的"] * 4),
    "“" + "*".join("的了和在") + "”",
    "标题:" * 200 + "甲",
    "章节:(" + " OR ".join("的了和在是一不人有我他这个们中来上大为") + ") (的 OR 了)",
    "年份:0001..9999 发布日期:0001-01-01..9999-12-31 的",
    "年份:" + "9" * 400,
    "发布日期:99999999..",
    "的 NEAR/" + "9" * 900 + " 了",
    "地区:" + "县" * 900,
    "文号:“" + "〔" * 500 + "”",
    "SELECT * FROM reports; DROP TABLE reports; --",
    "http://www.qingshi.localhost/a?b=c&d=%E6%9E%AB#的",
    "🇨🇳" * 200,
    "\ud83d\ude00的\udfff",
    "的\0\x1b[31m了\x7f",
    "'" * 500,
    "/\ud800/",
    "/(的\udfff/ “\ud800” \udbff /[\ud800]/",
    "/" + "[" * 900 + "/",
    "/" + "(" * 900,
    "‘的" * 300,
    "NOT (" * 16 + "的" + ")" * 16,
    "/" + "|".join(["的.*了"] * 100) + "/",
    r"/(?i)(?s)^.*(的.{0,1000}){1,1000}$/",
    r"/[^的]{1000}[^了]{1000}/",
)  # fmt: skip
_SPICE = (*"“”‘’«»\"'()（）-*/:：|[]{}\\.+?^$《》 \u200b\n\0\ud800\U0001f600",
          " AND ", " OR ", " NOT ", " NEAR/3 ", "地区:", "年份:", "章节:", "标题:",
          "繁简:区分 ", "2019..2024", "/的+/", "“的”")  # fmt: skip


def hostile_queries(count: int, seed: int) -> Iterator[str]:
    """Yield the worst ones first, then mutations and generated ones in turn, ``count`` in all."""
    yield from (*NAUGHTY, *SEEDS)
    chance = Random(seed)
    for number in range(count - len(NAUGHTY) - len(SEEDS)):
        query = chance.choice(SEEDS)
        if number % 2:
            query = _generated(chance, depth=4)
        for _ in range(chance.randint(0 if number % 4 == 1 else 1, 6)):
            query = _mutated(query, chance)
        yield query


_COMMON = (*"的了和在是一不年", "报告", "工作", "。", "建设", "法治", "2023", "，")
_VALUES = (
    *("地区:青石县", "年份:2019..", "类型:审计", "级别:县", "机构:局", "状态:正常", "站点:青石"),
    *("发布日期:..2023-05", "文号:〔2023〕", "机构类别:(政府 OR 法院)"),
)
_EXPRESSIONS = (
    r"的.{0,50}了",
    r"\d+(件|个|次)",
    "[的了和]+",
    r"\p{Han}{20,}",
    "(?:的|了)*和",
    ".{9}",
)


def _generated(chance: Random, depth: int) -> str:
    def inner() -> str:
        return _generated(chance, depth - 1)

    word = chance.choice(_COMMON)
    leaves = (
        word,
        f"“{word}{chance.choice(_COMMON)}”",
        f"“{word}*{chance.choice(_COMMON)}”",
        f"/{chance.choice(_EXPRESSIONS)}/{chance.choice(('', '原'))}",
        chance.choice(_VALUES),
        _near(chance),
        "*",
    )
    if depth == 0 or chance.random() < 1 / 4:
        return chance.choice(leaves)
    # Made when chosen: all of them at every depth would be twenty thousand for one query.
    return chance.choice(
        (
            lambda: f"{inner()} {inner()}",
            lambda: f"({inner()} OR {inner()})",
            lambda: f"{inner()} OR {inner()}",
            lambda: f"NOT ({inner()})",
            lambda: f"-({inner()})",
            lambda: f"标题:({inner()})",
            lambda: f"正文:({inner()})",
            lambda: f"(章节:{chance.choice(('存在的问题', '的'))} {inner()})",
            lambda: f"(繁简:区分 {inner()})",
        )
    )()


def _near(chance: Random) -> str:
    parts = [
        f"({chance.choice(_COMMON)} OR {chance.choice(_COMMON)})"
        for _ in range(chance.randint(2, 4))
    ]
    return f" {chance.choice(('NEAR', 'ONEAR/1000', '近/句', 'NEAR/P'))} ".join(parts)


def _mutated(query: str, chance: Random) -> str:
    place, end = sorted((chance.randint(0, len(query)), chance.randint(0, len(query))))
    operator, other = chance.choice(("AND", "OR", "NOT", "")), chance.choice(SEEDS)
    mutations = (
        query[:place] + query[end:],
        query[:end] + query[place:],
        f"{query} {other}",
        f"({query}) {operator} {other}",
        query[:place] + chr(chance.randint(0, 0x2FFF)) + query[place:],
        query[:place] + chance.choice(_SPICE) + query[place:],
    )
    return chance.choice(mutations)
