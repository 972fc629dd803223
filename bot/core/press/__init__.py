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
from bot.core.press import of_agencies, of_cases, of_plans, of_steps
from bot.core.press.pressed import Press, said
from bot.core.procedure import Procedure

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
    given = [q for q in forms.shown(questions, answers) if said(answers, q.id)]
    return commands.RaiseAlert(
        procedure=procedure.slug,
        version=version,
        facts={q.id: str(answers[q.id]) for q in given if q.fact},
        anchors={
            q.sets: forms.moment(q.kind, str(answers[q.id])) for q in given if q.sets
        },
        says={q.id: answers[q.id] for q in given},
    )


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
    "held": of_agencies.held,
    "decide": of_steps.decide,
    "dissent": of_steps.dissent,
    "correct": of_cases.correct,
    "snooze": of_steps.snooze,
    "conflict": of_cases.conflict,
    "add-action": of_plans.add_action,
    "reassign": of_plans.reassign,
    "complete-action": of_plans.complete_action,
    "read": of_cases.read,
    "close": of_cases.close,
}
"""Every act a button can do, apart from raising an alert."""
