"""When the bot may speak: in working hours, and on working mornings."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Final

from bot.core.errors import NotKnownYet
from bot.core.procedure import Hours
from bot.core.words import LONDON
from bot.core.workdays import Offices

_SATURDAY: Final = 5


def is_quiet(at: datetime, hours: Hours, offices: Offices) -> bool:
    """Say whether nobody is to be spoken to at an instant, limits apart."""
    local = at.astimezone(LONDON)
    working = hours.opens <= local.time() < hours.closes
    return not (_open_on(local.date(), offices) and working)


def next_morning(at: datetime, hours: Hours, offices: Offices) -> datetime:
    """Find the first working morning that is not before an instant."""
    local = at.astimezone(LONDON)
    started = local.time() > hours.opens
    day = local.date() + timedelta(days=started)
    while not _open_on(day, offices):
        day += timedelta(days=1)
    return at_time(day, hours.opens)


def _open_on(day: date, offices: Offices) -> bool:
    """Say whether a day is a working day; any weekday, where nobody can know.

    Only for when to speak: a reminder on a bank holiday does less harm than none.
    """
    try:
        return offices.open_on(day)
    except NotKnownYet:
        return day.weekday() < _SATURDAY


def at_time(day: date, opens: time) -> datetime:
    """Find the instant of a time of day in London."""
    return datetime.combine(day, opens, tzinfo=LONDON)
