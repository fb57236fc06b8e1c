"""Importing saved pages: the same path, and a clear answer to every bad file."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.pipeline.saved_files import find_files
from tests.web.cli.conftest import REPORT, Command

SEEDS = Path(__file__).resolve().parents[4] / "shared" / "seeds"


def test_a_saved_text_becomes_a_clean_report(stocked: Command) -> None:
    found = stocked("search", "新时代枫桥经验", "--json").json
    (hit,) = found["hits"]
    shown = stocked("show", hit["report_id"], "--json").json
    lines = REPORT.splitlines()
    assert shown["paragraphs"] == [lines[1], *lines[3:11]]
    assert shown["removed"] == [lines[0], lines[2], *lines[11:]]
    assert shown["published_on"] == "2024-03-05"
    assert shown["issuer"] == "青石县司法局"


def test_importing_again_changes_nothing(stocked: Command, saved: Path) -> None:
    before = stocked("status", "--json").json
    again = stocked("import", saved, "--json").json
    after = stocked("status", "--json").json
    assert [file["fate"] for file in again["files"]] == ["unchanged"]
    assert again["index"]["stored"] == 0
    assert {**after, "last_run": None} == {**before, "last_run": None}


def test_json_tells_what_each_file_became(baogao: Command, saved: Path) -> None:
    (saved / "empty.html").write_bytes(b"")
    (saved / "binary.html").write_bytes(bytes(range(256)) * 64)
    ended = baogao("import", saved, "--json")
    became = {Path(file["path"]).name: file for file in ended.json["files"]}
    assert ended.code == 0
    assert became["report.txt"]["became"] == "report"
    assert became["empty.html"]["detail"] == "empty"
    assert became["binary.html"]["detail"] == "not_text"
    told = baogao("import", saved).err
    assert "empty.html: kept, no report: empty" in told
    assert "binary.html: kept, no report: not_text" in told


def test_what_lies_in_a_folder_is_taken_or_answered(baogao: Command, saved: Path) -> None:
    (saved / "picture.png").write_bytes(b"\x89PNG")
    (saved / ".hidden.txt").write_text("隐藏")
    (saved / "round").symlink_to(saved)
    (saved / "nowhere.txt").symlink_to(saved / "none.txt")
    os.mkfifo(saved / "pipe.txt")
    inner = saved / "有 空格"
    inner.mkdir()
    (inner / "二.txt").write_text(REPORT.replace("2023", "2022"), "utf-8")
    latin = os.fsencode(inner) + b"/dr\xe9\n.TXT"
    Path(os.fsdecode(latin)).write_text(REPORT.replace("2023", "2021"), "utf-8")
    ended = baogao("import", saved, "--json")
    fates = {file["path"].removeprefix(f"{saved}/"): file["fate"] for file in ended.json["files"]}
    assert fates == {
        "report.txt": "new",
        "有 空格/二.txt": "new",
        "有 空格/dr\ufffd\n.TXT": "new",
        "nowhere.txt": "unreadable",
        "pipe.txt": "unreadable",
    }
    assert ended.code == 1
    assert "passed over 1 files of other types" in ended.err
    assert baogao("verify").code == 0


def test_a_folder_that_cannot_be_read_is_answered(
    saved: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    locked = saved / "locked"
    locked.mkdir()
    listed = Path.iterdir

    def iterdir(folder: Path) -> Iterator[Path]:
        if folder == locked:
            raise PermissionError(13, "Permission denied")
        return listed(folder)

    monkeypatch.setattr(Path, "iterdir", iterdir)
    assert find_files([saved]).files == (locked, saved / "report.txt")


def test_a_table_that_names_files_which_are_not_there_says_so(baogao: Command, saved: Path) -> None:
    table = saved / "addresses.tsv"
    table.write_text("reprot.txt\thttp://www.qingshi.example/a.html\n", "utf-8")
    ended = baogao("import", saved, "--addresses", table)
    assert ended.code == 0
    assert "1 of its files were not imported, such as" in ended.err
    assert "reprot.txt" in ended.err


def test_named_files_that_cannot_be_taken_are_answered(baogao: Command, saved: Path) -> None:
    (saved / "sheet.ppt").write_bytes(b"\xd0\xcf\x11\xe0")
    ended = baogao("import", saved / "sheet.ppt", saved / "report.txt")
    assert ended.code == 1
    assert "sheet.ppt: known are .htm" in ended.err
    assert baogao("status", "--json").json["reports"] == 1


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["no/such/folder"], "no such file or folder"),
        (["{empty}"], "nothing to import"),
        (["{saved}", "--addresses", "no/such/table.tsv"], "cannot read the address table"),
        ([], "See `baogao import --help`"),
        (["{saved}", "--nonsense"], "See `baogao import --help`"),
    ],
)
def test_wrong_calls_are_one_line(
    baogao: Command, saved: Path, tmp_path: Path, arguments: list[str], said: str
) -> None:
    (tmp_path / "empty").mkdir()
    names = {"{saved}": str(saved), "{empty}": str(tmp_path / "empty")}
    ended = baogao("import", *(names.get(each, each) for each in arguments))
    assert ended.code == 2
    assert said in ended.err
    assert len(ended.err.splitlines()) == 1


def test_a_table_gives_addresses(baogao: Command, saved: Path) -> None:
    table = saved / "addresses.tsv"
    table.write_text("# where from\nreport.txt\thttp://www.qingshi.example/a.html#top\n", "utf-8")
    files = baogao("import", saved, "--addresses", table, "--json").json["files"]
    assert [file["url"] for file in files] == ["http://www.qingshi.example/a.html"]


def test_a_wrong_table_names_its_line(baogao: Command, saved: Path) -> None:
    table = saved / "addresses.tsv"
    table.write_text("report.txt\thttp://www.qingshi.example/\nreport.txt nothing\n", "utf-8")
    ended = baogao("import", saved, "--addresses", table)
    assert ended.code == 2
    assert f"{table}:2:" in ended.err


def test_a_page_saved_by_a_browser_knows_its_address(baogao: Command, tmp_path: Path) -> None:
    page = tmp_path / "saved.html"
    mark = "<!-- saved from url=(0038)http://www.qingshi.example/gk/1.html -->"
    body = "".join(f"<p>{line}</p>" for line in REPORT.splitlines()[3:11])
    page.write_text(f"<html>{mark}<body><div class=TRS_Editor>{body}</div></body></html>", "utf-8")
    (file,) = baogao("import", page, "--json").json["files"]
    assert (file["url"], file["became"]) == ("http://www.qingshi.example/gk/1.html", "report")


def test_a_fifty_megabyte_page_is_answered_and_kept(baogao: Command, tmp_path: Path) -> None:
    page = tmp_path / "huge.html"
    page.write_bytes(b"<p>" + "报告".encode() * (9 * 1024 * 1024))
    (file,) = baogao("import", page, "--json").json["files"]
    assert file["fate"] == "new"
    assert file["became"] == "rejected"
    assert file["detail"] == "too_large"


def test_a_home_that_cannot_be_is_one_line(baogao: Command, saved: Path) -> None:
    ended = baogao("import", saved, home=saved / "report.txt" / "home")
    assert ended.code == 3
    assert len(ended.err.splitlines()) == 1


@pytest.mark.skipif(not SEEDS.is_dir(), reason="the five seed texts are not beside the project")
def test_the_five_seed_texts(baogao: Command) -> None:
    files = baogao("import", SEEDS, "--json").json["files"]
    names = {file["report_id"]: Path(file["path"]).name for file in files}
    found = baogao("search", "“枫桥经验”", "--limit", "0", "--json").json
    containing = {path.name for path in SEEDS.iterdir() if "枫桥经验" in path.read_text("utf-8")}
    assert len(names) == 5
    assert {names[hit["report_id"]] for hit in found["hits"]} == containing
    assert (found["total"], found["literal_total"]) == (3, 3)


@pytest.mark.skipif(not SEEDS.is_dir(), reason="the five seed texts are not beside the project")
def test_no_line_of_the_seed_texts_is_lost(baogao: Command) -> None:
    for file in baogao("import", SEEDS, "--json").json["files"]:
        shown = baogao("show", file["report_id"], "--json").json
        source = Path(file["path"]).read_text("utf-8").splitlines()
        lines = [line.strip() for line in source if line.strip()]
        kept, removed = shown["paragraphs"], shown["removed"]
        assert sorted(kept + removed) == sorted(lines)
        assert not any(
            word in line
            for line in kept
            for word in (
                "扫一扫",
                "二维码",
                "返回顶部",
                "当前位置",
                "当前的位置",
                "字体",
                "浏览次数:",
            )
        )
