"""Whether this process is alive, and whether it can do its work, for whoever asks.

Alive is what a restart could mend. Able to work is what else it takes: the database,
and its shape. What happens to somebody else's server makes neither untrue; it is told
beside them.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final, TypeAlias

from bot.patience import Patience
from bot.pulses import SILENT, Pulse, Pulses
from bot.store import Store
from bot.store.migrate import fits
from bot.store.server import shut
from bot.store.standing import Standing, standing
from bot.troubles import LEAST_FREE, Seen, troubles

_LONG: Final = 900.0
"""Seconds that a look at what is due may take, after a week asleep."""
_PATIENCE: Final = 2.0
_FRESH: Final = 1.0
_SELDOM: Final = 30.0
"""Seconds for which it serves how the record stands: that takes a look at all of it."""


@dataclass(frozen=True, slots=True)
class Condition:
    """How one part of the program is.

    Attributes:
        well: Whether it does its work, as far as can be told from here.
        says: What is known of it, as plain data, and nothing about anybody.
    """

    well: bool
    says: Mapping[str, Any]


Ask: TypeAlias = Callable[[], Condition]


@dataclass(frozen=True, slots=True)
class Wrong:
    """Something that keeps this process from its work.

    Attributes:
        what: Which part of it.
        says: What is wrong, in a sentence.
        then: What to do.
    """

    what: str
    says: str
    then: str


@dataclass(frozen=True, slots=True)
class Report:
    """How this process is.

    Attributes:
        wrong: What keeps it from its work.
        beside: What else somebody should see to.
        parts: How each part is that has to do with somebody else's server.
    """

    wrong: tuple[Wrong, ...]
    beside: tuple[str, ...] = ()
    parts: Mapping[str, Condition] | None = None

    @property
    def status(self) -> str:
        """Say it in a word."""
        if self.wrong:
            return "unready"
        unwell = any(not one.well for one in (self.parts or {}).values())
        return "degraded" if unwell or self.beside else "ok"


class Readiness:
    """Finds out how this process is, without ever hanging.

    Args:
        store: The record.
        pulses: What must go on turning.
        now: The machine's time.
        kept_in: The folder that the record is in, where it is a file.
        parts: What has something to say of itself, by its name.
        patience: Seconds that the database has to answer.
    """

    def __init__(
        self,
        store: Store,
        pulses: Pulses,
        now: Callable[[], datetime],
        kept_in: Path | None = None,
        parts: Mapping[str, Ask] | None = None,
        *,
        patience: float = _PATIENCE,
    ) -> None:
        self._store = store
        self._pulses = pulses
        self._now = now
        self._kept_in = kept_in
        self._parts = parts or {}
        clock = pulses.monotonic
        self._record = Patience(self._asked, patience, _FRESH, clock)
        self._stands = Patience(self._standing, patience, _SELDOM, clock)
        self._beside = Patience(self._told, patience, 0.0, clock)

    def alive(self) -> tuple[Wrong, ...]:
        """Say what a restart could mend. The database is not asked."""
        return tuple(self._stopped())

    def look(self) -> Report:
        """Say whether it can do its work."""
        if self._pulses.stopping:
            says = "It has been asked to stop, and takes on nothing new."
            return Report((Wrong("stopping", says, "Ask another, or wait."),))
        wrong = [*self._stopped(), *self._of_disk()]
        answer = self._record()
        parts = self._beside().told or {}
        if answer.told is None:
            kind = type(answer.trouble).__name__
            wrong.append(
                Wrong(
                    "database",
                    f"The database does not answer ({kind}).",
                    "See whether it runs and can be reached; then nothing has to be"
                    " done here.",
                )
            )
            return Report(tuple(wrong), parts=parts)
        unfit, closed = answer.told
        if unfit:
            then = "Run the release that belongs to the database."
            wrong.append(Wrong("migration", unfit, then))
        if closed:
            says = "The database answers, and takes nothing down."
            then = "It is a stand-by, or its disk is full: see the runbook."
            wrong.append(Wrong("database", says, then))
        stands = self._stands().told
        found = troubles(Seen(self._now(), stands)) if stands else ()
        return Report(tuple(wrong), tuple(one.says for one in found), parts)

    def _asked(self) -> tuple[str, bool]:
        return fits(self._store), shut(self._store)

    def _standing(self) -> Standing:
        with self._store.reading() as tx:
            return standing(tx, self._now())

    def _told(self) -> dict[str, Condition]:
        # Some of them look in the record, so they may hang as it does.
        return {name: ask() for name, ask in self._parts.items()}

    def _stopped(self) -> Iterator[Wrong]:
        pulses = self._pulses
        if _is_silent(pulses.tick, _LONG):
            yield _stopped("tick", "What is due is not looked at here any more.")
        if _is_silent(pulses.courier, SILENT):
            yield _stopped("courier", "Nothing is delivered from here any more.")

    def _of_disk(self) -> Iterator[Wrong]:
        folder = self._kept_in
        if folder is None:
            return
        if not os.access(folder, os.W_OK | os.X_OK):
            says = "The folder of the record cannot be written."
            yield Wrong("disk", says, "Let this account write there.")
        elif shutil.disk_usage(folder).free < LEAST_FREE // 10:
            says = "The disk of the record is full."
            yield Wrong("disk", says, "Free some room; see the runbook.")


def _stopped(what: str, says: str) -> Wrong:
    return Wrong(what, says, "Start this process again, and look in its log.")


def _is_silent(pulse: Pulse, seconds: float) -> bool:
    return pulse.silent > seconds
