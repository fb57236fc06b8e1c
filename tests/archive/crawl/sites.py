"""The sites of the playhouse: one for each family, one for each misbehaviour.

All places are invented.
"""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

from tests.archive.crawl.playhouse import NOT_FOUND, Answer, Asked, Site, moved, page, pages

REPORT = (
    "<html><head><title>{title}</title></head><body><h1>{title}</h1><div class='TRS_Editor'>"
    + "<p>一年来，全县各部门依照职责办事，把规范执法、便民服务、调处矛盾一起部署、一起检查。</p>"
    * 8
    + "{extra}</div></body></html>"
)


def report(title: str, extra: str = "") -> Answer:
    return page(REPORT.format(title=title, extra=extra))


def _trs(asked: Asked) -> Answer:
    call = '<!--<script>createPageHTML(3, {}, "index", "html");</script>-->'
    item = "<li><a href='202401/t2024010{0}_{0}.html' title='临溪市第{0}份年度报告全文'>临溪...</a>"
    lists = {"/ndbg/": 0, "/ndbg/index_1.html": 1, "/ndbg/index_2.html": 2}
    if asked.path in lists:
        number = lists[asked.path]
        return page(f"<ul>{item.format(number + 1)}</ul>{call.format(number)}")
    return report("报告") if asked.path.startswith("/ndbg/202401/") else NOT_FOUND


def _plugin(asked: Asked) -> Answer:
    script = """<script>$(".pagination").pagination({ totalPage: 3, callBack: function (p) {
        if (p == 1) location.href='index.html';
        else location.href='index_'+p+'.html'; } });</script>"""
    number = {"/yb/index.html": 1, "/yb/index_2.html": 2, "/yb/index_3.html": 3}.get(asked.path)
    if number:
        name = f"{number:032x}"
        return page(
            f"<ul><li><a href='/yb/20240101/{name}.html'>第{number}期</a></li></ul>{script}"
        )
    return report("月报") if asked.path.startswith("/yb/2024") else NOT_FOUND


_RECORD = """<record><![CDATA[<{tag}><td><a href="/art/2024/1/{n}/art_77_{n}.html"
    title="青石县第{n}号公报的完整标题">青石县第{n}号...</a></td></{tag}>]]></record>"""
_WEBNAME = "%25E9%259D%2592%25E7%259F%25B3"


def _hanweb(asked: Asked) -> Answer:
    proxy = "/module/web/jpage/dataproxy.jsp"
    address = f"{proxy}?page=1&webid=3&columnid=77&unitid=9&webname={_WEBNAME}&permissiontype=0"
    following = f'<nextgroup><![CDATA[<a href="{address}"></a>]]></nextgroup>'
    if asked.path == "/col/col77/index.html":
        record = _RECORD.format(tag="li", n=1)
        store = f"<datastore>{following}<recordset>{record}</recordset></datastore>"
        return page(f'<div id="9"><script type="text/xml">{store}</script></div>')
    if urlsplit(asked.path).path == proxy:
        body = f"<datastore><recordset>{_RECORD.format(tag='tr', n=2)}</recordset></datastore>"
        return Answer(body.encode(), headers=(("Content-Type", "text/xml"),))
    return report("公报") if asked.path.startswith("/art/") else NOT_FOUND


def _jpage(asked: Asked) -> Answer:
    proxy = "/module/jslib/jquery/jpage/dataproxy.jsp"
    if asked.path == "/col/col8/index.html":
        return page(
            "<script>jQuery('#5').jpage({totalRecord:7, perPage:2, proxyUrl:'" + proxy + "',"
            " col:1, webid:35, columnid:8, unitid:5, webname:'青石', permissiontype:0});</script>"
        )
    if urlsplit(asked.path).path == proxy and asked.posted:
        query = parse_qs(urlsplit(asked.path).query)
        start, end = (int(query[name][0]) for name in ("startrecord", "endrecord"))
        numbers = range(start, min(end, start + 3) + 1)  # no more than four at a time
        records = "".join(_RECORD.format(tag="tr", n=number) for number in numbers)
        return page(f"<datastore>{records}</datastore>")
    return report("公报") if asked.path.startswith("/art/") else NOT_FOUND


def _nfcms(asked: Asked) -> Answer:
    if asked.path == "/gzbg/":
        return page(
            "<a href='content/post_11.html'>甲</a><a href='content/mpost_12.html'>乙</a>"
            "<a class='last' href='index_2.html'>尾页</a>"
        )
    if asked.path == "/gzbg/index_2.html":
        return page("<a href='content/post_13.html'>丙</a>")
    return report("公报") if "/content/post_" in asked.path else NOT_FOUND


def _count(asked: Asked) -> Answer:
    script = """<script>var currentPage = 0;//所在页从0开始
        var nextPage=currentPage+1
        var countPage = 3//共多少页
        document.write("<a href=\\"list"+"_"+nextPage+"."+"htm\\">下一页</a>");</script>"""
    lists = {"/gk/list.htm": 1, "/gk/list_1.htm": 2, "/gk/list_2.htm": 3}
    if number := lists.get(asked.path):
        return page(f"<a href='t2024_{number}.htm'>x</a><a href='t100{number}.htm'>y</a>{script}")
    return report("公报") if asked.path.startswith("/gk/t") else NOT_FOUND


GBK_TITLE = "鏡湖区人民政府關於二〇二三年工作的報告"


def _gbk(asked: Asked) -> Answer:
    head = "<meta http-equiv='Content-Type' content='text/html; charset=gb2312'>"
    if asked.path == "/list.asp":
        item = f"<tr><td><a href='view.asp?k=7'>{GBK_TITLE}</a></td><td>2023-12-01</td></tr>"
        return page(f"{head}<table>{item}</table><a href='list.asp?page=2'>下一页</a>", "gbk")
    if asked.path == "/list.asp?page=2":
        return page(f"{head}<p>没有了</p>", "gbk")
    return report("报告") if asked.path == "/view.asp?k=7" else NOT_FOUND


def _redirects(asked: Asked) -> Answer:
    fixed = {
        "/start": moved("/arrived"),
        "/arrived": report("到了"),
        "/loop1": moved("/loop2"),
        "/loop2": moved("/loop1"),
        "/self": moved("/self"),
        "/cookie": moved("/cookie", ("Set-Cookie", "CT6T=1")),
        "/file": moved("file:///etc/passwd"),
        "/away": moved("http://elsewhere.localhost/"),
        "/nowhere": Answer(status=302, headers=()),
        "/refresh": page("<meta http-equiv='refresh' content='0;url=/arrived'>"),
    }
    if asked.path.startswith("/grow"):
        return moved(asked.path + "g")
    return fixed.get(asked.path, NOT_FOUND)


class Flaky:
    """Fails twice, then answers."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self, asked: Asked) -> Answer:
        if asked.path == "/robots.txt":
            return NOT_FOUND
        self.times += 1
        return report("好了") if self.times > 2 else Answer(b"wait", 500)


def _unchanged(asked: Asked) -> Answer:
    if asked.headers.get("If-None-Match") == '"v1"' and "If-Modified-Since" in asked.headers:
        return Answer(status=304, headers=(("ETag", '"v1"'),))
    return NOT_FOUND


def _endless(asked: Asked) -> Answer:
    def flood() -> Iterator[bytes]:
        while True:
            yield b"<p>" * 20_000

    return Answer(stream=flood()) if asked.path == "/" else NOT_FOUND


_BOMB = gzip.compress(b"\0" * 20_000_000)

_CHALLENGES = {
    "jiasule": Answer(b"<script>document.cookie=('_')+('_')+('j')+('s')+('l');</script>", 521),
    "ruishu": Answer(b"<meta id='x' r='m'><script>$_ts=window['$_ts'];$_ts.nsd=2;</script>", 202),
    "ruishu412": Answer(b"<script>var a=1</script>", 412),
    "c3vk": Answer(
        b"<script>document.cookie='C3VK=abc; path=/; max-age=300';location.reload()</script>"
    ),
    "geo": Answer(b"WZWS-RAY reason:GeoBL", 403),
}


def _challenge(asked: Asked) -> Answer:
    return _CHALLENGES.get(asked.path.removeprefix("/"), NOT_FOUND)


_PRIVATE_RULES = b"User-agent: *\nDisallow: /\n\nUser-agent: baogao\nDisallow: /private/\n"


def _robots_moved(asked: Asked) -> Answer:
    if asked.path == "/robots.txt":
        return moved("/rules.txt", status=301)
    return Answer(_PRIVATE_RULES) if asked.path == "/rules.txt" else report("开放")


def _columns(asked: Asked) -> Answer:
    fixed = {
        "/nb/": page(
            "<a href='2023n/'>2023</a><a href='/other/'>别的栏目</a>"
            "<a href='/other/202301/t20230101_9.html'>栏目之外的一份文件</a>"
        ),
        "/nb/2023n/": page("<a href='./202401/t20240101_5.html'>报告</a><a href='deep/'>更深</a>"),
        "/nb/2023n/202401/t20240101_5.html": report(
            "报告", "<a href='/files/P5.pdf'>附件</a><a href='http://x.localhost/a.pdf'>外</a>"
        ),
        "/files/P5.pdf": Answer(b"%PDF-1.4\n\0", headers=(("Content-Type", "application/pdf"),)),
    }
    return fixed.get(asked.path, NOT_FOUND)


def _article(asked: Asked) -> Answer:
    pager = '<script>createPageHTML(2, 0, "t20240301_3", "html");</script>'
    if asked.path == "/a/t20240301_3.html":
        return report("两页的报告", f"{pager}<a href='t20240302_4.html'>相关报道的标题</a>")
    return report("第二页") if asked.path == "/a/t20240301_3_1.html" else NOT_FOUND


def _endless_list(asked: Asked) -> Answer:
    number = int(asked.path.partition("page=")[2] or 1)
    return page(f"<a href='/l?page={number + 1}'>下一页</a>")


def _posted(asked: Asked) -> Answer:
    body = asked.posted or ""
    if asked.path == "/list.do" and asked.headers.get("Content-Type", "").startswith(
        "application/json" if body.startswith("{") else "application/x-www-form-urlencoded"
    ):
        name = {"name=%25E9&a=b c": "t1001.html", '{"page": 1}': "t1002.html"}.get(body)
        return page(f"<a href='/{name}#post:x=1'>{body}</a>") if name else NOT_FOUND
    return report("公报") if asked.path.startswith("/t100") else NOT_FOUND


def all_sites() -> dict[str, Site]:
    """Return every site by the first part of its host name."""
    refusing = {"/gone": Answer(b"", 410), "/forbidden": Answer(b"no", 403)}
    return {
        "trs": _trs,
        "plugin": _plugin,
        "hanweb": _hanweb,
        "jpage": _jpage,
        "nfcms": _nfcms,
        "count": _count,
        "gbk": _gbk,
        "redirects": _redirects,
        "flaky": Flaky(),
        "down": lambda a: NOT_FOUND if a.path == "/robots.txt" else Answer(b"", 503),
        "unchanged": _unchanged,
        "refusing": pages(refusing),
        "endless": _endless,
        "bomb": pages({"/": Answer(_BOMB, headers=(("Content-Encoding", "gzip"),))}),
        "challenge": _challenge,
        "ruled": _robots_moved,
        "robots503": lambda a: Answer(b"", 503) if a.path == "/robots.txt" else report("x"),
        "columns": _columns,
        "article": _article,
        "turning": _endless_list,
        "posted": _posted,
    }
