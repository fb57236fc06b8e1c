"""Invented reports and invented sites: for the demo, the tests and the benchmarks."""

from archive.samples.outline import SampleKind
from archive.samples.planting import PLANTED
from archive.samples.reports import SampleReport, generate, report

__all__ = ["PLANTED", "SampleKind", "SampleReport", "generate", "report"]
