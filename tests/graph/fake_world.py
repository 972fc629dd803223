"""What a pretended Graph holds: mailboxes, events, letters, and who was mailed what."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Final, Literal
from urllib.parse import quote
from zoneinfo import ZoneInfo

from tests.graph.fake_checks import Json

TENANT: Final = "5a1e7e11-0000-4000-8000-00000000d0e5"
CLIENT: Final = "c11e0000-0000-4000-8000-0000000000d0"
ROLES: Final = ("Calendars.ReadWrite", "Mail.Read", "Mail.Send")
NEVER: Final = "0001-01-01T00:00:00Z"
US: Final = "safeguarding@example.org"
"""The organiser, in whose calendar the meetings are."""
AMINA: Final = "amina@example.org"
BO: Final = "bo@example.org"
OUTSIDE: Final = "cleo@elsewhere.example.org"
"""Somebody who has no mailbox in this tenant."""
FRIDAY: Final = datetime(2026, 11, 27, 9, 30, tzinfo=UTC)
_ZONES: Final = {"GMT Standard Time": "Europe/London", "UTC": "UTC"}

Kind = Literal["invitation", "update", "cancellation"]


class Failed(Exception):  # noqa: N818 - an answer, not an error of the tests
    """A refusal, as Graph words it."""

    def __init__(self, status: int, code: str, message: str, **headers: str) -> None:
        super().__init__(message)
        self.status = status
        self.headers = headers
        self.body = {
            "error": {
                "code": code,
                "message": message,
                "innerError": {
                    "date": "2026-11-27T09:30:00",
                    "request-id": "0e0e0e0e-0000-4000-8000-000000000001",
                    "client-request-id": "0e0e0e0e-0000-4000-8000-000000000001",
                },
            }
        }


@dataclass(frozen=True)
class Mailed:
    """An e-mail that Exchange sent to somebody about an event, by itself.

    Attributes:
        about: The id of the event.
        link: Where the online meeting is joined.
        comment: What was said when it was cancelled.
    """

    to: str
    kind: Kind
    about: str
    subject: str
    start: datetime
    end: datetime
    link: str
    comment: str = ""


@dataclass
class Event:
    """An event in a mailbox, as Graph keeps it.

    Attributes:
        asked: What it was created with, to know a repeat from a different event.
        doc: What is answered of it, but for its times and its extended properties.
        moved: The number of its last change, for delta.
    """

    id: str
    mailbox: str
    start: datetime
    end: datetime
    asked: Json
    doc: Json
    properties: list[Json] = field(default_factory=list)
    moved: int = 0
    gone: bool = False

    @property
    def attendees(self) -> list[Json]:
        listed: list[Json] = self.doc["attendees"]
        return listed

    @property
    def addresses(self) -> list[str]:
        """Everybody asked, in the order in which they stand there."""
        return [address_of(one) for one in self.attendees]

    @property
    def link(self) -> str:
        online = self.doc.get("onlineMeeting") or {}
        return str(online.get("joinUrl", ""))

    @property
    def responses(self) -> Mapping[str, str]:
        return {address_of(a): a["status"]["response"] for a in self.attendees}


@dataclass(frozen=True)
class Letter:
    """A letter in a folder of a mailbox, as it was sent or came."""

    id: str
    mailbox: str
    folder: str
    message_id: str
    subject: str
    raw: bytes
    at: datetime
    number: int


@dataclass(frozen=True)
class Busy:
    """A stretch in somebody's diary."""

    start: datetime
    end: datetime
    status: str = "busy"
    subject: str = ""


class World:
    """Everything there is in one tenant.

    Attributes:
        changed: Held by whatever reads or changes it; told of every change.
        diaries: What is in each person's diary beside the events here.
        mailboxes: Whoever has a mailbox in this tenant; others are outsiders.
        allowed: The mailboxes that the app may touch; all of them, if none is named.
        mailed: Every e-mail Exchange has sent about events, oldest first.
        takes_mime: Whether it takes letters whole, or else in parts alone.
        links_come_late: Whether a new event does not have its join link yet.
    """

    def __init__(self) -> None:
        self.changed = threading.Condition(threading.RLock())
        self.clock: Callable[[], datetime] = lambda: FRIDAY
        self.ahead = timedelta(0)
        self.mailboxes: set[str] = set()
        self.allowed: set[str] = set()
        self.diaries: dict[str, list[Busy]] = {}
        self.events: dict[str, Event] = {}
        self.letters: list[Letter] = []
        self.mailed: list[Mailed] = []
        self.links_come_late = False
        self.takes_mime = True
        self.changes = 0
        self.telling: Callable[[str, str, str], None] = lambda *_: None
        self._numbers = 0

    def now(self) -> datetime:
        return self.clock().astimezone(UTC) + self.ahead

    def number(self) -> int:
        with self.changed:
            self._numbers += 1
            return self._numbers

    def mailbox(self, *addresses: str) -> None:
        """Give people a mailbox in this tenant."""
        self.mailboxes.update(address.casefold() for address in addresses)

    def busy(
        self, address: str, start: datetime, end: datetime, status: str = "busy"
    ) -> None:
        """Put something in somebody's diary."""
        entry = Busy(start, end, status, f"Diary of {address}")
        self.diaries.setdefault(address.casefold(), []).append(entry)

    def standing(self, mailbox: str = "") -> list[Event]:
        """List the events that are in a calendar, by when they begin."""
        with self.changed:
            found = [e for e in self.events.values() if not e.gone]
        mine = [e for e in found if mailbox in ("", e.mailbox)]
        return sorted(mine, key=lambda event: event.start)

    def one(self) -> Event:
        """Give the only event there is."""
        (event,) = self.standing()
        return event

    def touch(self, event: Event, how: str) -> None:
        """Note that an event has changed, and tell whoever asked to be told."""
        with self.changed:
            self.changes += 1
            event.moved = self.changes
            event.doc["changeKey"] = f"Zln{self.changes:08d}=="
            event.doc["lastModifiedDateTime"] = iso(self.now())
            self.changed.notify_all()
        self.telling(how, event.mailbox, event.id)

    def mail(
        self, kind: Kind, event: Event, *addresses: str, comment: str = ""
    ) -> None:
        """Have Exchange write to people about an event."""
        with self.changed:
            for address in addresses:
                said = (event.doc["subject"], event.start, event.end, event.link)
                self.mailed.append(Mailed(address, kind, event.id, *said, comment))

    def mailed_to(self, address: str) -> list[str]:
        """List which kinds of e-mail somebody has had, oldest first."""
        wanted = address.casefold()
        return [m.kind for m in list(self.mailed) if m.to.casefold() == wanted]

    def shown(self, event: Event, zone: str, select: str, expand: str) -> Json:
        """Give an event as it is answered."""
        start, end = as_answered(event.start, zone), as_answered(event.end, zone)
        key = event.doc["changeKey"]
        doc = {"@odata.etag": f'W/"{key}"', "id": event.id, **event.doc}
        doc |= {"start": start, "end": end}
        if select:
            kept = {"@odata.etag", "id", *select.split(",")}
            doc = {name: value for name, value in doc.items() if name in kept}
        if expand:
            doc["singleValueExtendedProperties"] = [
                one for one in event.properties if f"'{one['id']}'" in expand
            ]
        return doc


def address_of(attendee: Json) -> str:
    return str(attendee["emailAddress"]["address"])


def iso(when: datetime) -> str:
    return f"{when.astimezone(UTC):%Y-%m-%dT%H:%M:%S}.0000000Z"


def zone_of(name: Any) -> ZoneInfo:
    """Find a time zone by either of the names that Graph takes."""
    try:
        return ZoneInfo(_ZONES.get(name, str(name)))
    except (KeyError, ValueError, OSError) as unknown:
        code = "TimeZoneNotSupportedException"
        raise Failed(400, code, f"'{name}' is not a supported time zone.") from unknown


def as_answered(when: datetime, zone: str) -> Json:
    there = when.astimezone(zone_of(zone))
    return {"dateTime": f"{there:%Y-%m-%dT%H:%M:%S}.0000000", "timeZone": zone}


def as_asked(said: Json) -> datetime:
    """Read a time as Graph is told it."""
    when = datetime.fromisoformat(said["dateTime"][:19])
    return when.replace(tzinfo=zone_of(said["timeZone"])).astimezone(UTC)


def web_link(event: str) -> str:
    return f"https://outlook.office365.com/owa/?itemid={quote(event)}"
