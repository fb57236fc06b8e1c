"""From a snapshot to a report: decode, find the main text, take the chrome off, read the facts.

Pure functions over bytes; rules are data in ``rules/*.toml``.
"""

from archive.clean.chrome.habits import learn
from archive.clean.cleaner import CLEANER_VERSION, Cleaned, clean, examine
from archive.clean.edition import edition
from archive.clean.explain import Answer, Explanation, explain
from archive.clean.guidance import Guidance
from archive.clean.main_text.cascade import Why
from archive.clean.page.decode import Decoded, decode
from archive.clean.rules.sites import SiteRules, read_site_rules

__all__ = [
    "CLEANER_VERSION",
    "Answer",
    "Cleaned",
    "Decoded",
    "Explanation",
    "Guidance",
    "SiteRules",
    "Why",
    "clean",
    "decode",
    "edition",
    "examine",
    "explain",
    "learn",
    "read_site_rules",
]
