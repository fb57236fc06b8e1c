"""Paragraphs as they were written: joined, split, marked, and gathered into sections."""
