"""The crawl room: from leased addresses to visits."""

from archive.crawl.probing import Probe, probe
from archive.crawl.runner import crawl
from archive.crawl.settings import CrawlSettings

__all__ = ["CrawlSettings", "Probe", "crawl", "probe"]
