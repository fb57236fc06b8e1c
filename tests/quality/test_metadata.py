"""Metadata over all shared skeletons with many values: shares that come back exactly."""

from __future__ import annotations

import json
import tomllib
from collections import Counter
from datetime import date
from functools import cache
from itertools import cycle
from pathlib import Path

import pytest

from archive.clean import clean
from archive.model import Report
from tests.archive.clean.pages import SHARED, snapshot
from tests.archive.clean.skeletons import BODY, PROSE, SECTIONS_FIRST, Values, fill
from tests.archive.clean.test_skeletons import HTML, TEXT, marked_up, readings, wanted

SKELETONS = SHARED / "facts" / "skeletons.jsonl"
FLOORS = tomllib.loads(Path(__file__).with_name("floors.toml").read_text("utf-8"))["metadata"]
VALUES: tuple[Values, ...] = (
    Values(),
    Values(
        title="临溪市云岭区人民政府关于2023年法治政府建设情况的报告",
        gap=10,
        issuer="云岭区人民政府",
        source="临溪日报",
        index_number="11510000MB1234567K/2024-00123",
        document_number="云府发〔2024〕12号",
        subject="综合政务 / 政务公开",
        published=date(2024, 1, 31),
        written=date(2024, 1, 5),
        body=BODY,
    ),
    Values(
        title="政府工作报告",
        gap=2,
        issuer="青石县人民政府",
        source="县政府办",
        index_number="SX0012-2021-000015",
        document_number="青政〔2021〕1号",
        subject="国民经济和社会发展",
        published=date(2021, 3, 1),
        body=PROSE,
    ),
    Values(
        title="2022年政府信息公开工作年度报告",
        gap=5,
        issuer="县应急管理局",
        source="应急管理局",
        index_number="000014349/2023-00045",
        document_number="青应急〔2023〕8号",
        published=date(2023, 1, 19),
        body=SECTIONS_FIRST,
    ),
    Values(
        title="关于青石县2023年预算执行情况和2024年预算草案的报告",
        gap=15,
        issuer="青石县财政局",
        source="青石县财政局",
        index_number="QSX025/2024-0003",
        document_number="青财预〔2024〕15号",
        subject="财政、金融、审计",
        validity="现行有效",
        body=PROSE,
    ),
    Values(
        title="白杨镇人民政府2020年政府信息公开工作年度报告",
        gap=6,
        issuer="白杨镇人民政府",
        source="白杨镇党政综合办公室",
        index_number="11330326002551234A/2021-56789",
        document_number="白政发[2021]2号",
        published=date(2021, 1, 28),
        body=SECTIONS_FIRST,
    ),
    Values(
        title="2023年青石县国民经济和社会发展统计公报",
        gap=5,
        issuer="青石县统计局",
        source="青石县统计局",
        index_number="GK-2024-117725",
        document_number="青统字（2024）6号",
        subject="统计",
        body=PROSE,
    ),
)
# Values that are easily taken for something else, one of each sort in every row.
HARD = """
青石县12345热线“接诉即办”2024年运行情况报告|旅委|“青石发布”微信公众号|GK-2024-117725|青政发【2021】3号|其他|失效|王小青 李明
中共青石县委青石县人民政府关于2023年法治政府建设情况的报告|青石县教育局（体育局）|新华社|640122-124/2021-12345|第3号|综合政务\\其他|部分失效|阿依古丽·买买提
深化改革 服务大局——青石县司法局2024年工作报告|临溪市公安局交通警察支队|中国政府网|115111W/-00000|公告2021年第3号|政务公开;年度报告|2026-12-31|办公室
青石县审计局法治政府建设报告（2024年度）|国家税务总局青石县税务局|县司法局、县财政局|01234567-8-00_A/2021-0101001|青府发 〔2025〕 3 号|卫生、体育/医疗|是|欧阳明
青石县2021—2025年法治政府建设中期评估报告|县委依法治县办|王小青|5002370005/2024-00001|青教函2024年12号|国民经济管理、国有资产监管|有效期至2026年12月31日|李某
临溪市云岭区住房和城乡建设局（区人民防空办公室）关于2024年贯彻落实法治政府建设重大决策部署情况的年度工作报告|青石县总工会|人民网-人民日报|2021-00012|青石县人民政府令第12号|行政执法公示>执法结果|全文有效|记者 李明
青石县对县十七届人大三次会议第2741号建议办理情况的报告|青石县第一中学|青石县人民政府门户网站|11370000004500XX/2021-00012|青政规〔2022〕1-2号|政府信息公开年报|长期有效|王小青、李明
"""  # noqa: E501
VALUES += tuple(
    Values(
        *(title, len(title) // 2 - 1, issuer, source, author, index, number, subject, validity),
        body=body,
    )
    for (title, issuer, source, index, number, subject, validity, author), body in zip(
        (row.split("|") for row in HARD.strip().split("\n")),
        cycle((BODY, PROSE, SECTIONS_FIRST)),
        strict=False,
    )
)


@cache
def exactness() -> dict[str, float]:
    """Return the share of exact values by field, over text and markup."""
    rows = [json.loads(line)["skeleton"] for line in SKELETONS.read_text("utf-8").splitlines()]
    right: Counter[str] = Counter()
    asked: Counter[str] = Counter()
    for skeleton in dict.fromkeys(row for row in rows if "{B" in row):
        for number, values in enumerate(VALUES):
            filled = fill(skeleton, values)
            text = marked_up(filled.text) if number % 2 else filled.text
            found = clean(snapshot(text.encode(), HTML if number % 2 else TEXT))
            got = readings(found) if isinstance(found, Report) else {}
            for name, value in wanted(filled).items():
                asked[name] += 1
                right[name] += got.get(name) == value
    return {name: right[name] / count for name, count in asked.items()}


@pytest.mark.skipif(not SKELETONS.is_file(), reason="no shared skeletons beside the checkout")
@pytest.mark.parametrize("name", FLOORS)
def test_metadata_stays_above_its_floors(name: str) -> None:
    print(f"{name} {exactness()[name]:.4f}")
    assert exactness()[name] >= FLOORS[name]
