"""Times as Graph writes them: a local date and time, and the name of a zone."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, tzinfo
from typing import Any, Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.core.words import LONDON

ZONE: Final = "Europe/London"
_WINDOWS: Final = {
    "coordinated universal time": "UTC",
    "central europe standard time": "Europe/Budapest",
    "central european standard time": "Europe/Warsaw",
    "gmt standard time": ZONE,
    "greenwich standard time": "Atlantic/Reykjavik",
    "romance standard time": "Europe/Paris",
    "tzone://microsoft/utc": "UTC",
    "utc": "UTC",
    "w. europe standard time": "Europe/Berlin",
}
"""Windows' own names of the zones that people here may work in."""


def written(at: datetime) -> dict[str, str]:
    """Write a time as Graph takes it: as London's clocks show it.

    Example:
        >>> written(datetime(2026, 7, 1, 9, tzinfo=UTC))
        {'dateTime': '2026-07-01T10:00:00', 'timeZone': 'Europe/London'}
    """
    local = at.astimezone(LONDON).replace(tzinfo=None, fold=0)
    return {"dateTime": local.isoformat(timespec="seconds"), "timeZone": ZONE}


def instant(at: datetime) -> str:
    """Write an instant as Graph takes it in a question: in UTC.

    Example:
        >>> instant(datetime(2026, 7, 1, 10, tzinfo=LONDON))
        '2026-07-01T09:00:00Z'
    """
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def read(told: Any) -> datetime | None:
    """Read a time that Graph gives; nothing, where it cannot be sure what is meant.

    Example:
        >>> london = {"dateTime": "2026-07-01T10:00:00.0000000", "timeZone": ZONE}
        >>> read(london)
        datetime.datetime(2026, 7, 1, 9, 0, tzinfo=datetime.timezone.utc)
    """
    if not isinstance(told, Mapping):
        return None
    try:
        at = datetime.fromisoformat(str(told.get("dateTime", "")))
    except ValueError:
        return None
    if at.tzinfo is None:
        zone = _zone(str(told.get("timeZone") or ""))
        if zone is None:
            return None
        at = at.replace(tzinfo=zone)
    return at.astimezone(UTC)


def _zone(name: str) -> tzinfo | None:
    try:
        return ZoneInfo(_WINDOWS.get(name.casefold(), name))
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None
