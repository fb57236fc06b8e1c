"""The help page: all chapters in both languages, and examples that are understood."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from indexer.query import parse
from indexer.query.fields import FIELDS
from web.chapters import CHAPTERS
from web.language import Language, catalogue


@pytest.mark.parametrize("language", Language)
def test_every_chapter_and_example_is_explained(client: FlaskClient, language: Language) -> None:
    page = client.get("/help", query_string={"lang": language.value}).get_data(as_text=True)
    say = catalogue(language).say
    for chapter in CHAPTERS:
        assert str(say(f"language.{chapter.name}_heading")) in page
        for number, example in enumerate(chapter.examples, start=1):
            assert str(say(f"language.{chapter.name}_{number}")) in page
            assert parse(example)


@pytest.mark.parametrize("language", Language)
def test_every_field_is_named(language: Language) -> None:
    text = str(catalogue(language).say("language.fields"))
    assert all(field.value in text for field in FIELDS.values())


def test_every_page_leads_there(client: FlaskClient) -> None:
    for address in ("/", "/?q=报告", "/?q=枫桥("):
        assert 'href="/help"' in client.get(address).get_data(as_text=True)
