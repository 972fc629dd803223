"""What follows from a command: events, or a refusal with a next step.

A ``match`` over everything that can be asked of a case, and one over everything
that can be asked of a step, handing each to the kind of step it belongs to. "May
I?" is "would it be refused?": :func:`would_refuse` is a dry run, and there is no
second set of rules.
"""

from __future__ import annotations

from typing import Final, assert_never

from bot.core import commands, nudges, tracker, words
from bot.core.asking import Asking
from bot.core.case import Case
from bot.core.commands import Command, OfStep
from bot.core.errors import (
    AlreadyDone,
    Incomplete,
    NotYours,
    OutOfTurn,
    OutsideTheDates,
    Refused,
    Unknown,
)
from bot.core.events import (
    AlertRaised,
    AnchorCorrected,
    AnchorSet,
    AnswersErased,
    AnswersRead,
    CaseClosed,
    ConflictDeclared,
    Event,
    HolidaysAnnounced,
    Snoozed,
    StepNotNeeded,
)
from bot.core.people import Standing
from bot.core.procedure import SignOff, Task
from bot.core.progress import due_of, lines, local_day, part_day, status
from bot.core.steps import decision, meeting, request, sign_off, task
from bot.core.steps.meeting import standing_time
from bot.core.steps.turn import in_turn, reason_given

Decided = tuple[Standing, tuple[Event, ...]]
"""By what right somebody acted, and what has happened."""


def decide(case: Case, command: Command, asking: Asking) -> Decided:
    """Work out what follows from a command.

    Raises:
        Refused: It cannot be done; says why, and what can.
    """
    if case.closed and not isinstance(command, commands.AFTER_CLOSING):
        raise OutOfTurn(
            f"This case was closed on {words.moment(case.closed.at)}.",
            next_step="Raise a new alert if something has happened since.",
        )
    match command:
        case commands.RaiseAlert():
            return _raise_alert(case, command, asking)
        case commands.AddAction():
            return tracker.add(case, command, asking)
        case commands.Reassign():
            return tracker.reassign(case, command, asking)
        case commands.CompleteAction():
            return tracker.complete(case, command, asking)
        case commands.CorrectAnchor():
            return _correct(case, command, asking)
        case commands.DeclareConflict():
            return _conflict(case, command, asking)
        case commands.ReadAnswers():
            return _read(case, command, asking)
        case commands.Close():
            return _close(case, command, asking)
        case commands.Nudge():
            return Standing(""), nudges.said(case, asking)
        case commands.Recount():
            return _recount(case, command, asking)
        case commands.Erase():
            return Standing(""), () if case.erased else (AnswersErased(),)
        case _:
            return _of_step(case, command, asking)


def _of_step(case: Case, command: OfStep, asking: Asking) -> Decided:
    """Hand a command about a step to the kind of step it belongs to."""
    match command:
        case commands.WriteDraft():
            return sign_off.write(case, command, asking)
        case commands.Sign():
            return sign_off.sign(case, command, asking)
        case commands.SendBack():
            return sign_off.send_back(case, command, asking)
        case commands.Complete():
            return task.complete(case, command, asking)
        case commands.Identify():
            return request.identify(case, command, asking)
        case commands.SendRequests():
            return request.send(case, command, asking)
        case commands.ReceiveReturn():
            return request.receive(case, command, asking)
        case commands.Arrange():
            return meeting.arrange(case, command, asking)
        case commands.StandDown():
            return meeting.stand_down(case, command, asking)
        case commands.Hold():
            return meeting.hold(case, command, asking)
        case commands.Decide():
            return decision.decide(case, command, asking)
        case commands.Dissent():
            return decision.dissent(case, command, asking)
        case commands.SetAside():
            return _set_aside(case, command, asking)
        case commands.Snooze():
            return _snooze(case, command, asking)
        case _:
            assert_never(command)


_DAY: Final = len("2026-11-27")


def would_refuse(case: Case, command: Command, asking: Asking) -> Refused | None:
    """Say how a command would be refused, or nothing if it would not be."""
    try:
        decide(case, command, asking)
    except Refused as refusal:
        return refusal
    return None


def _raise_alert(case: Case, command: commands.RaiseAlert, asking: Asking) -> Decided:
    if case.raised:
        raise AlreadyDone("This alert has already been raised.")
    asking.roster.person(asking.by)
    raised = AlertRaised(
        command.procedure, command.version, command.facts, command.digest
    )
    anchors = (
        AnchorSet(name, task.anchored(name, value, asking))
        for name, value in command.anchors.items()
    )
    return Standing(""), (raised, *anchors)


def _set_aside(case: Case, command: commands.SetAside, asking: Asking) -> Decided:
    step = asking.procedure.by_id.get(command.step)
    if step is None:
        raise Unknown("There is no such step.")
    if status(step, case, asking.procedure) in ("done", "not-needed"):
        in_turn(step, case, asking)
    standing = asking.any_standing(
        case, (step.owner, asking.procedure.coordinator), step
    )
    if step.limit == "statutory":
        raise OutOfTurn(
            f"“{step.title}” has a statutory limit and cannot be set aside.",
            next_step="If it is not to be done, record the decision not to notify.",
        )
    if standing_time(case, step.id):
        raise OutOfTurn(
            f"The {step.title} has a time, and people are invited to it.",
            next_step="Call it off first, so that they are told.",
        )
    reason_given(command.digest, "this is not needed")
    return standing, (StepNotNeeded(step.id, command.digest),)


def _correct(case: Case, command: commands.CorrectAnchor, asking: Asking) -> Decided:
    shape = asking.procedure.anchor.get(command.anchor)
    was = case.anchors.get(command.anchor)
    if shape is None:
        raise Unknown("There is no such date in this procedure.")
    if was is None:
        raise OutOfTurn(
            f"The day that {shape.title} is not known yet.",
            next_step="It is recorded when that step is done.",
        )
    setters = (s.owner for s in asking.procedure.step if s.sets == command.anchor)
    roles = (asking.procedure.coordinator, *asking.procedure.readers, *setters)
    standing = asking.any_standing(case, tuple(dict.fromkeys(roles)))
    value = task.anchored(command.anchor, command.value, asking)
    if value == was:
        raise AlreadyDone(
            f"It is already recorded as {words.moment(was)}.",
            next_step="Enter another day, or leave it.",
        )
    for step in asking.procedure.step:
        if isinstance(step, Task) and step.sets == command.anchor:
            task.not_before_day_zero(case, step, value, asking)
    reason_given(command.digest, "it was wrong")
    corrected = AnchorCorrected(command.anchor, value, was, command.digest)
    return standing, (corrected,)


def _snooze(case: Case, command: commands.Snooze, asking: Asking) -> Decided:
    step = asking.procedure.by_id.get(command.step)
    if step is None:
        raise Unknown("There is no such step.")
    in_turn(step, case, asking)
    standing = asking.any_standing(
        case, (step.owner, asking.procedure.coordinator), step
    )
    reason_given(command.digest, "you want to hear about this later")
    if command.until <= asking.now:
        raise OutsideTheDates(
            "That is not in the future.", next_step="Choose a later day."
        )
    due = due_of(step, asking.procedure, case.anchors, asking.offices, case)
    last = part_day(due)
    if last and local_day(command.until) > last:
        raise OutsideTheDates(
            f"This is due on {words.day(last)}; nudges cannot wait until after that.",
            next_step="Choose an earlier day.",
        )
    return standing, (Snoozed(step.id, command.until, command.digest),)


def _conflict(case: Case, command: commands.DeclareConflict, asking: Asking) -> Decided:
    person = asking.roster.person(command.person)
    if person.id in case.conflicted:
        raise AlreadyDone(f"{person.name}’s conflict of interest is recorded already.")
    standing = Standing("")
    if person.id != asking.by:
        standing = asking.standing(case, asking.procedure.coordinator)
    return standing, (ConflictDeclared(person.id, command.digest),)


def _read(case: Case, command: commands.ReadAnswers, asking: Asking) -> Decided:
    if not 1 <= command.entry <= case.length:
        raise Unknown("There is no such entry in this case’s record.")
    if case.erased:
        raise Unknown("What was written on this case has been erased.")
    roles = _readers(case, command.entry, asking)
    try:
        standing = asking.any_standing(case, roles)
    except NotYours:
        raise NotYours(
            "What was written on this case is not open to you.",
            next_step="Ask the business manager if you need to see it.",
        ) from None
    return standing, (AnswersRead(command.entry),)


def _readers(case: Case, entry: int, asking: Asking) -> tuple[str, ...]:
    """Who may read an entry: the readers, and whoever writes or signs that text.

    Whoever writes it may read as well why it was sent back.
    """
    roles = [asking.procedure.coordinator, *asking.procedure.readers]
    for step in asking.procedure.step:
        if not isinstance(step, SignOff):
            continue
        chain = case.chain(step.id)
        if chain.returned and chain.returned.n == entry:
            roles.append(step.owner)
        if chain.last_text == entry:
            roles.append(step.owner)
            roles.extend(role for link in step.links for role in link.named)
    return tuple(dict.fromkeys(roles))


def _recount(case: Case, command: commands.Recount, asking: Asking) -> Decided:
    """Find which dates still to be met are not where they were."""
    known = lines(asking.procedure, case.anchors, asking.offices, case, asking.roster)
    moved = tuple(
        f"{line.part} {was} {line.day}"
        for line in known
        if not line.settled
        and line.day
        and (was := command.before.get(line.part, "")[:_DAY])
        and was != str(line.day)
    )
    return Standing(""), (HolidaysAnnounced(moved),) if moved else ()


def _close(case: Case, command: commands.Close, asking: Asking) -> Decided:
    standing = asking.standing(case, asking.procedure.coordinator)
    reason_given(command.digest, "the case is closed")
    for line in lines(asking.procedure, case.anchors, asking.offices, case):
        if line.settled or line.step.optional or line.step.limit == "local":
            continue
        raise Incomplete(
            f"“{line.title}” has not been done.",
            next_step="Do it, or record the decision that it is not needed.",
        )
    return standing, (CaseClosed(command.digest),)
