"""How requests, returns and meetings change a case."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import assert_never

from bot.core.case import Arrangement, Ask, Case
from bot.core.events import (
    AgencyIdentified,
    Entry,
    MeetingArranged,
    MeetingHeld,
    MeetingMoved,
    MeetingStoodDown,
    RequestSent,
    ReturnReceived,
    TimeHeld,
)
from bot.core.evolve.marks import changed, done_on, mark_of


def asked(
    case: Case, event: AgencyIdentified | RequestSent | ReturnReceived, entry: Entry
) -> Case:
    """Apply what was asked of an agency, or came back from it."""
    asks = dict(case.asks(event.step))
    mark = mark_of(entry, entry.at)
    match event:
        case AgencyIdentified(_, agency, return_by):
            asks[agency] = Ask(mark, return_by)
        case RequestSent(_, agency):
            asks[agency] = replace(asks[agency], sent=mark)
        case ReturnReceived(_, agency, on):
            asks[agency] = replace(asks[agency], returned=mark_of(entry, on))
        case _:
            assert_never(event)
    done = dict(case.done)
    done.pop(event.step, None)
    if all(ask.returned for ask in asks.values()):
        latest = max(asks.values(), key=lambda ask: _day_returned(ask, entry.at))
        done[event.step] = latest.returned or mark
    requests = {**case.requests, event.step: asks}
    return changed(case, requests=requests, done=done)


def _day_returned(ask: Ask, otherwise: datetime) -> datetime:
    return ask.returned.at if ask.returned else otherwise


def met(
    case: Case,
    event: MeetingArranged | MeetingMoved | MeetingStoodDown | MeetingHeld | TimeHeld,
    entry: Entry,
) -> Case:
    """Apply what was held for a meeting, arranged, moved, called off or took place."""
    mark = mark_of(entry, entry.at)
    before = case.meetings.get(event.step)
    sitting = len(case.doings(event.step)) + 1
    if before and before.sitting < sitting:
        before = None  # that one has been held: the next is a meeting of its own
    sequence = before.sequence + 1 if before else 0
    match event:
        case MeetingArranged() | MeetingMoved() | TimeHeld():
            arranged = Arrangement(
                event.start,
                event.minutes,
                sequence,
                mark,
                sitting=sitting,
                pencilled=isinstance(event, TimeHeld),
                timed=sequence,
                timed_at=entry.at,
                instead=before.instead if before else {},
            )
            if before and not before.stood_down and _same_time(before, arranged):
                arranged = replace(
                    arranged,
                    timed=before.timed,
                    timed_at=before.timed_at,
                    replies=before.replies,
                )
        case MeetingStoodDown(step):
            if before is None:
                return case
            arranged = replace(before, sequence=sequence, changed=mark, stood_down=True)
        case MeetingHeld(step, on):
            return done_on(case, step, mark_of(entry, on))
        case _:
            assert_never(event)
    meetings = {**case.meetings, event.step: arranged}
    offered = {name: o for name, o in case.offered.items() if name != event.step}
    return changed(case, meetings=meetings, offered=offered)


def _same_time(before: Arrangement, after: Arrangement) -> bool:
    return (before.start, before.minutes) == (after.start, after.minutes)
