"""What was written in a form, with its questions, for those who may read it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from bot.core import forms, words
from bot.core.events import (
    ActionAdded,
    ActionReassigned,
    AlertRaised,
    DraftWritten,
    Event,
    ReturnReceived,
    Signed,
)
from bot.core.forms import Answer
from bot.core.procedure import FormShape, Procedure, QuestionShape, Request, SignOff

RECOMMENDATION: Final = "Recommendation"
ACTION: Final = "What is to be done"
REFERENCE: Final = "Where else it is written down"
_OF_ACTION: Final[Mapping[str, str]] = {
    "recommendation": RECOMMENDATION,
    "note": ACTION,
    "reference": REFERENCE,
}
_WRITTEN: Final = "What was written"


def has_text(event: Event) -> bool:
    """Say whether something was written with an entry, that can be read there.

    A signature is bound to a text, and brings none of its own.
    """
    return bool(getattr(event, "digest", "")) and not isinstance(event, Signed)


def written_words(
    event: Event, kept: Mapping[str, Answer], procedure: Procedure
) -> tuple[tuple[str, str], ...]:
    """Pair each answer with the question it answers, in the order asked.

    Args:
        event: What it was written for.
        kept: What was kept with it.
        procedure: Where the questions stand.
    """
    form = _form(event, procedure)
    questions = [q for s in form.section for q in s.question] if form else []
    asked = {q.id: q for q in questions}
    late = isinstance(event, ReturnReceived) and bool(form)
    ordered = [*(name for name in asked if name in kept)]
    ordered += [name for name in kept if name not in asked]
    return tuple(
        (
            asked[name].asks
            if name in asked
            else "Why it was late"
            if late
            else _titled(event, name),
            _said(asked.get(name), kept[name]),
        )
        for name in ordered
    )


def _titled(event: Event, name: str) -> str:
    """Say what was asked, where no form of the procedure says it."""
    of_action = isinstance(event, ActionAdded | ActionReassigned)
    return _OF_ACTION.get(name, _WRITTEN) if of_action else _WRITTEN


def _said(question: QuestionShape | None, answer: Answer) -> str:
    """Say an answer as a person would read it, whatever it was kept as."""
    given = (answer,) if isinstance(answer, str) else tuple(answer)
    if question is None:
        return ", ".join(given)
    if question.kind in ("date", "time"):
        return ", ".join(_moment(question.kind, one) for one in given)
    titles = {option.id: option.title for option in question.options}
    return ", ".join(titles.get(one, one) for one in given)


def _moment(kind: str, answer: str) -> str:
    try:
        return words.moment(forms.moment(kind, answer)) if answer else ""
    except ValueError:
        return answer


def _form(event: Event, procedure: Procedure) -> FormShape | None:
    if isinstance(event, AlertRaised):
        return procedure.forms.get("alert")
    if isinstance(event, DraftWritten):
        step = procedure.by_id.get(event.step)
        return procedure.forms.get(step.text) if isinstance(step, SignOff) else None
    if isinstance(event, ReturnReceived):
        step = procedure.by_id.get(event.step)
        return procedure.forms.get(step.returns) if isinstance(step, Request) else None
    return None
