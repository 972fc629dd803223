"""Why a time is a good one, in plain words.

Roles and organisations are named, people never. Whoever's diary could not be read is
never said to be free.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

from bot.core import words
from bot.core.asking import OF_AGENCY, Asking
from bot.core.attending import Seat, said
from bot.core.case import Case
from bot.core.errors import NotKnownYet, Refused
from bot.core.events import Offer
from bot.core.finding.seated import seated
from bot.core.finding.supposing import yet_to_be
from bot.core.finding.window import Window, window_of
from bot.core.procedure import Meeting
from bot.core.progress import AnyStep, due_of, local_day, part_day, status
from bot.core.workdays import working_days_between

_FEW: Final = 4
_OVER: Final = ("done", "not-needed")


def reasons(
    offer: Offer, step: Meeting, case: Case, asking: Asking, *, apart: bool = False
) -> str:
    """Say what speaks for a time, and what against.

    Args:
        offer: The time.
        step: The meeting it is for.
        case: The case as it stands now.
        asking: The rules, the people and the time now.
        apart: Whether what the meeting’s times suppose is said elsewhere.
    """
    day = local_day(offer.start)
    who = [*_who(offer, day, step, case, asking)]
    if apart and supposes(step, case, asking):
        return " ".join(who)
    try:
        when = [*_when(day, step, case, asking)]
    except Refused:
        when = []  # its days cannot be said any more
    return " ".join([*who, *when])


def supposes(step: Meeting, case: Case, asking: Asking) -> str:
    """Say what the times of a meeting suppose, where its days are not certain yet."""
    try:
        window = as_known(step, case, asking)
    except Refused:
        return ""
    known = window.supposed and part_day(window.due)
    return _supposed(window, asking) if known else ""


def as_known(step: Meeting, case: Case, asking: Asking) -> Window:
    """Say on which days a meeting can be held, supposing what is not known yet.

    Raises:
        Refused: It cannot be said, and why.
    """
    window = window_of(step, case, asking)
    if not window.due.waiting_for:
        return window
    try:
        return window_of(step, case, asking, holding=True)
    except Refused:
        return window


def _who(
    offer: Offer, day: date, step: Meeting, case: Case, asking: Asking
) -> Iterator[str]:
    """Say who is free, who is taken, and of whom it is not known."""
    sat = seated(step, case, asking, day)
    nobody = [seat for seat in sat if seat.needed and not seat.people]
    unknown = {*offer.unknown, *_found_since(sat, step, case)}
    unknown.update(seat.name for seat in nobody)
    busy = {*offer.busy, *_away(sat, asking, day)} - unknown
    if sat and all(seat.name in unknown for seat in sat):
        # Where no diary could be read at all, that is said once, above the times.
        read = case.offered.get(step.id)
        if read is None or read.read:
            yield "Nobody’s diary is known."
        return
    needed = [seat for seat in sat if seat.needed]
    free = [s for s in needed if s.name not in unknown and s.name not in busy]
    unsure = [s for s in needed if s.name in unknown and s not in nobody]
    taken = [seat for seat in needed if seat.name in busy]
    others = free and not nobody and not taken
    # Of a place, and not of its people: another who could fill it may not be known.
    if needed and free == needed:
        yield "Each place that must be filled has somebody free."
    elif not others:
        if any(seat.chair for seat in free):
            yield "The chair is free."
        partners = [seat for seat in needed if seat.statutory]
        if partners and not nobody and all(seat in free for seat in partners):
            yield "All statutory partners are free."
    if nobody:
        who = _listed(nobody, asking)
        yield f"Nobody on the roster can fill the place of {who}."
    if unsure:
        yield f"Diary not known: {_listed(unsure, asking)}."
        if others:
            yield "Each other place that must be filled has somebody free."
    if taken:
        yield f"Taken: {_listed(taken, asking)}."
    spare = [s for s in sat if not s.needed and s.name in busy]
    if spare:
        yield f"Taken, but need not come: {_listed(spare, asking)}."


def _listed(sat: Sequence[Seat], asking: Asking) -> str:
    """Name some seats; of many, only the weightiest."""
    named = list(sat)
    if len(sat) > _FEW:
        named = [seat for seat in sat if seat.chair or seat.statutory][:_FEW]
    left = len(sat) - len(named)
    others = words.counted(left, "other" if named else "seat") if left else ""
    return words.listed([*(said(seat.name, asking) for seat in named), others])


def _found_since(sat: Sequence[Seat], step: Meeting, case: Case) -> Iterator[str]:
    """List the agencies that were found after diaries were last read."""
    read = case.offered.get(step.id)
    for seat in sat:
        agency = seat.name.removeprefix(OF_AGENCY)
        asks = [asks[agency] for asks in case.requests.values() if agency in asks]
        found = min((ask.identified.at for ask in asks), default=None)
        if read and found and agency != seat.name and found > read.at:
            yield seat.name


def _away(sat: Sequence[Seat], asking: Asking, day: date) -> Iterator[str]:
    """List the seats of which everybody has been put down as away since."""
    for seat in sat:
        gone = [asking.roster.absence(person, day) for person in seat.people]
        if gone and all(gone):
            yield seat.name


def _when(day: date, step: Meeting, case: Case, asking: Asking) -> Iterator[str]:
    """Say how a day lies between the procedure's first and its last."""
    window = as_known(step, case, asking)
    due, last = window.due, part_day(window.due)
    if last is None:
        unknown = "Its last day is not known yet."
        yield unknown if due.waiting_for else "The procedure gives no last day."
    elif window.supposed:
        yield _supposed(window, asking)
        return  # what is left until the next step depends on that day too
    elif day > last:
        yield f"That is after the last day, {words.day(last)}."
    elif due.unit == "working days" and due.day_zero and due.count > 0:
        number = working_days_between(due.day_zero, day, asking.offices)
        yield f"Day {number} of {due.count}."
    else:
        left = working_days_between(day, last, asking.offices)
        before = f"{words.counted(left, 'working day')} before the last day."
        yield before if left else "It is the last day."
    yield from _leaves(day, step, case, asking)


def _supposed(window: Window, asking: Asking) -> str:
    days = dict(window.supposed)
    anchor = window.due.anchor if window.due.anchor in days else window.supposed[-1][0]
    what, day = yet_to_be(anchor, asking), words.day(days[anchor])
    if days[anchor] == asking.today:
        return f"This supposes that {what} today."
    if window.either:
        return f"It fits whichever day {what}, up to {day}."
    return f"This supposes that {what} on {day}."


def _leaves(day: date, step: Meeting, case: Case, asking: Asking) -> Iterator[str]:
    """Say how long is left for the first thing that has a day and waits for this."""
    waiting: list[tuple[date, AnyStep]] = []
    for then in asking.procedure.step:
        if not _waits(then, step) or status(then, case, asking.procedure) in _OVER:
            continue
        try:
            due = due_of(then, asking.procedure, case.anchors, asking.offices, case)
        except NotKnownYet:
            continue
        if last := part_day(due):
            waiting.append((last, then))
    if waiting:
        last, then = min(waiting, key=lambda one: one[0])
        left = working_days_between(day, last, asking.offices)
        if last < day:
            yield f"“{then.title}” is due before that, on {words.day(last)}."
        elif left:
            yield f"Leaves {words.counted(left, 'working day')} for “{then.title}”."
        else:
            yield f"“{then.title}” is due the same day."


def _waits(then: AnyStep, step: Meeting) -> bool:
    """Say whether something waits for a meeting, and has a day that does not move."""
    deadline = then.deadline
    if deadline is None or then.optional or deadline.with_step == step.id:
        return False
    if step.sets and step.sets in deadline.anchors:
        return False
    later = then.later_than if isinstance(then, Meeting) else ()
    return step.id in (*then.after, *later)
