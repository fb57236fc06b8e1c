"""What the web tests share: an app over fakes, a client, markup to ask questions of."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.web.fakes import FakeArchive, FakeSearcher
from web.app import create_app
from web.config import WebConfig

Get = Callable[..., BeautifulSoup]


@pytest.fixture
def archive() -> FakeArchive:
    return FakeArchive()


@pytest.fixture
def searcher(archive: FakeArchive) -> FakeSearcher:
    return FakeSearcher(archive)


@pytest.fixture
def app_config(tmp_path: Path) -> WebConfig:
    return WebConfig(tmp_path, page_size=3, examples=("“枫桥经验”",))


@pytest.fixture
def app(archive: FakeArchive, searcher: FakeSearcher, app_config: WebConfig) -> Flask:
    return create_app(
        app_config,
        open_archive=lambda _: archive,
        open_searcher=lambda _: searcher,
    )


class ReadingClient(FlaskClient):
    """A client that reads every answer to its end and closes it, as a browser does."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        return super().open(*args, **{"buffered": True, **kwargs})


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    app.test_client_class = ReadingClient
    return app.test_client()


@pytest.fixture
def get(client: FlaskClient) -> Get:
    """Return a function that fetches a page, checks its status and parses it."""

    def fetch(path: str, status: int = 200, **query: str) -> BeautifulSoup:
        response = client.get(path, query_string=query or None)
        assert response.status_code == status, response.text
        assert response.mimetype == "text/html"
        return BeautifulSoup(response.text, "lxml")

    return fetch
