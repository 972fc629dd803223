"""Who is meant by a delivery: people, worked out from a role at the minute it goes."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from typing import Any

from bot.core import rooms
from bot.core.asking import ABOVE_AGENCY, OF_AGENCY, Asking
from bot.core.case import Case
from bot.core.events import PersonId
from bot.core.people import Person
from bot.core.react import Telling
from bot.core.wanted import roles_of
from bot.store.outbox import Delivery


def addressed(
    row: Delivery,
    case: Case,
    asking: Asking,
    reaches: Callable[[str, str], bool],
    told: Collection[PersonId] = (),
) -> Iterator[Delivery]:
    """Turn a delivery for a role into one for each person or channel meant.

    Args:
        row: The delivery for a role.
        case: The case it is about, as it stands now.
        asking: The rules, the people and the time.
        reaches: Says whether a person, or with no name a channel, can be told in
            the chat.
        told: Who has been told the very same by another of their roles.
    """
    # When the chat asks for patience in one place, the others go on; there, nothing
    # later overtakes what it put off.
    said, lane = as_telling(row.body), f"chat/{row.partnership}"
    if said.channel:
        if reaches(row.partnership, ""):
            place = asking.roster.channel
            yield row.child("channel", f"{lane}/#{place}", place=place)
        return
    for role, person in _people(row, said, case, asking):
        if person.id in told:
            continue
        whom = {"person": person.id, "role": role}
        body = {**row.body, "role": role}
        to = row.child(person.id, f"{lane}/{person.id}", **whom, body=body)
        yield to
        # Whoever the chat does not reach has the card itself by e-mail already.
        if row.kind == "request" and reaches(row.partnership, person.id):
            yield letter_of(to, instead=False)


def let_in(case: Case, asking: Asking) -> tuple[Person, ...]:
    """Find whom the room of a case lets in: its roles' people, and who stands in.

    Somebody who is away is let in all the same, and finds it when they are back.
    Whoever takes no part in the case is not.
    """
    found: dict[str, Person] = {}
    for role in rooms.let_in(case, asking):
        held = _free(asking.roster.holders(role), case)
        found |= {p.id: p for p in (*held, *_holders(role, "", case, asking))}
    return tuple(found.values())


def letter_of(row: Delivery, *, instead: bool = True) -> Delivery:
    """Make of a person's card the same by e-mail; there is only ever one of it.

    Args:
        row: The card's delivery.
        instead: Whether it goes because the chat fails, and is recorded as that.
    """
    marks = {"mail": True, "instead": True} if instead else {"mail": True}
    lane, body = f"mail/{row.partnership}", {**row.body, **marks}
    return row.child("mail", lane, person=row.person, body=body)


def as_telling(body: Any) -> Telling:
    """Read a telling back from an outbox row."""
    known = {k: v for k, v in body.items() if k in Telling.__slots__}
    return Telling(**{**known, "parts": tuple(known.get("parts", ()))})


def _people(
    row: Delivery, said: Telling, case: Case, asking: Asking
) -> list[tuple[str, Person]]:
    """List who is meant, each once, with the role by which they are meant first."""
    roles = [said.role]
    if row.kind == "wanted":
        roles = list(roles_of(said))
    found: dict[str, tuple[str, Person]] = {}
    for role in roles:
        for person in _holders(role, said.person, case, asking):
            found.setdefault(person.id, (role, person))
    return list(found.values())


def _holders(role: str, person: str, case: Case, asking: Asking) -> tuple[Person, ...]:
    """Find whom to tell; the deputy, when nobody in the role may take part."""
    roster, today = asking.roster, asking.today
    if role.startswith(OF_AGENCY):
        return _free(roster.answering(role.removeprefix(OF_AGENCY), today), case)
    if role.startswith(ABOVE_AGENCY):
        return _free(roster.manages(role.removeprefix(ABOVE_AGENCY)), case)
    if person:
        gone = roster.absence(person, today)
        return _free(
            (roster.person(gone.deputy if gone and gone.deputy else person),), case
        )
    deputy = asking.procedure.deputy_of(role)
    found = _free(roster.reached_by(role, today, deputy), case)
    if not found and deputy:
        found = _free(roster.reached_by(deputy, today), case)
    return found


def _free(people: Iterable[Person], case: Case) -> tuple[Person, ...]:
    return tuple(p for p in people if p.id not in case.conflicted)
