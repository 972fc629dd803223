"""How long it is from the command to the first page, and what that then weighs.

The program is started as anybody starts it, with nothing there and with what that
left, and the best of a few starts is taken, since a machine that is busy with
something else says nothing of the program. Memory is what the system counts as
resident at its most, at the first page and after a few more.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import tempfile
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter
from typing import Final

from deploy.bench.table import Row, machine, table

ROOT: Final = Path(__file__).parents[2]
SECONDS: Final = 2.0
MEGABYTES: Final = 90.0
STARTS: Final = 3
PATIENCE: Final = 30.0
PAGES: Final = ("/", "/calendar", "/mail", "/away", "/form?does=raise-alert", "/")


def rows() -> Iterator[Row]:
    """Measure first starts and second ones."""
    with tempfile.TemporaryDirectory(dir=ROOT, prefix=".bench-") as folder:
        homes = [Path(folder, str(number)) for number in range(STARTS)]
        for when in ("with nothing there", "again"):
            starts = [_start(home) for home in homes]
            seconds, first, later = zip(*starts, strict=True)
            yield Row(f"start to first page, {when}", min(seconds), SECONDS, "s", 1)
            yield Row("memory at the first page", max(first), MEGABYTES, "MB", 1)
            yield Row("memory after a few pages", max(later), MEGABYTES, "MB", 1)


def _start(home: Path) -> tuple[float, float, float]:
    """Start, and open some pages: the seconds, and the memory before and after."""
    with _started(home) as (seconds, address, program):
        first = memory(program)
        for page in PAGES:
            opened(address + page)
        return seconds, first, memory(program)


def memory(program: int) -> float:
    """Read what is resident, in units of 1,024 times 1,024 bytes."""
    status = Path(f"/proc/{program}/status").read_text()
    resident = next(line for line in status.splitlines() if line.startswith("VmRSS"))
    return int(resident.split()[1]) / 1_024


@contextmanager
def _started(home: Path) -> Iterator[tuple[float, str, int]]:
    """Start a rehearsal; gives the seconds to its first page, and where it is."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    address = f"http://127.0.0.1:{port}"
    start = perf_counter()
    with subprocess.Popen(
        [sys.executable, "-m", "bot", "rehearse", "--port", port],
        cwd=ROOT,
        env={**os.environ, "DAYZERO_HOME": str(home)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as program:
        try:
            while not opened(address + "/"):
                assert program.poll() is None, "it did not start"
                assert perf_counter() - start < PATIENCE, "it does not answer"
            yield perf_counter() - start, address, program.pid
        finally:
            program.send_signal(signal.SIGINT)


def opened(address: str) -> bool:
    """Ask for a page, and read it whole."""
    try:
        with urllib.request.urlopen(address, timeout=PATIENCE) as page:  # noqa: S310 - ours
            page.read()
    except urllib.request.HTTPError:
        raise
    except OSError:
        return False
    return True


if __name__ == "__main__":
    print(machine())
    print(table(rows()))
