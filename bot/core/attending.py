"""Who should be at a meeting, on the day it is held, and which seats they fill.

Everything goes by the day of the meeting and not by today: somebody who is away
that day sends their deputy, though they are at their desk when it is arranged.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from bot.core.asking import OF_AGENCY, Asking
from bot.core.case import Case
from bot.core.events import AgencyId, PersonId, RoleId
from bot.core.people import Person, Roster
from bot.core.procedure import EVERY_AGENCY, Meeting

FROM: Final = "@"
"""Parts a role from the organisation whose seat it is, where several hold it."""


@dataclass(frozen=True, slots=True)
class Attendee:
    """Somebody who should be at a meeting.

    Attributes:
        role: What they come as, the first that fits; a stand-in, for whom they come.
        required: Whether they must come.
        chair: Whether they take the chair.
        instead_of: Whom they stand in for; the role, where nobody holds it.
    """

    person: Person
    role: RoleId
    required: bool
    chair: bool = False
    instead_of: PersonId = ""


@dataclass(frozen=True, slots=True)
class Seat:
    """One role from one organisation: any one of its people fills it.

    Attributes:
        name: The role, such as ``partner-police`` or ``agency:police``, or
            ``learning-group@police`` where several organisations hold the role.
        people: Who can fill it that day; nobody, where an organisation that holds
            the role with others has everybody away and no deputy.
        needed: Whether the meeting needs it filled.
        chair: Whether it is the chair.
        statutory: Whether its organisation is one of the three partners.
    """

    name: str
    people: tuple[PersonId, ...]
    needed: bool
    chair: bool = False
    statutory: bool = False


@dataclass(frozen=True, slots=True)
class _Place:
    """Somebody in a role on a day.

    Attributes:
        agency: Whose seat they fill; no one organisation's, for a deputy role.
    """

    person: Person
    agency: AgencyId
    instead_of: PersonId = ""


def attending(
    step: Meeting, case: Case, asking: Asking, day: date
) -> tuple[Attendee, ...]:
    """List who should be at a meeting held on a day, each person once."""
    must = frozenset(_spelt((*step.invite, step.chair, step.owner), case))
    found: dict[PersonId, Attendee] = {}
    for role in roles_at(step, case):
        for place in _places(role, step, case, asking, day):
            person, chair = place.person, role == step.chair
            one = found.setdefault(
                person.id,
                Attendee(person, role, role in must, chair, place.instead_of),
            )
            if chair and not one.chair:
                found[person.id] = replace(one, chair=True)
    return tuple(found.values())


def seats(step: Meeting, case: Case, asking: Asking, day: date) -> tuple[Seat, ...]:
    """List the seats of a meeting held on a day, the chair's first."""
    needed = frozenset(_spelt((*(step.quorum or step.invite), step.chair), case))
    found = (
        seat
        for role in roles_at(step, case)
        for seat in _seats(
            Seat(role, (), role in needed, role == step.chair),
            _places(role, step, case, asking, day),
            case,
            asking,
        )
    )
    return tuple(sorted(found, key=lambda seat: not seat.chair))


def roles_at(step: Meeting, case: Case) -> tuple[RoleId, ...]:
    """List the roles that come to a meeting, each agency involved among them."""
    named = (*step.invite, step.chair, step.owner, *step.may_come)
    return tuple(_spelt(named, case))


def said(name: str, asking: Asking) -> str:
    """Say whose a seat is: "the Police partner", or an agency by its name."""
    role, _, agency = name.partition(FROM)
    whom = asking.whom(role)
    return f"{whom} from {asking.roster.agency_name(agency)}" if agency else whom


def _spelt(names: Iterable[RoleId], case: Case) -> Iterator[RoleId]:
    every = tuple(OF_AGENCY + agency for agency in case.agencies)
    spelt = (r for name in names for r in (every if name == EVERY_AGENCY else (name,)))
    return (role for role in dict.fromkeys(spelt) if role)


def _seats(
    like: Seat, places: tuple[_Place, ...], case: Case, asking: Asking
) -> Iterator[Seat]:
    """Divide a role by the organisations it is held in; the chair is one seat."""
    roster, role = asking.roster, like.name
    if role.startswith(OF_AGENCY):
        held = [role.removeprefix(OF_AGENCY)]
    else:
        free = (p for p in roster.holders(role) if p.id not in case.conflicted)
        held = list(dict.fromkeys(p.agency for p in free))
    whole = like.chair or len(held) <= 1 or not all(place.agency for place in places)
    if not whole:
        for agency in held:
            yield replace(
                like,
                name=f"{role}{FROM}{agency}",
                people=tuple(p.person.id for p in places if p.agency == agency),
                statutory=_statutory(agency, roster),
            )
    elif places:
        yield replace(
            like,
            people=tuple(place.person.id for place in places),
            statutory=len(held) == 1 and _statutory(held[0], roster),
        )


def _statutory(agency: AgencyId, roster: Roster) -> bool:
    return any(a.statutory for a in roster.agencies if a.id == agency)


def _places(
    role: RoleId, step: Meeting, case: Case, asking: Asking, day: date
) -> tuple[_Place, ...]:
    """Find who is in a role on a day, once everybody has taken the place given them."""
    found: dict[PersonId, _Place] = {}
    for place in _by_day(role, step, case, asking, day):
        taken = _swapped(place, step, case, asking.roster)
        found.setdefault(taken.person.id, taken)
    return tuple(found.values())


def _by_day(
    role: RoleId, step: Meeting, case: Case, asking: Asking, day: date
) -> list[_Place]:
    """Find who is in a role on a day: its people, their deputies, or its deputy role.

    Where nobody at all is there, its own people are invited as though they were.
    """
    roster = asking.roster
    if role.startswith(OF_AGENCY):
        staff = roster.of_agency(role.removeprefix(OF_AGENCY))
        named = {a.contact for a in roster.agencies if a.id == role[len(OF_AGENCY) :]}
        own = tuple(p for p in roster.people if p.id in named) or staff
        found = _there(own, case, roster, day) or _there(staff, case, roster, day)
    else:
        own = roster.holders(role)
        found = _there(own, case, roster, day)
        if not found and (deputy := asking.procedure.deputy_of(role, step)):
            first = own[0].id if own else role
            found = [
                _Place(place.person, "", place.instead_of or first)
                for place in _there(roster.holders(deputy), case, roster, day)
            ]
    return found or [_Place(p, p.agency) for p in own if p.id not in case.conflicted]


def _there(
    people: Iterable[Person], case: Case, roster: Roster, day: date
) -> list[_Place]:
    """Find who of some people is there on a day, or whom they named in their place."""
    found: list[_Place] = []
    for person in people:
        gone = roster.absence(person.id, day)
        if gone is None:
            found.append(_Place(person, person.agency))
            continue
        found.extend(
            _Place(deputy, person.agency, person.id)
            for deputy in roster.people
            if deputy.id == gone.deputy and not roster.absence(deputy.id, day)
        )
    return [place for place in found if place.person.id not in case.conflicted]


def _swapped(place: _Place, step: Meeting, case: Case, roster: Roster) -> _Place:
    """Give a place to whoever takes it, if they still may.

    Somebody chosen to take a place keeps it when its own holder is put down as away.
    """
    arranged = case.expected(step.id)
    taken = arranged.instead if arranged else {}
    whose = place.person.id if place.person.id in taken else place.instead_of
    taker = taken.get(whose, "")
    if taker in ("", whose) or taker in case.conflicted:
        return place
    for person in roster.people:
        if person.id == taker:
            return replace(place, person=person, instead_of=whose)
    return place
