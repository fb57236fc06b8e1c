"""Bodies as they were fetched, and what single lines and files of them are known for."""
