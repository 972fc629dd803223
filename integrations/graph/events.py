"""A meeting as an event in Graph’s calendar, and what of one differs from another.

Pure: what is written is made of the meeting alone, and nothing personal is in it.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, timedelta
from typing import Any, Final, TypeAlias

from bot.core.cards import Invite
from bot.gateways import Gathering, Guest
from integrations.graph import moments

Event: TypeAlias = Mapping[str, Any]
"""An event as Graph writes it."""

OURS: Final = uuid.UUID("5d7a2f54-93c1-4d0e-8f6b-2a1c7be0d4e9")
"""Our own name space, in which nobody else names anything."""
PROPERTY: Final = f"String {{{OURS}}} Name DayzeroMeeting"
"""The property of an event that says which meeting it is."""
RECEIPT: Final = "graph/"
"""What the receipt of a meeting in this calendar begins with; then comes its event."""
_PROPERTIES: Final = "singleValueExtendedProperties"
EXPANDED: Final = f"{_PROPERTIES}($filter=id eq '{PROPERTY}')"
"""Without this, Graph does not say what the property is."""

_ADDRESS: Final = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_SUBJECT: Final = 255
_ANSWERED: Final = frozenset({"accepted", "declined", "tentativelyAccepted"})
_RESOURCE: Final = "resource"


def fits(address: str) -> bool:
    """Say whether Graph takes something for an address; one bad one spoils an event."""
    return _ADDRESS.fullmatch(address) is not None


def filtered(uid: str) -> str:
    """Ask for the events that are one meeting.

    Example:
        >>> filtered("WVX-2026-001").endswith(" and ep/value eq 'WVX-2026-001')")
        True
    """
    value = uid.replace("'", "''")
    return f"{_PROPERTIES}/Any(ep: ep/id eq '{PROPERTY}' and ep/value eq '{value}')"


def transaction(uid: str, again: str = "") -> str:
    """Name the making of a meeting’s event, so that a repeat of it makes no second.

    Args:
        uid: The meeting.
        again: The event that it had and that is gone, if it had one.
    """
    return str(uuid.uuid5(OURS, f"{uid}/{again}" if again else uid))


def made(gathering: Gathering, organiser: str, again: str = "") -> dict[str, Any]:
    """Write the event of a meeting that has none.

    Args:
        gathering: The meeting as it stands.
        organiser: In whose calendar it will be; they need no invitation.
        again: The event that it had and that is gone, if it had one.
    """
    invite = gathering.invite
    text = f"{invite.text}\n\n{invite.link}" if invite.link else invite.text
    return {
        "transactionId": transaction(invite.uid, again),
        **_shown(invite),
        "body": {"contentType": "text", "content": text},
        **_times(invite),
        "attendees": [_attendee(guest) for guest in _asked(gathering, organiser)],
        "sensitivity": "private",
        "allowNewTimeProposals": False,
        "responseRequested": True,
        "hideAttendees": invite.hide_guests,
        "isOnlineMeeting": True,
        "onlineMeetingProvider": "teamsForBusiness",
        _PROPERTIES: [{"id": PROPERTY, "value": invite.uid}],
    }


def changes(
    event: Event, gathering: Gathering, organiser: str
) -> Iterator[dict[str, Any]]:
    """List what has to change of an event, each kind of change by itself.

    Whoever leaves is taken out before anything else, so that they hear no more of
    it; whoever joins comes last, and hears only how it stands. The body is never
    written again: the link by which people join is in it.

    Args:
        event: The event as it was read, with all that is in it.
        gathering: The meeting as it stands.
        organiser: In whose calendar it is.
    """
    invite = gathering.invite
    present = _present(event, organiser)
    staying, whole = _squared(present, _asked(gathering, organiser))
    moved = {
        name: at
        for name, at in _times(invite).items()
        if moments.read(event.get(name)) != moments.read(at)
    }
    shown = {
        name: said for name, said in _shown(invite).items() if event.get(name) != said
    }
    if (moved or shown) and len(staying) < len(present):
        yield {"attendees": staying}
        present = staying
    if moved:
        yield _times(invite)
    if shown:
        yield shown
    if whole != present:
        yield {"attendees": whole}


def is_of(event: Event, uid: str) -> bool:
    """Say whether an event is that of a meeting, whatever the server was asked for."""
    return _value(event) == uid or event.get("transactionId") == transaction(uid)


def is_off(event: Event) -> bool:
    """Say whether an event has been cancelled."""
    return event.get("isCancelled") is True


def id_of(event: Event) -> str:
    """Say by what id an event is found, or an empty string."""
    found = event.get("id")
    return found if isinstance(found, str) else ""


def _value(event: Event) -> str:
    listed = event.get(_PROPERTIES)
    for one in listed if isinstance(listed, list) else ():
        if not isinstance(one, Mapping):
            continue
        # Exchange writes an id again in its own way, with small letters or large.
        if str(one.get("id", "")).casefold() == PROPERTY.casefold():
            return str(one.get("value", ""))
    return ""


# -- what is in it -------------------------------------------------------------------


def _times(invite: Invite) -> dict[str, Any]:
    # Counted in UTC: a meeting is as long on the night when the clocks change.
    end = invite.start.astimezone(UTC) + timedelta(minutes=invite.minutes)
    return {"start": moments.written(invite.start), "end": moments.written(end)}


def _shown(invite: Invite) -> dict[str, Any]:
    return {
        "subject": invite.subject[:_SUBJECT],
        "showAs": "tentative" if invite.tentative else "busy",
    }


def _asked(gathering: Gathering, organiser: str) -> list[Guest]:
    """List whom an event asks: each address once, and not that of the organiser."""
    seen = {organiser.casefold()}
    asked = []
    for guest in gathering.guests:
        address = guest.person.email.casefold()
        if address not in seen and fits(address):
            seen.add(address)
            asked.append(guest)
    return asked


def _attendee(guest: Guest) -> dict[str, Any]:
    return {
        "type": _type(guest),
        "emailAddress": {"address": guest.person.email, "name": guest.person.name},
    }


def _type(guest: Guest) -> str:
    return "required" if guest.required else "optional"


# -- who is in it --------------------------------------------------------------------


def _squared(
    present: list[Event], guests: Iterable[Guest]
) -> tuple[list[Event], list[Event]]:
    """Say who stays, and who should be there; whoever stays is left as they are."""
    wanted = {guest.person.email.casefold(): guest for guest in guests}
    staying: list[Event] = []
    whole: list[Event] = []
    for one in present:
        guest = wanted.pop(_address(one), None)
        if guest is not None:
            staying.append(one)
            whole.append({**one, "type": _type(guest)})
        elif one.get("type") == _RESOURCE:
            staying.append(one)
            whole.append(one)
    return staying, [*whole, *(_attendee(guest) for guest in wanted.values())]


def _present(event: Event, organiser: str) -> list[Event]:
    """List who is in an event as they would be written again, without the organiser.

    Graph lists the organiser among them or not, under whichever of their addresses.
    """
    ours = {"", organiser.casefold()}
    if isinstance(whose := event.get("organizer"), Mapping):
        ours.add(_address(whose))
    listed = event.get("attendees")
    return [
        _kept(one)
        for one in (listed if isinstance(listed, list) else ())
        if isinstance(one, Mapping) and _address(one) not in ours
    ]


def _kept(one: Event) -> dict[str, Any]:
    """Keep an attendee as they are, with what they answered."""
    said = one.get("emailAddress") or {}
    address = {name: said[name] for name in ("address", "name") if said.get(name)}
    kept: dict[str, Any] = {
        "type": one.get("type") or "required",
        "emailAddress": address,
    }
    status = one.get("status")
    if isinstance(status, Mapping) and status.get("response") in _ANSWERED:
        kept["status"] = dict(status)
    return kept


def _address(one: Event) -> str:
    said = one.get("emailAddress")
    return (
        str(said.get("address") or "").casefold() if isinstance(said, Mapping) else ""
    )
