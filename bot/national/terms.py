"""What a simulated year is asked to be, and when it cannot be that."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from bot.core import words
from bot.core.errors import Refused
from bot.core.words import LONDON
from bot.offices import KNOWN_FROM, KNOWN_TO

EVERYWHERE: Final = 150
"""Partnerships in England, about."""
ALERTS: Final = 375
"""Alerts a year over all of them, about."""
MOST: Final = 1_000
MOST_ALERTS: Final = 20_000
TOGETHER: Final = 5
"""Partnerships that share one store, however many processes there are."""
_WEEK: Final = timedelta(days=7)
_WEEKS: Final = 53


@dataclass(frozen=True, slots=True)
class Terms:
    """A simulated year, as it was asked for.

    Attributes:
        alerts: How many are raised in a year by 150 partnerships, on average.
        weeks: How many weeks of it, from New Year's Day; all of it with none.
        procedures: The folder of the procedure files, where it is not our own.
    """

    year: int
    partnerships: int
    seed: int
    alerts: int = ALERTS
    weeks: int = 0
    procedures: str = ""

    @property
    def begins(self) -> datetime:
        """The first instant of the year, in London."""
        return _midnight(date(self.year, 1, 1))

    @property
    def ends(self) -> datetime:
        """The instant at which it is over."""
        last = date(self.year + 1, 1, 1)
        if self.weeks:
            last = min(last, date(self.year, 1, 1) + self.weeks * _WEEK)
        return _midnight(last)

    @property
    def called(self) -> str:
        """What is lived through: the year, or how much of it from its first day."""
        if not self.weeks:
            return f"The year {self.year}"
        some = f"{self.weeks} weeks" if self.weeks > 1 else "week"
        return f"The first {some} of {self.year}"

    @property
    def shards(self) -> tuple[range, ...]:
        """The partnerships that share a store, by their numbers."""
        firsts = range(0, self.partnerships, TOGETHER)
        return tuple(
            range(first, min(first + TOGETHER, self.partnerships)) for first in firsts
        )


def refuse_impossible(terms: Terms, jobs: int) -> None:
    """Make sure that a year can be lived through.

    Raises:
        Refused: It cannot, and why.
    """
    # What is raised in December runs into the next year, and is counted there.
    # And what is learned of in January may have happened the year before.
    first, last = KNOWN_FROM.year + 1, KNOWN_TO.year - 1
    if not first <= terms.year <= last:
        raise Refused(
            f"The bank holidays around {terms.year} are not all known.",
            next_step=f"Choose a year from {first} to {last}: they are known from "
            f"{words.day(KNOWN_FROM)} to {words.day(KNOWN_TO)}.",
        )
    for name, given, least, most in (
        ("--partnerships", terms.partnerships, 1, MOST),
        ("--alerts", terms.alerts, 0, MOST_ALERTS),
        ("--weeks", terms.weeks, 0, _WEEKS),
        ("--jobs", jobs, 1, 64),
    ):
        if not least <= given <= most:
            raise Refused(
                f"{name} {given} is not possible.",
                next_step=f"Choose a number from {least} to {most:,}.",
            )


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=LONDON).astimezone(UTC)
