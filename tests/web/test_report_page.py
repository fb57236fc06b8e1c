"""The report page: the whole text, what was found in it, and where it came from."""

from __future__ import annotations

from dataclasses import replace

from flask.testing import FlaskClient

from archive.facts import AttachmentLink, Caution, Doubt, Evidence, Facts, Level, Organ, ReportKind
from archive.model import Report
from indexer.errors import IndexUnusableError
from tests.web.conftest import Get
from tests.web.fakes import FakeArchive, FakeSearcher, make_report, make_snapshot
from web.app import create_app
from web.config import WebConfig

TEXT = (
    "各乡镇人民政府：",
    "一、总体情况",
    "（一）坚持枫桥经验。做到小事不出村。",
    "项目\t2022年\t2023年",
    "调解枫桥经验案件\t10\t12",
    "二、下一步",
    "推广枫桥经验，再推广枫桥经验。",
    "三、其他",
    "青石县人民政府",
    "2024年3月1日",
)


def _keep(archive: FakeArchive) -> Report:
    return archive.add(make_report("a", "枫桥经验报告", TEXT))


def test_every_paragraph_is_there_in_order(get: Get, archive: FakeArchive) -> None:
    report = _keep(archive)
    page = get(f"/report/{report.report_id}")
    shown = [block.get_text() for block in page.select(".text > *:not(.table), .text tr")]
    assert shown == [text.replace("\t", "") for text in TEXT]
    assert not page.select("mark")


def test_headings_tables_and_signature_are_set_as_such(get: Get, archive: FakeArchive) -> None:
    report = _keep(archive)
    page = get(f"/report/{report.report_id}")
    assert [h.get_text() for h in page.select(".text h2")] == [
        "一、总体情况",
        "二、下一步",
        "三、其他",
    ]
    assert [b.get_text() for b in page.select(".text p b")] == ["（一）坚持枫桥经验。"]
    assert [td.get_text() for td in page.select("tr:first-child td")][:3] == [
        "项目",
        "2022年",
        "2023年",
    ]
    assert [p.get_text() for p in page.select(".signature")] == ["青石县人民政府", "2024年3月1日"]
    for link in page.select(".contents a"):
        assert page.select(f"h2[id='{str(link['href'])[1:]}']")


def test_found_places_are_counted_and_lead_to_each_other(get: Get, archive: FakeArchive) -> None:
    report = _keep(archive)
    page = get(f"/report/{report.report_id}", q="枫桥经验")
    assert "枫桥经验 在本文出现 5 处" in page.get_text()
    at: str | None = "#hit-1"
    seen: list[str] = []
    while at:
        (mark,) = page.select(f"mark{at}")
        seen.append(mark.get_text())
        following = mark.select_one("a.step-on")
        at = str(following["href"]) if following else None
    assert seen == ["枫桥经验"] * 5
    first = page.select_one(".finds a")
    assert first is not None
    assert first["href"] == "#hit-1"


def test_facts_citation_and_source_are_shown(get: Get, archive: FakeArchive) -> None:
    report = _keep(archive)
    page = get(f"/report/{report.report_id}")
    facts = {
        row.dt.get_text(): row.dd.get_text()
        for row in page.select(".facts div")
        if row.dt is not None and row.dd is not None
    }
    assert facts == {
        "发布机关": "青石县人民政府",
        "发布日期": "2024-03-05",
        "文号": "青政发〔2024〕3号",
        "索引号": "QS0001/2024-00017",
        "地区": "青石县",
        "站点": "青石县人民政府网",
        "网址": "www.qingshi.localhost",
    }
    citation = page.select_one(".citation")
    source = page.select_one("a[rel~=nofollow]")
    assert citation is not None
    assert source is not None
    assert citation.get_text() == (
        "青石县人民政府. 枫桥经验报告[EB/OL]. (2024-03-05)[2024-05-07]."
        " http://www.qingshi.localhost/a.html."
    )
    assert source["href"] == report.url
    assert source["rel"] == ["noopener", "noreferrer", "nofollow"]


def test_snapshots_are_dated_in_beijing(get: Get, archive: FakeArchive) -> None:
    report = _keep(archive)
    page = get(f"/report/{report.report_id}")
    (link,) = page.select(".snapshots a")
    assert link.get_text() == "2024-05-07 02:30 抓取"
    get(str(link["href"]))


def test_what_was_removed_can_be_audited(get: Get, archive: FakeArchive) -> None:
    report = _keep(archive)
    rows = get(f"/report/{report.report_id}").select(".removed td")
    assert [cell.get_text() for cell in rows] == [
        "首页 > 政务公开",
        "breadcrumb",
        "【打印本页】",
        "print",
    ]


def test_a_vanished_source_is_announced(get: Get, archive: FakeArchive) -> None:
    report = _keep(archive)
    assert "来源网页已经消失" not in get(f"/report/{report.report_id}").get_text()
    archive.reports.flapping.add(report.report_id)
    assert "来源网页已经消失" not in get(f"/report/{report.report_id}").get_text()
    archive.reports.flapping.clear()
    archive.reports.gone.add(report.report_id)
    text = get(f"/report/{report.report_id}").get_text()
    assert "来源网页已经消失：2024-05-07 访问时" in text


def test_hostile_text_stays_text(get: Get, archive: FakeArchive) -> None:
    hostile = ("<script>alert(1)</script>", "一、</h2><img src=x onerror=alert(1)>", "a\t<b>c")
    report = archive.add(make_report("h", "</title><script>alert(1)</script>", hostile))
    page = get(f"/report/{report.report_id}", q="<img> \" onclick='x'")
    assert not page.select("script, .text img, td b, [onerror], [onclick]")
    shown = [block.get_text() for block in page.select(".text > *:not(.table), .text tr")]
    assert shown == [text.replace("\t", "") for text in hostile]


def test_only_web_addresses_become_links(get: Get, archive: FakeArchive) -> None:
    report = archive.add(make_report("j", "报告", ("正文。",), url="javascript://a.b/%0aalert(1)"))
    page = get(f"/report/{report.report_id}")
    assert not [link for link in page.select("a") if str(link["href"]).startswith("javascript")]


def test_an_imported_report_names_its_file(get: Get, archive: FakeArchive) -> None:
    report = archive.add(make_report("i", "报告", ("正文。",), url="import:9f86/汇报.txt"))
    page = get(f"/report/{report.report_id}")
    assert "自文件导入：汇报.txt" in page.get_text()
    assert "2024-05-07 02:30 导入" in page.get_text()
    citation = page.select_one(".citation")
    assert citation is not None
    assert "import:" not in citation.get_text()


def test_the_beginning_of_an_id_is_enough(client: FlaskClient, archive: FakeArchive) -> None:
    report = _keep(archive)
    response = client.get(f"/report/{report.report_id[:6]}?q=枫桥")
    assert response.status_code == 302
    assert response.location == f"/report/{report.report_id}?q=%E6%9E%AB%E6%A1%A5"


def test_an_unknown_id_is_not_found(get: Get) -> None:
    assert "没有这一页" in get("/report/ffff", 404).get_text()


def test_a_wrong_query_does_not_keep_one_from_reading(get: Get, archive: FakeArchive) -> None:
    report = _keep(archive)
    page = get(f"/report/{report.report_id}", q="枫桥(")
    assert "第 3 个字的括号 ( 没有配对" in page.get_text()
    assert page.select(".text p")


def test_a_missing_index_does_not_keep_one_from_reading(
    archive: FakeArchive, app_config: WebConfig
) -> None:
    def refuse(_: object) -> FakeSearcher:
        raise IndexUnusableError("there is no index yet: run `baogao index`")

    report = _keep(archive)
    app = create_app(app_config, open_archive=lambda _: archive, open_searcher=refuse)
    response = app.test_client().get(f"/report/{report.report_id}?q=枫桥")
    assert response.status_code == 200
    assert "索引暂不可用" in response.text
    assert "小事不出村" in response.text


def test_the_frame_of_a_snapshot_is_sandboxed(get: Get, archive: FakeArchive) -> None:
    _keep(archive)
    (snapshot,) = archive.snapshots.held
    page = get(f"/snapshot/{snapshot.digest}")
    (frame,) = page.select("iframe")
    assert frame["sandbox"] == []  # nothing is allowed
    assert frame["src"] == f"/snapshot/{snapshot.digest}/raw"
    assert snapshot.digest in page.get_text()


def test_a_snapshot_without_report_can_be_seen(get: Get, archive: FakeArchive) -> None:
    snapshot = make_snapshot("http://www.qingshi.localhost/list.html", b"<ul></ul>")
    archive.snapshots.held.append(snapshot)
    page = get(f"/snapshot/{snapshot.digest}")
    assert "阅读清理后的报告" not in page.get_text()


def test_facts_doubts_and_evidence_are_shown(get: Get, archive: FakeArchive) -> None:
    facts = Facts(
        kind=ReportKind.RULE_OF_LAW,
        year=2024,
        level=Level.COUNTY,
        organ=Organ.DEPARTMENT,
        warnings=(Caution(Doubt.SPLICED_SPAM, "夹有“幸运28”<b>3处"),),
        evidence=(Evidence("year", "title", "2024年法治政府建设情况报告"),),
    )
    report = archive.add(replace(make_report("a", "法治政府建设报告", TEXT), facts=facts))
    page = get(f"/report/{report.report_id}")
    shown = [dd.get_text() for dd in page.select("dl.facts dd")]
    assert {"法治政府建设年度报告", "2024", "县", "部门"} <= set(shown)
    (notice,) = page.select("header .notice")
    assert notice.get_text() == "疑似掺入广告 夹有“幸运28”<b>3处"
    assert "2024年法治政府建设情况报告" in [td.get_text() for td in page.select("details td")]


def test_files_are_named_with_where_they_were_and_what_is_kept(
    get: Get, archive: FakeArchive
) -> None:
    kept = make_snapshot("http://www.qingshi.localhost/a.pdf", b"%PDF" * 500, "application/pdf")
    archive.snapshots.held.append(kept)
    files = (
        AttachmentLink(kept.url, "附件1：统计表", is_body=True),
        AttachmentLink("http://www.qingshi.localhost/f/b.doc", ""),
        AttachmentLink("javascript:alert(1)", "脚本"),
    )
    report = replace(make_report("a", "报告", TEXT), facts=Facts(attachments=files))
    archive.add(report)
    page = get(f"/report/{report.report_id}")
    first, second, third = page.select(".files li")
    assert [str(link["href"]) for link in first.select("a")] == [
        kept.url,
        f"/snapshot/{kept.digest}",
    ]
    assert "2.0 KB" in first.get_text()
    assert "取自此文件" in first.get_text()
    assert second.get_text(strip=True) == "b.doc"
    assert not third.select("a")
