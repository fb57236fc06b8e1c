"""The examples in the docstrings of the shared values and of the crawl are true."""

from __future__ import annotations

import doctest
import importlib
import pkgutil

import pytest

import archive
import archive.crawl
import archive.keep

MODULES = sorted(
    module.name
    for package in (archive, archive.crawl, archive.keep)
    for module in pkgutil.iter_modules(package.__path__, f"{package.__name__}.")
    if not module.ispkg
)


@pytest.mark.parametrize("name", MODULES)
def test_examples(name: str) -> None:
    assert doctest.testmod(importlib.import_module(name)).failed == 0
