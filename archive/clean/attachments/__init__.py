"""Files that reports come in, to paragraphs: PDF, Word, spreadsheets, OFD, and ZIPs of these.

What a file is is read from its bytes, never from its name. Pure functions, no I/O; time and
memory are the caller's to limit, since every one of these formats can ask for any amount.
"""

from archive.clean.attachments.reading import is_file, read_file

__all__ = ["is_file", "read_file"]
