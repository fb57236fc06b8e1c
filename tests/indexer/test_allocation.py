"""What is freed is used again, without asking the system."""

from __future__ import annotations

import platform
import subprocess
import sys

import pytest

_FAULTS = """
import resource, sys, threading
import numpy as np
from indexer.allocation import keep_freed_memory

if sys.argv[1] == "kept":
    keep_freed_memory()

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


def _faults(how: str) -> int:
    command = [sys.executable, "-c", _FAULTS, how]
    return int(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="only glibc is told to keep memory")
def test_freed_memory_is_kept() -> None:
    assert 10 * _faults("kept") < _faults("as it is")
