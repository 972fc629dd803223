"""Who is coming to a meeting: what everybody asked to it has answered, seat by seat.

One of a seat's people is enough. A seat is lost only when all of them have declined:
then somebody else has to be asked, or the meeting moved.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from bot.core import words
from bot.core.asking import OF_AGENCY, Asking
from bot.core.attending import FROM, Attendee, Seat, attending, said, seats
from bot.core.case import Arrangement, Case
from bot.core.events import Answered, PersonId
from bot.core.people import Person
from bot.core.procedure import Meeting
from bot.core.progress import AnyStep, local_day

Answer: TypeAlias = Answered | Literal[""]
"""What somebody said; nothing, if they have not answered."""
Stand: TypeAlias = Literal["accepted", "perhaps", "lost", "silent", "away"]
"""How a seat stands: lost if all its people declined, away if nobody could come."""

ANSWERS: Final[dict[Answer, str]] = {
    "accepted": "Coming",
    "tentative": "Perhaps",
    "declined": "Not coming",
    "": "Not answered",
}
"""What each answer is called on a page."""
_NAMED: Final[tuple[tuple[Stand, str], ...]] = (
    ("lost", "Declined"),
    ("away", "Away that day"),
    ("perhaps", "Perhaps"),
    ("silent", "Not answered"),
)
_UNHEARD: Final[tuple[tuple[Stand, str], ...]] = (
    ("away", "Away that day"),
    ("silent", "Needed"),
)
"""How the seats that are needed are listed, once somebody has answered and before."""
_FEW: Final = 5
"""How many people are suggested to come instead."""


@dataclass(frozen=True, slots=True)
class Coming:
    """Who is coming to a meeting that is arranged, or whose time is held.

    Attributes:
        people: Everybody who should be there.
        seats: Every seat, the chair's first.
    """

    step: Meeting
    arranged: Arrangement
    people: tuple[Attendee, ...]
    seats: tuple[Seat, ...]

    def answer(self, who: PersonId) -> Answer:
        """Find what somebody said about the time as it is."""
        reply = self.arranged.replies.get(who)
        return reply.answer if reply else ""

    def stands(self, seat: Seat) -> Stand:
        """Say how a seat stands."""
        answers = {self.answer(who) for who in seat.people}
        if "accepted" in answers:
            return "accepted"
        if not answers or answers == {"declined"}:
            return "lost" if answers else "away"
        return "perhaps" if "tentative" in answers else "silent"

    def needed(self, stand: Stand) -> tuple[Seat, ...]:
        """List the seats that the meeting needs, and that stand in one way."""
        return tuple(s for s in self.seats if s.needed and self.stands(s) == stand)

    @property
    def lost(self) -> tuple[Seat, ...]:
        """The seats that the meeting needs, and that everybody has declined."""
        return self.needed("lost")


@dataclass(frozen=True, slots=True)
class StandIn:
    """Somebody who could come in the place of one who declined.

    Attributes:
        seat: The seat that is lost.
        person: Whose place it is.
        instead: Who could come.
        why: By what right, in a few words.
    """

    seat: Seat
    person: PersonId
    instead: Person
    why: str


def coming(step: AnyStep, case: Case, asking: Asking) -> Coming | None:
    """Find who is coming to a meeting; nothing where no time stands for it."""
    arranged = case.expected(step.id)
    if arranged is None or not isinstance(step, Meeting):
        return None
    asked = step, case, asking, local_day(arranged.start)
    return Coming(step, arranged, attending(*asked), seats(*asked))


def lost(step: AnyStep | None, case: Case, asking: Asking) -> frozenset[str]:
    """Name the seats of a meeting that are needed, and that everybody declined."""
    who = coming(step, case, asking) if step else None
    return frozenset(seat.name for seat in who.lost) if who else frozenset()


def sentence(who: Coming, asking: Asking) -> str:
    """Say who is coming, and name the seats that are needed and not filled.

    Example: ``5 of 9 are coming. Declined: Dorset Police.``
    """
    total = len(who.people)
    said_so = [who.answer(attendee.person.id) for attendee in who.people]
    number = said_so.count("accepted")
    if not total:
        return "Nobody on the roster is asked to it."
    verb = "is" if number == 1 else "are"
    first, stands = f"{number} of {total} {verb} coming.", _NAMED
    if not number:
        first = f"None of {total} has accepted yet."
    if not any(said_so):
        first, stands = f"None of {total} has answered yet.", _UNHEARD
    return " ".join([first, *_named(who, stands, asking)])


def fact(step: AnyStep, case: Case, asking: Asking) -> Iterator[tuple[str, str]]:
    """Say who is coming to a meeting that has not begun; else nothing."""
    who = coming(step, case, asking)
    if who and who.arranged.start > asking.now:
        yield "Who is coming", sentence(who, asking)


def _named(
    who: Coming, stands: Iterable[tuple[Stand, str]], asking: Asking
) -> Iterator[str]:
    for stand, label in stands:
        names = named(who.needed(stand), asking)
        if names:
            yield f"{label}: {names}."


def named(some: Iterable[Seat], asking: Asking) -> str:
    """Name some seats, each once."""
    return words.listed(dict.fromkeys(said(seat.name, asking) for seat in some))


def stand_ins(who: Coming, case: Case, asking: Asking) -> tuple[StandIn, ...]:
    """List who could come in the place of those whose seats are lost.

    Deputies go first, then others in the role, then others of the organisation.
    """
    found: dict[PersonId, StandIn] = {}
    for seat in who.lost:
        for person, why in _others(seat, who, case, asking):
            found.setdefault(person.id, StandIn(seat, seat.people[0], person, why))
    return tuple(found.values())[:_FEW]


def _others(
    seat: Seat, who: Coming, case: Case, asking: Asking
) -> Iterator[tuple[Person, str]]:
    roster, day = asking.roster, local_day(who.arranged.start)
    barred = case.conflicted.union(who.arranged.instead)
    for person, why in _possible(seat, who, asking):
        free = who.answer(person.id) != "declined" and person.id not in barred
        if free and not roster.absence(person.id, day):
            yield person, why


def _possible(seat: Seat, who: Coming, asking: Asking) -> Iterator[tuple[Person, str]]:
    roster, role = asking.roster, seat.name.partition(FROM)[0]
    deputy = asking.procedure.deputy_of(role, who.step)
    for person in roster.holders(deputy) if deputy else ():
        yield person, f"deputy: {asking.said(deputy)}"
    for person in roster.holders(role):
        yield person, asking.said(role)
    held = {roster.person(name).agency for name in seat.people}
    if role.startswith(OF_AGENCY):
        held = {role.removeprefix(OF_AGENCY)}
    elif not seat.statutory:
        return
    for agency in sorted(held):
        # Somebody with a part in this work is likelier to be the right one.
        for person in sorted(roster.of_agency(agency), key=lambda p: not p.roles):
            yield person, f"from {roster.agency_name(agency)}"
