"""A roster as plain data, which is how it is kept."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from bot.core.people import Absence, Agency, Person, Roster

PLATFORMS: Final = ("slack", "teams")
"""The chat platforms whose ids a roster may give, each by the word it uses for it."""


def to_doc(roster: Roster) -> dict[str, Any]:
    """Write a roster as plain data, to be kept."""
    return {
        "partnership": roster.partnership,
        "title": roster.title,
        "procedure": roster.procedure,
        "prefix": roster.prefix,
        "channel": roster.channel,
        **roster.tenants,
        **_own(roster),
        "agency": [
            {
                "id": a.id,
                "name": a.name,
                "statutory": a.statutory,
                "contact": a.contact,
                "manager": a.manager,
            }
            for a in roster.agencies
        ],
        "person": [
            {
                "id": p.id,
                "name": p.name,
                "email": p.email,
                "agency": p.agency,
                "roles": sorted(p.roles),
                "registered": list(p.registered),
                **p.accounts,
                **({"invitations": p.invitations} if p.invitations else {}),
            }
            for p in roster.people
        ],
        "absence": [
            {
                "person": a.person,
                "first": a.first.isoformat(),
                "last": a.last.isoformat(),
                "deputy": a.deputy,
            }
            for a in roster.absences
        ],
    }


def from_doc(doc: Mapping[str, Any]) -> Roster:
    """Read a roster back from plain data.

    Raises:
        KeyError: It was not written by :func:`to_doc`.
    """
    return Roster(
        partnership=doc["partnership"],
        title=doc["title"],
        procedure=doc["procedure"],
        prefix=doc["prefix"],
        channel=doc.get("channel", "safeguarding"),
        people=tuple(_person(one) for one in doc.get("person", ())),
        agencies=tuple(_agency(one) for one in doc.get("agency", ())),
        absences=tuple(_absence(one) for one in doc.get("absence", ())),
        tenants=_ids(doc),
        organiser=doc.get("organiser", ""),
        retention_days=doc.get("retention_days"),
    )


def _own(roster: Roster) -> dict[str, Any]:
    """Give what a partnership may set for itself, where it does."""
    given = {
        "organiser": roster.organiser,
        "retention_days": roster.retention_days,
    }
    return {word: value for word, value in given.items() if value}


def _person(doc: Mapping[str, Any]) -> Person:
    return Person(
        doc["id"],
        doc["name"],
        doc["email"],
        doc["agency"],
        frozenset(doc.get("roles", ())),
        tuple(doc.get("registered", ())),
        _ids(doc),
        doc.get("invitations", ""),
    )


def _ids(doc: Mapping[str, Any]) -> dict[str, str]:
    return {word: doc[word] for word in PLATFORMS if doc.get(word)}


def _agency(doc: Mapping[str, Any]) -> Agency:
    return Agency(
        doc["id"],
        doc["name"],
        doc.get("statutory", False),
        doc.get("contact", ""),
        doc.get("manager", ""),
    )


def _absence(doc: Mapping[str, Any]) -> Absence:
    first, last = _day(doc["first"]), _day(doc["last"])
    return Absence(doc["person"], first, last, doc.get("deputy", ""))


def _day(value: date | str) -> date:
    return date.fromisoformat(value) if isinstance(value, str) else value
