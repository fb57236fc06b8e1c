"""Sites that mislead: errors in words, walls, portals, copies, split articles, files.

Each is a column of one list; its answer key says which reports there are and what the visits
of the other addresses came to.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from archive.model import Scope
from tests.archive.crawl.playhouse import NOT_FOUND, Answer, Asked, moved, page
from tests.archive.pipeline.columns import article, items, paragraphs_of

LIST = "/bg/"


@dataclass(frozen=True)
class Trap:
    """A site with its answers; ``reports`` by path, ``outcomes`` of other paths with details.

    ``files`` are the attachments that are kept. ``{host}`` in an answer is the site's own.
    """

    answers: Mapping[str, str | Answer]
    reports: Mapping[str, int]
    outcomes: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    files: frozenset[str] = frozenset()
    scope: Scope = Scope.HOST
    seed: str = LIST

    def __call__(self, asked: Asked) -> Answer:
        found = self.answers.get(asked.path, NOT_FOUND)
        return page(found) if isinstance(found, str) else found


def _path(number: int) -> str:
    return f"/bg/202401/t202401{number:02d}_{1000 + number}.html"


def _listed(*paths: str, more: str = "") -> str:
    links = "".join(
        f"<li><a href='{path}'>青石县的一份公开报告{n}</a>2024-01-0{n}</li>"
        for n, path in enumerate(paths, 1)
    )
    return f"<html><title>报告</title><ul>{links}</ul>{more}</html>"


_PORTAL = (
    "<html><title>青石县人民政府</title><body>"
    + "".join(f"<li><a href='/zwgk/c{n}/'>栏目名称{n}</a></li>" for n in range(80))
    + "".join(f"<li><a href='/xw/202402/t20240201_{n}.html'>新闻{n}</a></li>" for n in range(20))
    + "</body></html>"
)
_MISSING = (
    "<html><title>提示信息</title><body><div class=nav><a href='/'>首页</a></div>"
    "<p>温馨提示：您访问的页面不存在或已删除，5秒后返回首页。</p></body></html>"
)
_LOGIN = (
    "<html><title>统一身份认证</title><body><form><input type='text' name=u>"
    '<input type="password" name=p><button>登录</button></form></body></html>'
)
_CAPTCHA = "<html><title>安全验证</title><body><p>请完成安全验证后继续访问</p></body></html>"
_FIREWALL = (
    "<html><title>提示</title><body><p>您的访问请求可能存在威胁，已被阻断。</p></body></html>"
)
_REPAIR = "<html><title>提示</title><body><p>系统维护中，请稍后访问。</p></body></html>"
_ALERT = "<html><script>alert('该信息不存在或已被删除');history.go(-1);</script></html>"
_JIASULE = b"<script>document.cookie=('_')+('_')+('j')+('s')+('l');location.href='/'</script>"
_RUISHU = b"<meta id='x' r='m'><script>$_ts=window['$_ts'];if(!$_ts)$_ts={};$_ts.nsd=2;</script>"
_C3VK = b"<script>document.cookie='C3VK=a; path=/; max-age=300';window.location.reload()</script>"


def _walls() -> dict[str, Trap]:
    walls: dict[str, tuple[Answer, tuple[str, str]]] = {
        "jiasule": (Answer(_JIASULE, 521), ("blocked", "jiasule")),
        "ruishu412": (Answer(b"<script>var a=1</script>", 412), ("blocked", "ruishu")),
        "ruishu202": (Answer(_RUISHU, 202), ("blocked", "ruishu")),
        "ruishu200": (Answer(_RUISHU, 200), ("blocked", "ruishu")),
        "c3vk": (Answer(_C3VK), ("blocked", "C3VK")),
        "geo": (Answer(b"<h1>403</h1> reason:GeoBL WZWS", 403), ("blocked", "geo block")),
        "loop": (moved(_path(2), ("Set-Cookie", "CT6T=1")), ("blocked", "cookie loop")),
        "captcha": (page(_CAPTCHA), ("blocked", "captcha")),
        "firewall": (page(_FIREWALL), ("blocked", "firewall")),
        "firewall405": (Answer(_FIREWALL.encode(), 405), ("blocked", "firewall")),
        "wangsu": (
            Answer(b"<h1>403 Forbidden</h1>", 403, (("X-Ws-Request-Id", "1_2-3"),)),
            ("blocked", "geo block"),
        ),
        "put-off": (Answer(b"", 202), ("blocked", "challenge")),
        "missing": (page(_MISSING), ("gone", "soft 404: the page says that it is missing")),
        "alert": (page(_ALERT), ("gone", "soft 404: the page says that it is missing")),
        "number": (page("<p>404</p>"), ("gone", "soft 404: the page says that it is missing")),
        "stub": (Answer(b"-1"), ("gone", "soft 404: a stub")),
        "repair": (
            page(_REPAIR),
            ("server_error", "the page says that the server is out of order"),
        ),
        "script-away": (
            page("<script>location.href='/404.htm'</script>"),
            ("gone", "soft 404: redirects to {host}/404.htm"),
        ),
        "sent-astray": (moved("/error/"), ("gone", "soft 404: redirects to {host}/error/")),
        "sent-back": (moved(LIST), ("gone", f"soft 404: redirects to its list, {{host}}{LIST}")),
        "login": (page(_LOGIN), ("refused", "login page")),
        "sent-away": (moved("/404.htm"), ("gone", "soft 404: redirects to {host}/404.htm")),
        "sent-home": (moved("/"), ("gone", "soft 404: redirects home, to {host}/")),
        "sent-in": (
            moved("/sso/login?u=1"),
            ("refused", "redirects to a login: {host}/sso/login?u=1"),
        ),
    }
    return {
        name: Trap(
            {LIST: _listed(_path(1), _path(2)), _path(1): article(1), _path(2): answer},
            {_path(1): 1},
            {_path(2): outcome},
        )
        for name, (answer, outcome) in walls.items()
    }


def _split() -> dict[str, Trap]:
    lines = [f"<p>{line}</p>" for line in paragraphs_of(1)]
    first, second, third = (_path(1).replace(".html", f"{end}.html") for end in ("", "_1", "_2"))
    call = '<script>createPageHTML(3, {}, "t20240101_1001", "html");</script>'
    anchor = "<div class=page><a href='{}'>下一页</a></div>"
    whole: dict[str, str | Answer] = {
        first: article(1, call.format(0), lines[0]),
        second: article(1, call.format(1), lines[1]),
        third: article(1, call.format(2), lines[2]),
    }
    chained = {
        first: article(1, anchor.format("t20240101_1001_1.html"), lines[0]),
        second: article(1, anchor.format("t20240101_1001_2.html"), lines[1]),
        third: article(1, "", lines[2]),
    }
    lost: dict[str, str | Answer] = {**whole, second: NOT_FOUND}
    return {
        "split": Trap({LIST: _listed(first), **whole}, {first: 1}),
        "split-listed": Trap({LIST: _listed(second, first), **whole}, {first: 1}),
        "split-chained": Trap({LIST: _listed(first), **chained}, {first: 1}),
        "split-lost": Trap(
            {LIST: _listed(first), **lost}, {first: -1}, {second: ("gone", "status 404")}
        ),
    }


def _copies() -> dict[str, Trap]:
    host = "http://{host}"
    spellings = [
        "/bg//content/post_7.html",
        "/bg/content/mpost_7.html",
        "/bg/content/post_7.html?shareKey=abc",
        "/bg/content/post_7.html?ddtab=true#top",
        f"http://big5.copies.localhost/gate/big5/{host.removeprefix('http://')}/bg/content/post_7.html",
    ]
    other = "/fzjs/202402/t20240202_9.html"
    dumped = "http://www.clone.localhost/bg/202401/t20240101_1001.html"
    return {
        "copies": Trap(
            {LIST: _listed(*spellings), "/bg/content/post_7.html": article(7)},
            {"/bg/content/post_7.html": 7},
        ),
        "columns": Trap(
            {
                LIST: _listed(_path(1), other),
                _path(1): article(1),
                other: article(1, "<p>栏目：法治建设</p>"),
            },
            {_path(1): 1},
        ),
        "clone": Trap(
            {
                LIST: _listed(_path(1), dumped, "//evil.gov.cn.localhost/bg/t1.html"),
                _path(1): article(1),
            },
            {_path(1): 1},
        ),
        "below": Trap(
            {
                LIST: _listed(_path(1), "/other/202401/t20240101_5.html"),
                _path(1): article(1),
                "/other/202401/t20240101_5.html": article(5),
            },
            {_path(1): 1},
            scope=Scope.PATH,
        ),
        "mapped": Trap(
            {
                "/robots.txt": "User-agent: *\nAllow: /\nSitemap: http://{host}/map/index.xml\n",
                LIST: _listed(_path(1)),
                "/map/index.xml": "<sitemapindex><sitemap><loc>http://{host}/map/1.xml</loc></sitemap>"
                "<sitemap><loc>http://10.0.0.1/map.xml</loc></sitemap></sitemapindex>",
                "/map/1.xml": "<urlset><url><loc>http://{host}" + _path(2) + "</loc></url>"
                "<url><loc>http://{host}/xw/202402/t20240201_3.html</loc></url></urlset>",
                _path(1): article(1),
                _path(2): article(2),
                "/xw/202402/t20240201_3.html": article(3),
            },
            {_path(1): 1, _path(2): 2},
            scope=Scope.PATH,
        ),
        "portal": Trap(
            {LIST: _listed(_path(1), _path(2)), _path(1): article(1), _path(2): _PORTAL},
            {_path(1): 1},
        ),
        "beyond-home": _beyond(page(_PORTAL), "soft 404: shows other columns"),
        "beyond-moved": _beyond(moved("/"), "soft 404: redirects home, to {host}/"),
        "beyond": Trap(
            {
                LIST: f"<ul>{items([1], _path)}</ul>"
                "<script>createPageHTML(3,0,'index','html')</script>",
                "/bg/index_1.html": f"<ul>{items([2], _path)}</ul>",
                "/bg/index_2.html": "<p>页面不存在</p>",
                _path(1): article(1),
                _path(2): article(2),
            },
            {_path(1): 1, _path(2): 2},
            {"/bg/index_2.html": ("gone", "soft 404: the page says that it is missing")},
        ),
    }


def _beyond(answer: Answer, detail: str) -> Trap:
    """A list that names one page more than there is."""
    call = "<script>createPageHTML(3,0,'index','html')</script>"
    return Trap(
        {
            LIST: f"<ul>{items([1], _path)}</ul>{call}",
            "/bg/index_1.html": f"<ul>{items([2], _path)}</ul>",
            "/bg/index_2.html": answer,
            "/": page(_PORTAL),
            **{_path(n): article(n) for n in (1, 2)},
            **{f"/xw/202402/t20240201_{n}.html": article(20 + n) for n in range(20)},
        },
        {_path(1): 1, _path(2): 2},
        {"/bg/index_2.html": ("gone", detail)},
    )


def _files() -> dict[str, Trap]:
    kinds = ("pdf", "doc", "docx", "xls", "xlsx", "ofd", "wps", "zip")
    shown = {f"/bg/202401/P0202401.{kind}" for kind in kinds}
    links = "".join(f"<p><a href='P0202401.{kind}'>附件</a></p>" for kind in kinds)
    named = "<a href='/down.jsp?id=5' title='统计表.xlsx'>附件2</a><iframe src='/f/a.pdf'></iframe>"
    viewer = "<iframe src='/web/viewer.html?file=/f/b.pdf'></iframe>"
    away = "<a href='http://www.clone.localhost/x.pdf'>附件3.pdf</a>"
    paths = {*shown, "/down.jsp?id=5", "/f/a.pdf", "/f/b.pdf"}
    binary = Answer(b"%PDF-1.4\n\0", headers=(("Content-Type", "application/octet-stream"),))
    return {
        "files": Trap(
            {
                LIST: _listed(_path(1)),
                _path(1): article(1, links + named + viewer + away),
                **dict.fromkeys(paths, binary),
            },
            {_path(1): 1},
            files=frozenset(paths),
        )
    }


def all_traps() -> dict[str, Trap]:
    """Return every misleading site by the name of its host."""
    return {**_walls(), **_split(), **_copies(), **_files()}
