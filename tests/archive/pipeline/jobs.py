"""What workers are asked to do in the tests of the pool."""

from __future__ import annotations

import os
import re
import signal
from dataclasses import dataclass
from pathlib import Path

from archive.pipeline.worker import Limits

TIGHT = Limits(cpu_s=0.3, memory_bytes=256 << 20)


@dataclass(frozen=True, slots=True)
class Order:
    """What to do, and with what."""

    what: str
    argument: str = ""


def do(order: Order) -> str:
    """Do it, for better or worse."""
    match order.what:
        case "say":
            return order.argument
        case "hang":
            re.match(r"(a|a)*$", "a" * 60 + "b")  # holds the interpreter's lock for ages
        case "eat":
            return str(len(bytearray(1 << 30)))
        case "die":
            os.kill(os.getpid(), signal.SIGSEGV)
        case "raise":
            raise ValueError(order.argument)
        case "die once":
            _once(Path(order.argument))
    return f"{order.what} survived"


def _once(mark: Path) -> None:
    if not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
