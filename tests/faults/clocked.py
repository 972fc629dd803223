"""A clock in a file, that every process of a world reads, and that can be moved."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path


@dataclass(frozen=True, slots=True)
class FileClock:
    """Goes on as the machine does, from wherever it was put last.

    The machine's clock that never steps back is the same for all its processes.
    """

    file: Path

    def put(self, at: datetime) -> None:
        """Put it to an instant: ahead, or back."""
        new = self.file.with_suffix(".new")
        new.write_text(f"{at.astimezone(UTC).isoformat()} {time.monotonic()}")
        new.replace(self.file)

    def move(self, by: timedelta) -> None:
        """Let it jump, ahead or back."""
        self.put(self.now() + by)

    def now(self) -> datetime:
        """Say what time it is in this world."""
        at, mark = self.file.read_text().split()
        gone = time.monotonic() - float(mark)
        return datetime.fromisoformat(at) + timedelta(seconds=gone)
