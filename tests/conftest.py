"""What holds for all tests."""

import os
import signal
from pathlib import Path

import pytest
from hypothesis import settings

# A landing must not hang on luck: where CI is set, properties are tried on the same examples
# every time. Everywhere else they are new ones. Nowhere does it matter how long one takes.
settings.register_profile("any", deadline=None)
settings.register_profile("ci", settings.get_profile("any"), derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "any")

# A shell without job control starts what it puts into the background deaf to Ctrl-C, and so
# would be all processes that tests start and interrupt.
signal.signal(signal.SIGINT, signal.default_int_handler)

# ./check gives whole files to several processes. These take longest; begun last, one would be
# waited for alone.
_FIRST = (
    "web/cli/test_killing.py",
    "indexer/conformance/test_exactness.py",
    "test_whole_path.py",
    "indexer/conformance/test_durability.py",
    "web/test_browser.py",
    "indexer/conformance/test_algebra.py",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the files that take longest first; all others keep their order."""
    here = Path(__file__).parent
    rank = {here / name: place for place, name in enumerate(_FIRST)}
    items.sort(key=lambda item: rank.get(item.path, len(rank)))
