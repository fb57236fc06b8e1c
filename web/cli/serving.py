"""Reading in a browser: ``serve``, and the ``demo`` that needs nothing but this machine."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path
from urllib.parse import quote

import click

from archive.crawl import CrawlSettings
from archive.errors import BusyError, StoreError
from archive.keep import Archive, FrontierPolicy, HomeLock
from archive.model import Seed
from archive.samples import PortBusyError, SampleSites, serve_sites
from indexer.searcher import Searcher
from web.cli.options import HomeChoice, pass_home
from web.cli.printing import print_results
from web.cli.stages import clean_stage, crawl_stage, index_stage
from web.serve import bind
from web.serve import serve as serve_pages

_SUGGESTED = ("“枫桥经验”", "矛盾纠纷 “人民调解”", "“最多跑一次” 营商环境")
# Addresses are the names of reports, so the sample sites must stay where the first demo of a
# home found them; the port is kept beside the archive.
_PORT_FILE = "demo-port"
_FIRST_PORT = 8610
_NEVER = timedelta(days=36500)

_host = click.option("--host", default="127.0.0.1", show_default=True, help="Listen there.")
_port = click.option(
    "--port",
    default=8000,
    show_default=True,
    type=click.IntRange(1, 65535),
    help="Port to listen on; the next free one is taken if it is busy.",
)


@click.command()
@_host
@_port
@click.option("--workers", default=2, show_default=True, type=click.IntRange(1, 64),
              help="Processes that answer.")  # fmt: skip
@pass_home
def serve(choice: HomeChoice, host: str, port: int, workers: int) -> None:
    """Serve the search pages until Ctrl-C.

    Runs gunicorn. To be reached from outside put a web server with TLS before it; it serves
    everything in the archive to whoever can reach it and changes nothing.
    """
    Archive.open(choice.home, create=False).close()
    serve_pages(choice.home, host, port, workers, announce=_announce)


def _announce(address: str) -> None:
    click.echo(f"serving {address} (Ctrl-C ends it)")


@click.command()
@click.option("--once", is_flag=True, help="Print the hits for “枫桥经验” and end.")
@_host
@_port
@pass_home
def demo(choice: HomeChoice, once: bool, host: str, port: int) -> None:
    """Crawl the bundled sample sites on this machine and serve what was found.

    Everything is real but the sites: they are invented and run on loopback. The archive is
    ./baogao-demo unless --home or BAOGAO_HOME says otherwise. Running it again is quick and
    changes nothing. Ctrl-C ends everything.
    """
    home = choice.demo_home
    with _sites(home) as sites:
        _collect(home, sites.seeds)
        if once:
            _print_hits(home)
        else:
            serve_pages(home, host, port, announce=_suggest)


@contextmanager
def _sites(home: Path) -> Iterator[SampleSites]:
    """Serve the sample sites where this home's first demo found a place for them."""
    Archive.open(home).close()  # says what is wrong with a home before anything is left in it
    port_file = home / _PORT_FILE
    port = _remembered(port_file)
    try:
        with serve_sites(port=port or _free_port()) as sites:
            port_file.write_text(f"{sites.port}\n")
            yield sites
    except PortBusyError as error:
        raise BusyError(
            f"port {port}, where the sample sites of {home} live, is taken: "
            "end the other demo, or give this one another --home"
        ) from error


def _free_port() -> int:
    with bind("127.0.0.1", _FIRST_PORT) as listener:
        return int(listener.getsockname()[1])


def _remembered(port_file: Path) -> int | None:
    try:
        return int(port_file.read_text())
    except FileNotFoundError:
        return None
    except ValueError as error:
        raise StoreError(f"{port_file} holds no port number: remove it and run again") from error


def _collect(home: Path, seeds: Sequence[Seed]) -> None:
    settings = CrawlSettings(delay_s=0, allow_loopback=True)
    policy = FrontierPolicy(revisit_after=_NEVER)
    click.echo(f"crawling {len(seeds)} invented sites on this machine into {home} ...")
    with Archive.open(home) as archive, HomeLock(home):
        run = crawl_stage(archive, seeds, settings, policy)
        if run.finished_at is None:
            raise KeyboardInterrupt
        visits = sum(count for _, count in run.outcomes)
        click.echo(f"visited {visits} pages; cleaning and indexing what is new ...")
        clean_stage(archive)
        summary = index_stage(archive)
    click.echo(f"{summary.total} reports to search, {summary.stored} of them new or changed\n")


def _print_hits(home: Path) -> None:
    with closing(Searcher.open(home)) as searcher:
        print_results(searcher.search(_SUGGESTED[0]), 0)


def _suggest(address: str) -> None:
    click.echo(f"\n检索页已就绪 The search page is at {address}  (Ctrl-C 结束 ends it)")
    click.echo("试试 Try:")
    for query in _SUGGESTED:
        click.echo(f"  {address}/?q={quote(query)}  {query}")
