"""What keeps the timetable going: a few things done again and again, and a watchdog.

The scheduler remembers nothing: what is due is asked of the record at every turn.
But it goes by the wall clock, and when that steps back an hour it would be silent
for an hour. The watchdog goes by a clock that never steps back.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC
from typing import Final

import structlog
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.interval import IntervalTrigger

_SILENT: Final = 3
"""Turns that may be missed before a job is wound up again."""
_LOOK: Final = 15.0
"""Seconds between two looks of the watchdog."""

_log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Turn:
    """Something to be done again and again.

    Attributes:
        name: What it is called in the log.
        every: Seconds from one time to the next.
        act: Does it. What it raises is logged, and it is done again all the same.
    """

    name: str
    every: float
    act: Callable[[], object]


@dataclass(slots=True)
class _Pulse:
    """When a turn was last alive, by the clock that never steps back."""

    at: float
    busy: bool = field(default=False)


class Winding:
    """Does every turn in its time, in threads of its own, until it is stopped.

    Args:
        turns: What is to be done.
        monotonic: A clock that never steps back, in seconds.
    """

    def __init__(
        self,
        turns: Iterable[Turn],
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._turns = tuple(turns)
        self._monotonic = monotonic
        self._pulses = {turn.name: _Pulse(monotonic()) for turn in self._turns}
        self._stopped = threading.Event()
        self._watchdog = threading.Thread(
            target=self._watch, name="dayzero-watchdog", daemon=True
        )
        self.scheduler: Final = BackgroundScheduler(timezone=UTC)

    def start(self) -> None:
        """Begin; the first time of each turn is one interval from now."""
        for turn in self._turns:
            self.scheduler.add_job(
                self._do,
                IntervalTrigger(seconds=turn.every, timezone=UTC),
                args=(turn,),
                id=turn.name,
                coalesce=True,
                max_instances=1,
                misfire_grace_time=None,
            )
        self.scheduler.start()
        self._watchdog.start()

    def stop(self) -> None:
        """End, once what is in hand has been done."""
        self._stopped.set()
        self._watchdog.join()
        self.scheduler.shutdown()

    def look(self) -> tuple[str, ...]:
        """Wind up again whatever has fallen silent; returns the names."""
        silent = tuple(turn for turn in self._turns if self._is_silent(turn))
        for turn in silent:
            self._pulses[turn.name].at = self._monotonic()
            trigger = IntervalTrigger(seconds=turn.every, timezone=UTC)
            self.scheduler.reschedule_job(turn.name, trigger=trigger)
            _log.warning("timetable.wound", kind=turn.name)
        return tuple(turn.name for turn in silent)

    def _is_silent(self, turn: Turn) -> bool:
        pulse = self._pulses[turn.name]
        return not pulse.busy and self._monotonic() - pulse.at > _SILENT * turn.every

    def _do(self, turn: Turn) -> None:
        pulse = self._pulses[turn.name]
        pulse.busy = True
        try:
            turn.act()
        finally:
            pulse.at, pulse.busy = self._monotonic(), False

    def _watch(self) -> None:
        while not self._stopped.wait(_LOOK):
            self.look()
