"""Columns of invented towns, one for each way in which sites list, page, split and mislead.

Each is a site of the playhouse with its seed and its answer key: the path of every report that
a perfect crawl and a perfect cleaning give, with its title.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qs, urlencode, urlsplit

from archive.model import Scope
from tests.archive.crawl.playhouse import NOT_FOUND, Answer, Asked, page

_SUBJECTS = ("规范执法", "便民服务", "矛盾调处", "政务公开", "法治宣传", "复议应诉", "普法教育")


def title_of(number: int) -> str:
    return f"青石县第{number}号法治政府建设年度报告"


def paragraphs_of(number: int) -> list[str]:
    subject = _SUBJECTS[number % len(_SUBJECTS)]
    return [
        f"{number}年，全县各部门围绕{subject}依照职责办事，{subject}工作会议开了{number}次，群众满意。",
        f"一、主要做法。县里把{subject}同日常工作一起部署、一起检查，第{number}号文件已经印发。",
        f"二、存在的问题。基层力量仍然不足，{subject}的人手只有{number}人，需要继续补充培训。",
    ]


def article(number: int, extra: str = "", text: str = "") -> str:
    body = text or "".join(f"<p>{line}</p>" for line in paragraphs_of(number))
    return (
        f"<html><head><title>{title_of(number)}_青石县人民政府</title></head><body>"
        f"<h1>{title_of(number)}</h1><div class='TRS_Editor'>{body}</div>{extra}</body></html>"
    )


def items(numbers: range | list[int], path: Callable[[int], str]) -> str:
    return "".join(
        f"<li><a href=\"{path(n)}\" title='{title_of(n)}'>青石县第{n}号...</a>"
        f"<span>2024-01-{n:02d}</span></li>"
        for n in numbers
    )


@dataclass(frozen=True)
class Column:
    """A site; ``answers`` by path and query, or what ``also`` answers; ``reports`` by path."""

    seed: str
    answers: Mapping[str, str | Answer]
    reports: Mapping[str, int]
    scope: Scope = Scope.HOST
    depth: int = 1
    also: Callable[[Asked], Answer | None] = field(default=lambda _: None)

    def __call__(self, asked: Asked) -> Answer:
        found = self.also(asked) or self.answers.get(asked.path) or NOT_FOUND
        return page(found) if isinstance(found, str) else found


def paged(
    names: list[str],
    pager: Callable[[int], str],
    path: Callable[[int], str],
    *,
    seed: str = "",
    per_page: int = 3,
    aside: str = "",
    **options: object,
) -> Column:
    """Return a column whose pages have ``names``; links are relative to the first one."""
    first = names[0]
    total = per_page * len(names) - 1
    folder = first.rpartition("/")[0] + "/"
    answers: dict[str, str | Answer] = {}
    for index, name in enumerate(names):
        numbers = range(index * per_page + 1, min((index + 1) * per_page, total) + 1)
        answers[name] = f"<html><ul>{items(numbers, path)}</ul>{aside}{pager(index)}</html>"
    reports = {}
    for number in range(1, total + 1):
        address = path(number)
        whole = address if address.startswith("/") else folder + address.removeprefix("./")
        reports[whole] = number
        answers[whole.replace("mpost_", "post_")] = article(number)
    return Column(seed or first, answers, reports, **options)  # type: ignore[arg-type]


def _trs_path(number: int) -> str:
    return f"./202401/t202401{number:02d}_{1000 + number}.html"


_SIDE = (
    "<div class='side-box'><h3>政府公告</h3><ul>"
    "<li><a href='/zwgk/gg/202301/t20230101_77.html'>关于停水停电的一份普通公告</a></li>"
    "<li><a href='/zwgk/gg/202301/t20230101_78.html'>关于道路施工的一份普通公告</a></li></ul></div>"
)


def _trs() -> dict[str, Column]:
    def names(stem: str, suffix: str = "html") -> list[str]:
        return [f"/bg/{stem}.{suffix}", f"/bg/{stem}_1.{suffix}", f"/bg/{stem}_2.{suffix}"]

    def ucap(index: int) -> str:
        return f"<script>createPageHTML('page_div', 3, {index + 1}, 'list','shtml', 8);</script>"

    calls = {
        "trs-plain": lambda i: f'<script>createPageHTML(3, {i}, "index", "html");</script>',
        "trs-comment": lambda i: (
            f"<!-- <script>\ncreatePageHTML( 3,{i} ,'index', 'html' )</script> -->"
        ),
        "trs-records": lambda i: f'<script>createPageHTML(8, 3, {i}, "index", "html")</script>',
        "trs-last": lambda i: f'<script>createPageHTML("index", ".html", 3, {i}, 8)</script>',
        "trs-variables": lambda i: (
            f"<script>var nPages = parseInt('3'), nNow={i};\n"
            "function createPageHTML(_n, _c, _p, _e){document.write(_p+'_'+_n)}\n"
            "createPageHTML(nPages, nNow, 'index', 'html')</script>"
        ),
    }
    columns = {
        name: paged(["/bg/", "/bg/index_1.html", "/bg/index_2.html"], call, _trs_path, aside=_SIDE)
        for name, call in calls.items()
    }
    shtml = ["/bg/list.shtml", "/bg/list_2.shtml", "/bg/list_3.shtml"]
    columns["ucap"] = paged(shtml, ucap, lambda n: f"/bg/2024-01/{n:02d}/content_{n}.shtml")
    for column in columns.values():
        for number in (77, 78):
            column.answers[f"/zwgk/gg/202301/t20230101_{number}.html"] = article(number)  # type: ignore[index]
    return columns


def _scripted() -> dict[str, Column]:
    shanghai = """<script>$(".pagination").pagination({{ totalPage : 3, showPageNum: 5,
        callBack: function (currPage) {{ var i=currPage; if(i==1) location.href='index.html';
        else location.href='index_'+i+'.html'; }} }});</script>"""
    numbered = ["/bg/index.html", "/bg/index_2.html", "/bg/index_3.html"]
    zero = ["/bg/index.htm", "/bg/index_1.htm", "/bg/index_2.htm"]
    mee = """<script>var currentPage = {0};//所在页从0开始
        var countPage = 3//共多少页
        for (var i=0;i<countPage;i++) document.write("<a href=\\"index"+"_"+i+".htm\\">"+i+"</a>");
        </script>"""
    return {
        "plugin": paged(numbered, lambda _: shanghai.format(), lambda n: f"20240101/{n:032x}.html"),
        "laypage": paged(
            numbered,
            lambda i: (
                "<script>laypage.render({elem:'p', count: 8, limit: 3, curr: "
                f"{i + 1}, jump: function(o, first){{ if(!first) location.href = "
                "o.curr === 1 ? 'index.html' : `index_${o.curr}.html` }})</script>"
            ),
            lambda n: f"{n:05d}.html",
        ),
        "oldest": paged(
            zero,
            lambda _: (
                "<script>$('#p').pagination(8, {items_per_page:3, callback: function(k) {"
                "location.href = k == 0 ? 'index.htm' : 'index_' + k + '.htm'; }})</script>"
            ),
            lambda n: f"/info/7/{n}.htm",
        ),
        "mee": paged(zero, lambda i: mee.replace("{0}", str(i)), lambda n: f"t10{n:02d}.htm"),
        "most": paged(
            zero,
            lambda i: (
                f"<script>pagination_script_config = {{ pageNumber: '{i}', total: '3' }}</script>"
            ),
            lambda n: f"t10{n:02d}.htm",
        ),
        "nda": paged(
            [f"/bg/list/index_pc_{n}.html" for n in (1, 2, 3)],
            lambda _: "<script>var totalData = '8';var u = 'index_pc_' + page + '.html';</script>",
            lambda n: f"/bg/202401/{n:032x}.html",
        ),
        "anchors": paged(
            numbered,
            lambda _: (
                "<div class=page>1 ... <a href='index_3.html'>尾页</a>"
                "<a href='javascript:go()'>跳转</a></div>"
            ),
            lambda n: f"/info/7/{n}.htm",
        ),
        "options": paged(
            numbered,
            lambda _: (
                "<select onchange='go(this.value)'><option value='index.html'>1</option>"
                "<option value='index_2.html'>2<option value='index_3.html'>3</select>"
            ),
            lambda n: f"/info/7/{n}.htm",
        ),
        "base64": paged(
            numbered,
            lambda i: (
                "<div id='pages'>{}</div><script>var p = window.atob($('#pages').text());"
                "</script>".replace(
                    "{}",
                    base64.b64encode(
                        f"<a href='index_{min(i + 2, 3)}.html'>下一页</a>".encode()
                    ).decode(),
                )
            ),
            lambda n: f"/info/7/{n}.htm",
        ),
        "nfcms": paged(
            ["/bg/", "/bg/index_2.html", "/bg/index_3.html"],
            lambda _: "<a class='last' href='index_3.html'>末页</a>",
            lambda n: f"content/{'mpost' if n == 2 else 'post'}_{n}.html",
        ),
        "base": paged(
            ["/bg/", "/bg/index_1.html", "/bg/index_2.html"],
            lambda i: (
                f"<base href='//base.localhost:PORT/bg/'><script>createPageHTML(3,{i},"
                "'index','html')</script>"
            ),
            lambda n: f"/bg/{n}/content_{n}.html",
        ),
    }


def _record(number: int, tag: str = "li") -> str:
    return (
        f'<record><![CDATA[<{tag}><td><a href="/art/2024/1/{number}/art_77_{number}.html" '
        f"title='{title_of(number)}'>青石县第{number}号...</a></td></{tag}>]]></record>"
    )


def _store(numbers: range, following: str = "", tag: str = "li") -> str:
    records = "".join(_record(n, tag) for n in numbers)
    group = f'<nextgroup><![CDATA[<a href="{following}"></a>]]></nextgroup>' if following else ""
    return f"<datastore>{group}<recordset>{records}</recordset></datastore>"


def _arts() -> dict[str, str]:
    return {f"/art/2024/1/{n}/art_77_{n}.html": article(n) for n in range(1, 9)}


def _hanweb() -> dict[str, Column]:  # noqa: C901 - one closure for each way of answering
    webname = "%25E9%259D%2592%25E7%259F%25B3"
    proxy = "/module/web/jpage/dataproxy.jsp"
    seed = "/col/col77/index.html"
    reports = {path: n for n, path in enumerate(_arts(), 1)}
    beside = "<ul class=hot><li><a href='/art/2023/1/1/art_9_900.html'>别的栏目的一条新闻</a></ul>"
    others = {"/art/2023/1/1/art_9_900.html": article(50)}

    def group(number: int) -> str:
        return f"{proxy}?page={number}&webid=1&columnid=77&unitid=5&webname={webname}"

    def chained(asked: Asked) -> Answer | None:
        query = parse_qs(urlsplit(asked.path).query)
        if urlsplit(asked.path).path != proxy or query["webname"] != [webname.replace("%25", "%")]:
            return None
        number = int(query["page"][0])
        numbers = range(number * 3 + 1, min(number * 3 + 3, 8) + 1)
        return page(_store(numbers, group(number + 1) if number < 2 else "", "tr"))

    def ranged(asked: Asked) -> Answer | None:
        sent = asked.posted or urlsplit(asked.path).query
        query = parse_qs(urlsplit(asked.path).query)
        if "startrecord" not in query or "columnid=77" not in sent:
            return None
        start, end = int(query["startrecord"][0]), int(query["endrecord"][0])
        return page(_store(range(start, end + 1)))

    def post_only(asked: Asked) -> Answer | None:
        return ranged(asked) if asked.posted else None

    def get_only(asked: Asked) -> Answer | None:
        if asked.posted is not None:
            return Answer(b"", 405)
        return ranged(asked)

    script = f"<script type='text/xml'>{_store(range(1, 4), group(1))}</script>{beside}"
    call = (
        '<div id=5></div><script>jQuery("#5").jpage({totalRecord : 8, perPage:1,proxyUrl:\''
        "/module/jslib/jquery/jpage/dataproxy.jsp', webid:'1', columnid:77, unitid: 5,"
        f"webname:'青石', permissiontype:0}});</script>{beside}"
    )
    partly = f"<script type=text/xml>{_store(range(1, 4))}</script>{call}"
    return {
        "hanweb": Column(seed, {seed: script, **_arts(), **others}, reports, also=chained),
        "jpage-post": Column(seed, {seed: call, **_arts(), **others}, reports, also=post_only),
        "jpage-get": Column(seed, {seed: call, **_arts(), **others}, reports, also=get_only),
        "jpage-rest": Column(seed, {seed: partly, **_arts(), **others}, reports, also=post_only),
    }


def _gateways() -> dict[str, Column]:
    seed, unit = "/bg/index.html", "/api-gateway/jpaas-publish-server/front/page/build/unit"
    arts = {f"/art/2024/art_{n:032x}.html": article(n) for n in range(1, 9)}
    reports = {path: n for n, path in enumerate(arts, 1)}

    def shell(extra: str) -> str:
        ids = "{'webId':'3','pageId':'p7','tagId':'新闻列表','tplSetId':'x'}"
        return f'<script src="unitbuild.js" url="{unit}" queryData="{ids}"></script>{extra}'

    def answers(ignores_page: bool) -> Callable[[Asked], Answer | None]:
        def also(asked: Asked) -> Answer | None:
            parts = urlsplit(asked.path)
            query = parse_qs(parts.query)
            if parts.path != unit or query.get("pageId") != ["p7"]:
                return None
            number = json.loads(query["paramJson"][0])["pageNo"]
            number = 1 if ignores_page else number
            numbers = range(number * 3 - 2, min(number * 3, 8) + 1)
            html = f"<ul>{items(numbers, lambda n: f'/art/2024/art_{n:032x}.html')}</ul>"
            data = json.dumps({"success": True, "data": {"html": html}}, ensure_ascii=False)
            return Answer(data.encode(), headers=(("Content-Type", "application/json"),))

        return also

    first = dict(list(reports.items())[:3])
    return {
        "jcms": Column(
            seed,
            {seed: shell('<div count="8" rows="3"></div>'), **arts},
            reports,
            also=answers(False),
        ),
        "jcms-uncounted": Column(seed, {seed: shell(""), **arts}, reports, also=answers(False)),
        "jcms-repeating": Column(seed, {seed: shell(""), **arts}, first, also=answers(True)),
    }


def _json(data: object) -> Answer:
    body = json.dumps(data, ensure_ascii=False).encode()
    return Answer(body, headers=(("Content-Type", "application/json; charset=utf-8"),))


def _data() -> dict[str, Column]:  # noqa: C901 - one closure for each way of answering
    posts = {f"/town/gkmlpt/content/0/7/post_{n}.html": article(n) for n in range(1, 9)}
    reports = {path: n for n, path in enumerate(posts, 1)}

    def entries(numbers: range, path: Callable[[int], str]) -> list[dict[str, object]]:
        return [{"id": n, "title": title_of(n), "url": path(n)} for n in numbers]

    def post_path(host: str, number: int) -> str:
        return f"http://{host}/town/gkmlpt/content/0/7/post_{number}.html"

    def gkmlpt(asked: Asked) -> Answer | None:
        parts = urlsplit(asked.path)
        if not parts.path.startswith("/town/gkmlpt/api/all/"):
            return None
        query = parse_qs(parts.query)
        is_first = parts.path.endswith("/7")
        number = max(1, int(query["page"][0]))
        numbers = range(number * 3 - 2, min(number * 3, 8) + 1) if is_first else range(0)
        listed = entries(numbers, lambda n: post_path(asked.headers["Host"], n))
        count = 8 if is_first and query["sid"] == ["200"] else 0
        return _json({"classify": {"post_count": count}, "articles": listed if count else []})

    config = (
        "<script>window._CONFIG = { SID: '200', TREE: [{id: 7, name: '年报', children: []},"
        "{'id': 8, name: '公告'}] }</script>"
    )
    plain = {f"/d/{n}.html": article(n) for n in range(1, 9)}
    plain_reports = {path: n for n, path in enumerate(plain, 1)}

    def plain_path(number: int) -> str:
        return f"/d/{number}.html"

    def posted(asked: Asked) -> Answer | None:
        if asked.path != "/cms/JsonList" or asked.posted is None:
            return None
        number = int(parse_qs(asked.posted)["pageno"][0])
        numbers = range(number * 3 - 2, min(number * 3, 8) + 1)
        return _json({"total": 8, "pageSize": 3, "list": entries(numbers, plain_path)})

    def api(asked: Asked) -> Answer | None:
        parts = urlsplit(asked.path)
        if parts.path != "/api/list":
            return None
        number = int(parse_qs(parts.query)["pageNum"][0])
        numbers = range(number * 3 - 2, min(number * 3, 8) + 1)
        return _json({"data": {"records": entries(numbers, plain_path)}})

    ajax = (
        "<div id=list></div><script>var pageno = 1; $.ajax({ url: '/cms/JsonList', type: 'post',"
        "data: { channelCode: 'A1', perPage: 3, pageno: pageno }, success: f })</script>"
    )
    feed = "<script>$.getJSON('./list.json?_=1700000000000', show)</script>"
    return {
        "gkmlpt": Column(
            "/town/gkmlpt/index", {"/town/gkmlpt/index": config, **posts}, reports, also=gkmlpt
        ),
        "gkmlpt-column": Column(
            "/town/gkmlpt/index#7", {"/town/gkmlpt/index": config, **posts}, reports, also=gkmlpt
        ),
        "json-file": Column(
            "/d/",
            {"/d/": feed, "/d/list.json": _json(entries(range(1, 9), plain_path)), **plain},
            plain_reports,
        ),
        "json-api": Column("/api/list?pageNum=1", plain, plain_reports, also=api),
        "json-post": Column("/d/", {"/d/": ajax, **plain}, plain_reports, also=posted),
        "json-seed": Column(
            f"/cms/JsonList#post:{urlencode({'channelCode': 'A1', 'pageno': 1})}",
            plain,
            plain_reports,
            also=posted,
        ),
    }


def _feeds() -> dict[str, Column]:
    plain = {f"/bg/{n}.html": article(n) for n in range(1, 4)}
    reports = {path: n for n, path in enumerate(plain, 1)}
    rss = "".join(
        f"<item><title>{title_of(n)}</title><link>{p}</link></item>" for p, n in reports.items()
    )
    atom = "".join(
        f"<entry><title>{title_of(n)}</title><link rel='alternate' href='{p}'/></entry>"
        for p, n in reports.items()
    )
    offer = '<link href="{}" type="application/{}+xml" rel="alternate"><p>订阅</p>'
    xml = (("Content-Type", "application/xml"),)
    gbk = '<?xml version="1.0" encoding="gbk"?>'
    return {
        "rss": Column(
            "/bg/",
            {
                "/bg/": offer.format("rss.xml", "rss"),
                "/bg/rss.xml": Answer(f"{gbk}<rss>{rss}</rss>".encode("gbk"), headers=xml),
                **plain,
            },
            reports,
        ),
        "atom": Column(
            "/bg/",
            {
                "/bg/": offer.format("/bg/atom.xml", "atom"),
                "/bg/atom.xml": Answer(
                    f'<feed xmlns="http://www.w3.org/2005/Atom">{atom}</feed>'.encode(), headers=xml
                ),
                **plain,
            },
            reports,
        ),
    }


def all_columns() -> dict[str, Column]:
    """Return every column by the name of its host."""
    return {**_trs(), **_scripted(), **_hanweb(), **_gateways(), **_data(), **_feeds()}
