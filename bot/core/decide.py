"""What follows from a command: events, or a refusal with a next step.

A ``match`` over everything that can be asked of a case, and one over everything
that can be asked of a step, handing each to the kind of step it belongs to. "May
I?" is "would it be refused?": :func:`would_refuse` is a dry run, and there is no
second set of rules.
"""

from __future__ import annotations

from typing import assert_never

from bot.core import commands, nudges, tracker, words
from bot.core.acts import of_any_step, of_cases, of_routes, of_versions
from bot.core.acts.decided import Decided
from bot.core.acts.released import released
from bot.core.acts.slipped import slipped
from bot.core.asking import Asking
from bot.core.case import Case
from bot.core.commands import Command, OfStep
from bot.core.errors import (
    OutOfTurn,
    Refused,
)
from bot.core.events import (
    AnswersErased,
)
from bot.core.people import Standing
from bot.core.steps import (
    coming,
    decision,
    meeting,
    offered,
    pencilled,
    request,
    sign_off,
    task,
    view,
)


def decide(case: Case, command: Command, asking: Asking) -> Decided:
    """Work out what follows from a command.

    Raises:
        Refused: It cannot be done; says why, and what can.
    """
    standing, events = _decided(case, command, asking)
    if isinstance(command, commands.Move):
        asking = asking.renewed()
    events = (*events, *slipped(case, events, asking))
    return standing, (*events, *released(case, events, asking))


def _decided(case: Case, command: Command, asking: Asking) -> Decided:
    """Hand a command to what it belongs to."""
    if case.closed and not isinstance(command, commands.AFTER_CLOSING):
        raise OutOfTurn(
            f"This case was closed on {words.moment(case.closed.at)}.",
            next_step="Raise a new alert if something has happened since.",
        )
    match command:
        case commands.RaiseAlert():
            return of_cases.raise_alert(case, command, asking)
        case commands.AddAction():
            return tracker.add(case, command, asking)
        case commands.Reassign():
            return tracker.reassign(case, command, asking)
        case commands.CompleteAction():
            return tracker.complete(case, command, asking)
        case commands.CheckImpact():
            return tracker.check(case, command, asking)
        case commands.ReopenAction():
            return tracker.reopen(case, command, asking)
        case commands.CorrectAnchor():
            return of_cases.correct(case, command, asking)
        case commands.ChangeAnswer():
            return of_routes.change_answer(case, command, asking)
        case commands.Move():
            return of_versions.move(case, command, asking)
        case commands.DeclareConflict():
            return of_cases.conflict(case, command, asking)
        case commands.ReadAnswers():
            return of_cases.read(case, command, asking)
        case commands.SeekTimes():
            return offered.seek(case, command, asking)
        case commands.OfferTimes():
            return offered.offer(case, command, asking)
        case commands.HoldTimes():
            return pencilled.hold_times(case, command, asking)
        case commands.Close():
            return of_cases.close(case, command, asking)
        case commands.Nudge():
            return Standing(""), nudges.said(case, asking)
        case commands.Recount():
            return of_cases.recount(case, command, asking)
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
        case commands.NoteReply():
            return coming.note(case, command, asking)
        case commands.TakePlace():
            return coming.take(case, command, asking)
        case commands.ReleaseHold():
            return pencilled.release(case, command, asking)
        case commands.Decide():
            return decision.decide(case, command, asking)
        case commands.Dissent():
            return decision.dissent(case, command, asking)
        case commands.GiveView():
            return view.give(case, command, asking)
        case commands.SetAside():
            return of_any_step.set_aside(case, command, asking)
        case commands.Snooze():
            return of_any_step.snooze(case, command, asking)
        case _:
            assert_never(command)


def would_refuse(case: Case, command: Command, asking: Asking) -> Refused | None:
    """Say how a command would be refused, or nothing if it would not be."""
    try:
        _decided(case, command, asking)
    except Refused as refusal:
        return refusal
    return None
