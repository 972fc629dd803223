"""Which routes the answers point to, which cannot be combined, and who says what.

The bot advises, by rules in the procedure file; a named person decides, and may
decide otherwise. Nothing here chooses.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations
from typing import Final

from bot.core import words
from bot.core.asking import Asking
from bot.core.case import Case
from bot.core.events import NOT_REACHED, RoleId
from bot.core.people import Standing
from bot.core.procedure import Decision, Procedure, QuestionShape, WayShape, When

NOT_KNOWN: Final = "not-known"
"""What a question that has not been answered counts as, wherever advice asks it."""
_NOT_REACHED: Final = "not reached"


def advised(step: Decision, facts: Mapping[str, str]) -> tuple[WayShape, ...]:
    """List the choices of a decision that the answers point to.

    Args:
        step: The decision.
        facts: The answers that route the case; several are written with a space
            between them. A question nobody has answered is not known.
    """
    return tuple(
        choice
        for choice in step.choices
        if any(points(way, facts) for way in choice.advise)
    )


def points(way: When, facts: Mapping[str, str]) -> bool:
    """Say whether the answers are as some advice wants them, every one.

    Example:
        >>> points({"harm": ("died", "hurt")}, {"harm": "died"})
        True
        >>> points({"harm": "died", "area": "not-known"}, {"harm": "died"})
        True
    """
    return all(
        not set(facts.get(name, NOT_KNOWN).split()).isdisjoint(
            {wanted} if isinstance(wanted, str) else wanted
        )
        for name, wanted in way.items()
    )


def missing(
    step: Decision, facts: Mapping[str, str], procedure: Procedure
) -> tuple[QuestionShape, ...]:
    """List the questions not answered yet of which an answer could point somewhere."""
    return tuple(
        question
        for question in facts_of(procedure)
        if facts.get(question.id, NOT_KNOWN) == NOT_KNOWN
        and any(advised(step, {**facts, question.id: o.id}) for o in question.options)
    )


def advises(step: Decision) -> bool:
    """Say whether a decision is one that the answers can point to."""
    return any(choice.advise for choice in step.choices)


def chosen_in(step: Decision, choice: str) -> tuple[WayShape, ...]:
    """List the choices that a ruling names, in the order of the procedure."""
    named = choice.split()
    return tuple(way for way in step.choices if way.id in named)


def titles(step: object, choice: str) -> tuple[str, ...]:
    """Say each choice that a ruling, or a view, names, as a person reads it."""
    known = {way.id: way.title for way in getattr(step, "choices", ())}
    known.setdefault(NOT_REACHED, _NOT_REACHED)
    ordered = [name for name in known if name in choice.split()]
    ordered += [name for name in choice.split() if name not in known]
    return tuple(known.get(name, name) for name in ordered)


def apart(chosen: tuple[WayShape, ...]) -> tuple[WayShape, WayShape] | None:
    """Find two choices that cannot be made together, the one that says so first."""
    for one, other in combinations(chosen, 2):
        if other.id in one.not_with:
            return one, other
        if one.id in other.not_with:
            return other, one
    return None


def silent(step: Decision, case: Case) -> tuple[RoleId, ...]:
    """List the roles entitled to a view that have given none, reached or not."""
    return tuple(role for role in step.views if role not in case.views.get(step.id, {}))


def views_said(step: Decision, case: Case, asking: Asking) -> str:
    """Say each view that has been given, in one line, and who was not reached."""
    known = case.views.get(step.id, {})
    return "; ".join(
        f"{words.begun(asking.said(role))}: "
        f"{words.listed(titles(step, known[role].view))}"
        for role in step.views
        if role in known
    )


def fact_named(fact: str, procedure: Procedure) -> QuestionShape | None:
    """Find a question of the alert whose answer routes a case, or nothing."""
    return next((q for q in facts_of(procedure) if q.id == fact), None)


def facts_of(procedure: Procedure) -> Iterator[QuestionShape]:
    """List the questions of the alert whose answers route a case."""
    for section in procedure.forms["alert"].section:
        yield from (question for question in section.question if question.fact)


def said_fact(question: QuestionShape, value: str) -> str:
    """Say an answer that routes a case, as a person reads it."""
    named = value.split()
    return ", ".join(o.title for o in question.options if o.id in named)


def may_change_answers(case: Case, asking: Asking) -> Standing:
    """Work out by what right somebody changes an answer given at the alert.

    Raises:
        Refused: They neither raised it nor keep or read the case.
    """
    if asking.by == case.raiser and asking.by not in case.conflicted:
        return Standing("")
    roles = (asking.procedure.coordinator, *asking.procedure.readers)
    return asking.any_standing(case, tuple(dict.fromkeys(roles)))
