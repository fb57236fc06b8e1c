"""The pages and the interface of everything found: lines, company, trends, exports."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from urllib.parse import quote, unquote
from zipfile import ZipFile

import openpyxl
import pytest
from flask.testing import FlaskClient

from archive.facts import Facts, Level
from tests.web.conftest import Get
from tests.web.fakes import FakeArchive, make_report
from web.exports import FORMATS

HOSTILE = "<script>alert(1)</script>\"'><b>枫桥经验{{ 7*7 }}"


def _fill(archive: FakeArchive, count: int = 3) -> None:
    for number in range(count):
        report = make_report(
            f"r{number}", f"报告{number}", (f"第{number}次坚持枫桥经验。", "枫桥经验。")
        )
        facts = Facts(year=2020 + number, level=Level.COUNTY)
        archive.add(replace(report, facts=facts))


def test_every_view_leads_to_the_others(get: Get, archive: FakeArchive) -> None:
    _fill(archive)
    for path in ("/", "/kwic", "/trends"):
        page = get(path, q="枫桥经验")
        links = [link["href"] for link in page.select(".views > a")]
        assert links == [f"{view}?q={quote('枫桥经验')}" for view in ("/", "/kwic", "/trends")]
        assert len(page.select(".views [aria-current]")) == 1
        exports = [str(link["href"]) for link in page.select(".menu a")]
        assert {link.split("/")[-1].split("?")[0] for link in exports} == set(FORMATS)


def test_facets_lead_to_the_search_they_count(get: Get, archive: FakeArchive) -> None:
    _fill(archive)
    page = get("/", q="枫桥经验")
    (years,) = [each for each in page.select(".facets section") if "年份" in each.get_text()]
    assert [link.get_text() for link in years.select("a")] == ["2022", "2021", "2020"]
    assert unquote(str(years.select("a")[0]["href"])).endswith("q=枫桥经验+年份:2022")
    assert [count.get_text() for count in years.select("span")] == ["1", "1", "1"]


def test_lines_and_what_stands_beside(get: Get, archive: FakeArchive) -> None:
    _fill(archive)
    page = get("/kwic", q="“枫桥经验”", order="left", width="10")
    assert "6 处，见于检得的 3 篇报告" in page.get_text()
    rows = [[cell.get_text() for cell in row.select("td")[:3]] for row in page.select(".kwic tr")]
    assert rows[1:][-1] == ["第2次坚持", "枫桥经验", "。 枫桥经验。"]
    before, after = page.select(".counts")
    assert "坚持" in before.get_text()
    assert "100%" in after.get_text()
    selected = [option.get_text() for option in page.select("option[selected]")]
    assert selected == ["左文", "10", "2"]


def test_pages_of_lines_make_the_whole(get: Get, archive: FakeArchive) -> None:
    _fill(archive, 60)
    seen: list[str] = []
    path: str | None = "/kwic?q=枫桥经验&order=right"
    while path:
        page = get(path)
        seen += [str(row) for row in page.select(".kwic tbody tr")]
        following = page.select_one("a[rel=next]")
        path = str(following["href"]) if following else None
    assert len(seen) == 120
    get("/kwic", 404, q="枫桥经验", page="4")


def test_no_literal_occurrence_is_explained(get: Get, archive: FakeArchive) -> None:
    archive.add(make_report("a", "报告", ("矛盾和纠纷",)))
    assert "没有逐字的出现" in get("/kwic", q="矛盾纠纷").get_text()


def test_company_is_shown_with_its_numbers(get: Get, archive: FakeArchive) -> None:
    archive.add(make_report("a", "报告", ("化解，枫桥经验。普法宣传。",) * 4))
    page = get("/collocates", q="“枫桥经验”")
    assert [cell.get_text() for cell in page.select(".numbers tbody tr")[0].select("th, td")] == [
        "化解", "15.3", "4", "1.3", "0", "1",
    ]  # fmt: skip


def test_trends_are_drawn_and_tabulated(get: Get, archive: FakeArchive) -> None:
    _fill(archive)
    archive.add(replace(make_report("x", "别的", ("普法",)), facts=Facts(year=2022)))
    page = get("/trends", q="枫桥经验", by="level")
    assert "3 篇，占 4 篇的 75%" in page.get_text()
    assert [bar.get_text() for bar in page.select("svg")[0].select("g title")] == [
        "2020: 1 / 1", "2021: 1 / 1", "2022: 1 / 2",
    ]  # fmt: skip
    groups = page.select(".numbers")[1]
    assert [cell.get_text() for cell in groups.select("tbody tr")[0].select("th, td")] == [
        "县", "2020", "3", "3", "100%", "6",
    ]  # fmt: skip


@pytest.mark.parametrize("path", ["/kwic", "/collocates", "/trends"])
def test_without_a_query_there_is_the_front_page(client: FlaskClient, path: str) -> None:
    assert client.get(path).headers["Location"] == "/"


@pytest.mark.parametrize("path", ["/kwic", "/collocates", "/trends", "/"])
def test_what_is_hostile_stays_text(get: Get, archive: FakeArchive, path: str) -> None:
    report = make_report("h", HOSTILE, (HOSTILE, "枫桥经验" + HOSTILE))
    archive.add(replace(report, issuer=HOSTILE, site=HOSTILE, facts=Facts(subject=HOSTILE)))
    archive.add(make_report("i", "枫桥经验", ("枫桥经验",)))
    page = get(path, q="枫桥经验")
    assert not page.select("script, main b b, main td b, main li b")
    assert "49" not in "".join(cell.get_text() for cell in page.select("td"))


@pytest.mark.parametrize(
    ("path", "query"),
    [
        ("/kwic", {"order": "up"}), ("/kwic", {"width": "41"}), ("/kwic", {"size": "0"}),
        ("/kwic", {"page": "x"}), ("/trends", {"by": "x"}), ("/trends", {"period": "day"}),
        ("/api/kwic", {"limit": "-1"}), ("/api/kwic", {"width": "501"}),
        ("/api/neighbours", {"size": "9"}), ("/api/collocates", {"at_least": "0"}),
        ("/api/trends", {"by": "county"}),
    ],
)  # fmt: skip
def test_wrong_parameters_are_refused(
    client: FlaskClient, path: str, query: dict[str, str]
) -> None:
    assert client.get(path, query_string={"q": "枫桥经验", **query}).status_code == 400


@pytest.mark.parametrize("path", ["kwic", "neighbours", "collocates", "trends", "export/zip"])
def test_a_wrong_query_is_an_error_in_json(client: FlaskClient, path: str) -> None:
    response = client.get(f"/api/{path}", query_string={"q": "(枫桥"})
    assert response.status_code == 400
    assert response.get_json()["position"] is not None


def test_the_interface_answers_as_the_command_line(
    client: FlaskClient, archive: FakeArchive
) -> None:
    _fill(archive)

    def ask(path: str, **query: str) -> dict[str, object]:
        answer = client.get(f"/api/{path}", query_string={"q": "“枫桥经验”", **query})
        assert answer.mimetype == "application/json"
        shape: dict[str, object] = answer.get_json()
        assert (shape["total"], shape["document_count"]) == (3, 3)
        return shape

    lines = ask("kwic", order="date")["lines"]
    assert isinstance(lines, list)
    assert len(lines) == 6
    assert ask("kwic", limit="2", offset="4", order="date")["lines"] == lines[4:]
    assert ask("neighbours", size="1")["size"] == 1
    assert ask("collocates")["near_total"] == 12
    assert ask("trends", by="level")["by"] == "level"


@pytest.mark.parametrize("name", FORMATS)
def test_every_export_has_everything(client: FlaskClient, archive: FakeArchive, name: str) -> None:
    _fill(archive, 12)
    response = client.get(f"/api/export/{name}", query_string={"q": "“枫桥经验” 年份:2020.."})
    assert response.status_code == 200
    assert response.headers["Content-Type"] == FORMATS[name].media_type
    assert response.headers["Content-Disposition"].isascii()  # else gunicorn refuses it
    disposition = unquote(response.headers["Content-Disposition"])
    assert f"枫桥经验 年份 2020{FORMATS[name].suffix}" in disposition
    if name == "zip":
        count = len(ZipFile(io.BytesIO(response.data)).namelist()) - 2
    elif name == "xlsx":
        count = openpyxl.load_workbook(io.BytesIO(response.data))["报告"].max_row - 1
    else:
        count = response.text.count("http://www.qingshi.localhost/r")
    assert count == (24 if name == "kwic" else 12)


def test_csv_by_default_and_no_other_formats(client: FlaskClient, archive: FakeArchive) -> None:
    _fill(archive)
    response = client.get("/api/export", query_string={"q": "枫桥经验"})
    table = list(csv.reader(io.StringIO(response.data.decode("utf-8-sig"), newline="")))
    assert len(table) == 4
    assert client.get("/api/export/exe", query_string={"q": "枫桥经验"}).status_code == 404
