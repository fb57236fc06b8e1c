"""Invented reports and invented sites: for the demo, the tests and the benchmarks."""

from archive.samples.outline import SampleKind
from archive.samples.planting import PLANTED
from archive.samples.reports import SampleReport, generate, report
from archive.samples.sites.server import PortBusyError, SampleSites, serve_sites

__all__ = [
    "PLANTED",
    "PortBusyError",
    "SampleKind",
    "SampleReport",
    "SampleSites",
    "generate",
    "report",
    "serve_sites",
]
