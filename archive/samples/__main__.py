"""``python -m archive.samples``: serve the sample sites to look at them in a browser."""

from __future__ import annotations

import argparse
import sys
import threading

from archive.errors import BaogaoError
from archive.samples.sites.server import serve_sites


def main() -> int:
    """Serve until Ctrl-C; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m archive.samples", description=__doc__)
    parser.add_argument("--port", type=int, default=8610)
    parser.add_argument("--edition", type=int, choices=(1, 2), default=1)
    options = parser.parse_args()
    try:
        with serve_sites(port=options.port, edition=options.edition) as running:
            sys.stdout.writelines(f"{seed.url}\n" for seed in running.seeds)
            sys.stdout.flush()
            threading.Event().wait()
    except KeyboardInterrupt:
        return 0
    except BaogaoError as error:
        sys.stderr.write(f"{error}\n")
        return error.exit_code
    return 0


if __name__ == "__main__":
    sys.exit(main())
