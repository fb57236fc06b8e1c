"""The way of a page through the rooms: the only place that knows crawl, clean and keep."""
