"""What follows when somebody takes no part in a case: who is told, and who stands in.

A conflict of interest must not stop a case. Whoever is invited is invited no
longer, and what they alone could do goes to the deputy, or is put before whoever
keeps the case.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from bot.core import words
from bot.core.asking import OF_AGENCY, Asking
from bot.core.case import Case
from bot.core.events import ConflictDeclared, Entry, PersonId, RoleId
from bot.core.hearing import Seat, Telling
from bot.core.people import Person
from bot.core.squared import squared


def told(
    entries: Iterable[Entry], seats: Iterable[Seat], case: Case, asking: Asking
) -> Iterator[Telling]:
    """List who must hear that somebody takes no part.

    Args:
        entries: What happened, in order.
        seats: Whose turn it is now.
        case: The case as it stands now.
        asking: The rules, the people and the time.
    """
    now = sorted(seats)
    for entry in entries:
        if isinstance(entry.event, ConflictDeclared):
            yield from squared(case, asking)
            yield from _left_open(entry.event.person, now, case, asking)


def _left_open(
    person: PersonId, seats: list[Seat], case: Case, asking: Asking
) -> Iterator[Telling]:
    """Ask the deputy for what only this person could do; tell the case's keeper."""
    stuck: list[str] = []
    asked: dict[tuple[RoleId, PersonId], list[str]] = {}
    for role, holder, step in seats:
        held = _holders(role, holder, asking)
        if person in {one.id for one in held} and vacant(
            seat=(role, holder, step), case=case, asking=asking
        ):
            stuck.append(step)
            asked.setdefault((role, holder), []).append(step)
    for (role, holder), steps in asked.items():
        if any(_standing_in((role, holder, step), case, asking) for step in steps):
            yield Telling("ask", role, holder, parts=tuple(steps))
    if stuck:
        ordered = tuple(step for step in asking.procedure.by_id if step in stuck)
        yield Telling("stuck", asking.procedure.coordinator, parts=ordered)


def vacant(seat: Seat, case: Case, asking: Asking) -> str:
    """Say that nobody whose turn it is can act, and who can instead.

    Nothing where somebody can, or where nobody takes no part.
    """
    role, holder, _ = seat
    held = _holders(role, holder, asking)
    if not any(one.id in case.conflicted for one in held):
        return ""
    if any(_can_act(one, case, asking) for one in held):
        return ""
    whose = f"the {asking.said(role)}"
    if holder:
        whose = f"{asking.roster.name(holder)} ({asking.said(role)})"
    instead = _standing_in(seat, case, asking)
    if instead:
        return (
            f"{words.begun(whose)} takes no part in this case. "
            f"{words.listed((one.name for one in instead), 'or')} can act instead."
        )
    keeper = asking.said(asking.procedure.coordinator)
    return (
        f"Nobody can do this now: {whose} takes no part in this case, or is away. The "
        f"{keeper} can record an absence with a deputy, who can then act at once."
    )


def _holders(role: RoleId, holder: PersonId, asking: Asking) -> tuple[Person, ...]:
    if role.startswith(OF_AGENCY):
        return ()
    held = asking.roster.holders(role)
    return tuple(one for one in held if one.id == holder) if holder else held


def _can_act(person: Person, case: Case, asking: Asking) -> bool:
    if person.id in case.conflicted:
        return False
    return asking.roster.absence(person.id, asking.today) is None


def _standing_in(seat: Seat, case: Case, asking: Asking) -> tuple[Person, ...]:
    """Find who can act in a seat whose own holders cannot."""
    role, holder, step = seat
    roster, today = asking.roster, asking.today
    named = {
        gone.deputy
        for one in _holders(role, holder, asking)
        if (gone := roster.absence(one.id, today))
    }
    found = {p.id: p for p in roster.people if p.id in named}
    deputy = asking.procedure.deputy_of(role, asking.procedure.by_id[step])
    if deputy and roster.away(role, today, case.conflicted):
        found |= {p.id: p for p in roster.reached_by(deputy, today)}
    return tuple(p for p in found.values() if _can_act(p, case, asking))
