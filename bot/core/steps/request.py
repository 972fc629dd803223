"""A request: many agencies are asked, and each sends its own return."""

from __future__ import annotations

from bot.core import words
from bot.core.asking import OF_AGENCY, Asking
from bot.core.case import Case
from bot.core.commands import Identify, ReceiveReturn, SendRequests
from bot.core.errors import AlreadyDone, Incomplete, OutOfTurn, OutsideTheDates, Refused
from bot.core.events import AgencyIdentified, Event, RequestSent, ReturnReceived
from bot.core.people import Standing
from bot.core.procedure import Request
from bot.core.progress import applies, due_of, part_day, status
from bot.core.steps.turn import (
    already,
    in_turn,
    not_in_future,
    reason_given,
    step_of,
    waiting_sentence,
)


def identify(
    case: Case, command: Identify, asking: Asking
) -> tuple[Standing, tuple[Event, ...]]:
    """Record that agencies are involved; one found late has a day of its own.

    Raises:
        Refused: It is not theirs to do, nothing is new, or a fair day is missing.
    """
    step = step_of(Request, command.step, asking)
    if applies(step, case) is False:
        in_turn(step, case, asking)
    standing = asking.any_standing(
        case, (step.owner, asking.procedure.coordinator), step
    )
    known = case.asks(step.id)
    new = [a for a in dict.fromkeys(command.agencies) if a not in known]
    if not command.agencies:
        raise Incomplete("Choose at least one agency.")
    if not new:
        raise AlreadyDone(
            "Every agency you chose is on the list already.",
            next_step="Choose another, or leave the list as it is.",
        )
    for agency in new:
        asking.roster.agency(agency)
    usual = part_day(due_of(step, asking.procedure, case.anchors, asking.offices, case))
    if command.return_by and command.return_by < asking.today:
        raise OutsideTheDates(
            "The day you gave for the return has gone.",
            next_step="Give the agency a day it can meet.",
        )
    if usual and usual <= asking.today and not command.return_by:
        raise Incomplete(
            f"The usual day for returns, {words.day(usual)}, is here or gone.",
            next_step="Give this agency a day of its own.",
        )
    return standing, tuple(
        AgencyIdentified(step.id, agency, command.return_by) for agency in new
    )


def send(
    case: Case, command: SendRequests, asking: Asking
) -> tuple[Standing, tuple[Event, ...]]:
    """Ask every agency that has been identified and not yet asked.

    Raises:
        Refused: It is not theirs to do, or there is nobody to ask.
    """
    step = step_of(Request, command.step, asking)
    standing = asking.standing(case, step.owner, step)
    where = status(step, case, asking.procedure)
    if where == "not-needed":
        in_turn(step, case, asking)
    if where == "waiting":
        raise OutOfTurn(
            waiting_sentence(step, case, asking),
            next_step="You will be told when it is ready.",
        )
    asks = case.asks(step.id)
    unsent = [agency for agency, ask in asks.items() if ask.sent is None]
    if not asks:
        raise OutOfTurn(
            "No agency has been identified yet.",
            next_step="Add the agencies involved first.",
        )
    if not unsent:
        raise AlreadyDone(
            "Every agency on the list has been asked.",
            next_step="Add another agency if one has been found since.",
        )
    return standing, tuple(RequestSent(step.id, agency) for agency in unsent)


def receive(
    case: Case, command: ReceiveReturn, asking: Asking
) -> tuple[Standing, tuple[Event, ...]]:
    """Record that an agency's return came in; a late one says why.

    Raises:
        Refused: It was not asked, has answered, or is late without a reason.
    """
    step = step_of(Request, command.step, asking)
    name = asking.roster.agency(command.agency).name
    standing = asking.any_standing(
        case,
        (step.owner, asking.procedure.coordinator, OF_AGENCY + command.agency),
        step,
    )
    ask = case.asks(step.id).get(command.agency)
    if ask is None or ask.sent is None:
        raise OutOfTurn(
            f"{name} has not been asked for {words.one(step.asks_for)} yet.",
            next_step="Send the request first.",
        )
    if ask.returned:
        raise already(ask.returned, asking)
    not_in_future(command.on, asking)
    due = due_of(step, asking.procedure, case.anchors, asking.offices, case)
    last = ask.return_by or part_day(due)
    if last and command.on > last:
        reason_given(
            _why_late(step, command),
            f"it came after {words.day(last)}, the day it was due",
        )
    received = ReturnReceived(step.id, command.agency, command.on, command.digest)
    return standing, (received,)


def keeps(case: Case, step: Request, asking: Asking) -> bool:
    """Say whether this person takes returns in, and does not write their own."""
    roles = (step.owner, asking.procedure.coordinator)
    try:
        asking.any_standing(case, roles, step)
    except Refused:
        return False
    return True


def _why_late(step: Request, command: ReceiveReturn) -> str:
    """Find the reason given: on a form, the rest of what is said is the return."""
    if step.returns and command.says:
        return str(command.says.get("note", ""))
    return command.digest
