"""Where an action of the plan stands, and which of them assurance groups must see."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Final, Literal, TypeAlias, assert_never

from bot.core import words
from bot.core.asking import Asking
from bot.core.case import Action
from bot.core.events import (
    ActionAdded,
    ActionCompleted,
    ActionReassigned,
    ActionReopened,
    AgencyId,
    ImpactChecked,
    RoleId,
)
from bot.core.procedure import Procedure
from bot.core.progress.days import local_day

ActionStatus: TypeAlias = Literal["open", "late", "awaiting", "done", "reopened"]

STATUSES: Final[Mapping[str, str]] = {
    "open": "Open",
    "late": "Late",
    "reopened": "Reopened",
    "awaiting": "Done, awaiting impact check",
    "done": "Done",
}
"""What each status is called, in the order in which they need looking at."""

MONTHS: Final = 3
"""Months after an action was done by which somebody should have checked its impact.

No document we know gives a number. Three months is one round of the quarterly
assurance meetings that the list is made for.
"""

DIFFERENCE: Final = "difference"
NONE_YET: Final = "none-yet"
OUTCOMES: Final[Mapping[str, str]] = {
    DIFFERENCE: "It has made a difference",
    NONE_YET: "No difference yet: reopen it",
}


def standing_of(action: Action, today: date) -> ActionStatus:
    """Say where an action stands on a day; one reopened and late is late."""
    if action.done:
        return "done" if action.checked else "awaiting"
    if action.due < today:
        return "late"
    return "reopened" if action.reopened else "open"


def check_by(action: Action) -> date | None:
    """Find the day by which an action's impact should be checked, while it is not.

    The same day of the month, three months on.
    """
    if action.done is None or action.checked:
        return None
    done = local_day(action.done.on)
    years, month = divmod(done.month - 1 + MONTHS, 12)
    year = done.year + years
    last = monthrange(year, month + 1)[1]  # of a shorter month, when it has no 31st
    return date(year, month + 1, min(done.day, last))


def exceptions(action: Action, today: date) -> Iterator[str]:
    """Say why assurance groups must see an action: nothing, if they need not.

    Every late one, every one that was reopened and is not done again, and every
    one whose impact nobody has checked three months after it was done.
    """
    if action.done is None and action.due < today:
        yield "Late"
    if action.done is None and action.reopened:
        yield "Reopened"
    by = check_by(action)
    if by and by < today:
        yield f"No impact check {words.counted(MONTHS, 'month')} after it was done"


def sheet_title(sheet: str, procedure: Procedure) -> str:
    """Say a sheet's name; the stage's own, while the procedure has that stage."""
    titles = {stage.id: stage.title for stage in procedure.stage}
    return titles.get(sheet, sheet)


def told(
    event: ActionAdded
    | ActionReassigned
    | ActionCompleted
    | ImpactChecked
    | ActionReopened,
    asking: Asking,
) -> str:
    """Say what happened to an action, in one sentence."""
    number = f"Action {event.action}"
    match event:
        case ActionAdded():
            whose = _whose(event.owner, event.agency, asking)
            return f"{number} was added for {whose}, by {words.day(event.due)}."
        case ActionReassigned():
            whose = _whose(event.owner, event.agency, asking)
            reworded = ", in other words" if event.digest else ""
            return f"{number} is now for {whose}, by {words.day(event.due)}{reworded}."
        case ActionCompleted(_, on):
            return f"{number} was completed on {words.day(on)}."
        case ImpactChecked(_, on, outcome):
            made = "a difference" if outcome == DIFFERENCE else "no difference yet"
            return f"{number} had made {made} when it was checked on {words.day(on)}."
        case ActionReopened(_, due):
            return f"{number} was reopened, to be done by {words.day(due)}."
        case _:
            assert_never(event)


def _whose(owner: RoleId, agency: AgencyId, asking: Asking) -> str:
    of = f" ({asking.roster.agency_name(agency)})" if agency else ""
    return f"the {asking.said(owner)}{of}"
