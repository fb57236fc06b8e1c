"""``clean``: what waits, the whole archive anew, and one page explained."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from archive.keep import Archive
from tests.web.cli.conftest import Command

KILLS = 3
_RUN = [sys.executable, "-c", "from web.cli.main import main; main()"]
SAVED = """<html><head><meta charset=utf-8><title>青石县报告</title></head><body>
<div>您当前的位置：首页 > 政务公开</div>
<div class=TRS_Editor><p>青石县水利局坚持依法治水，全年开展河道采砂专项执法检查二十七次。</p>
<p class=last>下一步，将加强队伍建设，推动各项工作再上新台阶，现将有关情况报告如下。</p></div>
<div>扫一扫在手机打开当前页</div></body></html>"""
DROP = '[[site]]\nhost = "*"\ndrop = [".last"]\n'


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "saved.html"
    path.write_text(SAVED, "utf-8")
    return path


def test_nothing_waits(stocked: Command) -> None:
    ended = stocked("clean")
    assert (ended.code, ended.out) == (0, "cleaned 0 reports\n")
    shape = stocked("clean", "--json").json
    assert shape == {"cleaned": {"reports": 0, "rejected": {}}, "made_by_earlier_cleaners": 0}


def test_nobody_is_asked_and_nothing_replaced_without_a_terminal(
    baogao: Command, page: Path, home: Path
) -> None:
    assert baogao("import", page).code == 0
    (home / "sites.toml").write_text(DROP, "utf-8")
    ended = baogao("clean", "--all")
    assert ended.code == 0
    assert "1 documents cleaned anew, nothing replaced yet" in ended.out
    assert "biggest losses" in ended.out
    assert "- 下一步，将加强队伍建设" in ended.out
    assert "nothing was replaced: `baogao clean --all --yes` does it" in ended.err
    assert baogao("search", "“再上新台阶”", "--json").json["total"] == 1
    shape = baogao("clean", "--all", "--yes", "--json").json
    assert (shape["effects"]["text"], shape["replaced"]["reports"]) == (1, 1)
    assert shape["lost_chars"] == shape["losses"][0]["lost_chars"] == 35
    assert baogao("index").code == 0
    assert baogao("search", "“再上新台阶”", "--json").json["total"] == 0
    assert baogao("verify").code == 0


@pytest.mark.parametrize(
    "arguments",
    [
        ("--yes",),
        ("--dry-run",),
        ("--all", "--yes", "--dry-run"),
        ("--all", "--explain", "x"),
        ("--address", "http://a.example/"),
    ],
)
def test_options_that_do_not_go_together(baogao: Command, arguments: tuple[str, ...]) -> None:
    assert baogao("clean", *arguments).code == 2


def test_a_saved_page_is_explained_without_an_archive(baogao: Command, page: Path) -> None:
    ended = baogao("clean", "--explain", page)
    assert ended.code == 0
    for shown in ("container TRS_Editor", "densest stretch", "readability", "jusText"):
        assert shown in ended.out
    assert "outside main text  扫一扫在手机打开当前页" in ended.out
    shape = baogao("clean", "--explain", page, "--address", "http://a.example/1", "--json").json
    assert (shape["url"], shape["rule"]) == ("http://a.example/1", "container TRS_Editor")
    assert (shape["encoding"], shape["declared_encoding"]) == ("utf-8", "utf-8")
    chosen = [answer for answer in shape["answers"] if answer["is_chosen"]]
    assert [(answer["rule"], answer["sound"]) for answer in chosen] == [("container TRS_Editor", 1)]
    assert {"text": "扫一扫在手机打开当前页", "rule": "outside main text"} in shape["removed"]
    assert len(shape["report"]["paragraphs"]) == 2


def test_a_kept_page_is_explained_by_address_and_by_id(stocked: Command) -> None:
    hit = stocked("search", "枫桥经验", "--json").json["hits"][0]
    by_id = stocked("clean", "--explain", hit["report_id"][:8], "--json").json
    assert by_id["report"]["title"] == hit["title"]
    assert by_id["why"] == "whole"
    assert stocked("clean", "--explain", hit["url"], "--json").json == by_id
    assert {"text": "返回顶部", "rule": "back to top"} in by_id["removed"]


def test_a_page_that_is_no_report_is_explained(baogao: Command, tmp_path: Path) -> None:
    path = tmp_path / "empty.html"
    path.write_text("<html><body></body></html>", "utf-8")
    assert "no report: empty" in baogao("clean", "--explain", path).out
    assert baogao("clean", "--explain", path, "--json").json["rejected"] == "empty"


@pytest.mark.parametrize("subject", ["nothing.html", "http://", "http://127.0.0.1:9/x.html"])
def test_what_cannot_be_found_is_said(baogao: Command, subject: str) -> None:
    ended = baogao("clean", "--explain", subject)
    assert ended.code in (2, 4)
    assert subject in ended.err


def _stock(baogao: Command, folder: Path) -> None:
    folder.mkdir()
    for number in range(48):
        page = SAVED.replace("二十七", f"{number}").replace("青石县报告", f"青石县第{number}号报告")
        (folder / f"{number}.html").write_text(page, "utf-8")
    assert baogao("import", folder).code == 0


def _start(home: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [*_RUN, "--home", str(home), "clean", "--all", "--yes"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )


def _texts(home: Path) -> list[str]:
    with Archive.open(home, create=False) as archive:
        assert list(archive.verify()) == []
        return [archive.reports.get(report_id).text for report_id in archive.reports.ids()]


def test_cleaning_anew_survives_kills(baogao: Command, home: Path, tmp_path: Path) -> None:
    _stock(baogao, tmp_path / "pages")
    (home / "sites.toml").write_text(DROP, "utf-8")
    undisturbed = tmp_path / "undisturbed"
    shutil.copytree(home, undisturbed)
    started = time.monotonic()
    with _start(undisturbed) as process:
        assert process.wait() == 0
    takes_s = time.monotonic() - started
    moments = random.Random(20161121)
    for _ in range(KILLS):
        with _start(home) as process:
            try:
                process.communicate(timeout=moments.uniform(0.4 * takes_s, takes_s))
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
        assert len(_texts(home)) == 48
    with _start(home) as process:
        _, errors = process.communicate()
    assert process.returncode == 0, errors.decode()
    assert _texts(home) == _texts(undisturbed)
    assert all("再上新台阶" not in text for text in _texts(home))
    assert baogao("index").code == 0
    assert baogao("verify").code == 0
    assert baogao("search", "“河道采砂”", "--json").json["total"] == 48
