"""How well the outside does, by the seed: mostly well, some weeks worse, hours out.

What goes wrong with one attempt depends on its delivery, its number and its hour, and
on nothing else, so that it is the same however the year is shared among processes.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import Final, Literal, TypeAlias

from bot.core.words import LONDON
from bot.national.chance import chance
from bot.national.terms import Terms

Trouble: TypeAlias = Literal["429", "500", "503", "nothing", "after", "gone", "refused"]
"""Patience asked for; two ways to fail; no answer; an answer lost after the deed;
somebody whom the chat has no more; a letter that no mailbox takes."""

_USUAL: Final[tuple[tuple[Trouble, float], ...]] = (
    ("429", 0.012), ("500", 0.004), ("503", 0.005), ("nothing", 0.003),
    ("after", 0.004),
)  # fmt: skip
_WORSE: Final = 9.0
"""How much more goes wrong in a bad week."""
_BAD_WEEKS: Final = 5
_ONLY: Final[dict[str, tuple[Trouble, float]]] = {
    "chat": ("gone", 0.000_4),
    "mail": ("refused", 0.000_3),
}
"""What can go wrong for good, by the way out."""
_OUTAGES: Final = {"chat": 5, "mail": 3, "calendar": 4}
"""How often in a year each way out does not answer at all, for hours."""
_LONGEST: Final = 14.0
_DAYS: Final = 365


@dataclass(frozen=True)
class Weather:
    """The troubles of a year, drawn from its seed."""

    terms: Terms

    def trouble(self, way: str, key: str, attempt: int, at: datetime) -> Trouble | None:
        """Say what goes wrong with one attempt, if anything does.

        Args:
            way: ``chat``, ``mail`` or ``calendar``.
            key: What is attempted.
            attempt: How often it was attempted before.
            at: When.
        """
        if any(first <= at < last for first, last in self.outages[way]):
            return "503" if attempt % 2 else "nothing"
        drawn = chance(self.terms.seed, way, key, attempt).random()
        worse = _WORSE if at.isocalendar()[:2] in self.bad_weeks else 1.0
        share = 0.0
        lasting = (_ONLY[way],) if way in _ONLY and not attempt else ()
        for kind, usual in lasting:
            share += usual
            if drawn < share:
                return kind
        for kind, usual in _USUAL:
            share += usual * worse
            if drawn < share:
                return kind
        return None

    @cached_property
    def bad_weeks(self) -> frozenset[tuple[int, int]]:
        """The weeks in which much more goes wrong than usual."""
        drawn = chance(self.terms.seed, "bad weeks")
        first = self.terms.begins.astimezone(LONDON).date()
        days = (drawn.randrange(_DAYS) for _ in range(_BAD_WEEKS))
        found = ((first + timedelta(days=day)).isocalendar() for day in days)
        return frozenset((week.year, week.week) for week in found)

    @property
    def bad_weeks_lived(self) -> int:
        """How many of them a day was lived through, where it is not a whole year."""
        days = (self.terms.ends - self.terms.begins).days
        first = self.terms.begins.astimezone(LONDON).date()
        every = (first + timedelta(days=n) for n in range(days))
        return len(self.bad_weeks & {day.isocalendar()[:2] for day in every})

    @cached_property
    def outages(self) -> dict[str, list[tuple[datetime, datetime]]]:
        """When each way out does not answer at all."""
        found: dict[str, list[tuple[datetime, datetime]]] = {}
        for way, count in _OUTAGES.items():
            drawn = chance(self.terms.seed, "outage", way)
            found[way] = []
            for _ in range(count):
                begins = self.terms.begins + timedelta(days=drawn.random() * _DAYS)
                lasts = timedelta(hours=0.3 + (_LONGEST - 0.3) * drawn.random() ** 3)
                found[way].append((begins, begins + lasts))
        return found
