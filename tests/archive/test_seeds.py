"""Seed files: the grammar, its errors, and the file that comes with the project."""

from __future__ import annotations

from datetime import time
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.errors import SeedError
from archive.model import Scope, Seed
from archive.seeds import load_seeds, parse_seeds
from archive.window import Window

SEED_FILE = Path(__file__).resolve().parents[2] / "crawl_seeds.txt"
URL = "https://www.qingshi.example/zwgk/"


@pytest.mark.parametrize(
    ("line", "seed"),
    [
        (URL, Seed(URL, 1, Scope.HOST)),
        (f"  {URL}\t", Seed(URL)),
        (f"{URL} depth=2 scope=path", Seed(URL, 2, Scope.PATH)),
        (f"{URL} scope=host depth=0", Seed(URL, 0, Scope.HOST)),
        (f"{URL} 3", Seed(URL, 3)),
        (f"{URL} path 2  # 县司法局", Seed(URL, 2, Scope.PATH)),
        (f"\ufeff{URL} # comment", Seed(URL)),
        (f"# only\r\n\r\n{URL}\r\n", Seed(URL)),
        (f"{URL}#/list?a=1", Seed(f"{URL}#/list?a=1")),
        (f"{URL} window=22:00-6:05", Seed(URL, window=Window(time(22), time(6, 5)))),
        (f"{URL} tls=unverified", Seed(URL, tls_unverified=True)),
        (f"{URL} tls=verified depth=2", Seed(URL, 2)),
        ("http://青石县.政务.example/年报/", Seed("http://青石县.政务.example/年报/")),
    ],
)
def test_lines_that_are_seeds(line: str, seed: Seed) -> None:
    assert parse_seeds(line, "seeds.txt") == (seed,)


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ("www.qingshi.example/zwgk/", "is no address; write it whole"),
        ("https:///zwgk/", "is no address (no host"),
        ("http://a.example:port/", "is no address"),
        ("ftp://a.example/", "ftp: is not supported"),
        ("file:///etc/passwd", "file: is not supported"),
        (f"{URL} deep", "unknown option 'deep'"),
        (f"{URL} width=2", "unknown option 'width=2'"),
        (f"{URL} scope=world", "unknown option 'world'"),
        (f"{URL} depth=two", "bad depth 'two'"),
        (f"{URL} -1", "bad depth '-1'"),
        (f"{URL} 10", "bad depth '10'"),
        (f"{URL} depth=²", "bad depth '²'"),
        (f"{URL} depth=", "bad depth ''"),
        (f"{URL} 1 depth=2", "an option is given twice"),
        (f"{URL} window=22:00", "bad window '22:00'; write it as 22:00-06:00"),
        (f"{URL} window=24:00-06:00", "bad window '24:00-06:00'"),
        (f"{URL} window=22:61-06:00", "bad window '22:61-06:00'"),
        (f"{URL} window=22:00-22:00", "it is empty"),
        (f"{URL} window=", "bad window ''"),
        (f"{URL} window=２２:00-06:00", "bad window"),
        (f"{URL} tls=off", "unknown option 'tls=off'; there is tls=unverified"),
        (f"{URL} tls=unverified tls=unverified", "an option is given twice"),
        ("http://a.example/ tls=unverified", "is for https addresses"),
    ],
)
def test_lines_that_are_none(line: str, complaint: str) -> None:
    with pytest.raises(SeedError) as caught:
        parse_seeds(f"# heading\n\n{line}\n", "seeds.txt")
    assert str(caught.value).startswith("seeds.txt:3: ")
    assert complaint in str(caught.value)


def test_duplicates_are_named_with_both_lines() -> None:
    with pytest.raises(SeedError, match=r"^seeds.txt:3: .* stands in line 1 already"):
        parse_seeds(f"{URL}\n\nHTTPS://www.qingshi.example:443/zwgk/ path\n", "seeds.txt")


def test_a_window_and_a_waived_certificate_hold_for_the_whole_host() -> None:
    other = "https://www.linxi.example/"
    first, second, third = parse_seeds(
        f"{URL}\n{URL}b/ window=22:00-06:00 tls=unverified\n{other}", "seeds.txt"
    )
    night = Window(time(22), time(6))
    assert first == Seed(URL, window=night, tls_unverified=True)
    assert second == Seed(f"{URL}b/", window=night, tls_unverified=True)
    assert third == Seed(other)


def test_two_windows_for_one_host_are_named_with_both_lines() -> None:
    lines = f"{URL} window=22:00-06:00\n\n{URL}b/ window=23:00-06:00"
    with pytest.raises(SeedError, match=r"^seeds.txt:3: .* window 22:00-06:00 in line 1; keep one"):
        parse_seeds(lines, "seeds.txt")


def test_all_errors_are_told_at_once() -> None:
    with pytest.raises(SeedError) as caught:
        parse_seeds("nonsense\nhttps://a.example/\nftp://b.example/\n", "seeds.txt")
    assert [line.split(": ")[0] for line in str(caught.value).splitlines()] == [
        "seeds.txt:1",
        "seeds.txt:3",
    ]


@pytest.mark.parametrize(
    ("content", "complaint"),
    [(b"", "no seeds"), (b"# nothing\n", "no seeds"), ("青石".encode("gbk"), "not UTF-8")],
)
def test_files_that_cannot_be_used(tmp_path: Path, content: bytes, complaint: str) -> None:
    path = tmp_path / "seeds.txt"
    path.write_bytes(content)
    with pytest.raises(SeedError, match=complaint):
        load_seeds(path)


def test_missing_file_and_folder(tmp_path: Path) -> None:
    with pytest.raises(SeedError, match="give a readable seed file"):
        load_seeds(tmp_path / "none.txt")
    with pytest.raises(SeedError, match="give a readable seed file"):
        load_seeds(tmp_path)


@given(st.text())
def test_any_text_is_seeds_or_a_seed_error(text: str) -> None:
    try:
        seeds = parse_seeds(text, "seeds.txt")
    except SeedError as error:
        assert str(error).startswith("seeds.txt:")
    else:
        assert seeds


def test_the_seed_file_of_the_project() -> None:
    seeds = load_seeds(SEED_FILE)
    assert len(seeds) >= 150
    hosts = {urlsplit(seed.url).netloc for seed in seeds}
    assert {"cqws.gov.cn", "sfj.cq.gov.cn", "sxxingxian.gov.cn"} <= hosts
    assert all(host.endswith(".gov.cn") for host in hosts)
    provinces = [li for li in SEED_FILE.read_text("utf-8").split("\n\n")[1:] if li.startswith("# ")]
    assert len(provinces) == 33  # the 31 of the mainland, the central bodies, one unknown
