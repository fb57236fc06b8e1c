"""Cleaning: from a snapshot to a report, or to the reason why it is none. No I/O here."""
