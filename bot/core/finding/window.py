"""Which days the procedure leaves a meeting, seen from today."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final

from bot.core.asking import Asking
from bot.core.case import Case
from bot.core.clock import Due
from bot.core.errors import NotKnownYet
from bot.core.events import AnchorId
from bot.core.finding.supposing import Supposed, supposed
from bot.core.procedure import Meeting
from bot.core.progress import due_of, local_day, part_day, rests
from bot.core.workdays import working_days_from

HORIZON: Final = 20
"""How many working days are looked at where the procedure gives no last day."""


@dataclass(frozen=True, slots=True)
class Window:
    """The days a procedure leaves a meeting, seen from today.

    Attributes:
        first: The first day it can be held on, with the notice it needs.
        last: The last day; where the procedure gives none, the last looked at.
        due: When it is due; no day in it where the procedure gives none.
        opens: The first day the procedure gives, where it gives one.
        until: The instant by which it must be over, where hours are counted.
        supposed: The days on which anchors not known yet were supposed to be set.
        either: Whether it also holds if they were all set today.
    """

    first: date
    last: date
    due: Due
    until: datetime | None = None
    opens: date | None = None
    supposed: tuple[tuple[AnchorId, date], ...] = ()
    either: bool = True

    @property
    def open(self) -> bool:
        """Whether the procedure gives no last day."""
        return self.due.due is None


def window_of(
    step: Meeting, case: Case, asking: Asking, *, holding: bool = False
) -> Window:
    """Say on which days a meeting can be held, if a time were asked for now.

    A time that is held ahead must fit whichever day the anchors it waits for are set:
    it leaves its notice after the day on which their steps are due, and is not past
    the last day that follows if they are set today. Where no day does both, the days
    are those that follow from the steps being done when they are due.

    Args:
        step: The meeting.
        case: The case as it stands.
        asking: The rules, and today.
        holding: Whether what is not known yet is to be supposed.

    Raises:
        Refused: It cannot be said, and why.
    """
    rules, offices = asking.procedure, asking.offices
    resting = rests(step, case)  # what its days were for has been done
    late = Supposed(case.anchors, {})
    if holding and not resting:
        late = supposed(step, case, asking)
    after = max(asking.today, late.last or asking.today)
    soonest = working_days_from(after, step.notice + 1, offices)
    due = Due() if resting else due_of(step, rules, late.anchors, offices, case)
    window = replace(
        _between(step, soonest, due, asking), supposed=tuple(late.days.items())
    )
    if not late.days:
        return window
    early = supposed(step, case, asking, soonest=True)
    sooner = due_of(step, rules, early.anchors, offices, case)
    other = _between(step, soonest, sooner, asking)
    first, last = max(window.first, other.first), min(window.last, other.last)
    if not any(working_days(first, last, asking)):
        return replace(window, either=False)
    until = other.until if last == other.last else window.until
    return replace(window, first=first, last=last, until=until)


def _between(step: Meeting, soonest: date, due: Due, asking: Asking) -> Window:
    """Say from which day to which, with the notice needed and by the manner of due."""
    last = part_day(due)
    if last is None or step.deadline is None:
        return Window(soonest, on_from(soonest, HORIZON, asking), due)
    opens, deadline = None, step.deadline
    settled = deadline.manner == "with" and due.anchor == deadline.with_step
    if deadline.manner == "window" and due.start:
        opens = local_day(due.start)
    elif deadline.manner == "at" or settled:
        opens = last
    until = due.due if isinstance(due.due, datetime) else None
    return Window(max(soonest, opens or soonest), last, due, until, opens)


def on_from(day: date, count: int, asking: Asking) -> date:
    """Go on so many working days, or as far as bank holidays are known."""
    try:
        return working_days_from(day, count, asking.offices)
    except NotKnownYet:
        return asking.offices.known_to


def working_days(first: date, last: date, asking: Asking) -> Iterator[date]:
    """List the working days from one to another, as far as they are known."""
    end = min(last, asking.offices.known_to)
    for ordinal in range(first.toordinal(), end.toordinal() + 1):
        day = date.fromordinal(ordinal)
        if asking.offices.open_on(day):
            yield day
