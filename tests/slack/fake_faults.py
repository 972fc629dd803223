"""What can go wrong with a pretended Slack, as a test asks for it."""

from __future__ import annotations

import asyncio
import threading
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import Literal

from tests.slack.fake_world import PATIENCE

Kind = Literal[
    "hold", "hold after", "500", "500 after", "drop", "drop after", "429", "error"
]


@dataclass
class Fault:
    """Something that goes wrong with the calls it matches.

    Attributes:
        kind: ``hold`` answers only once released; ``… after`` does the deed first.
        method: The methods it happens to, such as ``chat.*``.
        times: To how many calls it happens; below nought, to all until it ends.
        seconds: The wait that 429 asks for.
        error: What ``error`` answers.
        met: Set as soon as a call has met it.
    """

    kind: Kind
    method: str = "*"
    times: int = 1
    seconds: int = 1
    error: str = "internal_error"
    met: threading.Event = field(default_factory=threading.Event)
    released: threading.Event = field(default_factory=threading.Event)

    def takes(self, method: str) -> bool:
        """Say whether it happens to a call, and count it."""
        if not self.times or not fnmatchcase(method, self.method):
            return False
        self.times -= 1
        self.met.set()
        return True

    def wait_until_met(self) -> None:
        assert self.met.wait(PATIENCE), f"no call to {self.method} was made"

    def end(self) -> None:
        self.times = 0
        self.released.set()

    async def held(self) -> None:
        await asyncio.to_thread(self.released.wait, PATIENCE)
