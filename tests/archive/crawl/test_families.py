"""Where pages lead, family by family."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.crawl.families import names_of, read_links
from archive.crawl.reading.decoding import decode
from archive.crawl.reading.links import PageLinks
from archive.crawl.reading.page import Page

LIST = "http://www.linxi.example/zwgk/nb/"
ARTICLE = "http://www.linxi.example/zwgk/nb/202402/t20240205_77.html"
SHARED_PAGES = Path(__file__).resolve().parents[4] / "shared" / "pages"


def read(source: str, url: str = LIST) -> PageLinks:
    return read_links(Page(url, source))


def list_names(source: str, url: str = LIST) -> list[str]:
    return [urlsplit(found.url).path.rpartition("/")[2] for found in read(source, url).list_pages]


@pytest.mark.parametrize(
    ("call", "names"),
    [
        ("createPageHTML(3, 0, 'index', 'html')", ["index_1.html", "index_2.html"]),
        ('createPageHTML(3,0,"index","shtml");', ["index_1.shtml", "index_2.shtml"]),
        ('createPageHTML( 3 ,\n 1, "list", ".htm" )', ["list_1.htm", "list_2.htm", "list_3.htm"]),
        ('createPageHTML(55, 3, 0, 20, "index", "html")', ["index_1.html", "index_2.html"]),
        ('createPageHTML(3, 0, 55, "index", "html")', ["index_1.html", "index_2.html"]),
        ('createPageHTML(0, 3, "index", "html")', ["index_1.html", "index_2.html"]),
        ('createPageHTML("index", "html", 3, 0)', ["index_1.html", "index_2.html"]),
        ('createPageHTML("index","shtml",55,3,0)', ["index_1.shtml", "index_2.shtml"]),
        ('createPageHTML("html", "index", 3, 0)', ["index_1.html", "index_2.html"]),
        ("createPageHTML('3', '0', 'index', 'html')", ["index_1.html", "index_2.html"]),
        (
            "createPageHTML(countPage, 0, 'index', 'html'); var countPage = 3;",
            ["index_1.html", "index_2.html"],
        ),
        ("createPageHTML(Math.ceil(55/20), 0, 'index', 'html')", ["index_1.html", "index_2.html"]),
        (
            "createPageHTML(parseInt('3'), 0 /* now */, 'index', 'html')",
            ["index_1.html", "index_2.html"],
        ),
        (
            "// createPageHTML(9, 0, 'index', 'html')\ncreatePageHTML(2, 0, 'index', 'html')",
            ["index_1.html"],
        ),
        ("// createPageHTML(2, 0, 'index', 'html')", ["index_1.html"]),
        ('<i onload="createPageHTML(2,0,&quot;index&quot;,&quot;html&quot;)">', ["index_1.html"]),
        ('document.write(\'createPageHTML(2,0,\\"index\\",\\"html\\")\')', ["index_1.html"]),
        ('createPageHTML(2, 0, "./index", "html")', ["index_1.html"]),
        (
            'createPageHTML(1, 0, "index", "html"); createPageHTML(2, 0, "list", "html")',
            ["list_1.html"],
        ),
        ('createPageHTML(55, 3, 0, "index", "html", "")', ["index_1.html", "index_2.html"]),
        ("createPageHTML('page_div',3, 1,'list','shtml',55);", ["list_2.shtml", "list_3.shtml"]),
        ('<!-- createPageHTML(2, 0, "index", "html"); -->', ["index_1.html"]),
        ('createPageHTML(1, 0, "index", "html")', []),
        ('createPageHTML(0, 0, "index", "html")', []),
        ("function createPageHTML(_nPageCount, _nCurrIndex, _sPageName, _sPageExt){}", []),
        ("createPageHTML()", []),
    ],
)
def test_page_function_in_its_argument_orders(call: str, names: list[str]) -> None:
    assert list_names(f"<script>{call}</script>") == names


def test_page_function_definition_before_the_call() -> None:
    source = "function createPageHTML(_n, _c, _p, _e){ f(_n) }\ncreatePageHTML(2,0,'index','htm')"
    assert list_names(f"<script>{source}</script>") == ["index_1.htm"]


def test_page_function_with_a_wild_counter_is_capped() -> None:
    assert len(list_names("createPageHTML(999999999, 0, 'index', 'html')")) < 10_000


def test_page_function_on_an_article_names_its_further_pages() -> None:
    links = read("<script>createPageHTML(2, 0, 't20240205_77', 'html')</script>", ARTICLE)
    assert [found.url for found in links.list_pages] == [ARTICLE.replace(".html", "_1.html")]


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("var countPage = 3; var currentPage = 0;", ["index_1.html", "index_2.html"]),
        ("var currentPage = 1;//从1开始\nvar countPage = 2;", ["index_2.html"]),
        ("var m_nPageCount = 3, m_nCurrPage = 0;", ["index_1.html", "index_2.html"]),
        ("var TOTAL_PAGES = '3'; var PAGE_INDEX = '0';", ["index_1.html", "index_2.html"]),
        ("var countPage = 1//共多少页", []),
        (
            "var currentPage=0,countPage=3; for (i=0;i<countPage;i++) go(`list_${i}.html`)",
            ["list_1.html", "list_2.html"],
        ),
        (
            "var countPage=3, currentPage=0; go('index_7700_' + (currentPage + 1) + '.html')",
            ["index_7700_1.html", "index_7700_2.html"],
        ),
        (
            r"""var countPage = 2; w("<a href=\"gk" + (i == 0 ? "" : "_" + i) + ".shtml\">")""",
            ["gk_1.shtml"],
        ),
        (
            "pagination_script_config = { pageNumber: '0', total: '3' }",
            ["index_1.html", "index_2.html"],
        ),
        (
            "var total = 45, pageSize = 20, pages = Math.ceil(total / pageSize), pageNo = 1;",
            ["index_2.html", "index_3.html"],
        ),
    ],
)
def test_count_page_variables(source: str, names: list[str]) -> None:
    assert list_names(f"<script>{source}</script>") == names


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("var countPage=2\nf('list_'+n+'.shtml')", ["list_1.shtml", "list_2.shtml"]),
        ("var countPage = 2; go(i ? '_' + i + '.htm' : '')", ["index_1.htm", "index_2.htm"]),
        (
            "var pageid = '7700'; var countPage = 2; go('index_' + pageid + '_' + i + '.shtml')",
            ["index_7700_1.shtml", "index_7700_2.shtml"],
        ),
        (
            "var totalData = 45; var pageSize = 20; go('index_pc_' + i + '.html')",
            ["index_pc_1.html", "index_pc_2.html", "index_pc_3.html"],
        ),
        ("pagination_script_config.total = 9;", ["index_1.html", "index_2.html"]),
        (
            "var totalData = '386'; go('index_pc_' + i + '.html')",
            ["index_pc_1.html", "index_pc_2.html"],
        ),
        ("$('.p').pagination({totalPage: 9})", ["index_1.html", "index_2.html"]),
    ],
)
def test_where_a_script_does_not_tell_what_it_counts_from_one_page_too_many_is_named(
    source: str, names: list[str]
) -> None:
    assert list_names(f"<script>{source}</script>") == names


def test_pages_whose_names_are_guessed_lead_on_one_by_one() -> None:
    script = "<script>var countPage = 9;</script>"
    assert list_names(script, f"{LIST}index_4.html") == ["index_5.html"]
    assert list_names(script, f"{LIST}index_9.html") == []


def test_plugin_counts_pages_from_two() -> None:
    source = "$('.p').pagination({totalPage: 3, f: function(i){ go('list_'+i+'.shtml') }})"
    assert list_names(source) == ["list_2.shtml", "list_3.shtml"]


def test_records_without_cdata_and_with_entities() -> None:
    source = (
        "<datastore><recordset><record>"
        "<li><a href='/art/2024/2/5/art_1_2.html?a=1&amp;b=2'>甲</a></li></record>"
        "<record><![CDATA[ ]]></record></recordset></datastore>"
    )
    (found,) = read(source).documents
    assert found.url == "http://www.linxi.example/art/2024/2/5/art_1_2.html?a=1&b=2"


def test_record_that_is_a_file() -> None:
    links = read("<datastore><record><![CDATA[<a href='/f/a.docx'>x</a>]]></record></datastore>")
    assert [found.url for found in links.attachments] == ["http://www.linxi.example/f/a.docx"]
    assert links.documents == ()


@pytest.mark.parametrize(
    ("anchor", "is_next"),
    [
        ("<a href='p2.html'>下一页</a>", True),
        ("<a href='p2.html'>下页 &gt;</a>", True),
        ("<a href='p2.html'>Next »</a>", True),
        ("<a href='p2.html' rel='next'>2</a>", True),
        ("<link rel='next' href='p2.html'>", True),
        ("<a href='?page=2'>2</a>", True),
        ("<a href='index_2.html'>2</a>", True),
        ("<a href='javascript:go(2)'>下一页</a>", False),
        ("<a href='p2.html'>下一篇</a>", False),
        ("<a href='p2.html'>尾页说明</a>", False),
    ],
)
def test_next_page_anchors(anchor: str, is_next: bool) -> None:
    assert bool(read(anchor).list_pages) == is_next


@pytest.mark.parametrize(
    ("item", "is_document"),
    [
        ("<li><a href='/doc?k=7'>临溪市年度报告</a><span>2024-01-31</span></li>", True),
        ("<tr><td><a href='/doc?k=7'>临溪市年度报告</a></td><td>2024年1月31日</td></tr>", True),
        ("<li><a href='/doc?k=7'>临溪市年度报告</a> [01-31]</li>", True),
        ("<li><a href='/doc?k=7'>临溪市年度报告</a></li>", False),
        ("<li><a href='/doc?k=7'>31</a> 2024-01-31</li>", False),
        ("<li><a href='/'>临溪市人民政府</a> 2024-01-31</li>", False),
        ("<li><a href='t20240131_1.html'>联系我们</a></li>", False),
        ("<li><a href='mailto:a@b.example'>临溪市年度报告</a>2024-01-31</li>", False),
    ],
)
def test_items_with_title_and_date(item: str, is_document: bool) -> None:
    assert bool(read(f"<table>{item}</table>").documents) == is_document


def test_links_behind_an_early_end_of_the_page() -> None:
    assert read("<html><body></body></html><a href='t20240101_1.html'>x</a>").documents


def test_base_element_is_honoured() -> None:
    source = "<base href='/other/'><a href='t20240101_1.html'>x</a>"
    assert read(source).documents[0].url == "http://www.linxi.example/other/t20240101_1.html"


def test_columns_lie_below() -> None:
    source = "<a href='2023n/'>a</a><a href='../'>b</a><a href='/x/'>c</a><a href='./'>d</a>"
    assert [found.url for found in read(source).columns] == [LIST + "2023n/"]


@given(st.text(alphabet="<>/=\"'ahrefli dtscopx()0,![]&;中\x00\n"))
def test_no_page_is_too_broken(source: str) -> None:
    read(source)


@pytest.mark.parametrize(
    ("name", "url", "families", "pages", "documents"),
    [
        (
            "yichun.gov.cn__trs-list-2017-excerpt.html",
            "http://www.yichun.gov.cn/xxgk/zwdt/zwyw/",
            ("createPageHTML",),
            49,
            4,
        ),
        (
            "wsjkw.sh.gov.cn__yqtb-list.html",
            "https://wsjkw.sh.gov.cn/yqtb/index.html",
            ("jQuery pagination",),
            53,
            9,
        ),
        (
            "zwgk.dingxi.gov.cn__jpage-datastore-excerpt.xml.html",
            "http://zwgk.dingxi.gov.cn/col/col12377/index.html",
            ("Hanweb jpage",),
            1,
            6,
        ),
        (
            "hd.gov.cn__xxgk-list.html",
            "http://hdzfxxgk.hd.gov.cn/zfwj/jinqixxgk/",
            ("countPage", "numbered pages"),
            55,
            1,
        ),
    ],
)
def test_real_lists(
    name: str, url: str, families: tuple[str, ...], pages: int, documents: int
) -> None:
    if not SHARED_PAGES.is_dir():
        pytest.skip("the real pages are not beside this checkout")
    page = Page(url, decode((SHARED_PAGES / name).read_bytes()))
    links = read_links(page)
    assert names_of(page) == families
    others = [found for found in links.list_pages if found.url.rpartition("/")[2] != "index.html"]
    assert len(others) == pages
    assert len(links.documents) >= documents


def test_a_link_remembers_how_it_stood_on_the_page() -> None:
    source = (
        "<a href='content/mpost_9.html?shareKey=1#x'>x</a><a href='content/post_8.html#y'>y</a>"
    )
    assert [(found.url, found.met_as) for found in read(source).documents] == [
        (f"{LIST}content/post_9.html", f"{LIST}content/mpost_9.html?shareKey=1"),
        (f"{LIST}content/post_8.html", ""),
    ]
