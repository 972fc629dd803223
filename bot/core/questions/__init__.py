"""What each act asks for before it is done: the form behind a button.

An act that needs nothing has no form, and a press does it at once. What a form
shows of what was written before (``shows``) is added by the desk, which can read
it; nothing here can.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Final, TypeAlias

from bot.core.asking import Asking
from bot.core.case import Case
from bot.core.fairness import fair_day
from bot.core.forms import Answer, Answers, Form
from bot.core.procedure import Meeting, Request
from bot.core.questions import (
    of_agencies,
    of_cases,
    of_plans,
    of_routes,
    of_steps,
    of_times,
)
from bot.core.questions.page import drawn
from bot.core.steps.offered import ANOTHER
from bot.core.steps.turn import step_of
from bot.core.words import LONDON

Asked: TypeAlias = Callable[[Case, str, str, Asking], Form | None]
"""Makes the form for an act on a case, a step (or anchor) and an item."""


def form_for(does: str, about: str, case: Case, asking: Asking) -> Form | None:
    """Make the form behind a button, or nothing if it asks for nothing.

    Raises:
        Unknown: The button belongs to a step that is not there.
    """
    _, _, rest = about.partition("/")
    step, _, item = rest.partition("/")
    asks = FORMS.get(does)
    return asks(case, step, item, asking) if asks else None


def alert(asking: Asking) -> Form:
    """Make the form by which an alert is raised."""
    shape = asking.procedure.forms["alert"]
    return drawn(shape, "raise-alert", "")


def meant(does: str, answers: Answers) -> Answers:
    """Read a time that was typed as the answer to which of several times it is.

    A form that was opened before any time was found did not ask for one of them.
    """
    typed = bool(str(answers.get("start", "")).strip())
    if does != "arrange" or not typed or answers.get("when"):
        return answers
    return {**answers, "when": ANOTHER}


FORMS: Final[Mapping[str, Asked]] = {
    "draft": of_steps.draft,
    "sign": of_steps.sign,
    "send-back": of_steps.send_back,
    "complete": of_steps.complete,
    "set-aside": of_steps.set_aside,
    "identify": of_agencies.identify,
    "send-requests": of_agencies.send,
    "returned": of_agencies.returned,
    "arrange": of_times.arrange,
    "hold-times": of_times.hold_times,
    "stand-down": of_steps.stand_down,
    "held": of_steps.held,
    "decide": of_routes.decide,
    "dissent": of_routes.dissent,
    "view": of_routes.view,
    "change-answer": of_routes.change_answer,
    "correct": of_steps.correct,
    "move": of_cases.move,
    "snooze": of_steps.snooze,
    "conflict": of_cases.conflict,
    "add-action": of_plans.add,
    "reassign": of_plans.reassign,
    "complete-action": of_plans.complete_action,
    "check-impact": of_plans.check_impact,
    "reopen-action": of_plans.reopen_action,
    "close": of_cases.close,
}
"""The form of every act that asks for something."""


def beginning(
    does: str, case: Case, step: str, asking: Asking, item: str = ""
) -> dict[str, Answer]:
    """Suggest answers that are usually right, for the person to change."""
    today = asking.today.isoformat()
    part = asking.procedure.by_id.get(step)
    anchor = asking.procedure.anchor.get(part.sets) if part else None
    if does == "complete" and anchor and anchor.planned:
        return {}
    if does == "complete" and part and not anchor and of_steps.in_hours(part):
        return {"on": _written(asking.now)}
    if does in ("complete", "returned", "held", "complete-action", "check-impact"):
        return {"on": today}
    if does == "reassign":
        return of_plans.as_it_stands(case, item)
    if does == "identify":
        fair = fair_day(case, step_of(Request, step, asking), asking)
        return {"return_by": fair.day.isoformat()} if fair else {}
    if does == "arrange":
        meeting = step_of(Meeting, step, asking)
        return {"minutes": str(meeting.lasts)}
    if does == "hold-times":
        return of_times.first_held(case, asking)
    if does == "decide":
        return of_routes.standing_choice(case, step, asking)
    if does == "correct" and step in case.anchors:
        return {"value": _written(case.anchors[step])}
    return {}


def _written(value: date) -> str:
    if isinstance(value, datetime):
        return f"{value.astimezone(LONDON):%Y-%m-%d %H:%M}"
    return value.isoformat()
