"""Chrome goes, in every spelling; what could be the report's stays."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.clean.chrome.stripping import strip_chrome
from archive.clean.page.lines import Line
from tests.archive.clean.pages import text_report

BODY = [
    "2024年,青石县司法局坚持依法行政,全年审查规范性文件30件,各项工作取得新的成效。",
    "一、主要工作",
    "清理证明事项12项,开展执法培训4期,参训人员260人次,合格率达到百分之九十八。",
]
HEAD = [
    "首页 政务公开 办事服务 互动交流",
    "网站首页 | 机构概况 | 信息公开",
    "首页",
    "站群导航",
    "目录X",
    "当前位置:首页 > 政务公开 > 年度报告",
    "您当前的位置: 首页>政务公开>年度报告",
    "当前位置:",
    "您现在所在的位置 : 首页 >> 政务公开",
    "您现在的位置:首页",
    "您的位置:首页 -> 公开 -> 年报",
    "您所在的位置：首页 ＞ 公开 ＞ 年报",
    "您当前所在位置: 首页 > 年报",
    "当前的位置: 首页 > 走进司法",
    "你的位置：首页>公开",
    "首页 >> 信息公开 >> 公示公告 >> 正文",
    "> 政务公开 > 年报",
    "政务公开  > 法定主动公开内容  > 年报",
    "首页 -> 公开 -> 年报 -> 2024年",
    "公开信息 >> 正文",
    "【字体：",
    "字号：",
    "字号",
    "字体：[ ]",
    "字号： |",
    "[字体： ]",
    "【字体：大 中 小】",
    "字号 : ",
    "字体大小:【大】 【中】 【小】",
    "字体：【 默认 超大",
    "选择阅读字号：[ 大 中 小 ]",
    "大    中    小",
    "字体大小：【 A- A A+ 】",
    "放大 正常 缩小",
    "文字大小:[ ]   背景色:",
    "【打印】 【字体：",
    "今天是2026年1月3日 星期六",
    "今天是",
    "您好,欢迎来到青石县人民政府门户网站!",
    "欢迎访问青石县人民政府官方网站",
    "青石县人民政府 2026年1月3日星期六",
    "浏览次数:",
    "浏览次数：12次",
    "浏览量",
    "点击数：人次",
    "访问量: -",
    "(点击: )",
    "阅读人次: -",
    "分享到:",
    "分享：微信 微博",
    "无障碍",
    "长者版 无障碍浏览 | 繁体",
    "关怀版 无障碍 无障碍",
    "智能问答",
    "语音播报",
    "语音合成中,请耐心等待...",
    "进入播报模式",
    "AI脑图",
    "加入收藏",
    "设为首页",
    "用户登录",
    "| 注册 网站支持IPV6",
    "登录 | 注册",
    "×",
    "X",
    "+",
    "|",
    "||||",
    "{{ title }}",
    "logo.png",
    "/resources/public/9/1.html",
    "2024-01-25 09:40:00",
    "[2024-01-25]",
    "信息公开元数据",
    "索引号:",
    "索  引  号：11330000/2024-00001 发布机构：青石县司法局",
    "[ 索引号 ] 1 [ 发文字号 ] 无",
    "时间:2024-02-01 15:11       大    中    小      来源: 青石县司法局",
    "来源：",
    "来源：青石县司法局",
    "发布时间:2025-02-19 信息来源: 青石县人民政府 浏览次数: 【字体:大 中 小】",
    "浏览次数:信息来源: 青石县司法局发布时间:2025-01-02 10:00",
    "信息提供日期 : 2025-01-02 10:00来源 : 青石县司法局",
    "| 索引号: | A-1 | 分类: | |",
    "索 引 号 | A-1 | 分 类 | 其他 |",
    "扫一扫在手机打开当前页",
]
TAIL = [
    "扫一扫在手机打开当前页",
    "微信里点“发现”,扫一下",
    "微信里点“发现”，扫一下",
    "二维码便可将本文分享至朋友圈。",
    "返回顶部",
    "返回首页",
    "【打印正文】",
    "打印本页 关闭窗口",
    "【关闭】",
    "保存为word 打印 关闭",
    "分享到：",
    "上一篇：没有了",
    "下一篇: 青石县召开全县法治政府建设推进会",
    "责任编辑：李某",
    "责任编辑 | 李某",
    "初审：张某",
    "终审：王某",
    "【我要纠错】",
    "主办单位:青石县人民政府办公室 版权所有:青石县人民政府 [网站地图]",
    "robots",
    "网站标识码:0000000000 ICP备案序号:某ICP备00000000号-1 某公网安备00000000000000号",
    "某ICP备00000000号",
    "版权所有：青石县人民政府",
    "Copyright 2024 青石县人民政府",
    "相关链接：",
    "相关解读:",
    "关于我们 | 联系我们 | 网站地图",
    "更多精彩内容欢迎扫描下方二维码关注青石!",
    "青石县人民政府官方微信",
    "浏览次数：",
    "来源：青石县司法局",
    "{{ errorMessage }}",
]
REPORT_LINES = [
    "青石县人民政府",
    "青石县司法局2024年法治政府建设情况报告",
    "关于2024年法治政府建设情况的报告",
    "县委、县政府:",
    "各位代表：",
    "——2024年1月5日在青石县第十届人民代表大会第三次会议上",
    "青石县县长 李某某",
    "(2024年1月5日)",
    "青政发〔2025〕3号",
    "中共青石县委 青石县人民政府",
    "时间:每月第一周",
    "来源:各乡镇报送的数据,截至年底。",
    "2025年1月6日",
    "联系电话:0000-0000000",
    "附件:1.统计表",
    "浏览量近三万人次",
    "打印店专项整治",
    "首页改版完成",
    "分享经验 3 次",
    "名称预先核准制度",
    "大中小学法治教育",
    "下一步工作打算",
    "关于来源和去向的说明",
    "青石县司法局 2025年1月6日",
    "主要负责人履职情况",
    "当前形势分析",
    "扫黑除恶专项斗争",
    "返回群众财物",
    "| 项目 | 数量 |",
    "行政处罚 | 12 | 30",
    "序号 单位 数量",
]


def kept(lines: list[str]) -> list[str]:
    return [line.text for line in strip_chrome([Line(text) for text in lines]).kept]


@pytest.mark.parametrize("line", HEAD)
def test_chrome_above_the_report_goes(line: str) -> None:
    assert kept([line, "青石县司法局年度报告", *BODY]) == ["青石县司法局年度报告", *BODY]
    assert kept(["青石县司法局年度报告", line, *BODY]) == ["青石县司法局年度报告", *BODY]


@pytest.mark.parametrize("line", TAIL)
def test_chrome_below_the_report_goes(line: str) -> None:
    signed = [*BODY, "青石县司法局", "2025年1月6日"]
    assert kept([*signed, line]) == signed


@pytest.mark.parametrize("line", REPORT_LINES)
def test_lines_that_could_be_the_report_stay(line: str) -> None:
    for lines in ([line, *BODY], [*BODY, line], [*BODY[:1], line, *BODY[1:]]):
        assert kept(lines) == lines


@pytest.mark.parametrize("line", sorted({*HEAD, *TAIL}))
def test_only_unmistakable_chrome_goes_from_within_the_report(line: str) -> None:
    unmistakable = any(mark in line for mark in ("二维码", "扫一扫", "微信里点", "{{"))
    is_bars = not line.strip("| ")
    within = [] if unmistakable or is_bars else [line]
    assert kept([BODY[0], line, BODY[2]]) == [BODY[0], *within, BODY[2]]


def test_everything_taken_off_is_on_record() -> None:
    lines = [*HEAD[:30], *BODY, *TAIL]
    stripped = strip_chrome([Line(text) for text in lines])
    together = [line.text for line in stripped.kept] + [item.text for item in stripped.removed]
    assert sorted(together) == sorted(lines)
    assert all(item.rule for item in stripped.removed)


def test_a_repeated_title_stays_once() -> None:
    title = "青石县司法局2024年法治政府建设情况报告"
    meta = "发布时间:2025-01-06 来源:青石县司法局"
    assert kept([title, meta, title, *BODY]) == [title, *BODY]
    wrapped = ["青石县司法局2024年", "法治政府建设情况报告"]
    assert kept([title, meta, *wrapped, *BODY]) == [*wrapped, *BODY]


def test_links_below_related_links_go_and_attachments_stay() -> None:
    lines = [
        *map(Line, BODY),
        Line("附件：统计表.xls", 8),
        Line("相关链接"),
        Line("解读：年度报告", 7),
    ]
    assert [line.text for line in strip_chrome(lines).kept] == [*BODY, "附件：统计表.xls"]


@given(st.lists(st.sampled_from([*HEAD, *TAIL, *REPORT_LINES, *BODY]), max_size=12))
def test_prose_is_never_cut(lines: list[str]) -> None:
    stripped = kept([*lines, *BODY])
    assert [line for line in stripped if line in BODY][-3:] == BODY
    assert [text for text in lines if text in BODY] == [t for t in stripped if t in BODY][:-3]


def test_metadata_is_read_before_its_line_goes() -> None:
    cleaned = text_report(
        "\n".join(["时间:2025-02-19 大 中 小 来源: 青石县司法局 浏览次数:", *BODY])
    )
    assert str(cleaned.published_on) == "2025-02-19"
    assert cleaned.issuer == "青石县司法局"
    assert list(cleaned.paragraphs) == BODY


@pytest.mark.parametrize("end", ["", ",", "。", "x", "\u3000,"])
@pytest.mark.parametrize(
    "part",
    [
        "a > ",
        " - > ",
        "首页 > ",
        "字体 大 ",
        "[ 大 ] ",
        "首页 | ",
        "|",
        "- ",
        "发 布 ",
        "打印 ",
        "浏览次数: ",
        "微信 微博 ",
        "网站地图 | ",
        "今天是 ",
        "上一篇 ",
        "版权所有 ",
        "( ",
        "当前 位置 : ",
    ],
)
def test_hostile_lines_do_not_make_rules_backtrack_forever(part: str, end: str) -> None:
    for line in (part * (299 // len(part)), part * 8, part * 30):
        text = (line + end).strip()
        stripped = strip_chrome([Line(text), *map(Line, BODY), Line(text)])
        assert len(stripped.kept) + len(stripped.removed) == 5
