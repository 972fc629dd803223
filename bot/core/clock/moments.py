"""Going so many hours, days, weeks or months from a day or an instant.

Everything is in London. Days, weeks and months go by the local calendar; hours
are real hours, so 24 hours over a clock change end at another time by the clock.
A month on from the 31st is the last day of a shorter month.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import UTC, date, datetime, time, timedelta
from typing import Final, assert_never

from bot.core.clock.grammar import Unit
from bot.core.events import Moment
from bot.core.words import LONDON
from bot.core.workdays import Offices, working_days_between, working_days_from

_YEAR: Final = 12
_WEEK: Final = 7
_HOUR: Final = timedelta(hours=1)


def on_day(moment: Moment) -> date:
    """Find the day in London on which something falls.

    Raises:
        ValueError: It is a time of day without a zone.

    Example:
        >>> on_day(datetime(2026, 6, 1, 23, 30, tzinfo=UTC))
        datetime.date(2026, 6, 2)
    """
    return _aware(moment).date() if isinstance(moment, datetime) else moment


def begins(moment: Moment) -> datetime:
    """Take an instant as it is, and a day by its first moment in London.

    The answer is in UTC: two London times are otherwise compared and subtracted
    by the clock on the wall, which on two nights of the year is wrong.

    Example:
        >>> begins(date(2026, 6, 2)).isoformat()
        '2026-06-01T23:00:00+00:00'
    """
    if isinstance(moment, datetime):
        return _aware(moment).astimezone(UTC)
    return datetime.combine(moment, time.min, LONDON).astimezone(UTC)


def ends(moment: Moment) -> datetime:
    """Take an instant as it is, and a day by its last moment in London, in UTC.

    Example:
        >>> ends(date(2026, 6, 2)).isoformat(timespec="minutes")
        '2026-06-02T22:59+00:00'
    """
    if isinstance(moment, datetime):
        return begins(moment)
    return datetime.combine(moment, time.max, LONDON).astimezone(UTC)


def is_after(moment: Moment, other: Moment) -> bool:
    """Tell whether one is past the other: by the day, unless both are instants."""
    if isinstance(moment, datetime) and isinstance(other, datetime):
        return begins(moment) > begins(other)
    return on_day(moment) > on_day(other)


def moved(moment: Moment, count: int, unit: Unit | None, offices: Offices) -> Moment:
    """Go so many units on from a moment, or back where the count is below nought.

    Args:
        moment: Where to start. For hours a day counts from its first moment.
        count: How many.
        unit: Of what. With none, the answer is the moment's own day.
        offices: When offices are open.

    Raises:
        NotKnownYet: It ends where the bank holidays are not published.

    Example:
        Clocks go forward in the night to Sunday 29 March 2026:

        >>> offices = Offices({}, date(2026, 1, 1), date(2026, 12, 31))
        >>> noon = datetime(2026, 3, 28, 12, tzinfo=LONDON)
        >>> moved(noon, 24, "hours", offices).isoformat()
        '2026-03-29T13:00:00+01:00'
        >>> moved(date(2026, 8, 31), -6, "months", offices)
        datetime.date(2026, 2, 28)
    """
    day = on_day(moment)
    match unit:
        case None:
            return day
        case "hours":
            offices.must_know(day)
            return (begins(moment) + count * _HOUR).astimezone(LONDON)
        case "working days":
            return working_days_from(day, count, offices)
        case "days":
            return _days_on(day, count, offices)
        case "weeks":
            return _days_on(day, count * _WEEK, offices)
        case "months":
            return _months_on(day, count, offices)
        case _:
            assert_never(unit)


def gone(start: Moment, end: Moment, unit: Unit, offices: Offices) -> int:
    """Count the whole units from one moment to a later one.

    Raises:
        NotKnownYet: Working days are counted where they are not published.

    Example:
        >>> offices = Offices({}, date(2026, 1, 1), date(2026, 12, 31))
        >>> gone(date(2026, 1, 31), date(2026, 2, 28), "months", offices)
        1
        >>> gone(date(2026, 11, 20), date(2026, 11, 30), "working days", offices)
        6
    """
    first, last = on_day(start), on_day(end)
    match unit:
        case "hours":
            return (begins(end) - begins(start)) // _HOUR
        case "working days":
            return working_days_between(first, last, offices)
        case "days":
            return (last - first).days
        case "weeks":
            return (last - first).days // _WEEK
        case "months":
            months = (last.year - first.year) * _YEAR + last.month - first.month
            return months - (_months_on(first, months, offices) > last)
        case _:
            assert_never(unit)


def _aware(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError(f"{moment} does not say its time zone")
    return moment.astimezone(LONDON)


def _days_on(day: date, count: int, offices: Offices) -> date:
    ordinal = day.toordinal() + count
    if not 0 < ordinal <= date.max.toordinal():
        offices.must_know(date.max if count > 0 else date.min)
    return date.fromordinal(ordinal)


def _months_on(day: date, count: int, offices: Offices) -> date:
    years, month = divmod(day.month - 1 + count, _YEAR)
    year = day.year + years
    if not date.min.year <= year <= date.max.year:
        offices.must_know(date.max if count > 0 else date.min)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
