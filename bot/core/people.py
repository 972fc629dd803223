"""Who may act as what, today: people, roles, deputies and absences.

A right comes from the roster and never from the name on a button: it is asked
again at every press. One statutory partner has one seat, whoever sits in it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from bot.core.errors import NotYours, Unknown
from bot.core.events import AgencyId, PersonId, RoleId


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody on the roster.

    Attributes:
        id: Short, stable and unique on the roster.
        agency: The agency they work for.
        roles: What they are in this partnership.
        registered: Where they are registered, such as ``portal``.
        accounts: What chat platforms call them, where they cannot be found by
            their e-mail address: an id for the name of a platform.
        invitations: ``email`` if meetings reach them by e-mail alone, even where a
            calendar is shared with them.
    """

    id: PersonId
    name: str
    email: str
    agency: AgencyId
    roles: frozenset[RoleId]
    registered: tuple[str, ...] = ()
    accounts: Mapping[str, str] = field(default_factory=dict, hash=False)
    invitations: str = ""


@dataclass(frozen=True, slots=True)
class Absence:
    """Days on which somebody is away, and who stands in.

    Attributes:
        first: The first day away.
        last: The last day away.
        deputy: Who acts for them, or an empty string if nobody was named.
    """

    person: PersonId
    first: date
    last: date
    deputy: PersonId = ""

    def covers(self, day: date) -> bool:
        """Say whether the person is away on a day."""
        return self.first <= day <= self.last


@dataclass(frozen=True, slots=True)
class Agency:
    """An organisation that may be asked for a return.

    Attributes:
        statutory: Whether it is one of the three safeguarding partners.
        contact: Who answers for it; everybody who works there, if nobody is named.
        manager: Who is told when it has not answered, or an empty string.
    """

    id: AgencyId
    name: str
    statutory: bool = False
    contact: PersonId = ""
    manager: PersonId = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """By what right somebody acts.

    Attributes:
        role: The role acted in.
        instead_of: Whom they act for, or an empty string when it is their own.
    """

    role: RoleId
    instead_of: PersonId = ""


@dataclass(frozen=True, slots=True)
class Roster:
    """A partnership's people, agencies and absences, as they stand.

    Attributes:
        partnership: Its short name.
        title: Its full name.
        procedure: The slug of the procedure it follows.
        prefix: The letters its case references begin with.
        channel: Where its digest goes.
        tenants: The workspace or organisation it works in on chat platforms, where
            there could be more than one: an id for the name of a platform.
        organiser: The mailbox that its letters come from and its meetings are in;
            empty for the one of the whole installation.
        retention_days: How long what was written is kept after a case is closed;
            ``None`` for as long as the whole installation keeps it.
    """

    partnership: str
    title: str
    procedure: str
    prefix: str
    channel: str = "safeguarding"
    people: tuple[Person, ...] = ()
    agencies: tuple[Agency, ...] = ()
    absences: tuple[Absence, ...] = ()
    tenants: Mapping[str, str] = field(default_factory=dict, hash=False)
    organiser: str = ""
    retention_days: int | None = None
    _by_id: dict[PersonId, Person] = field(
        init=False, repr=False, compare=False, default_factory=dict
    )

    def __post_init__(self) -> None:
        """Index people once; a roster is read many times."""
        self._by_id.update({person.id: person for person in self.people})

    def person(self, who: PersonId) -> Person:
        """Find somebody.

        Raises:
            Unknown: They are not on the roster.
        """
        if who not in self._by_id:
            raise Unknown(
                "You are not on this partnership's roster.",
                next_step="Ask the business manager to add you.",
            )
        return self._by_id[who]

    def name(self, who: PersonId) -> str:
        """Say somebody's name, or what the record calls them."""
        return self._by_id[who].name if who in self._by_id else who

    def agency(self, which: AgencyId) -> Agency:
        """Find an agency.

        Raises:
            Unknown: It is not on the roster.
        """
        for agency in self.agencies:
            if agency.id == which:
                return agency
        raise Unknown(
            "That agency is not on this partnership's roster.",
            next_step="Choose one from the list, or add it to the roster first.",
        )

    def agency_name(self, which: AgencyId) -> str:
        """Say an agency's name, or what the record calls one that has left."""
        return next((a.name for a in self.agencies if a.id == which), which)

    def of_agency(self, which: AgencyId) -> tuple[Person, ...]:
        """Find the people who answer for an agency."""
        return tuple(p for p in self.people if p.agency == which)

    def answering(self, which: AgencyId, day: date) -> tuple[Person, ...]:
        """Find who answers for an agency on a day: its contact, or whoever is there.

        With no contact named, that is everybody who works there.
        """
        contact = next((a.contact for a in self.agencies if a.id == which), "")
        if contact not in self._by_id:
            return self.of_agency(which)
        gone = self.absence(contact, day)
        if gone is None:
            return (self._by_id[contact],)
        if gone.deputy in self._by_id:
            return (self._by_id[gone.deputy],)
        others = tuple(p for p in self.of_agency(which) if not self.absence(p.id, day))
        return others or (self._by_id[contact],)

    def manages(self, which: AgencyId) -> tuple[Person, ...]:
        """Find who hears when an agency has not answered; nobody, if none is named."""
        manager = next((a.manager for a in self.agencies if a.id == which), "")
        return (self._by_id[manager],) if manager in self._by_id else ()

    def holders(self, role: RoleId) -> tuple[Person, ...]:
        """Find everybody who holds a role, away or not."""
        return tuple(p for p in self.people if role in p.roles)

    def absence(self, who: PersonId, day: date) -> Absence | None:
        """Find whether somebody is away on a day; the latest entry stands."""
        for absence in reversed(self.absences):
            if absence.person == who and absence.covers(day):
                return absence
        return None

    def away(
        self, role: RoleId, day: date, barred: frozenset[PersonId] = frozenset()
    ) -> bool:
        """Say whether nobody who holds a role is there, or may act, on a day."""
        return all(
            p.id in barred or self.absence(p.id, day) for p in self.holders(role)
        )

    def reached_by(
        self, role: RoleId, day: date, deputy: RoleId = ""
    ) -> tuple[Person, ...]:
        """Find whom to tell when a role is told: its holders, or who stands in.

        Args:
            role: The role to be told.
            day: The day it is told.
            deputy: The role that stands in when nobody in the first is there.
        """
        reached: dict[PersonId, Person] = {}
        for holder in self.holders(role):
            gone = self.absence(holder.id, day)
            if gone is None:
                reached[holder.id] = holder
            elif gone.deputy in self._by_id:
                reached[gone.deputy] = self._by_id[gone.deputy]
        if not reached and deputy and deputy != role:
            return self.reached_by(deputy, day)
        return tuple(reached.values()) or self.holders(role)

    def standing(
        self,
        who: PersonId,
        role: RoleId,
        day: date,
        deputy: RoleId = "",
        barred: frozenset[PersonId] = frozenset(),
    ) -> Standing:
        """Work out by what right somebody acts in a role.

        Args:
            who: The person.
            role: The role the act belongs to.
            day: Today, in London.
            deputy: The role that stands in when nobody in the first is there.
            barred: People who may not act in this matter, whatever their role.

        Raises:
            NotYours: They hold neither the role nor the place of somebody in it.
        """
        person = self.person(who)
        if role in person.roles:
            return Standing(role)
        for holder in self.holders(role):
            gone = self.absence(holder.id, day)
            if gone and gone.deputy == who:
                return Standing(role, instead_of=holder.id)
        holders = self.holders(role)
        if deputy in person.roles and self.away(role, day, barred):
            return Standing(role, instead_of=holders[0].id if holders else role)
        raise NotYours
