"""Every command is documented, in its help and in the README."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest

from web.cli.main import baogao

README = Path(__file__).resolve().parents[3] / "README.md"
PROMISED = {
    "probe",
    "clean", "crawl", "import", "index", "nightly", "search", "kwic", "trends",
    "export", "warc", "show", "status", "verify", "serve", "demo",
}  # fmt: skip
CONTEXT = click.Context(baogao)


def test_the_promised_commands_are_there() -> None:
    assert set(baogao.list_commands(CONTEXT)) == PROMISED


def test_the_readme_lists_exactly_the_commands() -> None:
    listed = re.findall(r"^\| `baogao ([a-z]+)", README.read_text("utf-8"), re.MULTILINE)
    assert sorted(listed) == sorted(baogao.list_commands(CONTEXT))


@pytest.mark.parametrize("name", sorted(PROMISED))
def test_help_teaches(name: str) -> None:
    command = baogao.get_command(CONTEXT, name)
    assert command is not None
    assert len(command.help or "") > 60
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            assert parameter.help, f"{name} {parameter.opts}"


@pytest.mark.parametrize("code", ["0", "1", "2", "3", "4", "5", "70", "130"])
def test_exit_codes_are_documented(code: str) -> None:
    assert f"{code} " in re.sub(r"\s+", " ", baogao.epilog or "")
    assert f"{code} " in README.read_text("utf-8")
