"""How a crawl behaves, and what that means in Scrapy's terms."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.metadata import version

ROBOTS_TOKEN = "baogao"


@dataclass(frozen=True, slots=True)
class CrawlSettings:
    """How a crawl behaves.

    ``contact`` is a mail or web address that goes into the User-Agent, so that a webmaster
    can complain. ``delay_s`` is the pause between two requests to one host,
    ``max_crawl_delay_s`` the longest a robots.txt may ask for, ``timeout_s`` the time for one
    whole request, ``max_body_bytes`` the size of a body on the wire and unpacked,
    ``max_list_pages`` how many pages of list are turned per seed, ``max_redirects`` how many
    redirects are followed in a row. ``grace_s`` is how long requests under way may go on after
    an interrupt.

    ``allow_loopback`` is for demo and tests: it permits this machine's own addresses (no other
    private ones) and makes every ``*.localhost`` mean 127.0.0.1.
    """

    contact: str = ""
    delay_s: float = 1.0
    concurrent_hosts: int = 32
    timeout_s: float = 30.0
    max_body_bytes: int = 10 * 1024 * 1024
    max_list_pages: int = 100
    max_redirects: int = 5
    max_crawl_delay_s: float = 30.0
    grace_s: float = 2.0
    allow_loopback: bool = False

    @property
    def user_agent(self) -> str:
        """The User-Agent header (RFC 9110, 10.1.5)."""
        product = f"{ROBOTS_TOKEN}/{version('baogao')}"
        return f"{product} (+{self.contact})" if self.contact else product


_SWITCHED_OFF = {
    # What we decide ourselves, and what would let a server or the environment decide for us:
    # proxies would get round the address guard, cookies would ask the network for a suffix list.
    "AUTOTHROTTLE_ENABLED": False,
    "COOKIES_ENABLED": False,
    "HTTPCACHE_ENABLED": False,
    "HTTPPROXY_ENABLED": False,
    "METAREFRESH_ENABLED": False,
    "REDIRECT_ENABLED": False,
    "REMOTE_CONTROL_ENABLED": False,
    "RETRY_ENABLED": False,
    "ROBOTSTXT_OBEY": False,  # archive.crawl.robots does, by RFC 9309
    "TELNETCONSOLE_ENABLED": False,
    "MEMUSAGE_ENABLED": False,
    "LOGSTATS_INTERVAL": 0,
    "LOG_INSTALL_ROOT_HANDLER": False,
    "STATS_DUMP": False,
    "DOWNLOADER_STATS": False,
    "DOWNLOAD_HANDLERS": {"data": None, "file": None, "ftp": None, "s3": None},
    "DOWNLOADER_MIDDLEWARES": {
        "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,
        "scrapy.downloadermiddlewares.httpauth.HttpAuthMiddleware": None,
    },
}


def scrapy_settings(settings: CrawlSettings) -> dict[str, object]:
    """Return the Scrapy project settings that make it a plain fetch engine."""
    return {
        **_SWITCHED_OFF,
        "CONCURRENT_REQUESTS": settings.concurrent_hosts,
        # Scrapy counts by host name, we by host and port: ours is the tighter rule.
        "CONCURRENT_REQUESTS_PER_DOMAIN": settings.concurrent_hosts,
        "DOWNLOAD_DELAY": 0,
        "DOWNLOAD_MAXSIZE": settings.max_body_bytes,
        "DOWNLOAD_WARNSIZE": 0,
        "DOWNLOAD_TIMEOUT": settings.timeout_s,
        "DOWNLOAD_VERIFY_CERTIFICATES": True,
        # A name server that does not answer holds a thread until the resolver gives up.
        "REACTOR_THREADPOOL_MAXSIZE": settings.concurrent_hosts,
        "USER_AGENT": settings.user_agent,
        "DEFAULT_REQUEST_HEADERS": {
            "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
            "Accept-Language": "zh-CN,zh;q=0.9,en;q=0.5",
        },
    }
