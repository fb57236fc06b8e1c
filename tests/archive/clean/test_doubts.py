"""Doubts: spliced-in advertising, damage, hosts; and no doubt where there is none."""

from __future__ import annotations

import pytest

from archive.clean.doubts.damage import find_damage
from archive.clean.doubts.hosts import host_doubt, is_official
from archive.clean.doubts.judging import find_doubts
from archive.clean.doubts.spam import find_spam
from archive.facts import Doubt
from tests.archive.clean.pages import SHARED, report

SEEDS = SHARED / "seeds"
FIGHTING = """严厉打击网络赌博、电信诈骗等违法犯罪，破获“幸运28”网络赌博案3起，抓获27名犯罪嫌疑人。
深入开展“扫黄打非”专项行动，收缴黄色小说132册、色情光盘48张，关闭色情网站12个。
依法审结涉“时时彩”“六合彩”等开设赌场案件48件136人。
取缔老虎机、捕鱼游戏机等赌博机26台，查扣百家乐赌桌2张。
打掉一个利用“澳门新葡京官网”招揽赌客的犯罪团伙。
向青少年宣讲远离黄色网站、博彩平台，对“裸聊”敲诈开展预警宣传，提高防范意识。
全年发行体育彩票2.1亿元，福利彩票开奖结果在官网公布，筹集公益金5600万元。
推进与澳门银河娱乐集团、威尼斯人酒店的合作，太阳城度假区开工。
百家乐社区、百家乐超市、百家乐小区改造完成。
召开云体育大会，举办东亚博览会，半岛体育中心、星空体育馆竣工。
撸起袖子加油干，男女优先录用，开展支援交流，热情色彩浓厚的民俗活动吸引游客。
北京28家企业、加拿大28个城市的代表团来访，抽取幸运28名观众。
成人教育、成人高考共录取312人，军人妻子就业45人。
“学习强国”app下载量3.2万人次，智慧体育APP上线，12345热线官网登录人数增加。
大力发展文化娱乐业，娱乐城、赌场式装修的场所全部整改。
关停色情网站12个，打掉“一分快三”网络赌博团伙3个。
加快三级医院建设，新葡京路改造完成，一区二区三区联动发展。
“亚洲一区”等不良视频网站被依法关闭。
与澳门银河娱乐集团签约，皇冠体育用品、国产精品粮油、乐天堂幼儿园项目落地。
AG600水上飞机救援演练、PG电厂改造完成。"""
SPLICED = """2024年，在澳门新葡京官网的坚强领导下，全县法治政府建设扎实推进。
认真落实开云体育app下载各项部署，制定年度工作要点。
印发《2024年金沙娱乐场重大行政决策事项目录》。
召开九游会常务会议12次，研究重要事项。
皇冠体育印发了年度普法方案。
县委书记百家乐平台多次听取汇报。
推进国产精品久久久规范化建设。
彩票app下载认真执行上级决定。
亚洲av政务公开信息312条。
加强香蕉视频在线观看信访工作，化解矛盾。
坚持以大发快三为指导，深入推进依法行政。
推进BBIN视讯行政执法规范化建设。
欧美一区二区三区视频印发工作要点。
正规赌博平台全面推行行政执法三项制度。
香港马会开奖结果推进行政复议体制改革。
必威betway官网全年办理行政复议案件312件。
新2网址召开会议，查处违法案件12件。"""
PAGE = "<html><body><h1>青石县2024年法治政府建设情况报告</h1><div id=zoom>{}</div></body></html>"
BODY = "2024年，青石县坚持依法行政，全年审查规范性文件30件，各项工作取得新的成效。"


def doubts(text: str, url: str = "import:0/a.txt") -> list[Doubt]:
    return [caution.doubt for caution in find_doubts("青石县工作报告", text.split("\n"), url)]


@pytest.mark.parametrize("sentence", FIGHTING.split("\n"))
def test_reports_may_write_about_gambling(sentence: str) -> None:
    assert doubts(f"{BODY}\n{sentence}") == []
    assert doubts(f"{BODY}\n{sentence}\n{FIGHTING}") == []


@pytest.mark.parametrize("sentence", SPLICED.split("\n"))
def test_spliced_words_are_found(sentence: str) -> None:
    assert doubts(f"{BODY}\n{sentence}") == [Doubt.SPLICED_SPAM]


def test_the_title_is_looked_at_too() -> None:
    assert find_spam("皇冠体育2024年法治政府建设情况报告", (BODY,)) is not None


def test_an_excuse_holds_for_its_own_clause_only() -> None:
    assert doubts("严厉打击违法犯罪。推进时时彩政务公开。") == [Doubt.SPLICED_SPAM]
    assert doubts("严厉打击违法犯罪，推进时时彩政务公开。") == [Doubt.SPLICED_SPAM]


def test_the_reason_quotes_the_words_and_counts_them() -> None:
    caution = find_spam("", ("推进幸运28论坛政务公开。", "幸运28论坛印发通知。", BODY))
    assert caution is not None
    assert "“幸运28论坛”2处" in caution.reason


def test_words_that_end_paragraphs_after_the_last_sentence_again_and_again() -> None:
    assert doubts(f"{BODY}清风阁主\n{BODY}清风阁主\n{BODY}清风阁主") == [Doubt.SPLICED_SPAM]
    assert doubts(f"{BODY}清风阁主\n{BODY}清风阁主\n{BODY}") == []
    assert doubts("\n".join([f"{BODY}责任单位县司法局"] * 4)) == []


def test_one_shop_is_no_sign() -> None:
    assert doubts("百家乐超市开业。百家乐小区改造。百家乐社区挂牌。") == []
    assert doubts("德州扑克协会成立。百家乐超市开业。") == []
    assert doubts("德州扑克指导工作。推进百家乐依法行政，百家乐印发通知。") == [Doubt.SPLICED_SPAM]
    assert doubts("推进百家乐依法行政，百家乐印发通知，百家乐建章立制。") == []


@pytest.mark.parametrize(
    "text",
    [
        "現將設(shè)立情況報(bào)告如下，堅(jiān)持依法行政",
        "青石县政府办(ban)公室认(ren)真落实，全年审(shen)查文件30件",
        "?,F(xiàn)將?,G(guān)於?,S(shè)立",
        "现将有关情况报告如下?。认真学习贯彻?，扎实推进?。",
        "。ㄒ唬加强领导。ㄒ二）完善制度",
        "锟斤拷青石县锟斤拷2024年锟斤拷",
        "青石县\ufffd\ufffd\ufffd2024年\ufffd\ufffd报告",
    ],
)
def test_damage_is_found(text: str) -> None:
    assert doubts(text) == [Doubt.DAMAGED_TEXT]


@pytest.mark.parametrize(
    "text",
    [
        "烜(xuǎn)赫一时的青石堰，现为省级文物保护单位，年接待游客3万人次。",
        "本县地名中，垭（yā）口、圪（gē）塔、坨（tuó）里、㟃（wā）沟的读音已经建档。",
        "洪洞（tóng）县、六（lù）安市代表团来访。",
        f"重（chóng）新处（chǔ）理参（cān）差不齐的数据。{BODY * 60}",
        "群众满意吗?。这是检验工作的标准，必须答好这道题。",
        "推广“一网通办”(app)、“码上办”(OTC)，实现掌上可办。",
        "現將設立情況報告如下，堅持依法行政，全年審查規範性文件三十件。",
    ],
)
def test_no_damage_where_there_is_none(text: str) -> None:
    assert find_damage((text,)) is None


@pytest.mark.parametrize(
    ("url", "official"),
    [
        ("http://www.qingshi.gov.cn/a.html", True),
        ("https://GOV.CN/a", True),
        ("http://qingshi.gov.cn.:8080/a", True),
        ("http://qingshi.chinacourt.org/a", True),
        ("http://www.qingshi.gov.cn.example.com/a", False),
        ("http://www.qingshigov.cn/a", False),
        ("http://gong.cn/zwgk/202502/t20250225_1.html", False),
        ("http://www.qingshi.com/www.qingshi.gov.cn/a", False),
        ("http://www.qingshi.gov.cn@qingshi.com/a", False),
        ("http://203.0.113.7:8082/a", False),
    ],
)
def test_official_hosts(url: str, official: bool) -> None:
    assert is_official(url) is official
    caution = host_doubt(url)
    assert (caution is None) is official
    assert caution is None or caution.doubt is Doubt.UNOFFICIAL_HOST


@pytest.mark.parametrize("url", ["import:9f86/a.txt", "http://sfj.qingshi.localhost:8610/a.html"])
def test_files_and_samples_are_not_doubted_for_their_address(url: str) -> None:
    assert host_doubt(url) is None


def test_a_report_carries_its_doubts() -> None:
    spliced = PAGE.format(f"<p>{BODY}</p><p>推进幸运28论坛政务公开，{BODY}</p>")
    cleaned = report(spliced, "http://www.qingshi.com/zwgk/1.html")
    found = [caution.doubt for caution in cleaned.facts.warnings]
    assert found == [Doubt.SPLICED_SPAM, Doubt.UNOFFICIAL_HOST]
    assert report(PAGE.format(f"<p>{BODY}</p>")).facts.warnings == ()


@pytest.mark.skipif(not SEEDS.is_dir(), reason="no shared seed texts beside the checkout")
def test_of_the_seeds_only_the_copy_is_flagged() -> None:
    flagged = []
    for path in sorted(SEEDS.glob("*.txt")):
        cleaned = report(path.read_bytes(), f"import:{path.stem}/{path.name}")
        if cleaned.facts.warnings:
            flagged.append(path.name[:3])
            assert [one.doubt for one in cleaned.facts.warnings] == [Doubt.SPLICED_SPAM]
    assert flagged == ["004"]
