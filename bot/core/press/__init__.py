"""What comes in: a press, and the command that it means.

A press carries a reference, an act and what was typed. What the act asks for is
in :mod:`bot.core.questions`; whether it is allowed is for ``decide`` to say.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final, TypeAlias

from bot.core import commands, forms
from bot.core.asking import Asking
from bot.core.case import Case
from bot.core.commands import Command
from bot.core.errors import Unknown
from bot.core.forms import Answers, Question
from bot.core.press import (
    of_agencies,
    of_calendars,
    of_cases,
    of_plans,
    of_routes,
    of_steps,
)
from bot.core.press.pressed import Press, said, together
from bot.core.procedure import Procedure
from bot.core.routes import NOT_KNOWN

__all__ = ["ACTS", "Meaning", "Press", "read_alert", "understand"]


Meaning: TypeAlias = Callable[[Press, Case, Asking, tuple[Question, ...]], Command]


def understand(
    press: Press, case: Case, asking: Asking, questions: tuple[Question, ...]
) -> Command:
    """Turn a press into the command it means. Its answers have been validated.

    Raises:
        Unknown: There is no such act, or nobody pressed it: the bot never does.
    """
    asking.roster.person(press.by)
    meaning = ACTS.get(press.does)
    if meaning is None:
        raise Unknown(
            "That button is from an older version.",
            next_step="Open the case page and press the button there.",
        )
    return meaning(press, case, asking, questions)


def read_alert(
    answers: Answers,
    questions: tuple[Question, ...],
    procedure: Procedure,
    version: str,
) -> commands.RaiseAlert:
    """Turn an alert form's answers into the command that begins a case."""
    shown = forms.shown(questions, answers)
    given = [q for q in shown if said(answers, q.id)]
    left = [q for q in shown if q.fact and q not in given and _may_be_unknown(q)]
    return commands.RaiseAlert(
        procedure=procedure.slug,
        version=version,
        facts={q.id: together(answers[q.id]) for q in given if q.fact}
        | {q.id: NOT_KNOWN for q in left},
        anchors={
            q.sets: forms.moment(q.kind, str(answers[q.id])) for q in given if q.sets
        },
        says={q.id: answers[q.id] for q in given},
    )


def _may_be_unknown(question: Question) -> bool:
    """Say whether nothing answered means that it is not known, and can be said so."""
    return any(option.id == NOT_KNOWN for option in question.options)


ACTS: Final[Mapping[str, Meaning]] = {
    "draft": of_steps.draft,
    "sign": of_steps.sign,
    "send-back": of_steps.send_back,
    "complete": of_steps.complete,
    "set-aside": of_steps.set_aside,
    "identify": of_agencies.identify,
    "send-requests": of_agencies.send_requests,
    "returned": of_agencies.returned,
    "arrange": of_agencies.arrange,
    "stand-down": of_agencies.stand_down,
    "seek-times": of_calendars.seek_times,
    "choose-time": of_calendars.choose_time,
    "seek-holds": of_calendars.seek_holds,
    "hold-times": of_calendars.hold_times,
    "release-hold": of_calendars.release_hold,
    "held": of_agencies.held,
    "take-place": of_agencies.take_place,
    "decide": of_steps.decide,
    "dissent": of_steps.dissent,
    "view": of_routes.give_view,
    "change-answer": of_routes.change_answer,
    "correct": of_cases.correct,
    "move": of_cases.move,
    "snooze": of_steps.snooze,
    "conflict": of_cases.conflict,
    "add-action": of_plans.add_action,
    "reassign": of_plans.reassign,
    "complete-action": of_plans.complete_action,
    "check-impact": of_plans.check_impact,
    "reopen-action": of_plans.reopen_action,
    "read": of_cases.read,
    "close": of_cases.close,
}
"""Every act a button can do, apart from raising an alert."""
