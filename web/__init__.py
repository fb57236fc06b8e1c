"""What people touch: the search pages and the command line."""
