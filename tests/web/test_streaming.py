"""Answers longer than memory are sent as they are found."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask.testing import FlaskClient

from tests.web.fakes import FakeArchive, FakeSearcher, make_report
from web.app import create_app
from web.config import WebConfig


@pytest.mark.parametrize("path", ["/api/export/jsonl", "/api/kwic"])
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_no_length_is_known_before_all_is_sent(
    client: FlaskClient, archive: FakeArchive, path: str, method: str
) -> None:
    archive.add(make_report("a", "青石县报告", ["推广枫桥经验。"]))
    response = client.open(path, method=method, query_string={"q": "经验"})
    assert response.status_code == 200
    assert "Content-Length" not in response.headers
    assert "ETag" not in response.headers


def test_what_takes_too_long_before_anything_is_sent_is_an_answer(
    archive: FakeArchive,
    searcher: FakeSearcher,
    app_config: WebConfig,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("indexer.answers.patience._BETWEEN_LOOKS_S", 0)
    archive.add(make_report("a", "青石县报告", ["推广枫桥经验。"]))
    hasty = create_app(
        replace(app_config, export_patience_s=0),
        open_archive=lambda _: archive,
        open_searcher=lambda _: searcher,
    )
    response = hasty.test_client().get("/api/export/xlsx?q=经验", buffered=True)
    assert response.status_code == 400
    assert "太费时" in response.json["error"]  # type: ignore[index]
