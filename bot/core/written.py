"""What was written in a form, with its questions, for those who may read it."""

from __future__ import annotations

from collections.abc import Mapping

from bot.core.events import AlertRaised, DraftWritten, Event
from bot.core.forms import Answer
from bot.core.procedure import FormShape, Procedure, SignOff


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
    asked = {q.id: q.asks for q in questions}
    titles = {(q.id, o.id): o.title for q in questions for o in q.options}
    ordered = [*(name for name in asked if name in kept)]
    ordered += [name for name in kept if name not in asked]
    return tuple(
        (asked.get(name, "What was written"), _said(name, kept[name], titles))
        for name in ordered
    )


def _said(name: str, answer: Answer, titles: Mapping[tuple[str, str], str]) -> str:
    given = (answer,) if isinstance(answer, str) else tuple(answer)
    return ", ".join(titles.get((name, one), one) for one in given)


def _form(event: Event, procedure: Procedure) -> FormShape | None:
    if isinstance(event, AlertRaised):
        return procedure.forms.get("alert")
    if isinstance(event, DraftWritten):
        step = procedure.by_id.get(event.step)
        return procedure.forms.get(step.text) if isinstance(step, SignOff) else None
    return None
