"""The journal in words, for meetings: their times, and who is coming to them."""

from __future__ import annotations

from typing import Final, assert_never

from bot.core import words
from bot.core.asking import Asking
from bot.core.events import (
    Answered,
    MeetingArranged,
    MeetingHeld,
    MeetingMoved,
    MeetingStoodDown,
    PlaceTaken,
    Replied,
    TimeHeld,
    TimesFound,
    TimesSought,
)

_ANSWERED: Final[dict[Answered, str]] = {
    "accepted": "is coming to",
    "tentative": "may come to",
    "declined": "is not coming to",
}


def title_of(part: str, asking: Asking) -> str:
    """Say what a step, or a part of one, is called."""
    step, _, item = part.partition("/")
    known = asking.procedure.by_id.get(step)
    title = known.title if known else step
    if not item:
        return f"“{title}”"
    if item in {"invite", "send"}:
        return f"“{title}” ({'invitations' if item == 'invite' else 'requests'})"
    return f"“{title}” ({asking.roster.agency_name(item)})"


def of_meeting(
    event: MeetingArranged | MeetingMoved | MeetingStoodDown | MeetingHeld,
    asking: Asking,
) -> str:
    """Say what became of a meeting: arranged, moved, called off or held."""
    title = title_of(event.step, asking)
    match event:
        case MeetingArranged(_, start):
            return f"{title} was arranged for {words.moment(start)}."
        case MeetingMoved(_, start, _, was):
            if was == start:  # it had been called off
                return f"{title} was arranged for {words.moment(start)} after all."
            return (
                f"{title} was moved from {words.moment(was)} to {words.moment(start)}."
            )
        case MeetingStoodDown(pencilled=True):
            return f"The time held for {title} was let go."
        case MeetingStoodDown():
            return f"{title} was called off."
        case MeetingHeld(_, on, chair):
            chaired = f", with the {asking.said(chair)} in the chair" if chair else ""
            return f"{title} was held on {words.day(on)}{chaired}."
        case _:
            assert_never(event)


def of_times(event: TimesSought | TimesFound | TimeHeld, asking: Asking) -> str:
    """Say that times were looked for, were found, or are held."""
    match event:
        case TimesSought(steps, holding):
            titles = words.listed(title_of(step, asking) for step in steps)
            what = "Times to hold" if holding else "Times"
            return f"{what} were asked for: {titles}."
        case TimesFound(step, _, offers, _, read, asked):
            found = words.counted(len(offers), "time") if offers else "no time"
            diaries = words.counted(asked, "diary", "diaries")
            return (
                f"For {title_of(step, asking)}, {found} could be found; {read} of "
                f"{diaries} could be read."
            )
        case TimeHeld(step, start):
            return (
                f"A time is held for {title_of(step, asking)}: {words.moment(start)}."
            )
        case _:
            assert_never(event)


def of_coming(event: Replied | PlaceTaken, asking: Asking) -> str:
    """Say what somebody answered, or who comes in whose place."""
    title, name = title_of(event.step, asking), asking.roster.name
    match event:
        case Replied(_, person, answer):
            return f"{name(person)} {_ANSWERED[answer]} {title}."
        case PlaceTaken(_, person, instead):
            if person == instead:
                return f"{name(person)} is asked to {title} after all."
            return f"{name(instead)} is asked to {title} in place of {name(person)}."
        case _:
            assert_never(event)
