"""Which lines of a page are the report: rules first, extractors where doubt remains."""
