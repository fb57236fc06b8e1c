"""What holds for all tests."""

import os

from hypothesis import settings

# A landing must not hang on luck: where CI is set, properties are tried on the same examples
# every time. Everywhere else they are new ones.
settings.register_profile("ci", derandomize=True)
if os.environ.get("CI"):
    settings.load_profile("ci")
