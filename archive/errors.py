"""The one tree of exceptions: each means that a person must act.

Expected results of a crawl are values (:class:`archive.model.Outcome`), never exceptions.
"""


class BaogaoError(Exception):
    """Root of all errors this project raises on purpose.

    ``str(error)`` is one line that says what is wrong and what to do about it. The command
    line prints that line and exits with ``exit_code``; the web maps it to a status.
    """

    exit_code = 1


class UsageError(BaogaoError):
    """Something the caller gave cannot be used: a file, an address, an option."""

    exit_code = 2


class SeedError(UsageError):
    """A line of a seed file is no seed; the message begins with ``path:line:``."""


class StoreError(BaogaoError):
    """The archive cannot be opened, read or written (disk full, no permission, damaged)."""

    exit_code = 3


class NotFoundError(BaogaoError):
    """No report, snapshot or run has the name that was asked for."""

    exit_code = 4


class BusyError(BaogaoError):
    """Another process is doing what may only be done by one at a time."""

    exit_code = 5
