"""The command ``baogao``: where configuration comes in and errors go out."""

from __future__ import annotations

import os
import sys
from importlib import import_module
from pathlib import Path

import click

from archive.errors import BaogaoError, StoreError
from indexer.errors import QueryError
from web.cli import terminal
from web.cli.options import HomeChoice

_INTERRUPTED = 130  # 128 + SIGINT, as shells have it
_DEFECT = 70  # EX_SOFTWARE of sysexits.h

_EPILOG = """
Exit codes: 0 done; 1 done, but something is wrong (a file was not taken, verify found
damage); 2 the call or the query is wrong; 3 archive or index cannot be used; 4 no such
report; 5 another crawl or nightly is running; 70 a defect in baogao; 130 interrupted.
"""


_COMMANDS = {
    "crawl": ("web.cli.collecting:crawl", "Visit what is due from a file of seeds, and clean it."),
    "probe": ("web.cli.probing:probe_", "Look at an address before it becomes a seed."),
    "import": ("web.cli.collecting:import_", "Take in saved pages and files, and index them."),
    "clean": ("web.cli.cleaning:clean", "Make reports anew from kept pages after a rule changed."),
    "index": ("web.cli.keeping:index", "Make new and changed reports searchable."),
    "nightly": ("web.cli.collecting:nightly", "Crawl, clean, index, report: for a timer."),
    "search": ("web.cli.asking:search", "Find reports by words, phrases, nearness, fields."),
    "kwic": ("web.cli.concordance:kwic", "Show every occurrence in its context, one a line."),
    "trends": ("web.cli.trending:trends", "Count reports by year or month, and shares of all."),
    "export": ("web.cli.exporting:export", "Write everything that is found as a file."),
    "warc": ("web.cli.exporting:warc", "Write the whole archive as a WARC file."),
    "show": ("web.cli.asking:show", "Print one cleaned report and where it comes from."),
    "status": ("web.cli.keeping:status", "Tell how much there is and how the last run went."),
    "verify": ("web.cli.keeping:verify", "Check blobs, reports and index against each other."),
    "serve": ("web.cli.serving:serve", "Serve the search pages until Ctrl-C."),
    "demo": ("web.cli.serving:demo", "Crawl bundled sample sites and serve what was found."),
}  # fmt: skip


class _ReaderGoneError(Exception):
    """Whoever read our output (``| head``) has enough of it."""


class _LazyGroup(click.Group):
    """Imports a command when it is called: a search need not wait for the crawler and Flask."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click calls it
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in _COMMANDS:
            return None
        module, _, attribute = _COMMANDS[cmd_name][0].partition(":")
        command: click.Command = getattr(import_module(module), attribute)
        return command

    def invoke(self, ctx: click.Context) -> object:
        """Run a command; click itself would exit with 1, which means something else here."""
        try:
            done: object = super().invoke(ctx)
            sys.stdout.flush()
        except BrokenPipeError as error:
            raise _ReaderGoneError from error
        return done

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        with formatter.section("Commands"):
            formatter.write_dl([(name, about) for name, (_, about) in _COMMANDS.items()])


@click.group(
    cls=_LazyGroup,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 96},
    epilog=_EPILOG,
)
@click.option(
    "--home",
    type=click.Path(path_type=Path, file_okay=False),
    envvar="BAOGAO_HOME",
    help="Folder of the archive (default: ./baogao-data; environment: BAOGAO_HOME).",
)
@click.version_option(package_name="baogao")
@click.pass_context
def baogao(context: click.Context, home: Path | None) -> None:
    """报告: collect, keep, clean and search Chinese government reports.

    Start with `baogao demo`, which needs no network. For real work put columns into
    crawl_seeds.txt, run `baogao nightly` every night, and read with `baogao serve`.
    """
    context.color = terminal.wants_colours()
    context.obj = HomeChoice(home)


def main() -> None:
    """Run the command line; every error becomes one line and an exit code."""
    terminal.prepare()
    try:
        sys.exit(baogao.main(prog_name="baogao", standalone_mode=False) or 0)
    except click.exceptions.NoArgsIsHelpError as error:
        error.show()
        sys.exit(error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        _fail("interrupted; what was acknowledged is kept, run it again to go on", _INTERRUPTED)
    except _ReaderGoneError:  # no error, but the interpreter must not flush again
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except Exception as error:  # noqa: BLE001 - the outermost boundary: no traceback for users
        _fail(*_told(error))


def _told(error: Exception) -> tuple[str, int]:
    """Return the line and the exit code for an error."""
    match error:
        case click.ClickException():
            return _of_call(error), error.exit_code
        case QueryError():
            return _of_query(error), error.exit_code
        case BaogaoError():
            return str(error), error.exit_code
        case OSError():
            where = f": {error.filename}" if error.filename else ""
            told = "nothing acknowledged is lost, see to it and run this again"
            return f"{error.strerror or error}{where}; {told}", StoreError.exit_code
    told = "please report this defect"
    return f"unexpected {type(error).__name__}: {error}; {told}", _DEFECT


def _of_call(error: click.ClickException) -> str:
    context = error.ctx if isinstance(error, click.UsageError) else None
    command = context.command_path if context else "baogao"
    said = " ".join(error.format_message().split()).rstrip(".")
    return f"{said}. See `{command} --help`."


def _of_query(error: QueryError) -> str:
    mended = f" Try: {error.suggestion}" if error.suggestion else ""
    said = error.english
    where = "" if " character " in said else f" (character {error.position + 1})"
    return f"{said}{where}{mended}"


def _fail(message: str, code: int) -> None:
    click.echo(f"baogao: {message}", err=True)
    sys.exit(code)
