"""The examples in docstrings are true."""

from __future__ import annotations

import doctest
import importlib

import pytest


@pytest.mark.parametrize(
    "name",
    [
        "indexer.concordance.collocates",
        "indexer.fold",
        "indexer.query.fields",
        "indexer.query.parser",
        "indexer.query.patterns",
        "indexer.query.proximity",
        "indexer.trends",
        "indexer.words",
        "tests.quality.judged.grading",
    ],
)
def test_examples_in_docstrings(name: str) -> None:
    result = doctest.testmod(importlib.import_module(name))
    assert result.attempted > 0
    assert result.failed == 0
