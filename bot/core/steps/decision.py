"""A decision: a named person chooses, with reasons, and dissent is recorded."""

from __future__ import annotations

from bot.core import words
from bot.core.asking import Asking
from bot.core.case import Case
from bot.core.commands import Decide, Dissent
from bot.core.errors import AlreadyDone, OutOfTurn, Unknown
from bot.core.events import AnchorSet, Decided, DissentRecorded, Event
from bot.core.people import Standing
from bot.core.procedure import Decision
from bot.core.progress import status
from bot.core.steps.task import as_anchor
from bot.core.steps.turn import in_turn, reason_given, step_of


def decide(
    case: Case, command: Decide, asking: Asking
) -> tuple[Standing, tuple[Event, ...]]:
    """Record a choice and its reasons. A later choice replaces it, on the record.

    Raises:
        Refused: It is not theirs, not ready, the same again, or without reasons.
    """
    step = step_of(Decision, command.step, asking)
    if status(step, case, asking.procedure) != "done":
        in_turn(step, case, asking)
    standing = asking.standing(case, step.owner, step)
    if command.choice not in {choice.id for choice in step.choices}:
        raise Unknown(
            "That is not one of the choices.", next_step="Choose from the list."
        )
    ruling = case.rulings.get(step.id)
    if ruling and ruling.choice == command.choice:
        raise AlreadyDone(
            f"{asking.roster.name(ruling.mark.by)} already decided so, "
            f"on {words.moment(ruling.mark.at)}.",
            next_step="Choose differently only if something has changed.",
        )
    reason_given(command.digest, "you decided so")
    events: list[Event] = [Decided(step.id, command.choice, command.digest)]
    if step.sets and ruling is None:
        events.append(AnchorSet(step.sets, as_anchor(step.sets, asking.today, asking)))
    return standing, tuple(events)


def dissent(
    case: Case, command: Dissent, asking: Asking
) -> tuple[Standing, tuple[Event, ...]]:
    """Record that somebody entitled to a view disagrees, and why.

    Raises:
        Refused: Nothing was decided, they have no seat, or gave no reason.
    """
    step = step_of(Decision, command.step, asking)
    ruling = case.rulings.get(step.id)
    if ruling is None:
        raise OutOfTurn(
            "Nothing has been decided yet to disagree with.",
            next_step="Give your view to whoever decides; you will be told.",
        )
    standing = asking.any_standing(case, step.views or (step.owner,), step)
    reason_given(command.digest, "you disagree")
    if any(mark.by == asking.by for mark in ruling.dissent):
        raise AlreadyDone(
            "Your disagreement is on the record already.",
            next_step="Add to it in a meeting or by an action.",
        )
    return standing, (DissentRecorded(step.id, command.digest),)
