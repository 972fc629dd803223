"""Registrations: steps that only somebody registered elsewhere can do.

A notification goes in on a portal that lets in only those whom it knows. When
none of them is there, permission has to be asked for on the day of the alert,
because it takes time to be given.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from bot.core import words
from bot.core.asking import Asking
from bot.core.case import Case
from bot.core.events import AlertRaised, Entry, RoleId
from bot.core.evolve import evolve
from bot.core.procedure import Task
from bot.core.progress import AnyStep, status


def lacking(step: AnyStep, case: Case, asking: Asking) -> tuple[str, ...]:
    """Say that nobody registered is there to do a step today, and what to do.

    Returns:
        Two sentences, or nothing when somebody is there or nobody has to be.
    """
    if not isinstance(step, Task) or not step.registered:
        return ()
    roles = tuple(dict.fromkeys(_roles(step, asking)))
    if any(_is_there(role, step, case, asking) for role in roles):
        return ()
    named = words.listed((f"the {asking.said(role)}" for role in roles), "or")
    said = (
        f"“{step.title}” needs somebody registered ({step.registered}), and nobody "
        f"who is, among {named}, can act today."
    )
    return said, _what_then(step, asking)


def warnings(case: Case, asking: Asking) -> Iterator[tuple[Task, tuple[str, ...]]]:
    """List the steps of a case for which nobody registered is there today."""
    for step in asking.procedure.step:
        if not isinstance(step, Task) or not step.registered:
            continue
        if status(step, case, asking.procedure) in ("done", "not-needed"):
            continue
        if said := lacking(step, case, asking):
            yield step, said


def at_alert(entries: Sequence[Entry], asking: Asking) -> str:
    """Say, to whoever has just raised an alert, where nobody registered is there.

    As things stood at the alert's own minute, so that a repeat is answered alike.
    """
    if not isinstance(entries[0].event, AlertRaised):
        return ""
    case = Case(entries[0].case)
    for entry in entries:
        case = evolve(case, entry)
    then = replace(asking, now=entries[0].at)
    return " ".join(line for _, said in warnings(case, then) for line in said)


def _roles(step: Task, asking: Asking) -> Iterator[RoleId]:
    yield step.owner
    if deputy := asking.procedure.deputy_of(step.owner, step):
        yield deputy


def _is_there(role: RoleId, step: Task, case: Case, asking: Asking) -> bool:
    roster = asking.roster
    for person in roster.reached_by(role, asking.today):
        free = person.id not in case.conflicted
        there = roster.absence(person.id, asking.today) is None
        if free and there and step.registered in person.registered:
            return True
    return False


def _what_then(step: Task, asking: Asking) -> str:
    first = [f"“{asking.procedure.by_id[n].title}”" for n in step.stand_in_after]
    if first and step.stand_in:
        return (
            f"Do {words.listed(first)} now; then the {asking.said(step.stand_in)} "
            "may do it."
        )
    if step.stand_in:
        return (
            f"Ask for permission for the {asking.said(step.stand_in)} now: it may "
            "take time to be given."
        )
    return (
        "Ask now for somebody else to be registered: it may take time. Then put it "
        "on the roster."
    )
