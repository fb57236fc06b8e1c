"""What a request came to: the facts that outcomes are judged from."""

from __future__ import annotations

from dataclasses import dataclass

from archive.model import Outcome


@dataclass(frozen=True, slots=True)
class Reply:
    """An HTTP response; ``body`` is the entity after Content-Encoding."""

    url: str
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes

    def header(self, name: str) -> str:
        """Return the first header of that name, in any case; empty if there is none."""
        wanted = name.lower()
        return next((value for key, value in self.headers if key.lower() == wanted), "")

    @property
    def media_type(self) -> str:
        """The media type in small letters, without parameters; empty if not given."""
        return self.header("Content-Type").partition(";")[0].strip().lower()


@dataclass(frozen=True, slots=True)
class NoReply:
    """Why no response came; ``detail`` is for people."""

    outcome: Outcome
    detail: str
