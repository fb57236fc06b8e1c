"""The examples in the cleaner's docstrings are true."""

from __future__ import annotations

import doctest
import importlib
import pkgutil

import pytest

import archive.clean

MODULES = sorted(module.name for module in pkgutil.iter_modules(archive.clean.__path__))


@pytest.mark.parametrize("name", MODULES)
def test_examples(name: str) -> None:
    module = importlib.import_module(f"archive.clean.{name}")
    assert doctest.testmod(module).failed == 0
