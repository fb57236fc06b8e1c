"""The archive: fetching pages, keeping them, and making reports of them."""
