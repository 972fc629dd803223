"""The forms behind a decision: what the answers point to, and whose view is what."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from bot.core import routes, words
from bot.core.asking import Asking
from bot.core.case import Case
from bot.core.errors import Refused, Unknown
from bot.core.events import NOT_REACHED
from bot.core.forms import Answer, Form, Option, Question
from bot.core.procedure import Decision
from bot.core.questions.page import address, any_step, note, one_page
from bot.core.steps.turn import step_of
from bot.core.steps.view import may_give

_YOURS: Final = (
    "This is advice. You decide, and you can decide otherwise; give your reasons."
)


def decide(case: Case, step: str, _item: str, asking: Asking) -> Form:
    """Ask what is decided, and for what reasons, after what the answers point to."""
    named = step_of(Decision, step, asking)
    options = tuple(Option(c.id, c.title, c.basis) for c in named.choices)
    choice = Question(
        "choice",
        "What is decided?",
        "choices" if named.several else "choice",
        "You can choose more than one." if named.several else "",
        options=options,
    )
    return one_page(
        named.title,
        ("decide", address(case, step)),
        (
            choice,
            *_when(named, case, asking),
            note("What are the reasons?", "These are kept with the decision."),
        ),
        "Record the decision",
        named.doing,
        *_advice(named, case, asking),
        _views(named, case, asking),
    )


def _when(step: Decision, case: Case, asking: Asking) -> Iterator[Question]:
    """Ask on what day it was decided, where other dates are counted from that."""
    shape = asking.procedure.anchor.get(step.sets)
    if shape is None or step.id in case.rulings:
        return
    timed, planned = shape.takes == "time", shape.planned
    asks = shape.asked or "On what day was it decided?"
    hint = "" if planned else "Leave this empty if it was today."
    kind = "time" if timed else "date"
    yield Question("on", asks, kind, hint, required=planned, past=not planned)


def standing_choice(case: Case, step: str, asking: Asking) -> dict[str, Answer]:
    """Begin with what stands, where something may be added to it."""
    named, ruling = asking.procedure.by_id.get(step), case.rulings.get(step)
    if isinstance(named, Decision) and named.several and ruling:
        return {"choice": tuple(ruling.choice.split())}
    return {}


def _advice(step: Decision, case: Case, asking: Asking) -> Iterator[str]:
    """Say what the answers point to, to whoever decides or may read the answers."""
    if not routes.advises(step):
        return
    readers = (step.owner, asking.procedure.coordinator, *asking.procedure.readers)
    try:
        asking.any_standing(case, tuple(dict.fromkeys(readers)), step)
    except Refused:
        return
    found = routes.advised(step, case.facts)
    if not found:
        yield _nothing(step, case, asking)
    for way in found:
        yield f"The answers point to: {way.title}. {way.basis}".rstrip()
    yield _YOURS


def _nothing(step: Decision, case: Case, asking: Asking) -> str:
    """Say that the answers point nowhere, and what to find out that could change it."""
    missing = routes.missing(step, case.facts, asking.procedure)
    asks = words.listed(f"“{question.asks}”" for question in missing)
    first = f" Not known yet, and to be found out first: {asks}" if asks else ""
    return f"The answers point to none of these.{first}"


def _views(step: Decision, case: Case, asking: Asking) -> str:
    said = routes.views_said(step, case, asking)
    return f"Views so far. {said}." if said else ""


def dissent(case: Case, step: str, _item: str, asking: Asking) -> Form:
    """Ask why somebody disagrees."""
    named = any_step(step, asking)
    return one_page(
        f"Record that you disagree: {named.title}",
        ("dissent", address(case, step)),
        (note("Why do you disagree?"),),
        "Record it",
    )


def view(case: Case, step: str, item: str, asking: Asking) -> Form:
    """Ask which choice a role entitled to a view favours, and whose view it is."""
    named = step_of(Decision, step, asking)
    own = may_give(named, case, asking)
    one = item or (own[0] if len(own) == 1 else "")
    roles = tuple(Option(role, asking.said(role)) for role in own or named.views)
    whose = Question("role", "Whose view is it?", "choice", options=roles)
    options = tuple(
        Option(c.id, c.title, c.basis) for c in named.choices if c.id != NOT_REACHED
    )
    which = Question(
        "view",
        "What do they favour?",
        "choice",
        options=(*options, Option(NOT_REACHED, "They could not be reached")),
    )
    why = note(
        "Why, or how was it given?",
        "It must be given where the view differs from what was decided.",
        required=False,
    )
    ruling = case.rulings.get(step)
    decided = words.listed(routes.titles(named, ruling.choice)) if ruling else ""
    return one_page(
        f"The view of the {asking.said(one)}: {named.title}"
        if one
        else f"A view: {named.title}",
        ("view", address(case, step, one)),
        (which, why) if one else (whose, which, why),
        "Record the view",
        f"It was decided: {decided}." if decided else "Nothing has been decided yet.",
        _views(named, case, asking),
    )


def change_answer(case: Case, fact: str, _item: str, asking: Asking) -> Form:
    """Ask for the right answer to a question that routes the case.

    Raises:
        Refused: It routes nothing, or is not theirs to change.
    """
    question = routes.fact_named(fact, asking.procedure)
    if question is None:
        raise Unknown("That answer does not decide how a case goes on.")
    routes.may_change_answers(case, asking)
    options = tuple(Option(option.id, option.title) for option in question.options)
    now = routes.said_fact(question, case.facts.get(fact, ""))
    return one_page(
        f"Change an answer: {question.asks}",
        ("change-answer", address(case, fact)),
        (
            Question("answer", question.asks, question.kind, question.hint,
                     options=options),
            note("Why does it change?", "Both answers stay on the record."),
        ),
        "Change it",
        f"It is now answered: {now}." if now else "It has not been answered yet.",
        "What is asked of people follows the new answer, and they are told.",
    )  # fmt: skip
