"""A view on a decision: one seat for each role entitled to one, given or written down.

It can be given before the decision or after it, and a later one takes the place of
an earlier, which stays on record.
"""

from __future__ import annotations

from bot.core import routes, words
from bot.core.asking import Asking
from bot.core.case import Case
from bot.core.commands import GiveView
from bot.core.errors import AlreadyDone, NotYours, OutOfTurn, Refused, Unknown
from bot.core.events import NOT_REACHED, Event, RoleId, ViewGiven
from bot.core.people import Standing
from bot.core.procedure import Decision
from bot.core.progress import differs, status
from bot.core.steps.turn import in_turn, reason_given, step_of


def give(
    case: Case, command: GiveView, asking: Asking
) -> tuple[Standing, tuple[Event, ...]]:
    """Record what a role entitled to a view thinks, or that it was not reached.

    Raises:
        Refused: The role has no seat, the view is none of the choices or the same
            again, it is not theirs to record, or it differs without a reason.
    """
    step = step_of(Decision, command.step, asking)
    if status(step, case, asking.procedure) == "not-needed":
        in_turn(step, case, asking)
    if command.role not in step.views:
        raise Unknown(
            f"Nobody is asked for a view of “{step.title}” in that role.",
            next_step="Choose from the list.",
        )
    standing = by_what_right(step, command.role, case, asking)
    if command.view not in {NOT_REACHED, *(choice.id for choice in step.choices)}:
        raise Unknown(
            "That is not one of the choices.", next_step="Choose from the list."
        )
    known = case.views.get(step.id, {}).get(command.role)
    if known and known.view == command.view and not command.digest:
        raise AlreadyDone(
            f"{asking.roster.name(known.mark.by)} already recorded this, "
            f"on {words.moment(known.mark.at)}.",
            next_step="There is nothing more for you to do here.",
        )
    ruling = case.rulings.get(step.id)
    if ruling and differs(command.view, ruling.choice):
        reason_given(command.digest, "this differs from what was decided")
    given = ViewGiven(step.id, command.role, command.view, command.digest)
    return standing, (given,)


def by_what_right(step: Decision, role: RoleId, case: Case, asking: Asking) -> Standing:
    """Work out by what right somebody records a view: their own seat, or for it.

    Raises:
        Refused: It is not theirs.
    """
    try:
        return asking.standing(case, role, step)
    except NotYours as refusal:
        for keeper in (step.owner, asking.procedure.coordinator):
            try:
                return asking.standing(case, keeper, step)
            except NotYours:
                continue
        raise refusal from None


def may_give(step: Decision, case: Case, asking: Asking) -> tuple[RoleId, ...]:
    """List the roles whose view this person may record."""
    found = []
    for role in step.views:
        try:
            by_what_right(step, role, case, asking)
        except Refused:
            continue
        found.append(role)
    return tuple(found)


def all_heard(step: Decision, choice: str, case: Case, asking: Asking) -> None:
    """Make sure that everybody entitled to a view was asked, where that comes first.

    Raises:
        OutOfTurn: Somebody has neither given a view nor is recorded as not reached.
    """
    wanting = [w for w in routes.chosen_in(step, choice) if w.needs_views]
    missing = routes.silent(step, case)
    if wanting and missing:
        roles = words.listed(f"the {asking.said(role)}" for role in missing)
        raise OutOfTurn(
            f"“{wanting[0].title}” needs the view of {roles} first.",
            next_step="Record each view, or that they could not be reached.",
        )
