"""The HTTP interface for scripts: the shapes of the command line, errors as JSON."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from archive.errors import StoreError
from indexer.errors import IndexUnusableError
from tests.web.fakes import FakeArchive, FakeSearcher, make_report
from web.app import create_app
from web.config import WebConfig
from web.shapes import report_shape, search_shape


def _fill(archive: FakeArchive, count: int) -> None:
    for number in range(count):
        archive.add(make_report(f"r{number}", f"报告{number}", ("坚持枫桥经验。",)))


def _ids(client: FlaskClient, **query: str) -> list[str]:
    answer = client.get("/api/search", query_string=query).get_json()
    return [hit["report_id"] for hit in answer["hits"]]


def test_search_answers_the_shape_of_the_command_line(
    client: FlaskClient, archive: FakeArchive, searcher: FakeSearcher
) -> None:
    _fill(archive, 5)
    response = client.get(
        "/api/search", query_string={"q": "枫桥经验", "limit": "2", "offset": "1"}
    )
    assert response.get_json() == search_shape(searcher.search("枫桥经验", limit=2, offset=1))
    assert "枫桥经验" in response.text  # readable, not \\u escapes


def test_facets_on_request(client: FlaskClient, archive: FakeArchive) -> None:
    _fill(archive, 3)
    answer = client.get("/api/search", query_string={"q": "枫桥经验", "facets": "5"}).get_json()
    (issuer,) = answer["facets"]["机构"]["values"]
    assert issuer == {"label": "青石县人民政府", "filter": "机构:青石县人民政府", "count": 3}


def test_limit_0_means_all(client: FlaskClient, archive: FakeArchive) -> None:
    _fill(archive, 7)
    everything = list(archive.reports.held)
    assert _ids(client, q="枫桥经验") == everything[:3]
    assert _ids(client, q="枫桥经验", limit="0") == everything
    assert _ids(client, q="枫桥经验", limit="0", offset="5") == everything[5:]
    assert _ids(client, q="枫桥经验", offset="99") == []


@pytest.mark.parametrize("query", [{"limit": "-1"}, {"limit": "x"}, {"offset": "1.5"}])
def test_a_wrong_number_is_refused(client: FlaskClient, query: dict[str, str]) -> None:
    response = client.get("/api/search", query_string={"q": "枫桥", **query})
    assert response.status_code == 400
    assert set(response.get_json()) == {"error", "position", "suggestion"}
    assert next(iter(query)) in response.get_json()["error"]


def test_a_wrong_query_tells_where_and_what_instead(client: FlaskClient) -> None:
    response = client.get("/api/search", query_string={"q": "枫桥(经验"})
    assert response.status_code == 400
    answer = response.get_json()
    assert answer.pop("error").startswith("第 3 个字的括号 ( 没有配对")
    assert answer == {"position": 2, "suggestion": "枫桥经验"}


def test_report_answers_the_shape_of_the_command_line(
    client: FlaskClient, archive: FakeArchive
) -> None:
    _fill(archive, 1)
    (report,) = archive.reports.held.values()
    snapshots = archive.snapshots.of_report(report.report_id)
    for name in (report.report_id, report.report_id[:5]):
        assert client.get(f"/api/report/{name}").get_json() == report_shape(report, snapshots)


@pytest.mark.parametrize("path", ["/api/report/ffff", "/api/nothing", "/api/report/"])
def test_what_is_not_there_is_json_too(client: FlaskClient, path: str) -> None:
    response = client.get(path)
    assert response.status_code == 404
    assert set(response.get_json()) == {"error", "position", "suggestion"}


def test_only_reading_is_possible(client: FlaskClient) -> None:
    assert client.post("/api/search").status_code == 405
    assert client.delete("/").status_code == 405


def test_health_counts(client: FlaskClient, archive: FakeArchive) -> None:
    _fill(archive, 2)
    response = client.get("/health")
    assert response.status_code == 200
    assert response.get_json() == {
        "status": "ok",
        "index": {"documents": 2},
        "archive": {
            "sites": 1,
            "snapshots": 2,
            "reports": 2,
            "awaiting_cleaning": 0,
            "waiting_addresses": 0,
        },
        "errors": [],
    }


def _raises(error: Exception) -> Callable[[Path], FakeSearcher]:
    def opener(_: Path) -> FakeSearcher:
        raise error

    return opener


def test_a_missing_index_is_said_to_be_missing(archive: FakeArchive, app_config: WebConfig) -> None:
    message = "there is no index yet: run `baogao index`"
    app = create_app(
        app_config,
        open_archive=lambda _: archive,
        open_searcher=_raises(IndexUnusableError(message)),
    )
    client = app.test_client()
    health = client.get("/health")
    assert health.status_code == 503
    assert health.get_json()["index"] is None
    assert health.get_json()["errors"] == [message]
    api = client.get("/api/search?q=枫桥")
    assert (api.status_code, api.get_json()["error"]) == (503, message)
    page = client.get("/?q=枫桥")
    assert page.status_code == 503
    assert "<code>baogao index</code>" in page.text
    front = client.get("/")
    assert front.status_code == 200
    assert "<code>baogao index</code>" in front.text


def test_a_closed_archive_is_unavailable(searcher: FakeSearcher, app_config: WebConfig) -> None:
    def refuse(_: Path) -> FakeArchive:
        raise StoreError("no archive here")

    app = create_app(app_config, open_archive=refuse, open_searcher=lambda _: searcher)
    client = app.test_client()
    assert client.get("/health").status_code == 503
    assert client.get("/api/report/ffff").status_code == 503
    assert client.get("/report/ffff").status_code == 503
    assert client.get("/").status_code == 200
