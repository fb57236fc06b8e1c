"""Which kind of report a title names, and which year it reports on."""

from __future__ import annotations

import pytest

from archive.clean.facts.kinds import kind_of
from archive.clean.facts.years import year_of
from archive.facts import ReportKind

KINDS = {
    "青石县2024年法治政府建设情况报告": ReportKind.RULE_OF_LAW,
    "青石县审计局2024年法治政府建设年度报告": ReportKind.RULE_OF_LAW,
    "青石县司法局2016年依法行政工作总结": ReportKind.RULE_OF_LAW,
    "2024年法治政府建设工作要点": ReportKind.PLAN,
    "青石县2025年法治政府建设工作安排": ReportKind.PLAN,
    "青石县审计局2024年政府信息公开工作年度报告": ReportKind.DISCLOSURE,
    "青石县2024年政务公开工作总结": ReportKind.DISCLOSURE,
    "政 府 工 作 报 告": ReportKind.GOVERNMENT_WORK,
    "青石县人民政府2025年工作报告": ReportKind.GOVERNMENT_WORK,
    "一图读懂2025年政府工作报告": ReportKind.INTERPRETATION,
    "《青石县法治政府建设实施方案》解读": ReportKind.INTERPRETATION,
    "青石县人民法院工作报告": ReportKind.COURT_WORK,
    "青石县人民检察院2024年工作报告": ReportKind.PROCURATORATE_WORK,
    "青石县人大常委会工作报告": ReportKind.CONGRESS_WORK,
    "关于2023年预算执行情况和2024年预算草案的报告": ReportKind.BUDGET,
    "青石县审计局2023年度部门决算公开说明": ReportKind.BUDGET,
    "关于2023年度本级预算执行和其他财政收支的审计工作报告": ReportKind.AUDIT,
    "2023年青石县国民经济和社会发展统计公报": ReportKind.STATISTICS,
    "青石县防汛工作情况报告": ReportKind.OTHER,
    "关于印发《青石县优化营商环境实施方案》的通知": ReportKind.PLAN,
    "青石县税务局2024年法治税务建设情况报告": ReportKind.RULE_OF_LAW,
    "双河镇人大主席团工作报告": ReportKind.CONGRESS_WORK,
    "2023年青石县生态环境状况公报": ReportKind.STATISTICS,
    "青石县政府常务会议审议政府工作报告": ReportKind.OTHER,
    "关于做好2024年政府信息公开工作年度报告编制工作的通知": ReportKind.OTHER,
    "青石县召开法治政府建设情况汇报会": ReportKind.OTHER,
}

YEARS = {
    "法治政府建设2023年度报告": 2023,
    "关于2022年法治政府建设情况的报告": 2022,
    "青石县二〇二一年法治政府建设情况报告": 2021,
    "法治政府建设年度报告（２０２４年度）": 2024,
    "青石县2024法治政府建设年度报告": 2024,
    "关于2023年预算执行情况和2024年预算草案的报告": 2023,
    "关于落实《实施纲要（2021—2025年）》2023年情况的报告": 2023,
    "青石县实施纲要（2021-2025年）": None,
    "政府工作报告——2025年1月6日在青石县人民代表大会上": None,
    "青政发〔2024〕3号": None,
    "关于同意组建2008年青石山运动会协调委员会的批复": None,
    "青石县法治政府建设年度报告": None,
}


@pytest.mark.parametrize(("title", "kind"), KINDS.items())
def test_a_title_names_its_kind(title: str, kind: ReportKind) -> None:
    assert kind_of(title) is kind


@pytest.mark.parametrize(("title", "year"), YEARS.items())
def test_a_title_names_the_year_reported_on(title: str, year: int | None) -> None:
    found = year_of(title, (), "")
    assert (found.value if found else None) == year


def test_a_year_without_a_title_comes_from_period_then_first_words_then_address() -> None:
    address = "http://www.qingshi.example/nb.jsp?area=1&fbtime=2020"
    opening = "2021年，全县上下齐心协力。"
    period = "本报告统计期限自2022年1月1日起至2022年12月31日止。"
    found = [year_of("年度报告", texts, address) for texts in ((opening, period), (opening,), ())]
    assert [(one.value, one.source) for one in found if one] == [
        (2022, "period"),
        (2021, "first words"),
        (2020, "address"),
    ]


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("统计期限自2023 年1 月1 日起，至2023 年12 月31 日止。", 2023),
        ("统计期限自201511日起至20151231日止。", 2015),
        ("根据《条例》，现将我局2021年法治政府建设情况报告如下：", 2021),
        ("过去的2023年，全县上下齐心协力。", 2023),
        ("根据《关于2019年工作的通知》要求，认真开展自查。", None),
        ("2019年12月，县政府印发方案。", None),
    ],
)
def test_years_in_a_texts_first_words(text: str, year: int | None) -> None:
    found = year_of("年度报告", (text,), "")
    assert (found.value if found else None) == year


def test_a_year_is_not_taken_from_the_middle_of_the_text_or_the_path() -> None:
    text = ("根据上级要求，2019年以来全县共办理案件312件。",)
    assert year_of("工作报告", text, "http://www.qingshi.example/2024n/1.html") is None
