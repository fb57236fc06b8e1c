"""Remembering what was worked out last."""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Recent(Generic[K, V]):
    """The values of the ``most`` keys that were asked for last. Safe to share between threads.

    >>> squares = Recent[int, int](most=2)
    >>> [squares.get(number, lambda: number * number) for number in (2, 3, 2)]
    [4, 9, 4]
    """

    def __init__(self, most: int) -> None:
        """Start empty."""
        self._most = most
        self._values: dict[K, V] = {}  # the one asked for last is the last
        self._lock = threading.Lock()

    def get(self, key: K, make: Callable[[], V]) -> V:
        """Return the value of ``key``, which is made if it is not remembered."""
        with self._lock:
            if key in self._values:
                value = self._values[key] = self._values.pop(key)
                return value
        value = make()
        with self._lock:
            self._values[key] = value
            if len(self._values) > self._most:
                del self._values[next(iter(self._values))]
        return value
