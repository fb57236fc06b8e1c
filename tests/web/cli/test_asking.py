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


def test_without_an_archive_it_says_what_to_run(baogao: Command) -> None:
    for command in (["search", "调解"], ["show", "abc"], ["status"], ["verify"], ["index"]):
        ended = baogao(*command)
        assert ended.code == 3
        assert "run `baogao" in ended.err


def test_an_unknown_report_exits_with_4(stocked: Command) -> None:
    assert stocked("show", "ffffffffffffffff").code == 4
