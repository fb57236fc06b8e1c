"""A process that searches an index of tantivy's whose files are cut off before a commit.

Arguments: home, a phrase to look for, what ends the names of the files. Prints what comes of it.

While it opens an index, tantivy looks at the files in a thread of its own as well, and nothing
tells when that is done. So they are cut off by a child, which has no such thread, when the parent
is gone.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from indexer.errors import IndexUnusableError
from indexer.searcher import Searcher


def main() -> None:
    home, phrase, suffix = sys.argv[1:]
    searcher = Searcher.open(Path(home))
    parent_gone, held_by_parent = os.pipe()
    if os.fork():
        os._exit(0)
    os.close(held_by_parent)
    os.read(parent_gone, 1)
    for path in Path(home).glob(f"index/0*/tantivy/*{suffix}"):
        os.truncate(path, 0)
    for path in Path(home).glob("index/0*/tantivy/meta.json"):
        os.utime(path)  # as if something had been committed
    try:
        searcher.search(f"“{phrase}”")
    except IndexUnusableError as error:
        print(error, flush=True)
    os._exit(0)  # nothing else of the parent's is ours to close


if __name__ == "__main__":
    main()
