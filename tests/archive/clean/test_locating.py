"""Places, levels and bodies: what names tell, what the site adds, how sure it is."""

from __future__ import annotations

import pytest

from archive.clean.facts.levels import level_of, organ_of
from archive.clean.facts.locating import Location, locate
from archive.clean.words.divisions import by_code, by_name, every
from archive.clean.words.host_names import division_of_host
from archive.facts import Level, Organ
from tests.archive.clean.pages import report

OTHER_SITE = "http://www.example.com/1.html"
BODY = "2024年，全县坚持依法行政，全年审查规范性文件30件，各项工作取得新的成效。"
PAGE = "<html><head>{}</head><body><h1>{}</h1><div id=zoom><p>{}</p></div><p>{}</p></body></html>"


def located(
    issuer: str | None = None,
    title: str = "2024年法治政府建设情况报告",
    site: str | None = None,
    code: str | None = None,
    url: str = OTHER_SITE,
) -> Location | None:
    return locate(issuer, title, site, code, url)


def test_divisions_have_their_names_from_the_top() -> None:
    names = {code: by_code(code) for code in ("110101", "419001", "440100", "441900", "500237")}
    found = {code: (d.province, d.city, d.county) for code, d in names.items() if d}
    assert found == {
        "110101": ("北京市", None, "东城区"),
        "419001": ("河南省", None, "济源市"),
        "440100": ("广东省", "广州市", None),
        "441900": ("广东省", "东莞市", None),
        "500237": ("重庆市", None, "巫山县"),
    }
    assert len(by_name("鼓楼区")) == 4
    assert all(len(one.code) == 6 and one.code.isdecimal() for one in every())


def test_a_unique_name_tells_the_place() -> None:
    found = located("巫山县司法局", url="http://www.taiyuan.gov.cn/1.html", code="1401000001")
    assert found is not None and found.place is not None
    assert (found.place.code, found.path, found.is_named) == ("500237", "重庆市巫山县", True)
    assert found.confidence > 0.9


@pytest.mark.parametrize(
    ("site", "code", "url"),
    [
        ("南京市人民政府", None, OTHER_SITE),
        (None, "3201060001", OTHER_SITE),
        (None, None, "http://sfj.nanjing.gov.cn/1.html"),
    ],
)
def test_of_several_places_of_one_name_the_site_tells_which(
    site: str | None, code: str | None, url: str
) -> None:
    found = located("鼓楼区司法局", site=site, code=code, url=url)
    assert found is not None and found.place is not None
    assert (found.place.code, found.path) == ("320106", "江苏省南京市鼓楼区")
    for unsure in (located("鼓楼区司法局"), located("鼓楼区司法局", code="3200000001")):
        assert unsure is not None
        assert (unsure.place, unsure.path) == (None, "鼓楼区")


def test_without_names_the_code_comes_before_the_sites_name_and_the_host() -> None:
    code, site, url = "5002370005", "吕梁市人民政府", "http://sfj.taiyuan.gov.cn/1.html"
    found = [
        located("县司法局", site=site, code=code, url=url),
        located("县司法局", site=site, url=url),
        located("县司法局", url=url),
        located("县司法局"),
    ]
    shown = [one and (one.path, one.source) for one in found]
    assert shown == [
        ("重庆市巫山县", "site code"),
        ("山西省吕梁市", "site"),
        ("山西省太原市", "host"),
        None,
    ]
    sure = [one.confidence for one in found if one]
    assert sure == sorted(sure, reverse=True)
    assert len(set(sure)) == 3


def test_the_code_of_a_development_zone_tells_its_city_less_surely() -> None:
    found, exact = located(code="3601910001"), located(code="3601000001")
    assert found is not None and exact is not None
    assert found.path == exact.path == "江西省南昌市"
    assert found.confidence < exact.confidence
    assert located(code="bm07000001") is None
    assert located(code="9900000001") is None


def test_a_place_in_no_list_has_a_name_and_no_code() -> None:
    found = located("青石县司法局", url="http://www.taiyuan.gov.cn/1.html")
    assert found is not None
    assert (found.path, found.place) == ("青石县", None)


@pytest.mark.parametrize(
    ("issuer", "site", "url", "path", "is_within"),
    [
        ("延边州财政局", None, OTHER_SITE, "吉林省延边朝鲜族自治州", False),
        ("彭水县人民政府", None, OTHER_SITE, "重庆市彭水苗族土家族自治县", False),
        ("国家税务总局夏邑县税务局", None, OTHER_SITE, "河南省商丘市夏邑县", False),
        ("夏邑县城关镇人民政府", None, OTHER_SITE, "河南省商丘市夏邑县城关镇", True),
        ("城关镇人民政府", "夏邑县人民政府", OTHER_SITE, "河南省商丘市夏邑县城关镇", True),
        ("成都高新区管委会", None, OTHER_SITE, "四川省成都市高新区", True),
        ("重庆两江新区管理委员会", None, OTHER_SITE, "重庆市两江新区", True),
        ("新疆生产建设兵团司法局", None, OTHER_SITE, "新疆生产建设兵团", True),
        ("第八师石河子市司法局", None, OTHER_SITE, "新疆维吾尔自治区石河子市", False),
        ("鼓楼区司法局", None, "http://www.xzgl.gov.cn/1.html", "江苏省徐州市鼓楼区", False),
        ("通州区司法局", None, "http://www.bjtzh.gov.cn/1.html", "北京市通州区", False),
        ("通州区司法局", "南通市通州区人民政府", OTHER_SITE, "江苏省南通市通州区", False),
    ],
)
def test_places_by_what_they_are_called(
    issuer: str, site: str | None, url: str, path: str, is_within: bool
) -> None:
    found = located(issuer, site=site, url=url)
    assert found is not None and found.place is not None
    assert (found.path, found.is_within) == (path, is_within)


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("http://www.xiayi.gov.cn/a", "夏邑县"),
        ("https://SFJ.TAIYUAN.gov.cn:443/a", "太原市"),
        ("http://linxiazhou.gov.cn/a", None),
        ("http://www.linxia.gov.cn/a", "临夏回族自治州"),
        ("http://sft.hunan.gov.cn/a", "湖南省"),
        ("http://www.changsha.gov.cn/a", "长沙市"),
        ("http://sfj.chaoyang.gov.cn/a", "朝阳市"),
        ("http://sft.nmg.gov.cn/a", "内蒙古自治区"),
        ("http://www.shaanxi.gov.cn/a", "陕西省"),
        ("http://tunchang.hainan.gov.cn/a", "屯昌县"),
        ("http://gulou.nanjing.gov.cn/a", "鼓楼区"),
        ("http://www.gulou.gov.cn/a", None),
        ("http://cqws.gov.cn/a", "巫山县"),
        ("http://www.bjdch.gov.cn/a", "东城区"),
        ("http://www.shmh.gov.cn/a", "闵行区"),
        ("http://www.taiyuan.com/a", None),
        ("http://taiyuan.gov.cn.example.com/a", None),
        ("http://www.gov.cn/a", None),
        ("import:0/a.txt", None),
    ],
)
def test_hosts_bear_names_in_pinyin(url: str, name: str | None) -> None:
    found = division_of_host(url)
    assert (found.name if found else None) == name


@pytest.mark.parametrize(
    ("issuer", "title", "code", "url", "level"),
    [
        ("巫山县司法局", "", None, OTHER_SITE, Level.COUNTY),
        ("重庆市司法局", "", None, OTHER_SITE, Level.PROVINCE),
        ("吕梁市人民政府", "", None, OTHER_SITE, Level.CITY),
        ("青石县双河乡人民政府", "", None, OTHER_SITE, Level.TOWNSHIP),
        ("临溪市云岭街道办事处", "", None, OTHER_SITE, Level.TOWNSHIP),
        ("国务院办公厅", "", None, OTHER_SITE, Level.NATION),
        ("最高人民法院", "", None, OTHER_SITE, Level.NATION),
        ("教育部办公厅", "", None, OTHER_SITE, Level.NATION),
        ("巫山县委组织部", "", None, OTHER_SITE, Level.COUNTY),
        ("宜春市统计局", "江西省2022年统计公报", None, OTHER_SITE, Level.PROVINCE),
        ("县司法局", "", "1401000001", OTHER_SITE, Level.COUNTY),
        ("县司法局", "", None, "http://www.taiyuan.gov.cn/1.html", Level.COUNTY),
        ("省司法厅", "", None, OTHER_SITE, Level.PROVINCE),
        ("自治区司法厅", "自治区司法厅2024年报告", None, OTHER_SITE, Level.PROVINCE),
        ("国家税务总局夏邑县税务局", "", None, OTHER_SITE, Level.COUNTY),
        ("中国人民银行", "", None, OTHER_SITE, Level.NATION),
        ("国家统计局青石调查队", "", None, OTHER_SITE, None),
        ("新疆生产建设兵团司法局", "", None, OTHER_SITE, Level.PROVINCE),
        ("成都高新区管委会", "", "5101930001", OTHER_SITE, None),
        ("城关镇人民政府", "", "4114260001", OTHER_SITE, Level.TOWNSHIP),
        (None, "2024年工作报告", "bm07000001", OTHER_SITE, Level.NATION),
        (None, "2024年工作报告", "1401000001", OTHER_SITE, Level.CITY),
        ("市场监督管理局", "", None, OTHER_SITE, None),
        (None, "2024年工作报告", None, OTHER_SITE, None),
    ],
)
def test_levels(
    issuer: str | None, title: str, code: str | None, url: str, level: Level | None
) -> None:
    found = level_of(locate(issuer, title, None, code, url), issuer, title, code)
    assert (found.value if found else None) is level


@pytest.mark.parametrize(
    ("issuer", "title", "organ"),
    [
        ("青石县司法局", "2024年报告", Organ.DEPARTMENT),
        ("青石县人民政府", "2024年报告", Organ.GOVERNMENT),
        ("青石县人民政府办公室", "2024年报告", Organ.DEPARTMENT),
        ("青石县人民政府办公室", "青石县人民政府2024年法治政府建设报告", Organ.GOVERNMENT),
        ("青石县双河街道办事处", "2024年报告", Organ.GOVERNMENT),
        ("青石县人民法院", "2024年报告", Organ.COURT),
        (None, "青石县人民检察院2024年工作报告", Organ.PROCURATORATE),
        ("青石县人大常委会", "2024年报告", Organ.CONGRESS),
        ("青石县发展和改革委员会", "2024年报告", Organ.DEPARTMENT),
        ("中共青石县委全面依法治县委员会办公室", "2024年报告", Organ.DEPARTMENT),
        (None, "2024年报告", None),
    ],
)
def test_organs(issuer: str | None, title: str, organ: Organ | None) -> None:
    found = organ_of(issuer, title)
    assert (found.value if found else None) is organ


def test_a_page_tells_code_publisher_and_place() -> None:
    footer = "主办：巫山县人民政府办公室　网站标识码：5002370001　渝ICP备05001234号"
    cleaned = report(PAGE.format("", "2024年法治政府建设情况报告", BODY, footer))
    facts = cleaned.facts
    assert (facts.site_code, facts.publisher) == ("5002370001", "巫山县人民政府办公室")
    assert facts.place is not None
    assert (facts.place.code, cleaned.place) == ("500237", "重庆市巫山县")
    named = {evidence.field: evidence.source for evidence in facts.evidence}
    assert (named["site_code"], named["place"], named["level"]) == ("footer", "site code", "place")


@pytest.mark.parametrize("code", ["政府网站标识码", "", "12345", "{SiteIDCode}", "123456789012"])
def test_a_code_that_was_never_filled_in_is_none(code: str) -> None:
    head = f'<meta name="SiteIDCode" content="{code}">'
    cleaned = report(PAGE.format(head, "2024年法治政府建设情况报告", BODY, ""))
    assert cleaned.facts.site_code is None
    assert cleaned.facts.place is None
