"""The examples in docstrings are true."""

from __future__ import annotations

import doctest
import importlib

import pytest


@pytest.mark.parametrize("name", ["compose", "planting", "sites.templates"])
def test_examples_in_docstrings(name: str) -> None:
    result = doctest.testmod(importlib.import_module(f"archive.samples.{name}"))
    assert result.attempted > 0
    assert result.failed == 0
