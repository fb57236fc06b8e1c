"""The pages in a real Chromium, against a real gunicorn over a real archive and index."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import socket
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from archive.facts import Facts
from tests.web.fakes import make_report, make_snapshot
from tests.web.homes import fill_home
from tests.web.serving import served
from web.serve import address_of, bind

pytestmark = pytest.mark.browser

_NAMES = ("chromium", "chromium-browser", "google-chrome")
_FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
PARAGRAPHS = (
    "2023年，青石县坚持枫桥经验，矛盾纠纷下降。",
    "一、推进情况",
    *(f"第{number}个乡镇设立调解委员会，配备专职调解员。" for number in range(60)),
    "再次推广枫桥经验。",
    "项目名称\t2022年\t2023年\t同比增长或下降\t备注说明",
    "受理矛盾纠纷总量\t3,975\t3,482\t-12.4%\t含行业性专业性纠纷",
)
HOSTILE = """<!doctype html><html><head><meta charset="utf-8"><title>青石县</title>
<meta http-equiv="refresh" content="0;url=http://CANARY/refreshed">
<script>document.title = "RAN"; try { parent.document.title = "RAN" } catch (e) {}
top.location = "http://CANARY/escaped"</script>
<link rel="stylesheet" href="http://CANARY/style.css"></head>
<body onload="document.title = 'RAN'"><p id="kept">快照里的正文</p>
<img src="http://CANARY/pixel.png" onerror="document.title = 'RAN'">
<form id="f" action="http://CANARY/form"><button>提交</button></form>
<script>document.getElementById("kept").textContent = "RAN"; f.submit()</script>
<svg onload="document.title = 'RAN'"></svg><iframe src="http://CANARY/frame"></iframe>
<a id="leave" href="javascript:document.title='RAN'">链接</a></body></html>"""


def _heard(canary: socket.socket) -> bytes:
    """Return all that was sent to the canary.

    Chromium opens a bare connection for a frame before it looks at the policy; it must not
    send anything on it.
    """
    heard = b""
    with contextlib.suppress(BlockingIOError):
        while True:
            connection, _ = canary.accept()
            with connection, contextlib.suppress(BlockingIOError):
                connection.setblocking(False)
                heard += connection.recv(1024)
    return heard


def _chromium() -> str:
    found = next(filter(None, map(shutil.which, _NAMES)), None)
    if found is None:
        if os.environ.get("BAOGAO_REQUIRE_BROWSER") == "1":
            pytest.fail("BAOGAO_REQUIRE_BROWSER=1, but there is no Chromium on PATH")
        pytest.skip("needs Chromium on PATH (Debian: apt-get install chromium)")
    return found


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    path = _chromium()
    with sync_playwright() as playwright:
        # A fresh profile each time; nothing is downloaded.
        opened = playwright.chromium.launch(executable_path=path, args=_FLAGS)
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def canary() -> Iterator[socket.socket]:
    """Listen where the hostile page wants to go; nobody may ever call."""
    with bind("127.0.0.1", 0) as listener:
        listener.setblocking(False)
        yield listener


@pytest.fixture(scope="module")
def hostile(canary: socket.socket) -> bytes:
    return HOSTILE.replace("http://CANARY", address_of(canary)).encode()


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory, hostile: bytes) -> Iterator[str]:
    home: Path = tmp_path_factory.mktemp("browser") / "home"
    title = "青石县<script>document.title='RAN'</script>2023年报告"
    pages = [(make_report("a", title, PARAGRAPHS), hostile)]
    for n in range(24):
        report = make_report(f"b{n}", f"临溪市第{n}号报告", ("落实枫桥经验。",))
        pages.append((replace(report, facts=Facts(year=2020 + n % 3)), f"<p>{n}".encode()))
    fill_home(home, pages)
    with served(home) as server:
        yield server.address


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    # Nothing may need JavaScript, so there is none.
    with browser.new_context(java_script_enabled=False, locale="zh-CN") as opened:
        yield opened


@pytest.fixture
def page(context: BrowserContext) -> Page:
    opened = context.new_page()
    opened.set_default_timeout(30_000)
    return opened


def test_from_a_search_to_the_words_in_the_report(page: Page, address: str) -> None:
    page.goto(address)
    page.get_by_role("searchbox").fill("“枫桥经验” 青石县")
    page.get_by_role("button", name="检索").click()
    expect(page.get_by_role("status")).to_contain_text("共 1 篇")
    page.locator(".hit h2 a").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("<script>")
    marks = page.locator(".text mark")
    assert [text for text in marks.all_inner_texts() if "枫桥" in text] == ["枫桥经验"] * 2
    page.get_by_role("link", name="跳到第一处").click()
    expect(page.locator("mark:target")).to_be_in_viewport()
    assert page.url.endswith("#hit-1")
    for number in (2, 3, 4):
        page.locator("mark:target .step-on").click()
        expect(page.locator(f"#hit-{number}")).to_be_in_viewport()
    page.get_by_role("link", name="返回检索结果").click()
    expect(page.get_by_role("searchbox")).to_have_value("“枫桥经验” 青石县")


def test_turning_pages(page: Page, address: str) -> None:
    page.goto(f"{address}/?q=枫桥经验")
    seen: set[str] = set(page.locator(".hit h2").all_inner_texts())
    for _ in range(2):
        page.get_by_role("link", name="下一页").click()
        seen |= set(page.locator(".hit h2").all_inner_texts())
    assert len(seen) == 25
    expect(page.get_by_role("link", name="下一页")).to_have_count(0)


@pytest.mark.parametrize("tail", ["", "/raw"])
def test_an_archived_page_runs_nothing_and_reaches_nobody(
    browser: Browser, address: str, hostile: bytes, canary: socket.socket, tail: str
) -> None:
    path = f"/snapshot/{make_snapshot('http://a.localhost/', hostile).digest}{tail}"
    with browser.new_context() as scripted:  # scripts are on: only our headers stand in the way
        page = scripted.new_page()
        page.goto(address + path)
        shown = page.main_frame if tail else page.frame_locator("iframe.frame")
        expect(shown.locator("#kept")).to_have_text("快照里的正文")
        shown.locator("#leave").click()
        shown.locator("button").click()
        page.wait_for_load_state("networkidle")
        assert page.url == address + path
        assert page.title() == ("青石县" if tail else "网页快照 2024-05-07 02:30 · 报告")
        expect(shown.locator("#kept")).to_have_text("快照里的正文")
    assert _heard(canary) == b""


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_every_page_fits_and_obeys_its_own_policy(
    browser: Browser, address: str, width: int, scheme: str
) -> None:
    report = make_report("a", "", ()).report_id
    digest = make_snapshot("http://a.localhost/", b"<p>1").digest
    with browser.new_context(
        viewport={"width": width, "height": 800},
        color_scheme="dark" if scheme == "dark" else "light",
    ) as opened:
        page = opened.new_page()
        complaints: list[str] = []
        page.on("console", lambda message: complaints.append(message.text))
        for path in (
            "/",
            "/?q=枫桥经验",
            "/kwic?q=枫桥经验&width=40",
            "/collocates?q=枫桥经验",
            "/trends?q=枫桥经验&by=place",
            f"/report/{report}?q=枫桥",
            f"/snapshot/{digest}",
        ):
            page.goto(address + path)
            overflow = page.evaluate("document.documentElement.scrollWidth - innerWidth")
            assert overflow <= 0, path
            paper = page.evaluate("getComputedStyle(document.body).backgroundColor")
            assert paper == ("rgb(23, 22, 20)" if scheme == "dark" else "rgb(251, 250, 246)")
        assert complaints == []


def test_from_a_search_to_its_lines_trends_and_file(page: Page, address: str) -> None:
    page.goto(f"{address}/?q=枫桥经验")
    page.get_by_role("link", name="语境").click()
    expect(page.get_by_role("status")).to_contain_text("26 处，见于检得的 25 篇报告")
    page.get_by_label("排序").select_option("右文")
    page.get_by_label("左右字数").select_option("10")
    page.get_by_role("button", name="更新").click()
    expect(page.get_by_label("排序")).to_have_value("right")
    expect(page.locator(".kwic tbody tr")).to_have_count(26)
    page.get_by_role("link", name="趋势").click()
    page.get_by_label("时间").select_option("发布年份")
    page.get_by_role("button", name="更新").click()
    expect(page.locator("svg .found").first).to_be_visible()
    expect(page.locator(".numbers tfoot")).to_contain_text("100%")
    page.locator(".menu summary").click()
    with page.expect_download() as downloading:
        page.get_by_role("link", name="表格 CSV", exact=True).click()
    assert downloading.value.suggested_filename == "枫桥经验.csv"
    assert len(Path(downloading.value.path()).read_text("utf-8").splitlines()) == 26


def test_a_facet_narrows_the_search(page: Page, address: str) -> None:
    page.goto(f"{address}/?q=枫桥经验 OR 调解")
    page.locator(".facets a").first.click()
    expect(page.get_by_role("searchbox")).to_have_value(re.compile(r"^\(枫桥经验 OR 调解\) .+:.+"))
    expect(page.locator(".hit").first).to_be_visible()


def test_language_is_remembered_across_pages(page: Page, address: str) -> None:
    page.goto(address)
    page.get_by_role("link", name="English").click()
    page.get_by_role("searchbox").fill("枫桥经验")
    page.get_by_role("button", name="Search").click()
    expect(page.get_by_role("status")).to_contain_text("Reports found: 25")
    expect(page.locator("html")).to_have_attribute("lang", "en")
