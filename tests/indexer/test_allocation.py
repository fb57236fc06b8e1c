"""What a process that answers frees is used again, without asking the system."""

from __future__ import annotations

import platform
import subprocess
import sys
from pathlib import Path

import pytest

from indexer.sync import update_index
from tests.indexer.fakes import FakeArchive

_FAULTS = """
import resource, sys, threading
from pathlib import Path
import numpy as np
from indexer.searcher import Searcher

for home in sys.argv[1:]:
    Searcher.open(Path(home)).close()

def work():
    for _ in range(100):
        arrays = [np.ones(30 << 10) for _ in range(10)]
        del arrays

def faults():
    before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before

faults()
print(faults())
"""


_KEPT = """
import resource
from contextlib import nullcontext
from pathlib import Path
from indexer.allocation import keeping_all_memory

def faults(context):
    before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
    with context:
        for _ in range(10):
            b"a" * (40 << 20)
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before

def resident():
    return int(Path("/proc/self/statm").read_text().split()[1])

usual, before = faults(nullcontext()), resident()
print(usual, faults(keeping_all_memory()), faults(nullcontext()), resident() - before)
"""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="only glibc is told to keep memory")
def test_who_builds_keeps_all_memory_until_that_is_done() -> None:
    command = [sys.executable, "-c", _KEPT]
    told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    usual, keeping, afterwards, more = map(int, told.split())
    assert 5 * keeping < usual
    assert 2 * afterwards > usual
    assert more < 2_000  # pages, of 10,240 that were kept


def _faults(*homes: Path) -> int:
    """Return how often pages were asked of the system after opening the indexes of ``homes``."""
    command = [sys.executable, "-c", _FAULTS, *map(str, homes)]
    return int(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="only glibc is told to keep memory")
def test_a_searcher_keeps_freed_memory(tmp_path: Path) -> None:
    update_index(tmp_path, FakeArchive())
    assert 10 * _faults(tmp_path) < _faults()
