"""What can go wrong with a pretended Graph, as a test asks for it."""

from __future__ import annotations

import asyncio
import threading
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import Final, Literal

PATIENCE: Final = 15.0
"""Seconds after which a test has waited long enough for anything at all."""

Kind = Literal[
    "hold", "hold after", "500", "500 after", "503", "429", "drop", "drop after", "401"
]


@dataclass
class Fault:
    """Something that goes wrong with the calls it matches.

    Attributes:
        kind: ``hold`` answers only once released; ``… after`` does the deed first.
        call: The calls it happens to, by name, such as ``create`` or ``*``.
        times: To how many calls it happens; below nought, to all until it ends.
        seconds: The wait that 429 and 503 ask for; below nought, none is named.
        as_date: Whether they name the moment, as HTTP does, and not the seconds.
        met: Set as soon as a call has met it.
    """

    kind: Kind
    call: str = "*"
    times: int = 1
    seconds: int = 1
    as_date: bool = False
    met: threading.Event = field(default_factory=threading.Event)
    released: threading.Event = field(default_factory=threading.Event)

    def takes(self, call: str) -> bool:
        """Say whether it happens to a call, and count it."""
        if not self.times or not fnmatchcase(call, self.call):
            return False
        self.times -= 1
        self.met.set()
        return True

    def wait_until_met(self) -> None:
        assert self.met.wait(PATIENCE), f"no call to {self.call} was made"

    def end(self) -> None:
        self.times = 0
        self.released.set()

    async def held(self) -> None:
        await asyncio.to_thread(self.released.wait, PATIENCE)
