"""Cookies as any visitor keeps them: each host's own, until the run ends."""

from __future__ import annotations

from http.cookies import Morsel, SimpleCookie

from aiohttp import CookieJar
from yarl import URL

_MAX_COOKIES = 50  # a host; RFC 6265, 6.1 asks for at least that many
_MAX_LENGTH = 4096  # of name and value


class HostCookies:
    """One jar a host and port: nobody can set a cookie for a neighbour or for all of gov.cn.

    A host that sets more cookies than a browser would keep loses all of them. Works inside
    an event loop only.
    """

    def __init__(self) -> None:
        self._jars: dict[str, CookieJar] = {}

    def keep(self, cookies: SimpleCookie, url: URL) -> None:
        """Keep the cookies that came with the answer from an address."""
        if not cookies:
            return
        jar = self._jars.setdefault(url.authority, CookieJar(unsafe=True, quote_cookie=False))
        jar.update_cookies(cookies, url)
        if len(jar) > _MAX_COOKIES or any(map(_is_too_long, jar)):
            jar.clear()

    def header(self, url: URL) -> dict[str, str]:
        """Return the Cookie header for a request, nothing if there are no cookies for it."""
        jar = self._jars.get(url.authority)
        cookies = jar.filter_cookies(url).values() if jar else ()
        value = "; ".join(f"{cookie.key}={cookie.coded_value}" for cookie in cookies)
        return {"Cookie": value} if value else {}


def _is_too_long(cookie: Morsel[str]) -> bool:
    return len(cookie.key) + len(cookie.value) > _MAX_LENGTH
