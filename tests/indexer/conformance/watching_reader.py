"""A process that asks again and again while another commits; run by the reader test.

Every commit gives all documents the same version, so each answer must be of one version.
Ends when it has seen the last one; prints how many versions it saw.
"""

from __future__ import annotations

import sys
from pathlib import Path

from indexer.query import Phrase
from tests.indexer.conformance.engines import ENGINES, LAST_VERSION, VERSIONED_DOCUMENTS, ask


def main() -> None:
    kind = next(kind for kind in ENGINES if kind.name == sys.argv[1])
    engine = kind.open(Path(sys.argv[2]))
    print("reading", flush=True)
    seen: set[str] = set()
    while LAST_VERSION not in seen:
        matches = ask(engine, Phrase("法治政府建设"), limit=None)
        titles = {match.document.title for match in matches.page}
        if matches.total != VERSIONED_DOCUMENTS or len(titles) != 1:
            raise SystemExit(f"half a commit: {matches.total} documents of {titles}")
        seen |= titles
    engine.close()
    print(len(seen))


if __name__ == "__main__":
    main()
