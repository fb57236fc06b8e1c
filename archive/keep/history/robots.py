"""The robots.txt of hosts, so that a restart need not ask again within the day."""

from __future__ import annotations

from archive.keep.database import Database
from archive.keep.instants import instant, microseconds
from archive.model import RobotsFile


class RobotsFiles:
    """One file an origin: the one read last."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def kept_robots(self, origin: str) -> RobotsFile | None:
        """Return the file kept for a scheme, host and port; ``None`` if there is none."""
        query = "SELECT body, read_at FROM robots WHERE origin = ?"
        row = self._database.one(query, (origin,))
        return None if row is None else RobotsFile(origin, row["body"], instant(row["read_at"]))

    def keep_robots(self, file: RobotsFile) -> None:
        """Keep a file in place of the one before."""
        # A power cut may take it back; it is then asked for again.
        with self._database.transaction(durable=False) as connection:
            connection.execute(
                "INSERT INTO robots (origin, body, read_at) VALUES (?, ?, ?)"
                " ON CONFLICT DO UPDATE SET body = excluded.body, read_at = excluded.read_at",
                (file.origin, file.body, microseconds(file.read_at)),
            )
