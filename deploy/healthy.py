"""Ask the bot on this machine how it is; for a container, which has nothing else to."""

from __future__ import annotations

import os
import sys
from urllib.error import URLError
from urllib.request import urlopen

PATIENCE = 4


def main(path: str) -> int:
    """Ask at one address; returns 0 where the answer is that all is well."""
    port = os.environ.get("DAYZERO_PORT", "8731")
    try:
        with urlopen(f"http://127.0.0.1:{port}/{path}", timeout=PATIENCE) as answer:
            return int(answer.status != 200)
    except (URLError, OSError):
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else "healthz"))
