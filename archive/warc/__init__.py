"""Archives on their way from one house to another: WARC files of visits, written and read.

Source: ISO 28500:2017, WARC 1.1.
"""

from archive.warc.reading import NoWarcError, PassedOver, WarcPage, is_warc, read_warc
from archive.warc.writing import warc_chunks

__all__ = ["NoWarcError", "PassedOver", "WarcPage", "is_warc", "read_warc", "warc_chunks"]
