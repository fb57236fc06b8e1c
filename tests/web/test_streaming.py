"""Answers longer than memory are sent as they are found."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from tests.web.fakes import FakeArchive, make_report


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
