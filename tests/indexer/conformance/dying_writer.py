"""A process that commits and is killed at its n-th fsync; run by the crash tests.

Arguments: engine's name, index folder, n. It replaces every document by a second version,
removes one and adds one, so that a half commit would be seen.
"""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _typeshed import FileDescriptorLike

from tests.indexer.conformance.engines import ENGINES, SECOND_REMOVED, SECOND_VERSION


def main() -> None:
    name, folder, fatal = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])
    kind = next(kind for kind in ENGINES if kind.name == name)
    engine = kind.open(folder)
    _die_at_fsync(fatal)
    engine.commit(SECOND_VERSION, SECOND_REMOVED, 2)
    print("committed", flush=True)
    engine.close()


def _die_at_fsync(fatal: int) -> None:
    really_sync = os.fsync
    calls = 0

    def sync(fd: FileDescriptorLike) -> None:
        nonlocal calls
        calls += 1
        if calls == fatal:
            os.kill(os.getpid(), signal.SIGKILL)
        really_sync(fd)

    os.fsync = sync


if __name__ == "__main__":
    main()
