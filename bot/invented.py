"""An invented partnership for any procedure: everybody it needs, and nobody real.

A rehearsal, a story and a trial of somebody's own file need people before there is
a roster. These are made from the file alone, and are the same every time.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

from bot.core.events import AgencyId, PersonId, RoleId
from bot.core.people import Agency, Person, Roster
from bot.core.procedure import Procedure, SignOff, Task

PARTNERSHIP: Final = "northmoor"
"""The partnership that is invented where no other name is given."""
COUNCIL: Final = "council"
UNIT: Final = "partnership"
AGENCIES: Final = (
    (COUNCIL, "{place} Council, Children’s Services", True),
    ("school", "Beacon Schools Trust", False),
    ("icb", "NHS {place}", True),
    ("police", "{place} Police", True),
    ("hospital", "{place} Hospitals Trust", False),
    ("probation", "{place} Probation", False),
    ("family-courts", "Family Courts Advisory Service, {place}", False),
)
"""The agencies somebody answers for: id, name, and whether it is statutory."""
PRACTITIONERS: Final = (COUNCIL, "school")
"""Where the two practitioners work who raise alerts."""
_OF_AGENCY: Final = ("agency", "manager")
"""Who is found for an agency by these words: who answers, and who hears if not."""

_WHERE: Final[tuple[tuple[AgencyId, frozenset[str]], ...]] = (
    ("police", frozenset({"police", "superintendent", "constable", "detective"})),
    ("icb", frozenset({"health", "icb", "nhs", "nurse", "doctor", "clinical", "gp"})),
    ("probation", frozenset({"probation"})),
    ("school", frozenset({"headteacher", "school"})),
    (UNIT, frozenset({"partnership", "chair", "business", "lscp"})),
    (UNIT, frozenset({"scrutineer", "subgroup", "secretariat", "pdscp", "author"})),
)
"""Words in the name of an office that say where its holder works."""

_GIVEN: Final = (
    *("Abena", "Aled", "Alisha", "Anwen", "Arjun", "Bronagh", "Bryony", "Callista"),
    *("Cerys", "Chidi", "Clodagh", "Dai", "Damilola", "Davinder", "Eilidh", "Elspeth"),
    *("Emrys", "Esme", "Fergal", "Fenella", "Gethin", "Gulsen", "Hamish", "Harpreet"),
    *("Hester", "Idris", "Ines", "Isla", "Jago", "Jamal", "Kasia", "Kelechi"),
    *("Lachlan", "Leila", "Lowri", "Mairead", "Marek", "Meera", "Merryn", "Morwenna"),
    *("Nadia", "Nkechi", "Olwen", "Oluwaseun", "Orla", "Padraig", "Parveen", "Perran"),
)
_FAMILY: Final = (
    *("Abernathy", "Adeyemi", "Ballantyne", "Bhatt", "Cadwallader", "Chaudhry"),
    *("Dalrymple", "Devereux", "Ekwueme", "Fairweather", "Farooqi", "Galloway"),
    *("Gwilym", "Haldane", "Heslop", "Ibekwe", "Iqbal", "Jarrold", "Kapoor"),
    *("Kettlewell", "Kinsella", "Llewellyn", "Lockhart", "Mackintyre", "Mbeki"),
    *("Menzies", "Nakamura", "Nowakowski", "Ogunleye", "Penhaligon", "Prendergast"),
    *("Quartermaine", "Rafferty", "Rahmani", "Saltonstall", "Sandhu", "Tamblyn"),
    *("Thistlewood", "Trevanion", "Uddin", "Venables", "Wadsworth", "Wozniak"),
)
"""43 family names to 48 given ones: 2,064 people before two have one name."""


def invented(procedure: Procedure, partnership: str = PARTNERSHIP) -> Roster:
    """Invent a partnership that a procedure can be tried with.

    One person holds each office that is not outside the partnership, and two
    hold an office of which every holder signs. Each agency has somebody who answers
    for it, and somebody who hears when it has not answered. Two practitioners raise
    alerts, and whoever must be registered somewhere is.

    Args:
        procedure: The procedure that the partnership follows.
        partnership: Its short name, in small letters.
    """
    place = partnership.replace("-", " ").title()
    people = tuple(
        _person(number, agency, role, procedure)
        for number, (agency, role) in enumerate(_posts(procedure))
    )
    return Roster(
        partnership=partnership,
        title=f"{place} Safeguarding Children Partnership",
        procedure=procedure.slug,
        prefix="".join(filter(str.isalpha, place))[:3].upper(),
        people=people,
        agencies=(
            *(
                Agency(
                    agency, name.format(place=place), yes, *_plain(people, agency)[:2]
                )
                for agency, name, yes in AGENCIES
            ),
            Agency(UNIT, f"{place} Partnership, business unit"),
        ),
    )


def completed(roster: Roster, procedure: Procedure) -> Roster:
    """Give an invented partnership what its procedure has come to need.

    Whoever is there already stays who they are, so that a file can be changed and
    tried again on the same cases.

    Args:
        roster: An invented roster, from an earlier state of the file.
        procedure: The file as it now stands.
    """
    roles = {name for name, shape in procedure.role.items() if not shape.outside}
    kept = tuple(replace(p, roles=p.roles & roles) for p in roster.people)
    held = Counter(role for person in kept for role in person.roles)
    wanted: Counter[RoleId] = Counter()
    missing = []
    for agency, role in _posts(procedure):
        wanted[role] += 1
        if role and wanted[role] > held[role]:
            missing.append((agency, role))
    new = (
        _person(number, agency, role, procedure)
        for number, (agency, role) in enumerate(missing, start=len(kept))
    )
    return replace(roster, people=(*kept, *new))


def holder(roster: Roster, who: str) -> Person:
    """Find an invented person by what they are.

    Args:
        roster: An invented roster.
        who: A role, such as ``head-of-qa``, or ``head-of-qa 2`` for the second who
            holds it; ``agency police`` for who answers for an agency, ``manager
            police`` for who hears when it has not; or ``practitioner`` for who
            raises alerts.

    Raises:
        LookupError: There is nobody by that name.
    """
    name, _, last = who.rpartition(" ")
    if name in _OF_AGENCY:
        place = _OF_AGENCY.index(name)
        ids = _plain(roster.people, last)[place : place + 1]
    elif who.startswith("practitioner"):
        ids = tuple(_plain(roster.people, agency)[2] for agency in PRACTITIONERS)
        ids = ids[_place(last) :][:1]
    else:
        held = roster.holders(name if last.isdecimal() else who)
        ids = tuple(person.id for person in held)[_place(last) :][:1]
    if not ids:
        raise LookupError(f"Nobody invented for {roster.procedure} is {who!r}.")
    return roster.person(ids[0])


def _place(last: str) -> int:
    return int(last) - 1 if last.isdecimal() else 0


def _plain(people: Iterable[Person], agency: AgencyId) -> tuple[PersonId, ...]:
    """Find those who work for an agency and hold no office."""
    return tuple(p.id for p in people if p.agency == agency and not p.roles)


def _posts(procedure: Procedure) -> Iterator[tuple[AgencyId, RoleId]]:
    """List who is needed: where they work, and the office they hold, if any."""
    for agency in (*(a for a, _, _ in AGENCIES for _ in _OF_AGENCY), *PRACTITIONERS):
        yield agency, ""
    chains = [step.links for step in procedure.step if isinstance(step, SignOff)]
    several = {link.each for links in chains for link in links}
    for role, shape in procedure.role.items():
        if not shape.outside:
            words = {*role.split("-"), *shape.title.lower().split()}
            agency = next((a for a, said in _WHERE if said & words), COUNCIL)
            yield from ((agency, role) for _ in range(1 + (role in several)))


def _person(
    number: int, agency: AgencyId, role: RoleId, procedure: Procedure
) -> Person:
    given, family = _GIVEN[number % len(_GIVEN)], _FAMILY[number % len(_FAMILY)]
    name = f"{given.lower()}.{family.lower()}"
    return Person(
        id=name,
        name=f"{given} {family}",
        email=f"{name}@example.org",
        agency=agency,
        roles=frozenset({role}) if role else frozenset(),
        registered=tuple(_registered(role, procedure)) if role else (),
    )


def _registered(role: RoleId, procedure: Procedure) -> dict[str, None]:
    """Find where an office has to be registered, to do or stand in for its steps."""
    return {
        step.registered: None
        for step in procedure.step
        if isinstance(step, Task)
        and step.registered
        and role in (step.owner, procedure.deputy_of(step.owner, step))
    }
