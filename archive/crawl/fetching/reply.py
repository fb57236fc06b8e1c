"""What a request came to: the facts that outcomes are judged from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from archive.model import Outcome


@dataclass(frozen=True, slots=True)
class Reply:
    """An HTTP response; ``body`` is the entity after Content-Encoding.

    ``tls_unverified``: it came over TLS, and nobody checked the certificate.
    """

    url: str
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    tls_unverified: bool = False

    def header(self, name: str) -> str:
        """Return the first header of that name, in any case; empty if there is none."""
        wanted = name.lower()
        return next((value for key, value in self.headers if key.lower() == wanted), "")

    @property
    def media_type(self) -> str:
        """The media type in small letters, without parameters; empty if not given."""
        return self.header("Content-Type").partition(";")[0].strip().lower()

    @property
    def location(self) -> str:
        """Where a redirect leads, its raw bytes escaped as browsers do; empty if nowhere."""
        # Headers are kept as Latin-1, a character a byte, whatever the server meant.
        told = self.header("Location").strip()
        return "".join(c if c.isascii() else f"%{ord(c):02X}" for c in told)

    def retry_after_s(self, now: datetime) -> float:
        """Return for how many seconds the server asks to be left alone, 0 if it does not.

        It is given as seconds or as a date. Source: RFC 9110, 10.2.3.
        """
        asked = self.header("Retry-After").strip()
        if self.status < 300 or not asked:
            return 0.0
        if asked.isascii() and asked.isdigit():
            return float(asked)
        try:
            until = parsedate_to_datetime(asked)
        except (ValueError, OverflowError):
            return 0.0
        # A date without a zone is in UTC, for HTTP knows no other (RFC 9110, 5.6.7).
        aware = until if until.tzinfo else until.replace(tzinfo=UTC)
        return max(0.0, (aware - now).total_seconds())


@dataclass(frozen=True, slots=True)
class NoReply:
    """Why no response came; ``detail`` is for people.

    ``retry_after_s``: for how many seconds the server asked to be left alone.
    """

    outcome: Outcome
    detail: str
    retry_after_s: float = 0.0
