"""How times offered and held, and answers to invitations, change a case."""

from __future__ import annotations

from dataclasses import replace
from typing import assert_never

from bot.core.case import Arrangement, Case, Offered, Reply
from bot.core.events import (
    Entry,
    PlaceTaken,
    Replied,
    TimeHeld,
    TimesFound,
    TimesSought,
)
from bot.core.evolve.marks import changed
from bot.core.evolve.of_agencies import met


def timed(
    case: Case,
    event: TimesSought | TimesFound | TimeHeld | Replied | PlaceTaken,
    entry: Entry,
) -> Case:
    """Apply what was sought, found, held or answered about a meeting's time."""
    match event:
        case TimeHeld():
            return met(case, event, entry)
        case TimesSought(steps, holding):
            sought = {**case.sought, **dict.fromkeys(steps, holding)}
            return changed(case, sought=sought, sought_at=entry.at)
        case TimesFound(step, minutes, offers, reliefs, read, asked):
            found = Offered(entry.at, minutes, offers, reliefs, read, asked)
            sought = {name: h for name, h in case.sought.items() if name != step}
            offered = {**case.offered, step: found}
            return changed(case, offered=offered, sought=sought)
        case Replied(_, person, answer, at):
            meeting = _sitting(case, event)
            if meeting is None:
                return case
            replies = {**meeting.replies, person: Reply(answer, at)}
            return _with(case, event.step, replace(meeting, replies=replies))
        case PlaceTaken(_, person, other):
            meeting = _sitting(case, event)
            if meeting is None:
                return case
            places = {**meeting.instead, person: other}
            return _with(case, event.step, replace(meeting, instead=places))
        case _:
            assert_never(event)


def _sitting(case: Case, event: Replied | PlaceTaken) -> Arrangement | None:
    """Find the sitting that an answer is about, if it is still the one to come."""
    meeting = case.meetings.get(event.step)
    return meeting if meeting and meeting.sitting == event.sitting else None


def _with(case: Case, step: str, meeting: Arrangement) -> Case:
    return changed(case, meetings={**case.meetings, step: meeting})
