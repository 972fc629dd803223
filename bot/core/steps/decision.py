"""A decision: a named person chooses, with reasons, and dissent is recorded."""

from __future__ import annotations

from dataclasses import replace

from bot.core import routes, words
from bot.core.asking import Asking
from bot.core.case import Case
from bot.core.commands import Decide, Dissent
from bot.core.errors import AlreadyDone, Incomplete, OutOfTurn, Unknown
from bot.core.events import AnchorSet, Decided, DissentRecorded, Event
from bot.core.people import Standing
from bot.core.procedure import Decision
from bot.core.progress import status
from bot.core.steps.hanging import nothing_done, nothing_stands
from bot.core.steps.task import anchored, not_before_day_zero
from bot.core.steps.turn import in_turn, reason_given, step_of
from bot.core.steps.view import all_heard


def decide(
    case: Case, command: Decide, asking: Asking
) -> tuple[Standing, tuple[Event, ...]]:
    """Record a choice, or several, and the reasons. A later one replaces it, on record.

    Raises:
        Refused: It is not theirs, not ready, the same again, or without reasons; the
            choices cannot be made together, or not before views are heard; or
            something that cannot be undone hangs on what was chosen before.
    """
    step = step_of(Decision, command.step, asking)
    if status(step, case, asking.procedure) != "done":
        in_turn(step, case, asking)
    standing = asking.standing(case, step.owner, step)
    choice = _chosen(step, command.choice)
    ruling = case.rulings.get(step.id)
    if ruling and set(ruling.choice.split()) == set(choice.split()):
        raise AlreadyDone(
            f"{asking.roster.name(ruling.mark.by)} already decided so, "
            f"on {words.moment(ruling.mark.at)}.",
            next_step="Choose differently only if something has changed.",
        )
    all_heard(step, choice, case, asking)
    if ruling:
        rulings = {**case.rulings, step.id: replace(ruling, choice=choice, dissent=())}
        then = replace(case, rulings=rulings)
        nothing_done(case, then, asking)
        nothing_stands(case, then, asking)
    reason_given(command.digest, "you decided so")
    events: list[Event] = [Decided(step.id, choice, command.digest)]
    if step.sets and ruling is None:
        on = command.on or asking.now
        not_before_day_zero(case, step, on, asking)
        events.append(AnchorSet(step.sets, anchored(step.sets, on, asking)))
    return standing, tuple(events)


def _chosen(step: Decision, written: str) -> str:
    """Read what was chosen, in the order of the procedure.

    Raises:
        Refused: It is nothing, unknown, or choices that rule one another out.
    """
    named = written.split()
    if not named:
        raise Incomplete("Nothing is chosen.", next_step="Choose from the list.")
    chosen = routes.chosen_in(step, written)
    if set(named) != {way.id for way in chosen}:
        raise Unknown(
            "That is not one of the choices.", next_step="Choose from the list."
        )
    if len(chosen) > 1 and not step.several:
        raise Unknown("Only one can be chosen.", next_step="Choose one.")
    clash = routes.apart(chosen)
    if clash:
        one, other = clash
        raise OutOfTurn(
            f"“{one.title}” and “{other.title}” cannot be chosen together: the first "
            f"rules the second out. {one.basis}".rstrip(),
            next_step="Leave one of them out.",
        )
    return " ".join(way.id for way in chosen)


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
