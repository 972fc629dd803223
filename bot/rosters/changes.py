"""What would change if one roster took the place of another, a line to each change."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from bot.core import words
from bot.core.people import Absence, Agency, Person, Roster
from bot.rosters.docs import PLATFORMS

_OWN: Final = {"organiser": "mailbox", "retention_days": "days of retention"}
"""What a partnership may set for itself, as it is said."""
_EVERYBODYS: Final = "as everybody’s"


def changes(before: Roster | None, after: Roster) -> tuple[str, ...]:
    """List what is different in a roster from the one there was, in words."""
    if before is None:
        people = words.counted(len(after.people), "person", "people")
        agencies = words.counted(len(after.agencies), "agency", "agencies")
        return (f"New: {after.title}, with {agencies} and {people}.",)
    return tuple(_changes(before, after))


def _changes(before: Roster, after: Roster) -> Iterator[str]:
    for word in ("title", "procedure", "prefix", "channel"):
        was, now = getattr(before, word), getattr(after, word)
        if was != now:
            yield f"Changed: the {word} is {now}. It was {was}."
    for word, called in _OWN.items():
        was, now = getattr(before, word), getattr(after, word)
        if was != now:
            yield (
                f"Changed: the partnership’s {called} is {now or _EVERYBODYS}."
                f" It was {was or _EVERYBODYS}."
            )
    for told in _ids(before.tenants, after.tenants):
        yield f"Changed: the partnership’s id: {told}."
    yield from _agencies(before, after)
    yield from _people(before, after)
    name = after.name
    for absence in after.absences:
        if absence not in before.absences:
            yield f"New: {_away(absence, name(absence.person), after)}"
    for absence in before.absences:
        if absence not in after.absences:
            yield f"Gone: {_away(absence, before.name(absence.person), before)}"


def _agencies(before: Roster, after: Roster) -> Iterator[str]:
    was = {agency.id: agency for agency in before.agencies}
    now = {agency.id: agency for agency in after.agencies}
    for agency in after.agencies:
        if agency.id not in was:
            yield f"New: the agency {agency.name} ({agency.id})."
        elif told := list(_agency(was[agency.id], agency)):
            yield f"Changed: the agency {agency.name}: {words.listed(told)}."
    for agency in before.agencies:
        if agency.id not in now:
            yield f"Gone: the agency {agency.name} ({agency.id})."


def _agency(was: Agency, now: Agency) -> Iterator[str]:
    if was.name != now.name:
        yield f"its name was {was.name}"
    if was.statutory != now.statutory:
        yield f"{'now' if now.statutory else 'no longer'} a statutory partner"
    for word in ("contact", "manager"):
        if getattr(was, word) != getattr(now, word):
            yield f"{word} {getattr(now, word) or 'nobody'}"


def _people(before: Roster, after: Roster) -> Iterator[str]:
    was = {person.id: person for person in before.people}
    now = {person.id: person for person in after.people}
    for person in after.people:
        if person.id not in was:
            roles = words.listed(sorted(person.roles))
            yield f"New: {person.name} ({person.id}){f', {roles}' if roles else ''}."
        elif told := list(_person(was[person.id], person)):
            yield f"Changed: {person.name} ({person.id}): {words.listed(told)}."
    for person in before.people:
        if person.id not in now:
            yield f"Gone: {person.name} ({person.id})."


def _person(was: Person, now: Person) -> Iterator[str]:
    for word in ("name", "email", "agency"):
        if getattr(was, word) != getattr(now, word):
            yield f"{word} was {getattr(was, word)}, is {getattr(now, word)}"
    for word in ("roles", "registered"):
        old, new = set(getattr(was, word)), set(getattr(now, word))
        yield from (f"now {one}" for one in sorted(new - old))
        yield from (f"no longer {one}" for one in sorted(old - new))
    yield from _ids(was.accounts, now.accounts)
    if was.invitations != now.invitations:
        yield f"invitations {'by e-mail' if now.invitations else 'as everybody’s'}"


def _ids(was: Mapping[str, str], now: Mapping[str, str]) -> Iterator[str]:
    for word in PLATFORMS:
        old, new = was.get(word, "none"), now.get(word, "none")
        if old != new:
            yield f"{word} was {old}, is {new}"


def _away(absence: Absence, name: str, roster: Roster) -> str:
    stands = f", {roster.name(absence.deputy)} stands in" if absence.deputy else ""
    days = f"{words.day(absence.first)} to {words.day(absence.last)}"
    return f"{name} away {days}{stands}."
