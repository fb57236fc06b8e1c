"""What every engine keeps beside its postings: folded texts and documents, one behind the other.

Two append-only files in the folder of an index. Engines keep a :class:`Record` of each document,
which says where it lies in them.
"""

from indexer.stored.files import StoredFiles
from indexer.stored.places import Place, Places
from indexer.stored.records import Record, Records

__all__ = ["Place", "Places", "Record", "Records", "StoredFiles"]
