"""Invented reports and invented sites: for the demo, the tests and the benchmarks."""
