"""Headers that keep browsers from doing more than showing a page."""

from __future__ import annotations

from flask import Response, request

PAGE_POLICY = (
    "default-src 'self'; script-src 'none'; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'"
)
# An archived page is hostile: no script, no forms, no requests, an origin of its own.
SNAPSHOT_POLICY = (
    "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
)

_DEFAULTS = {
    "Content-Security-Policy": PAGE_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cache-Control": "private, no-cache",
}


def protect(response: Response) -> Response:
    """Add every protective header that the view has not set itself.

    Source: OWASP Secure Headers Project; CSP Level 3.
    """
    for name, value in _DEFAULTS.items():
        response.headers.setdefault(name, value)
    return response


def revalidate(response: Response) -> Response:
    """Let a browser keep what it has if nothing has changed since.

    Source: RFC 9110, 13.1.2. What is sent as it comes is left alone: to be compared, and to be
    told its length, it would have to be made in memory first.
    """
    is_whole = response.status_code == 200 and not response.is_streamed
    if is_whole and request.method in ("GET", "HEAD"):
        response.add_etag()
        response.make_conditional(request)
    return response
