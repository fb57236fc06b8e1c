"""The sample sites over real HTTP: each family's lists, articles, editions and manners."""

from __future__ import annotations

import html
import io
import re
import socket
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest
from lxml import etree
from lxml import html as lxml_html

from archive.errors import BaogaoError
from archive.samples.reports import YEARS
from archive.samples.sites.attachments import FileType
from archive.samples.sites.content import Site
from archive.samples.sites.pages import PRIVATE_PATH
from archive.samples.sites.server import PortBusyError, Request, SampleSites, serve_sites
from tests.archive.samples.fetching import fetch

ROOT = Path(__file__).resolve().parents[3]
NAMES = ("trs", "hanweb", "nfcms", "ucap", "vsb", "pager")


@pytest.fixture(scope="module")
def running() -> Iterator[SampleSites]:
    with serve_sites() as sites:
        yield sites


@pytest.fixture
def both() -> Iterator[SampleSites]:
    with serve_sites() as sites:
        yield sites


def _site(running: SampleSites, name: str) -> Site:
    return next(site for site in running.sites if site.family.name == name)


def _decoded(site: Site, body: bytes) -> str:
    return body.decode(site.family.charset)


# How a browser's scripts would turn the pages: written from the families' own rules.


def _counted(start: int, ext: str, pattern: str) -> Callable[[str, str], list[str]]:
    def pages(url: str, text: str) -> list[str]:
        found = re.search(pattern, text)
        assert found
        return [urljoin(url, f"index_{n}.{ext}") for n in range(start, int(found[1]) + start - 1)]

    return pages


def _next_group(url: str, text: str) -> list[str]:
    found = re.search(r'<nextgroup><!\[CDATA\[<a href="([^"]+)"', text)
    return [urljoin(url, html.unescape(found[1]))] if found else []


def _next_link(url: str, text: str) -> list[str]:
    tree = lxml_html.fromstring(text)
    return [urljoin(url, a.get("href")) for a in tree.iter("a") if a.text == "下一页"]


TURN = {
    "trs": _counted(1, "html", r'createPageHTML\((\d+), 0, "index"'),
    "hanweb": _next_group,
    "nfcms": _next_link,
    "ucap": _counted(1, "shtml", r"var countPage = (\d+)//"),
    "vsb": _next_link,
    "pager": _counted(2, "html", r"totalPage: (\d+)"),
}


def _linked(site: Site) -> set[str]:
    """Return what all pages of a site's list link to."""
    waiting, seen, links = [site.seed.url], set[str](), set[str]()
    while waiting:
        url = waiting.pop()
        answer = fetch(url)
        assert answer.status == 200, url
        text = _decoded(site, answer.body)
        links |= {urljoin(url, html.unescape(h)) for h in re.findall(r'href="([^"]+)"', text)}
        is_first = url == site.seed.url
        follows = TURN[site.family.name] in (_next_group, _next_link)
        seen.add(url)
        if is_first or follows:
            waiting += [u for u in TURN[site.family.name](url, text) if u not in seen]
    return links


@pytest.mark.parametrize("name", NAMES)
def test_turning_the_pages_reaches_every_report(running: SampleSites, name: str) -> None:
    site = _site(running, name)
    wanted = {published.url for published in site.published}
    assert len(wanted) > 2 * site.family.per_page
    assert wanted <= _linked(site)


@pytest.mark.parametrize("name", ["trs", "ucap", "pager", "hanweb"])
def test_script_pagers_leave_no_link_to_the_next_page(running: SampleSites, name: str) -> None:
    site = _site(running, name)
    tree = lxml_html.fromstring(_decoded(site, fetch(site.seed.url).body))
    hrefs = [str(anchor.get("href")) for anchor in tree.iter("a")]
    assert not [h for h in hrefs if re.search(r"index_\d|dataproxy", h)]


@pytest.mark.parametrize("name", NAMES)
def test_pages_hold_title_paragraphs_and_facts(running: SampleSites, name: str) -> None:
    site = _site(running, name)
    for published in site.published:
        tree = lxml_html.fromstring(_decoded(site, fetch(published.url).body))
        shown = re.sub(r"\s+", "", tree.text_content())
        facts = (published.document_number or "", published.index_number or "")
        for wanted in (published.title, published.issuer, *facts, *published.paragraphs):
            assert re.sub(r"\s+", "", wanted) in shown
        assert {f"{p.url}" for p in published.attachments} <= set(tree.xpath("//a/@href"))


def test_there_are_enough_reports_over_all_years(running: SampleSites) -> None:
    assert len(running.reports) >= 150
    assert {published.report.year for published in running.reports} == set(YEARS)
    assert len({published.title for published in running.reports}) == len(running.reports)
    assert len({published.url for published in running.reports}) == len(running.reports)
    assert len(running.seeds) == 6


def test_site_codes_begin_with_no_real_division(running: SampleSites) -> None:
    assert all(site.code.startswith("99") for site in running.sites)


def test_the_gbk_site_declares_itself_in_the_meta_only(running: SampleSites) -> None:
    site = _site(running, "vsb")
    answer = fetch(site.seed.url)
    assert answer.headers["content-type"] == "text/html"
    assert b"charset=gb2312" in answer.body
    assert "政府报告" in answer.body.decode("gbk")
    with pytest.raises(UnicodeDecodeError):
        answer.body.decode("utf-8")


def test_vsb_numbers_the_pages_after_the_first_backwards(running: SampleSites) -> None:
    site = _site(running, "vsb")
    last = site.articles[-1].title
    assert last in _decoded(site, fetch(f"{site.base}/zwgk/fzbg/1.htm").body)
    assert fetch(f"{site.base}/zwgk/fzbg/3.htm").status == 200
    assert fetch(f"{site.base}/zwgk/fzbg/4.htm").status == 404


def test_hanweb_answers_posted_requests_for_groups(running: SampleSites) -> None:
    site = _site(running, "hanweb")
    proxy = f"{site.base}/module/web/jpage/dataproxy.jsp"
    posted = fetch(proxy, method="POST", body="page=1&appid=1&columnid=1229")
    assert posted.status == 200
    assert posted.body == fetch(f"{proxy}?page=1&webid=110").body
    assert posted.text.count("<record>") == site.family.per_page


def test_hanweb_answers_requests_for_ranges_of_records(running: SampleSites) -> None:
    site = _site(running, "hanweb")
    proxy = f"{site.base}/module/web/jpage/dataproxy.jsp"
    answer = fetch(f"{proxy}?startrecord=4&endrecord=15&perpage=6&columnid=1229")
    assert [a.title in answer.text for a in site.articles[:17]] == [
        3 <= place < 15 for place in range(17)
    ]
    assert fetch(f"{proxy}?startrecord=x&endrecord=9").status == 404


def test_phones_have_an_address_of_their_own(running: SampleSites) -> None:
    for published in _site(running, "nfcms").published:
        (alias,) = published.aliases
        assert "/content/mpost_" in alias
        assert alias in fetch(published.url).text
        mobile = fetch(alias).text
        assert all(html.escape(line) in mobile for line in published.report.paragraphs[:1])


def test_the_body_stands_twice_in_elder_mode(running: SampleSites) -> None:
    published = next(_site(running, "pager").published)
    assert fetch(published.url).text.count(published.paragraphs[-1]) >= 2


def test_ucap_pages_carry_the_metadata_of_the_standard(running: SampleSites) -> None:
    site = _site(running, "ucap")
    published = next(site.published)
    tree = lxml_html.fromstring(fetch(published.url).body.decode())
    metas = {str(m.get("name")): m.get("content") for m in tree.iter("meta")}
    assert metas["SiteName"] == site.name
    assert metas["SiteIDCode"] == site.code
    assert metas["ArticleTitle"] == published.title
    assert metas["PubDate"] == f"{published.published_on} 10:05:00"
    assert metas["ContentSource"] == published.issuer
    assert next(tree.iter("ucapcontent")) is not None


def test_attachments_are_small_real_files(running: SampleSites) -> None:
    files = [file for published in running.reports for file in published.attachments]
    assert {file.file_type for file in files} == set(FileType)
    for file in files:
        answer = fetch(file.url)
        assert (answer.status, answer.body) == (200, file.body)
        assert answer.headers["content-type"] == file.file_type
        assert len(answer.body) < 20_000


def test_word_files_hold_their_paragraphs(running: SampleSites) -> None:
    files = [f for p in running.reports for f in p.attachments if f.file_type is FileType.DOCX]
    with zipfile.ZipFile(io.BytesIO(files[0].body)) as package:
        assert package.testzip() is None
        document = etree.fromstring(package.read("word/document.xml"))
    texts = [str(element.text) for element in document.iter("{*}t")]
    assert texts == list(files[0].lines)


def test_pdf_tables_point_at_their_objects(running: SampleSites) -> None:
    files = [f for p in running.reports for f in p.attachments if f.file_type is FileType.PDF]
    body = files[0].body
    start = int(body.rsplit(b"startxref\n", 1)[1].split()[0])
    assert body[start:].startswith(b"xref")
    offsets = [int(line[:10]) for line in body[start:].splitlines() if line.endswith(b"00000 n ")]
    assert len(offsets) == 7
    for number, offset in enumerate(offsets, 1):
        assert body[offset:].startswith(b"%d 0 obj" % number)
    assert files[0].lines[0].encode("utf-16-be").hex().encode() in body


@pytest.mark.parametrize("name", NAMES)
def test_robots_forbid_a_page_that_lists_link_to(running: SampleSites, name: str) -> None:
    site = _site(running, name)
    assert "Disallow: /nbzl/" in fetch(f"{site.base}/robots.txt").text
    assert f"{site.base}{PRIVATE_PATH}" in _linked(site)


def test_other_columns_are_served_and_listed(running: SampleSites) -> None:
    assert len(running.others) == 12
    for other in running.others:
        assert fetch(other.url).status == 200
    assert not {o.url for o in running.others} & {p.url for p in running.reports}
    for site in running.sites:
        assert {other.url for other in site.others} <= _linked(site)


def test_what_is_known_is_not_sent_again(running: SampleSites) -> None:
    url = running.reports[0].url
    first = fetch(url)
    tag, day = first.headers["etag"], first.headers["last-modified"]
    for headers in ({"If_None_Match": f'"other", W/{tag}'}, {"If_Modified_Since": day}):
        again = fetch(url, **headers)
        assert (again.status, again.body) == (304, b"")
        assert again.headers["etag"] == tag
    assert fetch(url, If_None_Match='"other"', If_Modified_Since=day).status == 200
    assert fetch(url, If_Modified_Since="Thu, 01 Jan 2015 00:00:00 GMT").status == 200
    assert fetch(url, If_Modified_Since="yesterday").status == 200


def test_only_the_head_when_asked(running: SampleSites) -> None:
    url = running.reports[0].url
    head, whole = fetch(url, method="HEAD"), fetch(url)
    assert head.body == b""
    assert head.headers["content-length"] == str(len(whole.body))


def test_nothing_else_is_there(running: SampleSites) -> None:
    site = running.sites[0]
    assert fetch(f"{site.base}/zwgk/fzbg/202402/t20240215_1.html").status == 404
    assert fetch(f"{site.base}/zwgk/fzbg/index_9.html").status == 404
    assert fetch(f"http://www.nobody.localhost:{running.port}/").status == 404


def test_every_request_is_in_the_log(both: SampleSites) -> None:
    url = both.reports[0].url
    fetch(url)
    fetch(url)
    fetch(f"{both.sites[0].base}/nothing?x=1")
    host, path = urlsplit(url).hostname or "", urlsplit(url).path
    assert both.counts()[host, path] == 2
    assert both.requests[-1] == Request(host, "/nothing?x=1", 404)
    both.forget_requests()
    assert both.requests == ()


def test_a_second_edition_changes_drops_and_adds(both: SampleSites) -> None:
    first = {published.url: published for published in both.reports}
    tags = {url: fetch(url).headers["etag"] for url in first}
    both.edition = 2
    second = {published.url: published for published in both.reports}
    gone, new = first.keys() - second.keys(), second.keys() - first.keys()
    changed = {
        u for u in first.keys() & second.keys() if first[u].paragraphs != second[u].paragraphs
    }
    assert (len(gone), len(new), len(changed)) == (12, 12, 18)
    assert {fetch(url).status for url in gone} == {404}
    for url in second:
        answer = fetch(url, If_None_Match=tags.get(url, '"-"'))
        assert answer.status in ((200,) if url in new | changed else (200, 304))
    for site in both.sites:
        linked = _linked(site)
        assert {published.url for published in site.published} <= linked
        assert not gone & linked


def test_unchanged_pages_keep_their_validators(both: SampleSites) -> None:
    url = f"{both.sites[0].base}/robots.txt"
    before = fetch(url).headers["last-modified"]
    lists = both.sites[0].seed.url
    listed = fetch(lists).headers["last-modified"]
    both.edition = 2
    assert fetch(url).headers["last-modified"] == before
    assert fetch(lists, If_Modified_Since=listed).status == 200
    both.edition = 1
    assert fetch(lists).headers["last-modified"] == listed


def test_there_is_no_third_edition(both: SampleSites) -> None:
    with pytest.raises(ValueError, match="3"):
        both.edition = 3
    assert both.edition == 1


def test_extra_sites_have_the_size_asked_for() -> None:
    with serve_sites(extra_hosts=2, pages_per_host=25) as sites:
        extra = [site for site in sites.sites if "extra" in site.host]
        assert [len(site.articles) for site in extra] == [25, 25]
        assert len(sites.seeds) == 8
        wanted = {published.url for published in extra[1].published}
        assert wanted <= _linked(extra[1])
        assert {fetch(url).status for url in wanted} == {200}


def test_a_busy_port_is_a_clear_error() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(PortBusyError, match=str(port)) as raised, serve_sites(port=port):
            pass
    assert isinstance(raised.value, BaogaoError)
    assert "\n" not in str(raised.value)


def test_it_says_nothing(capfd: pytest.CaptureFixture[str]) -> None:
    with serve_sites() as sites:
        fetch(sites.seeds[0].url)
        fetch(f"{sites.sites[0].base}/nothing")
    assert capfd.readouterr() == ("", "")


def test_the_module_serves_until_it_is_interrupted() -> None:
    command = [sys.executable, "-m", "archive.samples", "--port", "0"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        urls = [process.stdout.readline().strip() for _ in range(6)]
        assert fetch(urls[0]).status == 200
        process.send_signal(2)
        assert process.wait(timeout=10) == 0
