"""Whose turn it is: what every kind of step asks before anything is done to it."""

from __future__ import annotations

from datetime import datetime
from typing import TypeVar

from bot.core import words
from bot.core.asking import Asking
from bot.core.case import Case, Mark
from bot.core.errors import AlreadyDone, Incomplete, OutOfTurn, OutsideTheDates, Unknown
from bot.core.events import Moment, StepId
from bot.core.procedure import Part
from bot.core.progress import AnyStep, status, waits_for

Kind = TypeVar("Kind", bound=Part)


def step_of(kind: type[Kind], step: StepId, asking: Asking) -> Kind:
    """Find a step of one kind.

    Raises:
        Unknown: There is none by that name.
    """
    found = asking.procedure.by_id.get(step)
    if not isinstance(found, kind):
        raise Unknown(
            "That button belongs to a step this procedure does not have.",
            next_step="Open the case page and press the button there.",
        )
    return found


def in_turn(step: AnyStep, case: Case, asking: Asking) -> None:
    """Make sure a step can be done now.

    Raises:
        AlreadyDone: It has been done; says by whom and when.
        OutOfTurn: Something has to come first, or it does not apply.
    """
    match status(step, case, asking.procedure):
        case "open":
            return
        case "done":
            raise already(case.done.get(step.id), asking)
        case "not-needed":
            raise OutOfTurn(
                f"“{step.title}” does not apply to this case.",
                next_step="Open the case page to see what does.",
            )
        case _:
            raise OutOfTurn(
                waiting_sentence(step, case, asking),
                next_step="You will be told when it is ready.",
            )


def waiting_sentence(step: AnyStep, case: Case, asking: Asking) -> str:
    """Say what a step is waiting for."""
    first = [f"“{s.title}”" for s in waits_for(step, case, asking.procedure)]
    if first:
        return f"“{step.title}” needs {words.listed(first)} first."
    undecided = [
        f"“{asking.procedure.by_id[name].title}”"
        for name in dict.fromkeys(name for way in step.when for name in way)
        if name in asking.procedure.by_id and name not in case.rulings
    ]
    return f"“{step.title}” depends on {words.listed(undecided)}."


def already(mark: Mark | None, asking: Asking) -> AlreadyDone:
    """Say who has done it, and when."""
    if mark is None:
        return AlreadyDone(next_step="Open the case page to see how it stands.")
    return AlreadyDone(
        f"{asking.roster.name(mark.by)} has already done this, "
        f"on {words.moment(mark.at)}.",
        next_step="There is nothing more for you to do here.",
    )


def not_in_future(on: Moment, asking: Asking) -> None:
    """Make sure that what is said to have happened can have happened.

    Raises:
        OutsideTheDates: It lies in the future.
    """
    ahead = on > asking.now if isinstance(on, datetime) else on > asking.today
    if ahead:
        raise OutsideTheDates(
            f"{words.begun(words.moment(on))} is still to come.",
            next_step=f"Enter the day it was done. Today is {words.day(asking.today)}.",
        )


def reason_given(digest: str, what: str) -> None:
    """Make sure that a reason was written.

    Raises:
        Incomplete: It was not.
    """
    if not digest:
        raise Incomplete(f"Say why {what}.", next_step="One sentence is enough.")
