"""Seed files: one address a line. Lands in the next commit."""
