"""Whether a delivery is surely still ours to send, without asking the record."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from time import monotonic
from typing import Final, TypeAlias

from bot.store.outbox import Delivery

Moment: TypeAlias = tuple[datetime, float]
"""A moment by two clocks."""

_FRESH: Final = timedelta(seconds=10)
"""How long after it was taken nobody else can have it: a lease is far longer."""


class Fresh:
    """Knows when each delivery in hand was taken, by two clocks.

    One is the clock that leases go by, which may be put forward or back; the other
    never is, but may stand still while the machine sleeps. Only where both say that
    it was a moment ago is the record not asked.

    Args:
        now: The clock that leases go by.
        steady: A clock that is never put back, in seconds.
    """

    def __init__(
        self, now: Callable[[], datetime], steady: Callable[[], float] = monotonic
    ) -> None:
        self._now = now
        self._steady = steady
        self._taken: dict[tuple[str, int], Moment] = {}

    def moment(self) -> Moment:
        """Read both clocks, before anything is taken."""
        return self._now(), self._steady()

    def took(self, rows: Iterable[Delivery], at: Moment) -> None:
        """Note when deliveries were taken."""
        self._taken |= {_lease(row): at for row in rows}

    def let_go(self, row: Delivery) -> None:
        """Forget a delivery that is in hand no more."""
        self._taken.pop(_lease(row), None)

    def holds(self, row: Delivery) -> bool:
        """Say whether a delivery was taken a moment ago, and from nobody."""
        taken = self._taken.get(_lease(row))
        if taken is None or row.doubt:
            return False
        at, steadily = taken
        fresh = timedelta() <= self._now() - at < _FRESH
        return fresh and self._steady() - steadily < _FRESH.total_seconds()


def _lease(row: Delivery) -> tuple[str, int]:
    # What was lost may have been taken anew since, and is in hand twice.
    return row.key, row.fence
