"""The search page: what is shown for every kind of answer, and that nothing typed gets out."""

from __future__ import annotations

from dataclasses import replace

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from archive.facts import Caution, Doubt, Facts
from indexer.answers import Sort
from indexer.facets import Facet
from indexer.query import Filter, Phrase, Years
from tests.web.conftest import Get
from tests.web.fakes import FakeArchive, FakeSearcher, make_report

HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onfocus=alert(1) autofocus='",
    "{{ 7*7 }}{% raw %}",
    "javascript:alert(1)",
    "&lt;b&gt;",
    "\u202e\u0000\ud7ff",
    "%00%ff",
    "枫桥经验" * 50,
)


def _fill(archive: FakeArchive, count: int) -> None:
    for number in range(count):
        archive.add(
            make_report(f"r{number}", f"报告{number}", ("坚持枫桥经验。", "临溪市的做法。"))
        )


def _offers(page: BeautifulSoup) -> list[str]:
    return [link.get_text() for link in page.select("a.offer")]


def test_front_page_offers_examples_and_says_how_much_there_is(
    get: Get, archive: FakeArchive
) -> None:
    _fill(archive, 2)
    page = get("/")
    assert page.html is not None
    assert page.html["lang"] == "zh-CN"
    assert _offers(page) == ["“枫桥经验”"]
    stock = [part.get_text() for part in page.select(".stock span")]
    assert stock == ["收录 2 篇报告", "来自 1 个站点", "最近一次采集 2024-05-07"]


def test_blank_query_is_no_query(get: Get) -> None:
    assert get("/", q="  ").select_one("body.home")


def test_a_hit_shows_where_it_comes_from_and_leads_to_the_report(
    get: Get, archive: FakeArchive
) -> None:
    _fill(archive, 1)
    page = get("/", q="枫桥经验")
    (hit,) = page.select(".hit")
    text = hit.get_text()
    for part in ("报告0", "青石县人民政府", "2024-03-05", "青石县", "www.qingshi.localhost"):
        assert part in text
    assert [mark.get_text() for mark in hit.select("mark")] == ["枫桥经验"]
    link = hit.select_one("h2 a")
    assert link is not None
    followed = get(str(link["href"]))
    assert [mark.get_text() for mark in followed.select(".text mark")] == ["枫桥经验"]


def test_a_passage_that_ends_inside_a_sentence_says_so(get: Get, archive: FakeArchive) -> None:
    archive.add(make_report("c", "报告", ("坚持枫桥经验。", "坚持枫桥经验，并且")))
    passages = get("/", q="枫桥经验").select(".passages p")
    assert [passage.get("class") for passage in passages] == [None, ["cut"]]


def test_literal_hits_are_counted_and_offered(
    get: Get, archive: FakeArchive, searcher: FakeSearcher
) -> None:
    _fill(archive, 3)
    searcher.literal_total = 2
    page = get("/", q="枫桥经验 临溪市")
    assert "共 3 篇，其中 2 篇原文含有该词" in page.get_text()
    link = page.select_one("a.narrow")
    assert link is not None
    assert "“枫桥经验” “临溪市”" in link.get_text()
    assert page.select(".tag")


def test_nothing_is_offered_when_every_hit_is_literal(get: Get, archive: FakeArchive) -> None:
    _fill(archive, 2)
    page = get("/", q="枫桥经验")
    assert "共 2 篇，原文都含有所查的词" in page.get_text()
    assert not page.select("a.narrow, .tag")


def test_pages_follow_each_other(get: Get, archive: FakeArchive) -> None:
    _fill(archive, 8)
    titles: list[str] = []
    path: str | None = "/?q=枫桥经验"
    while path:
        page = get(path)
        titles += [heading.get_text() for heading in page.select(".hit h2")]
        following = page.select_one("a[rel=next]")
        path = str(following["href"]) if following else None
    assert titles == [f"报告{number}" for number in range(8)]


def test_the_list_is_numbered_on(get: Get, archive: FakeArchive) -> None:
    _fill(archive, 8)
    page = get("/", q="枫桥经验", page="2")
    numbered = page.select_one("ol.hits")
    here = page.select_one(".turn [aria-current=page]")
    assert numbered is not None
    assert here is not None
    assert numbered["start"] == "4"
    assert here.get_text() == "2"


def test_orders_are_offered_and_kept_from_page_to_page(
    get: Get, archive: FakeArchive, searcher: FakeSearcher
) -> None:
    _fill(archive, 8)
    page = get("/", q="枫桥经验")
    orders = {link.get_text(): str(link["href"]) for link in page.select(".sorting a")}
    assert list(orders) == ["最新发布", "最早发布", "地区", "出现次数", "合并几乎相同的"]
    newest = get(orders["最新发布"])
    assert searcher.asked[-1] == (Sort.NEWEST, False, False)
    folded = get(str(newest.select(".sorting a.fold")[0]["href"]))
    following = folded.select_one("a[rel=next]")
    assert following is not None
    get(str(following["href"]))
    assert searcher.asked[-1] == (Sort.NEWEST, True, False)
    assert [here.get_text() for here in folded.select(".sorting .here")] == ["最新发布"]


def test_what_was_found_by_facts_alone_is_not_called_literal(
    get: Get, archive: FakeArchive
) -> None:
    archive.add(make_report("a", "年份:2019", ("枫桥经验。",)))
    assert get("/", q="年份:2019").select(".summary span")[0].get_text() == "共 1 篇"
    assert "原文都含有" in get("/", q="枫桥经验").select(".summary span")[0].get_text()


def test_an_order_that_there_is_not_is_refused(get: Get, archive: FakeArchive) -> None:
    _fill(archive, 1)
    get("/", 400, q="枫桥经验", sort="random")


def test_a_wrong_query_is_explained_in_english_too(get: Get) -> None:
    page = get("/", 400, q="枫桥(经验", lang="en")
    assert "The bracket ( at character 3 has no partner" in page.get_text()


def test_a_page_beyond_the_last_leads_back(get: Get, archive: FakeArchive) -> None:
    _fill(archive, 4)
    page = get("/", 404, q="枫桥经验", page="3")
    assert "没有第 3 页，结果一共 2 页" in page.get_text()
    (link,) = page.select("main a.offer")
    assert get(str(link["href"])).select(".hit")


@pytest.mark.parametrize("number", ["0", "-1", "x", "1e9", "９", "9" * 30])
def test_what_is_no_page_number_is_not_found(get: Get, archive: FakeArchive, number: str) -> None:
    _fill(archive, 1)
    get("/", 404, q="枫桥经验", page=number)


def test_no_hits_suggest_the_words_of_the_phrase(get: Get, archive: FakeArchive) -> None:
    _fill(archive, 1)
    page = get("/", q="“无中生有”")
    assert "没有一篇报告符合 “无中生有”" in page.get_text()
    assert _offers(page) == ["无中生有", "“枫桥经验”"]


def test_a_wrong_query_is_explained_at_its_place(get: Get) -> None:
    page = get("/", 400, q="枫桥(经验")
    asked = page.select_one(".asked")
    assert asked is not None
    assert asked.get_text() == "枫桥(经验"
    assert [mark.get_text() for mark in asked.select("mark")] == ["("]
    assert "第 3 个字的括号 ( 没有配对" in page.get_text()
    assert _offers(page) == ["枫桥经验"]


@pytest.mark.parametrize("query", HOSTILE)
def test_a_hostile_query_stays_text(client: FlaskClient, get: Get, query: str) -> None:
    status = client.get("/", query_string={"q": query}).status_code
    assert status in (200, 400)
    page = get("/", status, q=query)
    assert not page.select("script, img[src=x], [onerror], [onfocus]")
    field = page.select_one("input[name=q]")
    assert field is not None
    if "\0" not in query:  # a parser may not hold it
        assert field["value"] == query.strip()


def test_hostile_titles_and_passages_stay_text(get: Get, archive: FakeArchive) -> None:
    title = "<script>alert(1)</script>枫桥经验\"'><b>"
    archive.add(make_report("h", title, ("<img src=x onerror=alert(1)>枫桥经验<!--",)))
    page = get("/", q="枫桥经验")
    assert not page.select("script, .hits img, .hits b")
    heading = page.select_one(".hit h2")
    passage = page.select_one(".passages p")
    assert heading is not None
    assert passage is not None
    assert heading.get_text() == title
    assert passage.get_text() == "<img src=x onerror=alert(1)>枫桥经验<!--"


def test_a_hit_says_that_there_is_a_doubt(get: Get, archive: FakeArchive) -> None:
    facts = Facts(warnings=(Caution(Doubt.SPLICED_SPAM, "夹有“幸运28”3处"),))
    for name, known in (("a", facts), ("b", Facts())):
        archive.add(replace(make_report(name, "报告", ("坚持枫桥经验。",)), facts=known))
    first, second = get("/", q="枫桥经验").select(".hit")
    assert [tag.get_text() for tag in first.select(".tag")] == ["疑似掺入广告"]
    assert not second.select(".tag")


def test_filters_can_be_taken_off_again(get: Get, archive: FakeArchive) -> None:
    archive.add(make_report("a", "报告", ("枫桥经验 年份:2024 级别:县",)))
    page = get("/", q="枫桥经验 年份:2024 级别:县", sort="newest")
    year, level = page.select(".conditions a")
    assert year["aria-label"] == "去掉条件 年份:2024"
    assert "sort=newest" in str(year["href"])
    assert "2024" not in str(year["href"])
    assert "2024" in str(level["href"])
    assert not get("/", q="枫桥经验").select(".conditions")


def test_where_nothing_is_found_a_filter_less_is_offered(get: Get) -> None:
    page = get("/", q="“枫桥经验” 年份:2031")
    assert "去掉一个条件" in page.get_text()
    assert page.select("a[aria-label='去掉条件 年份:2031']")


def test_no_hits_say_what_finds_nothing_by_itself(
    get: Get, archive: FakeArchive, searcher: FakeSearcher
) -> None:
    _fill(archive, 1)
    searcher.barren = (Phrase("无中生有"), Filter(Facet.YEAR, Years(1800, 1800)))
    text = get("/", q="“无中生有” 年份:1800").get_text()
    assert "单独也查不到的： “无中生有” 年份:1800" in " ".join(text.split())
