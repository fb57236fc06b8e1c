"""``kwic``, ``trends`` and ``export``: everything that was found, and what it is a part of."""

from __future__ import annotations

import csv
import io
import json
import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from zipfile import ZipFile

import pytest

from tests.web.cli.conftest import Command
from web.exports import FORMATS


def test_kwic_prints_every_occurrence(stocked: Command) -> None:
    printed = stocked("kwic", "调解", "--width", "4").out.splitlines()
    assert len(printed) == 3
    assert "全年人民 调解 组织受理" in printed[0]
    columns = {
        sum(1 + (ord(each) > 255) for each in line[: line.index(" 调解 ")]) for line in printed
    }
    assert columns == {8}


def test_kwic_sorted_and_as_json(stocked: Command) -> None:
    found = stocked("kwic", "“调解”", "--order", "right", "--json").json
    assert (found["total"], found["literal_total"], found["document_count"]) == (1, 1, 1)
    assert [line["right"][:2] for line in found["lines"]] == ["员要", "成功", "组织"]
    assert "whoosh" in found["index_version"]


def test_kwic_counts_what_stands_beside(stocked: Command) -> None:
    found = stocked("kwic", "“调解”", "--show", "neighbours", "--json").json
    assert found["before"] == [{"text": text, "count": 1} for text in ("人民", "件,", "镇的")]
    assert "3 occurrences" in stocked("kwic", "“调解”", "--show", "neighbours").out


def test_kwic_shows_company_with_its_numbers(stocked: Command) -> None:
    found = stocked("kwic", "“枫桥经验”", "--show", "collocates", "--json").json
    assert "Dunning" in found["measure"]
    assert found["near_total"] > 0
    assert "Dunning" in stocked("kwic", "“枫桥经验”", "--show", "collocates").out


def test_kwic_of_nothing(stocked: Command) -> None:
    assert stocked("kwic", "“无中生有”").out == ""
    assert stocked("kwic", "“无中生有”", "--json").json["lines"] == []


def test_trends_have_denominators(stocked: Command) -> None:
    found = stocked("trends", "“枫桥经验”", "--period", "month", "--by", "level", "--json").json
    (point,) = found["overall"]["points"]
    assert point == {
        "period": "2024-03", "reports": 1, "out_of": 1, "share": 1.0, "occurrences": 1,
    }  # fmt: skip
    assert found["groups"][0]["first"] == "2024-03"
    assert "100.0%" in stocked("trends", "“枫桥经验”", "--by", "level").out


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_is_written_whole(stocked: Command, tmp_path: Path, name: str) -> None:
    output = tmp_path / f"found{FORMATS[name].suffix}"
    ended = stocked("export", "调解", "--format", name, "--output", output)
    assert (ended.code, ended.err.splitlines()) == (0, [f"1 reports written to {output}"])
    assert output.stat().st_size > 100
    assert list(tmp_path.glob(".*.part")) == []
    if name == "zip":
        assert len(ZipFile(output).namelist()) == 3


def test_export_to_a_pipe(stocked: Command) -> None:
    _, row = csv.reader(io.StringIO(stocked("export", "调解").out.removeprefix("\ufeff")))
    assert row[1] == "青石县司法局2023年法治政府建设情况报告"
    assert row[16] == "3"
    about, report = stocked("export", "调解", "--format", "jsonl").out.splitlines()
    assert json.loads(about)["export"]["total"] == 1
    assert "矛盾纠纷" in json.loads(report)["text"]


def test_export_cites_when_it_was_fetched(stocked: Command) -> None:
    cited = stocked("export", "调解", "--format", "gbt7714").out
    assert (
        "[1] 青石县司法局. 青石县司法局2023年法治政府建设情况报告[EB/OL]. (2024-03-05)[20" in cited
    )


def test_a_file_that_cannot_be_written_is_one_line(stocked: Command, tmp_path: Path) -> None:
    ended = stocked("export", "调解", "--output", tmp_path / "none" / "found.csv")
    assert ended.code == 3
    assert len(ended.err.splitlines()) == 1


@pytest.mark.parametrize("command", ["kwic", "trends", "export"])
def test_bad_questions_exit_with_2(stocked: Command, command: str) -> None:
    ended = stocked(command, "“枫桥经验")
    assert (ended.code, ended.out) == (2, "")


def test_facets_count_the_clicked_search(stocked: Command) -> None:
    found = stocked("search", "调解", "--facets", "--json").json
    assert found["facets"]["年份"]["values"] == [
        {"label": "2023", "filter": "年份:2023", "count": 1}
    ]
    for facet in found["facets"].values():
        for value in facet["values"]:
            clicked = stocked("search", f"调解 {value['filter']}", "--json").json
            assert clicked["total"] == value["count"]
    assert "年份:2023  2023" in stocked("search", "调解", "--facets").out


def test_a_link_stays_a_link(stocked: Command, tmp_path: Path) -> None:
    target, link = tmp_path / "target.csv", tmp_path / "link.csv"
    link.symlink_to(target)
    assert stocked("export", "调解", "--output", link).code == 0
    assert link.is_symlink()
    assert "青石县" in target.read_text("utf-8-sig")


def test_a_pipe_is_written_to(stocked: Command, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with ThreadPoolExecutor(1) as reader:
        read = reader.submit(pipe.read_text, "utf-8-sig")
        assert stocked("export", "调解", "--output", pipe).code == 0
        assert "青石县" in read.result()
    assert pipe.is_fifo()
