"""From a snapshot to a report: decode, find the main text, take the chrome off, read the facts.

Pure functions over bytes; rules are data in the ``*.toml`` files beside the modules.
"""

from archive.clean.cleaner import CLEANER_VERSION, clean
from archive.clean.decode import Decoded, decode

__all__ = ["CLEANER_VERSION", "Decoded", "clean", "decode"]
