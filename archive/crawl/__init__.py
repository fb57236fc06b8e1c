"""Fetching: Scrapy as engine, one adapter per CMS family, leases from a frontier."""
