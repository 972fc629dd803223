"""What goes on in one store of a simulated year: its clock, its agenda, its counts."""

from __future__ import annotations

import heapq
from collections import Counter as Count
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TypeAlias

from bot.core.workdays import Offices
from bot.counter import Counter
from bot.national.nation import Place
from bot.national.terms import Terms

Act: TypeAlias = Callable[[], None]


@dataclass
class Life:
    """One store of the year, and everybody in it.

    Attributes:
        places: Its partnerships, by name.
        desk: Finds the desk of a partnership; another one after a restart.
        offices: When people work.
        now: What time it is.
        counts: What happened, by what it is called.
        stuck: Refusals that somebody met again and again, by what was refused.
    """

    terms: Terms
    places: Mapping[str, Place]
    desk: Callable[[str], Counter]
    offices: Offices
    now: datetime
    counts: Count[str] = field(default_factory=Count)
    stuck: Count[str] = field(default_factory=Count)
    _agenda: list[tuple[datetime, int, Act]] = field(default_factory=list)
    _causes: int = 0
    _planned: int = 0

    def at(self, when: datetime, act: Act) -> None:
        """Have something done at an instant, or as soon as that is past."""
        self._planned += 1
        # In UTC: London's hour that comes twice would stand in its order once.
        at = when.astimezone(UTC)
        heapq.heappush(self._agenda, (at, self._planned, act))

    @property
    def next_act(self) -> datetime | None:
        """When somebody next means to do something."""
        return self._agenda[0][0] if self._agenda else None

    def act(self) -> bool:
        """Do whatever somebody meant to have done by now; say whether anything was."""
        acted = False
        while self._agenda and self._agenda[0][0] <= self.now:
            _, _, act = heapq.heappop(self._agenda)
            act()
            acted = True
        return acted

    def cause(self) -> str:
        """Name a request as a platform does: each one differently."""
        self._causes += 1
        return f"year/{min(self.places)}/{self._causes}"
