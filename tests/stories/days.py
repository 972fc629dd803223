"""Days and times as a story writes them; a weekday that is wrong is a mistake."""

from __future__ import annotations

import re
from datetime import date, datetime, time

from bot.core.words import LONDON

_DAY = re.compile(
    r"(?P<name>Mon|Tue|Wed|Thu|Fri|Sat|Sun) (?P<rest>\d{1,2} \w{3} \d{4})"
)
_TIME = re.compile(r", (?P<hour>\d{1,2})(:(?P<minute>\d\d))?(?P<half>am|pm)")
_NOON = 12


def day_of(text: str) -> date:
    """Read a day as people write it; its weekday has to be right."""
    found = _DAY.match(text)
    assert found, f"{text!r} is not a day; write it like Fri 27 Nov 2026"
    day = datetime.strptime(found["rest"], "%d %b %Y").date()  # noqa: DTZ007 - a day
    assert f"{day:%a}" == found["name"], f"{text!r} is a {day:%A}"
    return day


def moment_of(text: str) -> datetime:
    """Read a day and a time, in London."""
    found = _TIME.search(text)
    assert found, f"{text!r} says no time; write it like Fri 27 Nov 2026, 9:30am"
    hour = int(found["hour"]) % _NOON + (_NOON if found["half"] == "pm" else 0)
    clock = time(hour, int(found["minute"] or 0), tzinfo=LONDON)
    return datetime.combine(day_of(text), clock)


def typed(text: str) -> str:
    """Write a day, or a day and a time, as a form takes it."""
    if _TIME.search(text):
        return f"{moment_of(text):%Y-%m-%d %H:%M}"
    return day_of(text).isoformat()


def said(moment: date | None) -> str:
    """Write a day as a story does, with the time where there is one."""
    if moment is None:
        return "not known"
    local = moment.astimezone(LONDON) if isinstance(moment, datetime) else moment
    day = f"{local:%a} {local.day} {local:%b %Y}"
    if not isinstance(local, datetime):
        return day
    minute = f":{local:%M}" if local.minute else ""
    half = "am" if local.hour < _NOON else "pm"
    return f"{day}, {local.hour % _NOON or _NOON}{minute}{half}"
