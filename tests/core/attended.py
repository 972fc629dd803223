"""Who comes to an invented meeting, found as the rules find it."""

from __future__ import annotations

from typing import Any

from bot.core.attending import Attendee, Seat, attending, seats
from bot.core.people import Roster
from bot.core.procedure import Meeting
from tests.core.calendar_words import calendar_day
from tests.core.played import Played, asked, everything

DAY = "Tue 1 Dec 2026"


def meeting(**changes: Any) -> Meeting:
    """Make the review as it is in the file, but for what is said."""
    step = everything().by_id["review"].model_copy(update=changes)
    assert isinstance(step, Meeting)
    return step


def there(
    played: Played, step: Meeting | None = None, day: str = DAY
) -> list[Attendee]:
    asking = played.asking()
    return list(attending(step or meeting(), played.case, asking, calendar_day(day)))


def who(played: Played, step: Meeting | None = None, day: str = DAY) -> list[str]:
    return [attendee.person.id for attendee in there(played, step, day)]


def known(played: Played, who: str, step: Meeting | None = None) -> Attendee:
    (found,) = (one for one in there(played, step) if one.person.id == who)
    return found


def seated(
    played: Played, step: Meeting | None = None, day: str = DAY
) -> dict[str, Seat]:
    found = seats(step or meeting(), played.case, played.asking(), calendar_day(day))
    return {seat.name: seat for seat in found}


def with_roster(roster: Roster) -> Played:
    played = asked("police", "nhs")
    played.roster = roster
    return played
