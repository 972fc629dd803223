"""How the bot says a date, a time and a list: one way each, everywhere.

Dates follow GOV.UK: "Friday 27 November 2026", "9:30am", no ordinals. Times are
shown in London time, whatever zone they were kept in.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

LONDON: Final = ZoneInfo("Europe/London")
_NOON: Final = 12


def day(value: date) -> str:
    """Say a day in full.

    Example:
        >>> day(date(2026, 11, 27))
        'Friday 27 November 2026'
    """
    local = value.astimezone(LONDON) if isinstance(value, datetime) else value
    return f"{local:%A} {local.day} {local:%B %Y}"


def short_day(value: date) -> str:
    """Say a day in a table, where the year is plain.

    Example:
        >>> short_day(date(2026, 11, 27))
        'Fri 27 Nov'
    """
    local = value.astimezone(LONDON) if isinstance(value, datetime) else value
    return f"{local:%a} {local.day} {local:%b}"


def clock_time(value: datetime) -> str:
    """Say a time of day in London, as GOV.UK writes it.

    Example:
        >>> from datetime import UTC
        >>> clock_time(datetime(2026, 11, 27, 16, 30, tzinfo=UTC))
        '4:30pm'
        >>> clock_time(datetime(2026, 6, 1, 8, 0, tzinfo=UTC))
        '9am'
    """
    local = value.astimezone(LONDON)
    hour = local.hour % _NOON or _NOON
    minutes = f":{local:%M}" if local.minute else ""
    return f"{hour}{minutes}{'am' if local.hour < _NOON else 'pm'}"


def moment(value: date) -> str:
    """Say a day, and its time where there is one.

    Example:
        >>> from datetime import UTC
        >>> moment(datetime(2026, 11, 27, 9, 30, tzinfo=UTC))
        'Friday 27 November 2026, 9:30am'
        >>> moment(date(2026, 11, 27))
        'Friday 27 November 2026'
    """
    if isinstance(value, datetime):
        return f"{day(value)}, {clock_time(value)}"
    return day(value)


def one(thing: str) -> str:
    """Say one of something, with the article that is spoken before it.

    Example:
        >>> one("briefing report"), one("Agency Check"), one("unit report")
        ('a briefing report', 'an Agency Check', 'a unit report')
    """
    spoken = thing.lower()
    vowel = spoken.startswith(tuple("aeiou")) and not spoken.startswith(("uni", "eu"))
    return f"{'an' if vowel else 'a'} {thing}"


def listed(parts: Iterable[str], joint: str = "and") -> str:
    """Join words as a sentence does.

    Example:
        >>> listed(["police", "health", "the council"])
        'police, health and the council'
    """
    words = [part for part in parts if part]
    if len(words) < 2:  # noqa: PLR2004 - one thing needs no joining
        return "".join(words)
    return f"{', '.join(words[:-1])} {joint} {words[-1]}"


def counted(number: int, one: str, many: str = "") -> str:
    """Say how many of a thing there are.

    Example:
        >>> counted(1, "working day"), counted(3, "agency", "agencies")
        ('1 working day', '3 agencies')
    """
    return f"{number} {one if number == 1 else many or one + 's'}"


def length(minutes: int) -> str:
    """Say how long something lasts.

    Example:
        >>> length(90), length(120)
        ('1 hour and 30 minutes', '2 hours')
    """
    hours, rest = divmod(minutes, 60)
    parts = (
        counted(hours, "hour") if hours else "",
        counted(rest, "minute") if rest else "",
    )
    return listed(parts)


def begun(sentence: str) -> str:
    """Give a sentence its capital letter, leaving the rest as it is.

    Example:
        >>> begun("the council became aware")
        'The council became aware'
    """
    return sentence[:1].upper() + sentence[1:]
