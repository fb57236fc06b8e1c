"""``baogao probe``: what an address is, before it becomes a seed."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.archive.crawl.playhouse import NOT_FOUND, Answer, Playhouse, Site, moved, page, pages
from tests.archive.pipeline.columns import all_columns
from tests.web.cli.conftest import Command

NEAR = ("--delay", "0", "--allow-loopback")
COLUMNS = ("trs-records", "jcms", "jpage-post", "json-seed")


@pytest.fixture(scope="module")
def house() -> Iterator[Playhouse]:
    columns = all_columns()
    blocked = Answer(b"<script>var a=1</script>", 412)
    sites: dict[str, Site] = {
        **{name: columns[name] for name in COLUMNS},
        "odd": pages(
            {
                "/moved": moved("/wall"),
                "/wall": blocked,
                "/robots.txt": NOT_FOUND,
                "/empty": page("<p>建设中</p>"),
                "/mixed/": page(
                    "<ul><li><a href='/other/t20240101_1.html'>青石县的一份年度报告</a></ul>"
                    "<a href='/f/a.pdf'>附件</a>"
                ),
            }
        ),
    }
    with Playhouse(sites) as opened:
        yield opened


@pytest.mark.parametrize(
    ("name", "family"),
    [
        ("trs-records", "createPageHTML"),
        ("jcms", "JCMS build/unit"),
        ("jpage-post", "Hanweb jpage"),
        ("json-seed", "JSON list"),
    ],
)
def test_a_column_is_recognised(baogao: Command, house: Playhouse, name: str, family: str) -> None:
    seed = all_columns()[name].seed
    ended = baogao("probe", house.url(name, seed), *NEAR, "--json")
    assert ended.code == 0
    assert family in ended.json["families"]
    assert ended.json["kind"] == "list"
    assert ended.json["list_pages"] in (3, 8)  # jpage counts in pages of one record
    titles = [article["title"] for article in ended.json["articles"]]
    assert titles[0] == "青石县第1号法治政府建设年度报告"
    assert len(house.paths_asked(name)) <= 6


def test_what_is_printed_teaches(baogao: Command, house: Playhouse) -> None:
    url = house.url("trs-records", "/bg/")
    ended = baogao("probe", url, *NEAR, "--articles", "1")
    assert ended.code == 0
    assert "createPageHTML" in ended.out
    assert "青石县第1号法治政府建设年度报告" in ended.out
    assert "青石县第2号法治政府建设年度报告" not in ended.out
    assert f"seed: {url} scope=path" in ended.out


def test_articles_elsewhere_and_files_widen_the_scope(baogao: Command, house: Playhouse) -> None:
    ended = baogao("probe", house.url("odd", "/mixed/"), *NEAR, "--json")
    assert ended.json["seed"].endswith("scope=host")
    assert ended.json["attachments"] == [house.url("odd", "/f/a.pdf")]


def test_a_wall_behind_a_redirect_is_named(baogao: Command, house: Playhouse) -> None:
    ended = baogao("probe", house.url("odd", "/moved"), *NEAR, "--json")
    assert ended.code == 1
    assert [visit["outcome"] for visit in ended.json["visits"]] == ["redirected", "blocked"]
    assert ended.json["visits"][1]["detail"] == "ruishu"
    assert ended.json["blocked"]
    assert ended.json["kind"] is None


def test_a_page_without_articles_is_no_seed(baogao: Command, house: Playhouse) -> None:
    assert baogao("probe", house.url("odd", "/empty"), *NEAR).code == 1


def test_what_is_no_address_is_said_in_one_line(baogao: Command) -> None:
    ended = baogao("probe", "nonsense")
    assert ended.code == 2
    assert ended.err.count("\n") == 1
    assert "is no address" in ended.err
