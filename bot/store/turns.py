"""Whose turn it is to write: SQLite lets one in at a time, and the others would poll.

Queueing for the turn here takes away the long waits that polling causes. A person who
pressed a button waits for it to be recorded, and nobody waits for a delivery: so a
delivery lets whoever is waited for go first, though never for long: people who press
without a pause have two thirds of the time, and deliveries the rest.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import perf_counter
from typing import Final

PATIENCE: Final = 30
"""Seconds a writer waits for its turn before it says that something is stuck."""
_LULL: Final = 0.01
"""Seconds with no press after which it is taken that the burst is over."""
_LONGEST: Final = 0.25
"""The most seconds that something nobody waits for is put off."""

_JUST_NOW: Final = 0.1
"""Seconds in which whoever has pressed may well press again."""
_BURST: Final = 1.0
"""Seconds for which deliveries give way to people who press and press."""
_SHARE: Final = 0.5
"""Seconds in which they then do not, before they give way again."""


class Turns:
    """Lets one write at a time, and knows whether anybody is waited for.

    Args:
        clock: A clock that never steps back, in seconds.
    """

    def __init__(self, clock: Callable[[], float] = perf_counter) -> None:
        self._clock = clock
        self._turn = threading.Lock()
        self._count = threading.Lock()
        self._hurried = 0
        self._last = self._since = -_JUST_NOW
        self._never = threading.Event()

    @contextmanager
    def taken(self, *, patient: bool = False) -> Iterator[None]:
        """Have the turn, once it comes.

        Raises:
            TimeoutError: Somebody has it and does not let go.
        """
        if patient:
            self.lull()
        with self.noted(patient=patient):
            if not self._turn.acquire(timeout=PATIENCE):
                message = "another transaction has not ended; was one opened inside it?"
                raise TimeoutError(message)
            try:
                yield
            finally:
                self._turn.release()

    @contextmanager
    def noted(self, *, patient: bool) -> Iterator[None]:
        """Note that somebody writes who is waited for, without any turns."""
        if patient:
            yield
            return
        self._hurry(1)
        try:
            yield
        finally:
            self._hurry(-1)

    def lull(self) -> None:
        """Wait, for a moment at most, until nobody who is waited for writes."""
        now = self._clock()
        end = now + _LONGEST
        while now < end and self.pressed():
            quiet_at = now + _LULL if self._hurried else self._last + _LULL
            if quiet_at <= now:
                return
            self._never.wait(min(quiet_at, end) - now)
            now = self._clock()

    def pressed(self) -> bool:
        """Say whether somebody has written just now to whom deliveries give way.

        They give way to a burst. While people press without a pause they have their
        share of the time, or what is due would be said when everybody has gone home.
        """
        now = self._clock()
        if not self._hurried and now - self._last >= _JUST_NOW:
            return False
        return (now - self._since) % (_BURST + _SHARE) < _BURST

    def _hurry(self, one: int) -> None:
        with self._count:
            now = self._clock()
            if not self._hurried and now - self._last >= _JUST_NOW:
                self._since = now
            self._hurried += one
            self._last = now
