"""How people are: most answer soon, some late, a few never; and all are away sometimes.

Only for the simulation. What somebody is like belongs to the seed, and is the same in
every run of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from bot.core.people import Person
from bot.core.words import LONDON
from bot.core.workdays import Offices, next_working_day
from bot.national.chance import chance, happens
from bot.national.nation import Place
from bot.national.terms import Terms

_KINDS: Final = ((0.50, 25.0, 1.1), (0.30, 150.0, 1.0), (0.19, 900.0, 0.9))
"""Prompt, steady and slow: how many are, and the working minutes before they answer."""
_NEVER_HERE: Final = 0.012
"""The share of people on one case who never answer, whoever they are."""
_OPENS: Final = time(9)
CLOSES: Final = time(17)
DAY: Final = 8 * 60
"""Minutes in a working day."""
_DEPUTY: Final = 0.6
"""How often somebody is named to stand in."""
_LEAVES: Final = 1.7
"""How often somebody with an office is away in a year, on average."""


@dataclass(frozen=True, slots=True)
class Leave:
    """Days on which somebody is away.

    Attributes:
        told: Days before the first on which it is recorded; ``None`` if it is not.
        deputy: Whether somebody is named to stand in.
    """

    person: str
    first: date
    last: date
    told: int | None
    deputy: bool


def patience(terms: Terms, place: Place, person: str, case: str, n: int) -> float:
    """Draw the working minutes that somebody takes to answer; below nought: never.

    Args:
        terms: The year.
        place: Their partnership.
        person: Who.
        case: What it is about.
        n: Which of their answers on it this is.
    """
    seed, named = terms.seed, (place.name, person)
    kind = chance(seed, *named, "temper").random()
    if happens(_NEVER_HERE, seed, *named, case, "never"):
        return -1.0
    for share, middle, spread in _KINDS:
        if kind < share:
            drawn = chance(seed, *named, case, n)
            return 2.0 + middle * drawn.lognormvariate(0.0, spread)
        kind -= share
    return -1.0


def later(now: datetime, minutes: float, offices: Offices) -> datetime:
    """Find when so many working minutes have passed, in London's offices."""
    left, local = minutes, now.astimezone(LONDON)
    day, begun = local.date(), (local.hour - _OPENS.hour) * 60 + local.minute
    if not offices.open_on(day):
        day, begun = next_working_day(day, offices), 0
    begun = max(begun, 0)
    while left > DAY - begun:
        left -= max(DAY - begun, 0)
        day, begun = next_working_day(day + timedelta(days=1), offices), 0
    opens = datetime.combine(day, _OPENS, tzinfo=LONDON).astimezone(now.tzinfo)
    return max(opens + timedelta(minutes=begun + left), now)


def leaves(terms: Terms, place: Place, person: Person) -> tuple[Leave, ...]:
    """Draw when somebody who holds an office is away in the year."""
    if not person.roles:
        return ()
    drawn = chance(terms.seed, place.name, person.id, "leave")
    first, found = terms.begins.astimezone(LONDON).date(), []
    for _ in range(round(drawn.gauss(_LEAVES, 0.9))):
        begins = first + timedelta(days=drawn.randrange(5, 360))
        lasts = drawn.choice((1, 2, 4, 6, 9, 13))
        told = drawn.choice((14, 7, 3, 1, 0, None))
        last = begins + timedelta(days=lasts)
        found.append(Leave(person.id, begins, last, told, drawn.random() < _DEPUTY))
    return tuple(sorted(found, key=lambda leave: leave.first))
