"""The command ``baogao``: where configuration comes in and errors go out."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from archive.errors import BaogaoError
from web.cli.asking import search, show
from web.cli.collecting import crawl, import_, nightly
from web.cli.keeping import index, status, verify
from web.cli.options import HomeChoice
from web.cli.serving import demo, serve

_INTERRUPTED = 130  # 128 + SIGINT, as shells have it
_DEFECT = 70  # EX_SOFTWARE of sysexits.h

_EPILOG = """
Exit codes: 0 done; 1 done, but something is wrong (a file was not taken, verify found
damage); 2 the call or the query is wrong; 3 archive or index cannot be used; 4 no such
report; 5 another crawl or nightly is running; 70 a defect in baogao; 130 interrupted.
"""


@click.group(
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
    context.obj = HomeChoice(home)


for _command in (crawl, import_, index, nightly, search, show, status, verify, serve, demo):
    baogao.add_command(_command)


def main() -> None:
    """Run the command line; every error becomes one line and an exit code."""
    try:
        sys.exit(baogao.main(standalone_mode=False) or 0)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except BaogaoError as error:
        _fail(str(error), error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        _fail("interrupted; what was acknowledged is kept, run it again to go on", _INTERRUPTED)
    except BrokenPipeError:
        # The reader (`| head`) went away: no error, but the interpreter must not flush again.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except Exception as error:  # noqa: BLE001 - the outermost boundary: no traceback for users
        _fail(f"unexpected {type(error).__name__}: {error}; please report this defect", _DEFECT)


def _fail(message: str, code: int) -> None:
    click.echo(f"baogao: {message}", err=True)
    sys.exit(code)
