"""Whose view is wanted on a decision that can be made, and who hears that it is.

A view is asked for once, when the decision opens, and waits for its seat until it is
given or the decision is made. Nobody is chased for one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from bot.core import routes
from bot.core.apart import vacant
from bot.core.asking import Asking
from bot.core.case import Case
from bot.core.errors import Refused
from bot.core.events import ConflictDeclared, Entry, PersonId, RoleId, StepId
from bot.core.hearing import Seat, Telling
from bot.core.procedure import Decision
from bot.core.progress import standings


def wanted(case: Case, asking: Asking) -> frozenset[Seat]:
    """List the seats whose view is wanted now, each with its decision.

    The role that makes the decision gives its view by deciding, and is not asked.
    """
    if case.closed or not case.raised:
        return frozenset()
    return frozenset(
        (role, "", step.id)
        for step in standings(case, asking.procedure).open
        if isinstance(step, Decision) and step.views and not step.optional
        for role in routes.silent(step, case)
        if role != step.owner
    )


def wanted_of(seats: Iterable[Seat], case: Case, asking: Asking) -> tuple[StepId, ...]:
    """List the decisions on which this person speaks for one of the seats."""
    found = {seat[2] for seat in seats if speaks_for(seat, case, asking)}
    return tuple(step for step in asking.procedure.by_id if step in found)


def speaks_for(seat: Seat, case: Case, asking: Asking) -> bool:
    """Say whether this person speaks for a seat, or stands in for whoever does."""
    role, _, step = seat
    try:
        asking.standing(case, role, asking.procedure.by_id[step])
    except Refused:
        return False
    return True


def wanting(
    before: Case,
    entries: Iterable[Entry],
    after: Case,
    asking: Asking,
    earlier: Asking,
) -> Iterator[Telling]:
    """List who must hear that a view is wanted of them, or of whom they stand in for.

    Args:
        before: The case as it stood.
        entries: What happened, in order.
        after: The case as it stands now.
        asking: The rules, the people and the time.
        earlier: The rules before.
    """
    now = wanted(after, asking)
    new = set(now - wanted(before, earlier))
    for entry in entries:
        if isinstance(entry.event, ConflictDeclared):
            new |= _left_open(entry.event.person, now, after, asking)
    yield from _asked(new, asking)


def wanted_again(away: PersonId, case: Case, asking: Asking) -> Iterator[Telling]:
    """Ask again for the views of somebody who is away, so that a deputy hears of it."""
    roles = asking.roster.person(away).roles
    seats = {seat for seat in wanted(case, asking) if seat[0] in roles}
    yield from _asked(seats, asking)


def seats_of(telling: Telling) -> frozenset[Seat]:
    """Read back the seats that a telling is about."""
    split = (part.split("/") for part in telling.parts)
    return frozenset((role, "", step) for step, role in split)


def roles_of(telling: Telling) -> tuple[RoleId, ...]:
    """List the roles that a telling is for, each once."""
    return tuple(dict.fromkeys(part.split("/")[1] for part in telling.parts))


def _asked(seats: set[Seat], asking: Asking) -> Iterator[Telling]:
    """One telling for all of them, so that nobody hears twice who has several."""
    parts = tuple(
        f"{step.id}/{role}"
        for step in asking.procedure.step
        if isinstance(step, Decision)
        for role in step.views
        if (role, "", step.id) in seats
    )
    if parts:
        yield Telling("wanted", parts=parts)


def _left_open(
    person: PersonId, now: Iterable[Seat], case: Case, asking: Asking
) -> set[Seat]:
    """Find the seats that only this person, who takes no part, could speak for."""
    held = asking.roster.person(person).roles
    return {seat for seat in now if seat[0] in held and vacant(seat, case, asking)}
