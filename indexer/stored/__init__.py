"""What every engine keeps beside its postings: folded texts and documents, one behind the other.

Two append-only files in the folder of an index. Engines know by :class:`Places` where each
document lies in them.
"""

from indexer.stored.files import StoredFiles
from indexer.stored.places import Place, Places

__all__ = ["Place", "Places", "StoredFiles"]
