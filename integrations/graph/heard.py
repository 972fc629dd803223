"""What people answered to an invitation, as the organiser's event says it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any, Final

from bot.coming import Heard
from bot.core.events import Answered

_REPLIES: Final[Mapping[str, Answered]] = {
    "accepted": "accepted",
    "declined": "declined",
    "tentativelyaccepted": "tentative",
}
_EARLIEST: Final = 1970


def heard(event: Mapping[str, Any], now: datetime) -> Iterator[Heard]:
    """Read what each attendee answered; nothing, of those who have not.

    Args:
        event: The event as it was read.
        now: The instant: when it was answered, where nothing else is known.
    """
    attendees = event.get("attendees")
    for one in attendees if isinstance(attendees, list) else ():
        if not isinstance(one, Mapping):
            continue
        status, address = one.get("status"), one.get("emailAddress")
        if not (isinstance(status, Mapping) and isinstance(address, Mapping)):
            continue
        answer = _REPLIES.get(str(status.get("response")).casefold())
        email = address.get("address")
        if answer is not None and isinstance(email, str):
            times = (status.get("time"), event.get("lastModifiedDateTime"))
            yield Heard(email, answer, _when(times, now))


def _when(told: Iterable[object], now: datetime) -> datetime:
    """Say when it was answered, by the first that says so; now, if none does."""
    for one in told:
        try:
            at = datetime.fromisoformat(str(one))
        except ValueError:
            continue
        if at.tzinfo is not None and at.year > _EARLIEST:  # year 1 stands for never
            return min(at, now)
    return now
