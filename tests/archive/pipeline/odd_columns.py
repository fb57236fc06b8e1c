"""Columns like those of ``columns.py``, in the ways that nobody describes."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from urllib.parse import parse_qsl, quote, urlsplit

from tests.archive.crawl.playhouse import Answer, Asked, moved
from tests.archive.pipeline.columns import Column, article, items, paged, title_of

_NAMES = ["/bg/index.html", "/bg/index_2.html", "/bg/index_3.html"]
_ZERO = ["/bg/index.html", "/bg/index_1.html", "/bg/index_2.html"]
_ASKED = ["/bg/list.jsp", "/bg/list.jsp?page=2", "/bg/list.jsp?page=3"]


def _path(number: int) -> str:
    return f"/info/7/{1000 + number}.html"


def _script(code: str) -> Callable[[int], str]:
    """Return a pager: ``#`` stands for the page's number from 0, ``@`` for that from 1."""
    return lambda index: (
        f"<script>{code.replace('#', str(index)).replace('@', str(index + 1))}</script>"
    )


def _html(source: str) -> Callable[[int], str]:
    """Return a pager in markup: ``@`` stands for the next page's number, none on the last one."""
    return lambda index: source.replace("@", str(index + 2)) if index < 2 else ""


def _encoded(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


_PAGERS: dict[str, tuple[list[str], Callable[[int], str]]] = {
    "call-names": (_ZERO, _script("var n='index',e='html';createPageHTML(3,#,n,e)")),
    "call-small": (_ZERO, _script("createpagehtml(3, #, 'index', 'html')")),
    "hungarian": (_ZERO, _script("var m_nPageCount=3, m_nCurrPage=#;")),
    "capitals": (_ZERO, _script("var PAGE_COUNT=3, CUR_PAGE=#; go('index_'+p+'.html')")),
    "next-only": (_ZERO, _script("var countPage=3,curPage=#;go('index_'+(curPage+1)+'.html')")),
    "divided": (_NAMES, _script("var total=8,pageSize=3,pages=Math.ceil(total/pageSize);")),
    "unnamed": (_NAMES, _script("new Page({pageTotal: 3, curPage: @, getPage: function(p){}})")),
    "words": (_NAMES, lambda index: f"<p>共 <b>3</b> 页 当前第 {index + 1} 页</p>"),
    "fraction": (_ZERO, lambda index: f"<p>页次：{index + 1}/3页</p>"),
    "form": (
        ["/bg/list.jsp?cid=5", "/bg/list.jsp?cid=5&page=2", "/bg/list.jsp?cid=5&page=3"],
        lambda index: "<form action='list.jsp'><input type=hidden name=cid value=5>"
        f"<input name=page value={index + 1}></form><p>共3页</p>",
    ),
    "function": (
        _ASKED,
        lambda index: "<a href='javascript:goPage(@)'>下一页</a>".replace("@", str(index + 2))
        * (index < 2)
        + "<script>function goPage(n){ location.href = 'list.jsp?page=' + n; }</script>",
    ),
    "clicked": (_NAMES, _html("<a href='#' onclick=\"location.href='index_@.html'\">下一页</a>")),
    "button": (_NAMES, _html("<input value=下一页 onclick=\"location='index_@.html'\">")),
    "data": (_NAMES, _html("<a href='javascript:;' data-url='index_@.html'>下一页</a>")),
    "escaped-base64": (
        _ZERO,
        lambda index: "<script>unescape(window.atob('{}'))</script>".format(
            _encoded(quote(f"<a href=index_{min(index + 1, 2)}.html>下一页</a>"))
        ),
    ),
    "counting-base64": (
        _ZERO,
        lambda index: "<p id=pages data='{}'></p>".format(
            _encoded(f"<script>var countPage=3,currentPage={index}</script>")
        ),
    ),
}  # fmt: skip


def _pagers() -> dict[str, Column]:
    return {name: paged(names, pager, _path) for name, (names, pager) in _PAGERS.items()}


_ITEMS = {
    "opened": "<li><a href='javascript:void(0)' onclick=\"window.open('{}')\">{}</a></li>",
    "opening": "<li><a href=\"javascript:open('{}')\">{}</a></li>",
    "row": "<tr onclick=\"location.href='{}'\"><td>{}</td></tr>",
    "written": "<li><script>document.write('<a href=\"{}\">{}</a>')</script></li>",
    "given": "<li><script>var u='{}';document.write(\"<a href='\"+u+\"'>{}</a>\")</script></li>",
    "slanted": "<LI><A HREF=' {}\n'>{}</A></LI>",
}


def _listed(name: str, path: Callable[[int], str] = _path) -> Column:
    rows = "".join(_ITEMS[name].format(path(n), title_of(n)) for n in (1, 2, 3))
    answers = {path(n): article(n) for n in (1, 2, 3)}
    return Column(
        "/bg/", {"/bg/": f"<table>{rows}</table>", **answers}, {path(n): n for n in (1, 2, 3)}
    )


def _shells() -> dict[str, Column]:
    """Return columns whose seed only leads to the list."""
    ways: dict[str, str | Answer] = {
        "frame": "<html><body>栏目<iframe src='/bg/index.html'></iframe></body></html>",
        "frameset": "<FRAMESET><FRAME src='/menu.htm'><FRAME src='/bg/index.html'></FRAMESET>",
        "refresh": "<META HTTP-EQUIV=Refresh CONTENT='3; URL=/bg/index.html'>已迁移",
        "script": "<html><script>window.location.replace('/bg/index.html')</script></html>",
        "slash": moved("http://{host}/bg/index.html", status=301),
        "feed": "<a href='/rss/bg/rss.xml'>RSS 订阅</a>",
    }
    feed = "".join(f"<item><title>x</title><link>{_path(n)}</link></item>" for n in (1, 2, 3))
    others: dict[str, str | Answer] = {
        "/rss/bg/rss.xml": Answer(
            f"<rss>{feed}</rss>".encode(), headers=(("Content-Type", "application/rss+xml"),)
        ),
        "/menu.htm": "<a href='/xw/'>新闻</a>",
        "/bg/index.html": f"<ul>{items([1, 2, 3], _path)}</ul>",
        **{_path(n): article(n) for n in (1, 2, 3)},
    }
    key = {_path(n): n for n in (1, 2, 3)}
    return {name: Column("/lm", {"/lm": answer, **others}, key) for name, answer in ways.items()}


_ASKING: dict[str, tuple[str, str]] = {
    "ask-object": ("POST", "$.post('/list.do', {channel: 'A1', pageno: 1, perPage: 3}, show)"),
    "ask-axios": ("POST", "axios.post('/list.do', {channel: 'A1', pageno: 1})"),
    "ask-json": (
        "POST",
        "fetch('/list.do', {method: 'POST', body: JSON.stringify({channel: 'A1', pageno: 1})})",
    ),
    "ask-query": ("GET", "fetch('/list.do?channel=A1&pageno=1')"),
    "ask-sum": (
        "GET",
        "function load(no) { var u = '/list.do?channel=A1&pageno=' + no; $.getJSON(u, show) }",
    ),
    "ask-form": ("POST", "$.ajax({type: 'post', url: '/list.do', data: 'channel=A1&pageno=1'})"),
    "ask-params": ("GET", "axios.get('/list.do', {params: {channel: 'A1', pageno: 1}})"),
}


def _sent(asked: Asked) -> dict[str, str]:
    body = asked.posted or ""
    if body.startswith("{"):
        return {name: str(value) for name, value in json.loads(body).items()}
    return dict(parse_qsl(body)) | dict(parse_qsl(urlsplit(asked.path).query))


def _json(data: object) -> Answer:
    return Answer(json.dumps(data).encode(), headers=(("Content-Type", "application/json"),))


def _asking(method: str, code: str) -> Column:
    def also(asked: Asked) -> Answer | None:
        is_method = (asked.posted is not None) == (method == "POST")
        sent = _sent(asked)
        if not asked.path.startswith("/list.do") or not is_method or sent["channel"] != "A1":
            return None
        start = 3 * int(sent["pageno"])
        numbers = range(start - 2, min(start, 8) + 1)
        return _json(
            {"total": 8, "rows": [{"title": title_of(n), "url": _path(n)} for n in numbers]}
        )

    arts = {_path(n): article(n) for n in range(1, 9)}
    reports = {_path(n): n for n in range(1, 9)}
    return Column("/bg/", {"/bg/": f"<script>{code}</script>", **arts}, reports, also=also)


_UNIT = "/api-gateway/jpaas-publish-server/front/page/build/unit"
_ARGUMENTS = "webId=3&amp;pageId=p7&amp;tagId=新闻列表&amp;tplSetId=x"
_UNITS = {
    "unit-attribute": f'<script src="unit.js" url="{_UNIT}?{_ARGUMENTS}"></script>',
    "unit-quoted": f"<script>build('{_UNIT}?{_ARGUMENTS.replace('&amp;', '&')}')</script>",
    "unit-names": f"<script>var web='3', p='p7'; $.ajax({{url: '{_UNIT}', data: {{webId: web,"
    "pageId: p, tagId: '新闻列表', paramJson: JSON.stringify({pageNo: 1})}})</script>",
}


def _gateway(source: str) -> Column:
    def also(asked: Asked) -> Answer | None:
        parts, sent = urlsplit(asked.path), _sent(asked)
        if parts.path != _UNIT or (sent["webId"], sent["pageId"]) != ("3", "p7"):
            return None
        start = 3 * int(json.loads(sent["paramJson"])["pageNo"])
        html = f"<ul>{items(range(start - 2, min(start, 8) + 1), _path)}</ul>"
        return _json({"success": True, "data": {"html": html}})

    arts = {_path(n): article(n) for n in range(1, 9)}
    return Column("/bg/", {"/bg/": source, **arts}, {_path(n): n for n in range(1, 9)}, also=also)


def _beside() -> dict[str, Column]:
    """Return lists whose last page is shorter than the box beside it."""
    news = {f"/xw/202401/t2024010{n}_{n}.html": article(20 + n) for n in range(1, 6)}
    box = "".join(
        f"<tr><td><a href='{path}'>县里的一条新闻</a></td><td>2024-01-01</td></tr>" for path in news
    )
    aside = {
        "beside-own": (f"<table>{box}</table>", lambda n: f"202401/t202401{n:02d}_{n}.html"),
        "beside-heading": (f"<div><h3>热点新闻</h3><table>{box}</table></div>", _path),
        "beside-class": (f"<div class='right'><table>{box}</table></div>", _path),
    }
    call = _script("createPageHTML(3, #, 'index', 'html')")
    columns = {name: paged(_ZERO, call, path, aside=box) for name, (box, path) in aside.items()}
    return {
        name: Column(column.seed, {**column.answers, **news}, column.reports)
        for name, column in columns.items()
    }


def odd_columns() -> dict[str, Column]:
    """Return every column by the name of its host."""
    return {
        **_pagers(),
        **{f"item-{name}": _listed(name) for name in _ITEMS},
        "item-titled": _listed("slanted", lambda n: f"/nb/n2024n/bm{n}.htm"),
        "item-numbers": _listed("slanted", lambda n: f"/zwgk/3282{n}01/index.html"),
        **{f"shell-{name}": column for name, column in _shells().items()},
        **{name: _asking(method, code) for name, (method, code) in _ASKING.items()},
        **{name: _gateway(source) for name, source in _UNITS.items()},
        **_beside(),
    }
