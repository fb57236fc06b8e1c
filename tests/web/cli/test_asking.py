"""``search`` and ``show``: shapes that scripts rely on, and questions that cannot be answered."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.web.cli.conftest import Command


def test_search_prints_the_promised_shape(stocked: Command) -> None:
    found = stocked("search", "“人民调解”", "--json").json
    assert list(found) == ["query", "total", "literal_total", "took_ms", "hits"]
    (hit,) = found["hits"]
    assert list(hit)[:7] == [
        "report_id", "url", "title", "issuer", "published_on", "score", "passages",
    ]  # fmt: skip
    passage = hit["passages"][0]
    marked = {passage["text"][start:end] for start, end in passage["spans"]}
    assert marked == {"人民调解"}


def test_show_prints_the_promised_shape(stocked: Command) -> None:
    (hit,) = stocked("search", "调解", "--json").json["hits"]
    shown = stocked("show", hit["report_id"][:6], "--json").json
    promised = {
        "report_id", "url", "title", "paragraphs", "text", "issuer", "published_on",
        "document_number", "index_number", "site", "rule", "removed", "snapshots",
    }  # fmt: skip
    assert promised <= set(shown)
    assert shown["text"] == "\n".join(shown["paragraphs"])
    assert set(shown["snapshots"][0]) == {
        "fetched_at", "status", "digest", "bytes", "tls_unverified",
    }  # fmt: skip


def test_limit_and_offset_page_through_everything(baogao: Command, tmp_path: Path) -> None:
    for number in range(12):
        text = f"临溪市第{number}号工作报告\n全市持续推进一网通办改革,办件{number}件,群众满意。\n"
        (tmp_path / f"{number}.txt").write_text(text, "utf-8")
    baogao("import", tmp_path)
    whole = baogao("search", "“一网通办”", "--limit", "0", "--json").json
    pages = [
        baogao("search", "“一网通办”", "--limit", "5", "--offset", str(offset), "--json").json
        for offset in (0, 5, 10, 15)
    ]
    assert whole["total"] == 12
    assert [hit for page in pages for hit in page["hits"]] == whole["hits"]
    assert {page["total"] for page in pages} == {12}


def test_people_get_text(stocked: Command) -> None:
    ended = stocked("search", "枫桥经验")
    assert "青石县司法局2023年法治政府建设情况报告" in ended.out
    assert "新时代“枫桥经验”" in ended.out


@pytest.mark.parametrize("query", ["", "   ", "“", "，。！", "“枫桥经验", "词" * 5000])
def test_bad_questions_exit_with_2_and_one_line(stocked: Command, query: str) -> None:
    ended = stocked("search", query)
    assert ended.code == 2
    assert len(ended.err.splitlines()) == 1


def test_nothing_found_is_no_error(stocked: Command) -> None:
    ended = stocked("search", "“枫，桥经验”", "--json")
    assert ended.code == 0
    assert ended.json["total"] == 0


def test_what_finds_nothing_by_itself_is_named(stocked: Command) -> None:
    out = stocked("search", "标题:报告 地区:无此县 调解 and").out
    assert out.splitlines()[1] == "nothing at all is found by 地区:无此县, and"
    assert len(stocked("search", "“枫，桥经验”").out.splitlines()) == 1


def test_without_an_archive_it_says_what_to_run(baogao: Command) -> None:
    for command in (["search", "调解"], ["show", "abc"], ["status"], ["verify"], ["index"]):
        ended = baogao(*command)
        assert ended.code == 3
        assert "run `baogao" in ended.err


def test_an_unknown_report_exits_with_4(stocked: Command) -> None:
    assert stocked("show", "ffffffffffffffff").code == 4


_TOWNS = "".join(f"第{number}镇推进一网通办，办结事项{number * 7}件。" for number in range(40))


def test_orders_copies_and_explanations(baogao: Command, tmp_path: Path) -> None:
    text = "临溪市第{number}号工作报告\n" + _TOWNS + "{end}\n"
    for number, end in enumerate(("完。", "完！", "一网通办。")):
        (tmp_path / f"{number}.txt").write_text(text.format(number=number, end=end), "utf-8")
    baogao("import", tmp_path)
    most = baogao("search", "“一网通办”", "--sort", "occurrences", "--json").json
    assert most["hits"][0]["title"] == "临溪市第2号工作报告"
    folded = baogao("search", "“一网通办”", "--fold-copies", "--json").json
    assert (folded["total"], folded["lines"], folded["hits"][0]["copies"]) == (3, 1, 2)
    explained = baogao("search", "一网通办", "--explain").out
    assert "score = Σ idf" in explained
    assert "n = 3 reports" in explained


def test_the_literal_search_is_offered(baogao: Command, tmp_path: Path) -> None:
    (tmp_path / "1.txt").write_text("临溪市报告\n矛盾和纠纷都要调解，做到事事有着落。\n", "utf-8")
    (tmp_path / "2.txt").write_text("青石县报告\n矛盾纠纷都要调解，做到件件有回音。\n", "utf-8")
    baogao("import", tmp_path)
    assert "only the literal ones: “矛盾纠纷”" in baogao("search", "矛盾纠纷").out
