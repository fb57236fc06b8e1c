"""How one worker looks after the others: often enough, and not at every lease."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from archive.keep.frontier import crew
from archive.keep.frontier.crew import Watch
from archive.keep.frontier.presence import Presence
from archive.keep.instants import microseconds

_EVERY = timedelta(seconds=5)


class Lookout:
    """Remembers what a worker saw of the others.

    ``patience`` is how long one that does not show up is waited for, though it lives.
    """

    def __init__(
        self, home: Path, presence: Presence, *, has_joined: bool, patience: timedelta
    ) -> None:
        self._home = home
        self._owner = presence.owner
        self._has_joined = has_joined
        self._patience = patience
        self._watch = Watch()
        self._next_at: datetime | None = None

    def look(
        self, connection: sqlite3.Connection, now: datetime, busy_hosts: Collection[str]
    ) -> Watch:
        """Show up, and return on what terms with the others a worker may lease."""
        others = crew.show_up(
            connection, self._owner, microseconds(now), has_joined=self._has_joined
        )
        is_time = self._next_at is None or now >= self._next_at
        if others != self._watch.others or (others and is_time):
            self._watch = crew.watch(
                connection,
                self._home,
                self._owner,
                unseen_since=microseconds(now - self._patience),
                busy_hosts=busy_hosts,
            )
            self._next_at = now + _EVERY
        return self._watch

    def note_leased(self, tasks: int, new_hosts: int) -> None:
        """Note how much was leased; who got nothing looks again at once."""
        if self._watch.host_room is not None:
            self._watch = replace(self._watch, host_room=self._watch.host_room - new_hosts)
        if not tasks:
            self._next_at = None
