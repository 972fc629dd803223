"""Whether what must never stop still turns, by a clock that never steps back.

Each process keeps its own. Nothing here looks at the database, so it can be asked
when the database cannot.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, Final

from bot.tally import TALLY
from bot.traces import span

SILENT: Final = 180.0
"""Seconds after which something that should turn every few seconds has stopped."""


class Pulse:
    """When one thing last turned.

    Args:
        monotonic: A clock that never steps back, in seconds.
    """

    def __init__(self, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._monotonic = monotonic
        self._seen = monotonic()
        self._done: float | None = None
        self.turns = 0

    def begin(self) -> None:
        """Note that a turn has begun."""
        self._seen = self._monotonic()

    def tried(self) -> None:
        """Note that a turn has come to an end that is no success."""
        self._seen = self._monotonic()

    def done(self) -> None:
        """Note that a turn has come to its end, and did what it is for."""
        self._seen = self._done = self._monotonic()
        self.turns += 1

    @property
    def silent(self) -> float:
        """Seconds since anything at all was seen of it."""
        return self._monotonic() - self._seen

    @property
    def idle(self) -> float | None:
        """Seconds since it last did what it is for; nothing, before the first time."""
        return None if self._done is None else self._monotonic() - self._done


class Pulses:
    """Everything that must go on turning in this process.

    Args:
        monotonic: A clock that never steps back, in seconds.
    """

    def __init__(self, monotonic: Callable[[], float] = time.monotonic) -> None:
        self.monotonic: Final = monotonic
        self.tick: Final = Pulse(monotonic)
        self.courier: Final = Pulse(monotonic)
        self._stopping = threading.Event()

    @property
    def stopping(self) -> bool:
        """Whether the program has been asked to stop."""
        return self._stopping.is_set()

    def stop(self) -> None:
        """Note that the program has been asked to stop."""
        self._stopping.set()

    def ticking(self, tick: Callable[[], object]) -> Callable[[], None]:
        """Have a look at what is due noted, each time.

        A look that could not work on some of the cases has said everything else, so
        it counts as one. What it returns that is ``None`` was not its turn to look.
        """

        def look() -> None:
            begun, outcome = time.perf_counter(), "failed"
            self.tick.begin()
            try:
                with span("tick"):
                    looked = tick()
                outcome = "well" if looked is not None else ""
            except ExceptionGroup:
                outcome = "partly"
                raise
            finally:
                (self.tick.done if outcome in ("well", "partly") else self.tick.tried)()
                if outcome:
                    TALLY.add("ticks", outcome=outcome)
                    TALLY.took("tick_seconds", time.perf_counter() - begun)

        return look

    def turning(
        self, deliver: Callable[[], Awaitable[float]]
    ) -> Callable[[], Coroutine[Any, Any, float]]:
        """Have each turn of the courier noted."""

        async def turn() -> float:
            self.courier.begin()
            try:
                rest = await deliver()
            except BaseException:
                self.courier.tried()
                raise
            self.courier.done()
            return rest

        return turn
