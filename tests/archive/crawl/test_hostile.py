"""Servers that mean harm: every request ends, and ends as what it was."""

from __future__ import annotations

import asyncio
import gzip
import zlib
from collections.abc import Callable, Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.crawl.fetching.decompression import BodyReader, BrokenBodyError, TooLargeError
from archive.crawl.fetching.fetch import Fetcher
from archive.crawl.fetching.reply import NoReply, Reply
from archive.crawl.settings import CrawlSettings
from archive.model import Outcome
from tests.archive.crawl.hostile import HOSTILE, PAGE, hostile_server


@pytest.fixture(scope="module")
def replies() -> dict[str, Reply | NoReply]:
    """What came of asking every server; those that take for ever have no more than a moment."""
    slow = [name for name, hostile in HOSTILE.items() if hostile.outcome is Outcome.TIMEOUT]

    async def ask(names: Iterable[str], timeout_s: float) -> dict[str, Reply | NoReply]:
        settings = CrawlSettings(
            allow_loopback=True, timeout_s=timeout_s, max_body_bytes=1024 * 1024
        )
        async with hostile_server() as port, Fetcher(settings) as fetcher:
            return {name: await fetcher.fetch(f"http://{name}.localhost:{port}/") for name in names}

    return asyncio.run(ask(HOSTILE.keys() - slow, 60)) | asyncio.run(ask(slow, 0.3))


@pytest.mark.parametrize("name", HOSTILE)
def test_every_request_ends_as_what_it_was(name: str, replies: dict[str, Reply | NoReply]) -> None:
    reply = replies[name]
    if isinstance(reply, Reply):
        assert reply.body == PAGE
        assert HOSTILE[name].outcome == "fetched"
    else:
        assert reply.outcome is HOSTILE[name].outcome, reply.detail


def _raw(body: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packer.compress(body) + packer.flush()


@given(
    st.binary(max_size=4000),
    st.integers(1, 200),
    st.sampled_from(
        [("gzip", gzip.compress), ("x-gzip", gzip.compress), ("deflate", zlib.compress),
         ("identity", bytes), ("", bytes)]
    ),
)  # fmt: skip
def test_a_body_is_the_same_however_it_is_packed_and_cut(
    body: bytes, step: int, packing: tuple[str, Callable[[bytes], bytes]]
) -> None:
    name, pack = packing
    reader = BodyReader(name, max_bytes=8000)
    packed = pack(body)
    for start in range(0, len(packed), step):
        reader.feed(packed[start : start + step])
    assert reader.finish() == body


@given(st.binary(max_size=400), st.sampled_from(["gzip", "deflate", "identity", "utf-8"]))
def test_whatever_comes_is_a_body_or_broken(junk: bytes, name: str) -> None:
    reader = BodyReader(name, max_bytes=1000)
    try:
        reader.feed(junk)
        assert len(reader.finish()) <= 1000
    except (BrokenBodyError, TooLargeError):
        pass


@pytest.mark.parametrize("size", [1000, 1001])
def test_the_limit_is_the_largest_body_that_passes(size: int) -> None:
    reader = BodyReader("gzip", max_bytes=1000)
    if size > 1000:
        with pytest.raises(TooLargeError):
            reader.feed(gzip.compress(bytes(size)))
    else:
        reader.feed(gzip.compress(bytes(size)))
        assert reader.finish() == bytes(size)


def test_a_bomb_is_never_unpacked_whole() -> None:
    reader = BodyReader("gzip", max_bytes=100_000)
    with pytest.raises(TooLargeError):
        reader.feed(gzip.compress(bytes(50_000_000)))
    assert len(reader._body) < 300_000
