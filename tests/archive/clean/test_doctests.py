"""The examples in the cleaner's docstrings are true."""

from __future__ import annotations

import doctest
import importlib
import pkgutil

import pytest

import archive.clean

MODULES = sorted(
    module.name for module in pkgutil.walk_packages(archive.clean.__path__, "archive.clean.")
)


@pytest.mark.parametrize("name", MODULES)
def test_examples(name: str) -> None:
    module = importlib.import_module(name)
    assert doctest.testmod(module).failed == 0
