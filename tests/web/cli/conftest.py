"""The command line run in this process, with what it printed and how it exited."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import pytest

from web.cli.main import baogao as command_line
from web.cli.main import main

REPORT = """首页 > 信息公开 > 法治建设
青石县司法局2023年法治政府建设情况报告
发布时间:2024-03-05 来源:青石县司法局 浏览次数: 【字体:大 中 小】
县委、县政府:
2023年,青石县司法局坚持和发展新时代“枫桥经验”,把矛盾纠纷化解在基层。
一、主要举措和成效
全年人民调解组织受理矛盾纠纷1245件,调解成功1223件,成功率98.2%。
二、存在的问题
基层力量仍然不足,个别乡镇的调解员要同时负责三个村的工作。
青石县司法局
2024年2月20日
扫一扫在手机打开当前页
返回顶部
"""


@dataclass(frozen=True, slots=True)
class Ended:
    """How a command ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


class Command(Protocol):
    def __call__(self, *arguments: str | Path, home: Path | None = None) -> Ended: ...


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture
def baogao(
    home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Command:
    default_home = home

    def run(*arguments: str | Path, home: Path | None = None) -> Ended:
        where = ["--home", str(home or default_home)]
        monkeypatch.setattr("sys.argv", ["baogao", *where, *map(str, arguments)])
        with pytest.raises(SystemExit) as exit_info:
            main()
        printed = capsys.readouterr()
        code = exit_info.value.code
        return Ended(code if isinstance(code, int) else 1, printed.out, printed.err)

    return run


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    """A folder with one saved report."""
    folder = tmp_path / "saved"
    folder.mkdir()
    (folder / "report.txt").write_text(REPORT, "utf-8")
    return folder


@pytest.fixture(scope="session")
def stocked_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with one imported report, to copy: importing takes a second."""
    folder = tmp_path_factory.mktemp("stocked")
    home, saved = folder / "home", folder / "report.txt"
    saved.write_text(REPORT, "utf-8")
    command_line.main(["--home", str(home), "import", str(saved)], standalone_mode=False)
    return home


@pytest.fixture
def stocked(baogao: Command, home: Path, stocked_home: Path) -> Command:
    """The command line, with that report imported."""
    shutil.copytree(stocked_home, home)
    return baogao
