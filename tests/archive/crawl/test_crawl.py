"""What a crawl over the playhouse fetched, and how every visit ended."""

from __future__ import annotations

import base64
from collections import Counter
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.archive.crawl.conftest import Crawled
from tests.archive.crawl.sites import GBK_TITLE


def test_trs_call_in_a_comment_leads_to_all_pages(crawled: Crawled) -> None:
    assert crawled.fetched("trs", "list") == {"/ndbg/", "/ndbg/index_1.html", "/ndbg/index_2.html"}
    assert crawled.fetched("trs", "document") == {
        f"/ndbg/202401/t2024010{n}_{n}.html" for n in (1, 2, 3)
    }


def test_full_titles_come_from_the_title_attribute(crawled: Crawled) -> None:
    link = crawled.result["links"][crawled.house.url("trs", "/ndbg/202401/t20240102_2.html")]
    assert link == {"kind": "document", "depth": 1, "text": "临溪市第2份年度报告全文"}


def test_plugin_counts_from_two(crawled: Crawled) -> None:
    assert crawled.fetched("plugin", "list") == {
        "/yb/index.html", "/yb/index_2.html", "/yb/index_3.html",
    }  # fmt: skip
    assert len(crawled.fetched("plugin", "document")) == 3


def test_hanweb_records_and_next_group(crawled: Crawled) -> None:
    assert crawled.fetched("hanweb", "document") == {
        "/art/2024/1/1/art_77_1.html", "/art/2024/1/2/art_77_2.html",
    }  # fmt: skip
    (proxy,) = [p for p in crawled.house.paths_asked("hanweb") if "dataproxy" in p]
    assert "webname=%25E9%259D%2592%25E7%259F%25B3" in proxy  # still encoded twice


def test_jpage_call_without_next_group_is_asked_in_groups(crawled: Crawled) -> None:
    asked = [a for a in crawled.house.asked if a.host == "jpage" and "dataproxy" in a.path]
    ranges = {
        (query["startrecord"][0], query["endrecord"][0], parse_qs(each.posted or "")["webname"][0])
        for each in asked
        for query in [parse_qs(urlsplit(each.path).query)]
    }
    # The server gave four of the six.
    assert ranges == {("1", "6", "青石"), ("7", "7", "青石"), ("5", "6", "青石")}
    assert len(crawled.fetched("jpage", "document")) == 7


def test_nfcms_visits_the_desktop_address_of_phone_posts(crawled: Crawled) -> None:
    assert crawled.fetched("nfcms", "document") == {
        f"/gzbg/content/post_{n}.html" for n in (11, 12, 13)
    }


def test_count_page_variables(crawled: Crawled) -> None:
    assert crawled.fetched("count", "list") == {"/gk/list.htm", "/gk/list_1.htm", "/gk/list_2.htm"}
    assert crawled.fetched("count", "document") == {f"/gk/t100{n}.htm" for n in (1, 2, 3)}


def test_gbk_list_under_a_lying_header(crawled: Crawled) -> None:
    link = crawled.result["links"][crawled.house.url("gbk", "/view.asp?k=7")]
    assert link["text"] == GBK_TITLE
    assert crawled.fetched("gbk", "list") == {"/list.asp", "/list.asp?page=2"}
    body = base64.b64decode(crawled.visit("gbk", "/list.asp")["body"])
    assert GBK_TITLE.encode("gbk") in body  # kept as it came


@pytest.mark.parametrize(
    ("path", "outcome", "detail"),
    [
        ("/start", "redirected", "/arrived"),
        ("/refresh", "redirected", "/arrived"),
        ("/loop1", "redirected", "/loop2"),
        ("/loop2", "redirected", "/loop1"),
        ("/self", "redirected", "/self"),
        ("/cookie", "blocked", "cookie loop"),
        ("/file", "forbidden_address", "file:///etc/passwd"),
        ("/away", "redirected", "http://elsewhere.localhost/"),
        ("/nowhere", "server_error", "status 302"),
    ],
)
def test_redirects_are_recorded_and_never_followed_blindly(
    crawled: Crawled, path: str, outcome: str, detail: str
) -> None:
    visit = crawled.visits("redirects", path)[-1]
    assert (visit["outcome"], visit["body"]) == (outcome, None)
    assert visit["detail"].endswith(detail)


def test_redirect_target_is_a_task_of_its_own(crawled: Crawled) -> None:
    assert crawled.visit("redirects", "/arrived")["outcome"] == "fetched"


def test_redirect_out_of_scope_is_no_task(crawled: Crawled) -> None:
    assert not [url for url in crawled.result["links"] if "elsewhere" in url]


def test_redirects_in_a_row_are_bounded(crawled: Crawled) -> None:
    grown = [p for p in crawled.house.paths_asked("redirects") if p.startswith("/grow")]
    assert grown == ["/grow" + "g" * n for n in range(6)]


def test_conditional_request_gets_not_modified(crawled: Crawled) -> None:
    visit = crawled.visit("unchanged", "/")
    assert (visit["outcome"], visit["status"], visit["body"]) == ("not_modified", 304, None)


@pytest.mark.parametrize(
    ("site", "path", "outcomes"),
    [
        ("refusing", "/gone", ["gone"]),
        ("refusing", "/missing", ["gone"]),
        ("refusing", "/forbidden", ["refused"]),
        ("flaky", "/", ["server_error", "server_error", "fetched"]),
        ("down", "/", ["server_error"] * 3),
        ("endless", "/", ["too_large"]),
        ("bomb", "/", ["too_large"]),
        ("ruled", "/private/x.html", ["disallowed"]),
        ("ruled", "/open/", ["fetched"]),
        ("robots503", "/", ["server_error"] * 3),
    ],
)
def test_outcomes(crawled: Crawled, site: str, path: str, outcomes: list[str]) -> None:
    visits = crawled.visits(site, path)
    assert [visit["outcome"] for visit in visits] == outcomes
    assert all((v["body"] is not None) == (v["outcome"] == "fetched") for v in visits)


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/jiasule", "jiasule"),
        ("/ruishu", "ruishu"),
        ("/ruishu412", "ruishu"),
        ("/c3vk", "C3VK"),
        ("/geo", "geo block"),
    ],
)
def test_challenges_are_blocked_and_not_kept(crawled: Crawled, path: str, kind: str) -> None:
    visit = crawled.visit("challenge", path)
    assert (visit["outcome"], visit["detail"], visit["body"]) == ("blocked", kind, None)


def test_robots_rules_keep_us_from_asking(crawled: Crawled) -> None:
    assert crawled.house.paths_asked("ruled") == ["/robots.txt", "/rules.txt", "/open/"]
    assert set(crawled.house.paths_asked("robots503")) == {"/robots.txt"}


def test_robots_is_fetched_once_per_host(crawled: Crawled) -> None:
    assert crawled.house.paths_asked("trs").count("/robots.txt") == 1


def test_columns_below_are_entered_as_deep_as_the_seed_says(crawled: Crawled) -> None:
    assert crawled.fetched("columns", "list") == {"/nb/", "/nb/2023n/"}
    assert crawled.fetched("columns", "document") == {"/nb/2023n/202401/t20240101_5.html"}


def test_attachment_is_kept_with_its_page_but_not_from_other_hosts(crawled: Crawled) -> None:
    assert crawled.fetched("columns", "attachment") == {"/files/P5.pdf"}
    link = crawled.result["links"][crawled.house.url("columns", "/files/P5.pdf")]
    assert link == {"kind": "attachment", "depth": 2, "text": "附件"}


def test_seed_that_is_an_article_is_a_document_with_its_second_page_only(crawled: Crawled) -> None:
    assert crawled.fetched("article", "document") == {"/a/t20240301_3.html"}
    assert crawled.fetched("article", "part") == {"/a/t20240301_3_1.html"}
    assert crawled.fetched("article", "list") == set()


def test_list_that_never_ends_is_turned_so_many_times(crawled: Crawled) -> None:
    assert len(crawled.fetched("turning", "list")) == 7


def test_every_request_says_who_we_are(crawled: Crawled) -> None:
    agents = {asked.headers["User-Agent"] for asked in crawled.house.asked}
    assert agents == {"baogao/0.1.0 (+mailto:webmaster@qingshi.example)"}
    assert {asked.host for asked in crawled.house.asked if "Cookie" in asked.headers} <= {
        "redirects",  # these two set one
        "challenge",
    }


def test_hosts_are_crawled_side_by_side_but_each_by_one(crawled: Crawled) -> None:
    assert crawled.result["max_leased"] > 5
    assert crawled.result["crowded_hosts"] == []


def test_every_lease_ends_once_and_is_watched(crawled: Crawled) -> None:
    assert crawled.result["is_finished"]
    assert crawled.result["released"] == []
    visits = Counter((v["url"], v["outcome"]) for v in crawled.result["visits"])
    assert visits == Counter((url, outcome) for url, outcome in crawled.result["seen"])
    assert all(visit["is_aware"] for visit in crawled.result["visits"])


def test_posts_are_sent_with_their_bodies_and_never_made_by_anchors(crawled: Crawled) -> None:
    assert crawled.fetched("posted", "document") == {"/t1001.html", "/t1002.html"}
    posted = {asked.posted for asked in crawled.house.asked if asked.host == "posted"}
    assert posted == {None, "name=%25E9&a=b c", '{"page": 1}'}
