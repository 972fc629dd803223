"""Days as people write them in a diary: "Fri 27 Nov 2026", "Fri 27 Nov 2026 9:30".

The weekday is checked, so that a table of dates cannot quietly be wrong.
"""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Final
from zoneinfo import ZoneInfo

_MONTHS: Final = "JanFebMarAprMayJunJulAugSepOctNovDec"
LONDON: Final = ZoneInfo("Europe/London")


def calendar_day(written: str) -> date:
    """Read a day, and refuse one that names the wrong weekday.

    Example:
        >>> calendar_day("Fri 27 Nov 2026")
        datetime.date(2026, 11, 27)
    """
    weekday, _, rest = written.partition(" ")
    number, month, year = rest.split()
    day = date(int(year), _MONTHS.index(month) // 3 + 1, int(number))
    if f"{day:%a}" != weekday:
        raise ValueError(f"{rest} is a {day:%A}, not a {weekday}")
    return day


def calendar_moment(written: str, *, fold: int = 0) -> datetime:
    """Read a day and a time in London.

    Args:
        written: Such as ``Fri 27 Nov 2026 9:30``.
        fold: 1 for the second of the two hours when the clocks go back.

    Example:
        >>> calendar_moment("Fri 27 Nov 2026 9:30").isoformat()
        '2026-11-27T09:30:00+00:00'
    """
    day, _, clock = written.rpartition(" ")
    hour, minute = clock.split(":")
    at = time(int(hour), int(minute), fold=fold)
    return datetime.combine(calendar_day(day), at, LONDON)
