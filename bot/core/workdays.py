"""Counting working days, forwards and back, and saying which days were skipped.

A working day is any day but a Saturday, a Sunday or a bank holiday. Nothing is
walked day by day: weekdays are numbered by arithmetic, and the few closed
weekdays are found among them by bisection, so a date costs the same whether it
is five working days away or five hundred.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from types import MappingProxyType
from typing import Final

from bot.core import words
from bot.core.errors import NotKnownYet

_WEEK: Final = 7
_WEEKDAYS: Final = 5
_WEEKEND: Final = ("Saturday", "Sunday")


@dataclass(frozen=True, slots=True)
class Skipped:
    """A day that was passed over in a count, and why."""

    day: date
    why: str


@dataclass(frozen=True, slots=True)
class Offices:
    """When offices are open, and how far ahead and back that is known.

    Attributes:
        closed: Each bank holiday and what it is called.
        known_from: The first day whose bank holidays are known.
        known_to: The last day whose bank holidays have been published.

    Example:
        >>> offices = Offices(
        ...     {date(2027, 3, 26): "Good Friday", date(2027, 3, 29): "Easter Monday"},
        ...     known_from=date(2027, 1, 1),
        ...     known_to=date(2027, 12, 31),
        ... )
        >>> offices.open_on(date(2027, 3, 25)), offices.open_on(date(2027, 3, 26))
        (True, False)
    """

    closed: Mapping[date, str] = field(hash=False)
    known_from: date
    known_to: date
    _shut: tuple[int, ...] = field(init=False, repr=False, compare=False)
    _open_before: tuple[int, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Number the closed weekdays once, so that counting need not walk."""
        closed = MappingProxyType(dict(self.closed))
        shut = sorted(d.toordinal() for d in closed if d.weekday() < _WEEKDAYS)
        before = (_weekdays_to(day) - 1 - place for place, day in enumerate(shut))
        object.__setattr__(self, "closed", closed)
        object.__setattr__(self, "_shut", tuple(shut))
        object.__setattr__(self, "_open_before", tuple(before))

    def open_on(self, day: date) -> bool:
        """Tell whether a day is a working day.

        Raises:
            NotKnownYet: The bank holidays of that day are not published.
        """
        return not self.why_closed(day)

    def why_closed(self, day: date) -> str:
        """Say why a day is not a working day; nothing when it is one.

        Raises:
            NotKnownYet: The bank holidays of that day are not published.

        Example:
            >>> easter = {date(2027, 3, 26): "Good Friday"}
            >>> offices = Offices(easter, date(2027, 1, 1), date(2027, 12, 31))
            >>> offices.why_closed(date(2027, 3, 26))
            'Good Friday (bank holiday)'
            >>> offices.why_closed(date(2027, 3, 27))
            'Saturday'
        """
        self.must_know(day)
        if day.weekday() >= _WEEKDAYS:
            return _WEEKEND[day.weekday() - _WEEKDAYS]
        name = self.closed.get(day, "")
        if not name or "bank holiday" in name.lower():
            return name
        return f"{name} (bank holiday)"

    def must_know(self, day: date) -> None:
        """Refuse a day for which nobody can say yet whether offices are open.

        Raises:
            NotKnownYet: The bank holidays of that day are not published.
        """
        if day > self.known_to:
            raise self._not_known(words.day(day))
        if day < self.known_from:
            raise self._too_early(words.day(day))

    def shut_between(self, first: int, last: int) -> tuple[int, ...]:
        """List the ordinals of the weekdays closed from one day to another."""
        low, high = bisect_left(self._shut, first), bisect_right(self._shut, last)
        return self._shut[low:high]

    def number(self, day: date) -> int:
        """Count the working days up to and including a day, from a fixed start.

        Only differences between two such numbers mean anything.

        Raises:
            NotKnownYet: The bank holidays of that day are not published.
        """
        if not self.known_from <= day <= self.known_to:
            self.must_know(day)
        ordinal = day.toordinal()
        return _weekdays_to(ordinal) - bisect_right(self._shut, ordinal)

    def numbered(self, number: int) -> date:
        """Find the working day that has a number.

        Raises:
            NotKnownYet: It lies where the bank holidays are not published.
        """
        weekday = number + bisect_left(self._open_before, number)
        weeks, rest = divmod(weekday - 1, _WEEKDAYS)
        ordinal = weeks * _WEEK + rest + 1
        if ordinal > self.known_to.toordinal():
            least = date.fromordinal(min(ordinal, date.max.toordinal()))
            raise self._not_known(f"A day on or after {words.day(least)}")
        if ordinal < self.known_from.toordinal():
            most = date.fromordinal(max(ordinal, 1))
            raise self._too_early(f"A day on or before {words.day(most)}")
        return date.fromordinal(ordinal)

    def _not_known(self, which: str) -> NotKnownYet:
        return NotKnownYet(
            f"{which} is past the last day for which GOV.UK has published bank "
            f"holidays, {words.day(self.known_to)}.",
            next_step="Check the dates you entered. If they are right, ask whoever "
            "runs the bot to update it when GOV.UK publishes that year.",
        )

    def _too_early(self, which: str) -> NotKnownYet:
        return NotKnownYet(
            f"{which} is before the first day whose bank holidays are known here, "
            f"{words.day(self.known_from)}.",
            next_step="Check the dates you entered. If they are right, work this "
            "one out by hand from the bank holidays of that year.",
        )


def working_days_from(day_zero: date, count: int, offices: Offices) -> date:
    """Find the working day ``count`` working days after day zero, or before it.

    Day zero itself is never counted, whatever the hour. If it falls on a weekend
    or bank holiday the count still starts on the next working day, so what is
    learned on Saturday and what is learned on Sunday are due together.

    Procedures disagree about which day is day zero, so this function does not
    choose one: each file in ``bot/procedures`` names its own and cites the page.

    Args:
        day_zero: The day the count starts from.
        count: How many working days. Negative counts back, as from a publication;
            nought is day zero itself, working day or not.
        offices: When offices are open.

    Raises:
        NotKnownYet: The count begins or ends where bank holidays are unpublished.

    Example:
        Good Friday and Easter Monday 2027 are both skipped:

        >>> easter = {date(2027, 3, 26): "Good Friday", date(2027, 3, 29): "Easter"}
        >>> offices = Offices(easter, date(2027, 1, 1), date(2027, 12, 31))
        >>> working_days_from(date(2027, 3, 24), 5, offices)
        datetime.date(2027, 4, 2)
        >>> working_days_from(date(2027, 4, 2), -5, offices)
        datetime.date(2027, 3, 24)
    """
    number = offices.number(day_zero)
    if count > 0:
        return offices.numbered(number + count)
    if count == 0:
        return day_zero
    if offices.open_on(day_zero):
        return offices.numbered(number + count)
    return offices.numbered(number + count + 1)


def next_working_day(day: date, offices: Offices) -> date:
    """Find the first working day on or after a day.

    Example:
        >>> offices = Offices({}, date(2026, 1, 1), date(2026, 12, 31))
        >>> next_working_day(date(2026, 11, 28), offices)
        datetime.date(2026, 11, 30)
    """
    return day if offices.open_on(day) else working_days_from(day, 1, offices)


def working_day_before(day: date, offices: Offices) -> date:
    """Find the last working day before a day, never the day itself.

    Example:
        >>> offices = Offices({}, date(2026, 1, 1), date(2026, 12, 31))
        >>> working_day_before(date(2026, 11, 30), offices)
        datetime.date(2026, 11, 27)
    """
    return working_days_from(day, -1, offices)


def working_days_between(start: date, end: date, offices: Offices) -> int:
    """Count the working days from one day to another, leaving out the first.

    It undoes :func:`working_days_from`: a due date is as many working days from
    day zero as the deadline gives. Below nought when ``end`` comes first.

    Example:
        >>> offices = Offices({}, date(2026, 1, 1), date(2026, 12, 31))
        >>> working_days_between(date(2026, 11, 20), date(2026, 11, 27), offices)
        5
        >>> working_days_between(date(2026, 11, 28), date(2026, 11, 27), offices)
        -1
    """
    between = offices.number(end) - offices.number(start)
    if end >= start:
        return between
    return between - offices.open_on(end) + offices.open_on(start)


def skipped(day_zero: date, due: date, offices: Offices) -> tuple[Skipped, ...]:
    """List each day passed over between day zero and the day due, and why.

    Day zero is left out: it is not counted, so it cannot be skipped. Days come
    in the order of the count, so a count backwards lists the latest first.

    Example:
        >>> offices = Offices({}, date(2026, 1, 1), date(2026, 12, 31))
        >>> [s.why for s in skipped(date(2026, 11, 27), date(2026, 11, 30), offices)]
        ['Saturday', 'Sunday']
    """
    offices.must_know(day_zero)
    offices.must_know(due)
    start, end = day_zero.toordinal(), due.toordinal()
    pace = 1 if end >= start else -1
    shut = offices.shut_between(min(start, end), max(start, end))
    # In ordinals, a Monday leaves 1 over and a Friday 5.
    passed = (
        date.fromordinal(ordinal)
        for ordinal in range(start + pace, end + pace, pace)
        if not 0 < ordinal % _WEEK <= _WEEKDAYS or ordinal in shut
    )
    return tuple([_passed(day, offices.why_closed(day)) for day in passed])


@lru_cache(maxsize=2_048)
def _passed(day: date, why: str) -> Skipped:
    """Keep one of each: the same weekends are passed over in every case."""
    return Skipped(day, why)


def _weekdays_to(ordinal: int) -> int:
    """Count Mondays to Fridays up to a day; day 1 of year 1 was a Monday."""
    weeks, rest = divmod(ordinal, _WEEK)
    return weeks * _WEEKDAYS + min(rest, _WEEKDAYS)
