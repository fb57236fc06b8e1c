"""What an address tells about the page behind it."""

from __future__ import annotations

import pytest

from archive.crawl.reading.addresses import (
    is_article_address,
    is_attachment_address,
    is_list_address,
)

HEX = "0123456789abcdef0123456789abcdef"
UUID = "8e8e1973-08fa-47b0-8fa3-d2237d1765ab"
SITE = "http://www.linxi.example"


@pytest.mark.parametrize(
    "path",
    [
        "/xzzf/202601/t20260120_2714925.html",
        "/xzzf/202601/t20260120_2714925_1.html",
        "/xzmj/gknb/t1067314.shtml",
        "/a/202601/20260116_236962.html",
        "/art/2022/4/24/art_80_3825375.html",
        "/col1/art/2026/art_10445_4826200.html",
        f"/x/art/2024/art_{HEX}.html",
        "/sxz/content/post_2486190.html",
        "/gkmlpt/content/0/763/post_763079.html",
        "/gkmlpt/content/0/763/mpost_763079.html",
        "/16/30/36/content_1319520.html",
        "/2024-03/05/content_77.shtml",
        f"/nb/content/{UUID}.html",
        "/info/1308/25225.htm",
        f"/zb/xzfwj/202404/{HEX}.shtml",
        "/dfq/c100092/202301/c04_75162.shtml",
        "/html/KZXZF/202601/0176855559295024.html",
        "/c/2026-02-03/7104348.shtml",
        "/2026/02-02/3620131.html",
        f"/columns/{UUID}/202502/05/{UUID}.html",
        f"/20240101/{HEX}.html",
        f"/20240101/{HEX}/c.html",
        "/2023/05/06/ARTI1683.shtml",
        "/xxgk-show-1910.html",
        "/xxgkcontent-888888025-26126.html",
        "/XxgkContent/show/2939133.html",
        "/zwgk/public/131/64876212.html",
        "/channel_y/doc_697b014af0c8fadb14621054.html",
        "/Content-2126075.html",
        "/n51633263/c63565308/content.html",
        "/web/20240102030405/index.shtml",
        "/zt/pnidpv155pntypepvnbpnnfpv2023.html",
        "/contents/29/77805.html",
        "/ztzl/fzzfcj/2018161702810013697.html",
        "/show.php?id=385009",
        "/article.html?infoid=7",
    ],
)
def test_article_addresses(path: str) -> None:
    assert is_article_address(SITE + path)


@pytest.mark.parametrize(
    "path",
    [
        "/", "/zwgk/", "/zwgk/index.html", "/zwgk/index_2.html", "/col/col77/index.html",
        "/2024/05/index.html", "/zfxxgknb/2023n/", "/list.shtml", "/news/list_3.html",
        "/search?q=报告", "/about.html",
    ],
)  # fmt: skip
def test_other_addresses(path: str) -> None:
    assert not is_article_address(SITE + path)


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/P02024.pdf", True), ("/a.DOCX", True), ("/a.ofd", True), ("/a.wps", True),
        ("/a.zip", True), ("/down.jsp?filename=a.xls", True), ("/a.pdf.html", False),
        ("/pdf/", False), ("/a.jpg", False),
    ],
)  # fmt: skip
def test_attachment_addresses(path: str, expected: bool) -> None:
    assert bool(is_attachment_address(SITE + path)) == expected


@pytest.mark.parametrize(
    ("path", "expected"),
    [("/a/", True), ("/a/index.shtml", True), ("/a/list.html", True), ("/a/b.html", False)],
)
def test_list_addresses(path: str, expected: bool) -> None:
    assert is_list_address(SITE + path) == expected
