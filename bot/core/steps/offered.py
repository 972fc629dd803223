"""Times that were found for a meeting: sought, offered, and chosen by a press."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Final

from bot.core import words
from bot.core.asking import BOT, Asking
from bot.core.case import Case
from bot.core.commands import Arrange, OfferTimes, SeekTimes
from bot.core.errors import (
    AlreadyDone,
    NotKnownYet,
    OutOfTurn,
    OutsideTheDates,
    Refused,
)
from bot.core.events import (
    Event,
    Offer,
    StepId,
    TimesFound,
    TimesSought,
)
from bot.core.finding import window_of
from bot.core.people import Standing
from bot.core.procedure import Meeting
from bot.core.progress import rests, status, still_before
from bot.core.steps.meeting import arrange, timed_before, unusual
from bot.core.steps.pencilled import to_hold
from bot.core.steps.turn import in_turn, step_of

ANOTHER: Final = "another"
"""The answer that means a time of somebody's own, and none of those offered."""
NONE: Final = "none"
"""The answer that means that no time is to be held."""


def seek(
    case: Case, command: SeekTimes, asking: Asking
) -> tuple[Standing, tuple[Event, ...]]:
    """Have the times looked for that some meetings could have.

    Raises:
        Refused: It is not theirs to arrange, it is out of order, or nothing is left
            that a time could be held for.
    """
    standing = Standing("")
    if command.holding:
        standing = asking.standing(case, asking.procedure.coordinator)
        left = {step.id for step in to_hold(case, asking)}
        left |= {name for name in case.meetings if case.pencilled(name)}
        if not command.steps or not left.issuperset(command.steps):
            raise OutOfTurn(
                "There is no meeting left that a time could be held for.",
                next_step="Open the case page to see which are still to be arranged.",
            )
    else:
        for name in command.steps:
            step = step_of(Meeting, name, asking)
            in_turn(step, case, asking)
            standing = asking.standing(case, step.owner, step)
            tuple(timed_before(case, step, asking))
            window_of(step, case, asking)
    return standing, (TimesSought(command.steps, command.holding),)


def offer(
    case: Case, command: OfferTimes, asking: Asking
) -> tuple[Standing, tuple[Event, ...]]:
    """Put down the times that were found, where somebody still waits for them.

    Raises:
        AlreadyDone: Nobody does: it has been arranged meanwhile.
    """
    if asking.by != BOT:
        raise asking.not_theirs(asking.procedure.coordinator)
    found = tuple(one for one in command.found if _is_wanted(one, case, asking))
    if not found:
        raise AlreadyDone("Nobody waits for those times any more.")
    return Standing(""), found


def _is_wanted(found: TimesFound, case: Case, asking: Asking) -> bool:
    """Say whether somebody asked for times, or waits for them without having asked."""
    step = asking.procedure.by_id.get(found.step)
    if not isinstance(step, Meeting):
        return False
    known = case.expected(step.id)
    replies = known.replies.values() if known else ()
    if step.id in case.sought or any(reply.answer == "declined" for reply in replies):
        return True
    if status(step, case, asking.procedure) != "open":
        return False
    if case.to_come(step.id):
        return bool(misfit(step, case, asking))
    return all(
        case.to_come(name) for name in still_before(step, case, asking.procedure)
    )


def misfit(step: Meeting, case: Case, asking: Asking) -> str:
    """Say why the time that a meeting has no longer fits, if it does not."""
    arranged = case.to_come(step.id)
    if arranged is None or arranged.start <= asking.now or rests(step, case):
        return ""
    if status(step, case, asking.procedure) != "open":
        return ""
    try:
        return unusual(case, step, arranged.start, asking)
    except NotKnownYet:
        return ""


def possible(case: Case, step: Meeting, asking: Asking) -> tuple[Offer, ...]:
    """List the times found for a meeting that it could still be given."""
    found = case.offered.get(step.id)
    if found is None:
        return ()
    return tuple(
        one
        for one in found.offers
        if refusal_of(case, step, one.start, found.minutes, asking) is None
    )


def refusal_of(
    case: Case, step: Meeting, start: datetime, minutes: int, asking: Asking
) -> Refused | None:
    """Say how a time would be refused by the rules, whoever chose it."""
    wanted = Arrange(step=step.id, start=start, minutes=minutes)
    try:
        arrange(case, wanted, replace(asking, by=BOT))
    except Refused as refusal:
        return refusal
    return None


def key_of(start: datetime) -> str:
    """Name a time shortly, as a button carries it: in UTC, such as ``202612040930``."""
    return f"{start.astimezone(UTC):%Y%m%d%H%M}"


def chosen(case: Case, step: StepId, key: str) -> tuple[datetime, int]:
    """Find the time that a button or an answer names, and how long it would last.

    Raises:
        OutsideTheDates: It is no longer offered.
    """
    held, found = case.pencilled(step), case.offered.get(step)
    if held and key_of(held.start) == key:
        return held.start, held.minutes
    for one in found.offers if found else ():
        if found and key_of(one.start) == key:
            return one.start, found.minutes
    raise OutsideTheDates(
        "That time is no longer offered.",
        next_step="Press “Find times”, or choose another time.",
    )


def said_at(start: datetime) -> str:
    """Say a time as a sentence does: "Friday 4 December 2026 at 9:30am"."""
    return f"{words.day(start)} at {words.clock_time(start)}"
