"""Meetings as e-mail invitations (iMIP), for calendars we cannot write to.

An invitation is an iCalendar text carried by a letter. The same meeting keeps
its UID, each change has a higher SEQUENCE, and standing down is a CANCEL, so
that Outlook, Google and Apple each change the one entry they have.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import icalendar

from bot.core import words
from bot.core.cards import HELD, Invite
from bot.core.people import Person
from bot.gateways import Letter, Mail

_MAILTO: Final = "mailto:"
_NONE: Final = timedelta()
_SUBJECT_LIMIT: Final = 200
_CHANGES: Final = (
    (icalendar.TimezoneDaylight, (1970, 3, 29, 1), "BST", 0, 1),
    (icalendar.TimezoneStandard, (1970, 10, 25, 2), "GMT", 1, 0),
)
"""London's two rules: from when, called what, and the hours before and after."""


@dataclass(frozen=True, slots=True)
class CalendarItem:
    """One meeting as a person's own calendar program shows it.

    Attributes:
        uid: The meeting, whatever happens to it.
        sequence: Which change of it this is.
        changed: When the change was recorded.
        start: When it starts, in London.
        status: ``CONFIRMED``, ``TENTATIVE`` while the time is only held, or
            ``CANCELLED``.
        method: What the invitation asks of the calendar: ``REQUEST`` or ``CANCEL``.
        organiser: The address that sent it, to which replies go.
        attendee: The address it was sent to.
        required: Whether this person must come.
        private: Whether others who see the calendar see only that it is busy.
        link: The address where the case is opened, or an empty string.
    """

    uid: str
    sequence: int
    changed: datetime
    start: datetime
    minutes: int
    subject: str
    text: str
    status: str
    method: str
    organiser: str
    attendee: str
    required: bool
    private: bool
    link: str = ""

    @property
    def stood_down(self) -> bool:
        """Say whether the meeting will not take place."""
        return self.status == "CANCELLED"

    @property
    def end(self) -> datetime:
        """Say when it ends, in London."""
        return _end(self.start, self.minutes)


class IcsCalendar:
    """Put meetings in people's calendars by sending each of them an invitation."""

    def __init__(self, mail: Mail, organiser: str) -> None:
        """Send through ``mail``; ``organiser`` must be the address it sends from."""
        self._mail = mail
        self._organiser = organiser

    async def invite(self, invite: Invite, to: Person, key: str, at: datetime) -> str:
        """Send one change of a meeting to one person; the receipt is a Message-ID."""
        return await self._mail.send(self._letter(invite, to, at), key)

    async def find(self, invite: Invite, to: Person, key: str) -> str | None:
        """Find the letter that carried this change, where the mail can be asked."""
        return await self._mail.find(self._letter(invite, to, invite.changed), key)

    def _letter(self, invite: Invite, to: Person, at: datetime) -> Letter:
        method, calendar = bytes_of(invite, invite.organiser or self._organiser, to)
        return Letter(
            to=to,
            subject=_subject(invite),
            text=_text(invite),
            sent_at=at,
            calendar=calendar,
            method=method,
            sender=invite.organiser,
        )


def bytes_of(invite: Invite, organiser: str, attendee: Person) -> tuple[str, bytes]:
    """Write one person's invitation, and say what it does.

    Args:
        invite: The meeting as it now stands.
        organiser: The address the letter comes from. Outlook takes no answer to
            an invitation whose organiser is not its sender.
        attendee: The one person this copy is for; nobody else is named in it.

    Returns:
        ``REQUEST`` or ``CANCEL``, and the iCalendar text, with CRLF and folded.
    """
    method = "CANCEL" if invite.stood_down else "REQUEST"
    calendar = icalendar.Calendar()
    calendar.add("prodid", "-//Dayzero//Dayzero//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method)
    calendar.add_component(_london())
    calendar.add_component(_event(invite, organiser, attendee))
    return method, calendar.to_ical()


def read(written: bytes) -> CalendarItem:
    """Read an invitation back, as a calendar program does.

    Raises:
        ValueError: It is not an invitation to one meeting.
    """
    calendar = icalendar.Calendar.from_ical(written)
    events = calendar.walk("VEVENT")
    if len(events) != 1 or "method" not in calendar:
        raise ValueError("an invitation is a method and one meeting")
    event: Any = events[0]
    start: datetime = event.decoded("dtstart").astimezone(words.LONDON)
    # Subtracted in UTC: two local times with one zone subtract by the wall clock.
    lasts = event.decoded("dtend").astimezone(UTC) - start.astimezone(UTC)
    return CalendarItem(
        uid=str(event["uid"]),
        sequence=int(event["sequence"]),
        changed=event.decoded("dtstamp"),
        start=start,
        minutes=int(lasts / timedelta(minutes=1)),
        subject=str(event["summary"]),
        text=str(event.get("description", "")),
        status=str(event["status"]),
        method=str(calendar["method"]),
        organiser=_address(event["organizer"]),
        attendee=_address(event["attendee"]),
        required=event["attendee"].params.get("ROLE") == "REQ-PARTICIPANT",
        private=str(event.get("class", "PUBLIC")) == "PRIVATE",
        link=str(event.get("url", "")),
    )


def diary(invitations: Iterable[bytes]) -> list[CalendarItem]:
    """Work out what one person's calendar shows after every invitation sent to them.

    The latest change of each meeting stands, in whatever order they arrived. A
    meeting stood down stays in the list, marked, as it does in most calendars.

    Args:
        invitations: The iCalendar texts sent to that person, in any order.
    """
    latest: dict[str, CalendarItem] = {}
    for item in map(read, invitations):
        known = latest.get(item.uid)
        if known is None or _age(item) > _age(known):
            latest[item.uid] = item
    return sorted(latest.values(), key=lambda item: (item.start, item.uid))


def _age(item: CalendarItem) -> tuple[int, datetime, bool]:
    return item.sequence, item.changed, item.stood_down


def _event(invite: Invite, organiser: str, attendee: Person) -> icalendar.Event:
    start, end = _times(invite)
    status, busy = _status(invite)
    event = icalendar.Event()
    event.add("uid", invite.uid)
    event.add("sequence", invite.sequence)
    event.add("dtstamp", invite.changed.astimezone(UTC))
    event.add("dtstart", start)
    event.add("dtend", end)
    event.add("summary", _line(invite.subject)[:_SUBJECT_LIMIT])
    event.add("description", "\n".join(map(_line, _said(invite).splitlines())))
    if invite.link:
        event.add("url", invite.link)
    event.add("status", status)
    event.add("class", "PRIVATE")
    event.add("transp", "TRANSPARENT" if invite.stood_down else "OPAQUE")
    # Outlook goes by these, and not by STATUS.
    event.add("x-microsoft-cdo-busystatus", busy)
    event.add("x-microsoft-cdo-intendedstatus", busy)
    # Nobody reads another time proposed by e-mail: times are chosen on the case.
    event.add("x-microsoft-disallow-counter", "TRUE")
    event.add("organizer", icalendar.vCalAddress(_MAILTO + organiser))
    event.add("attendee", _attendee(attendee, required=invite.required))
    return event


def _times(invite: Invite) -> tuple[datetime, datetime]:
    """Find when a meeting starts and ends, as it can be written without doubt.

    Programs do not agree which one is meant by a local time in the hour that comes
    twice, when the clocks go back.
    """
    start = invite.start.astimezone(words.LONDON)
    end = _end(start, invite.minutes)
    if _comes_twice(start) or _comes_twice(end):
        return start.astimezone(UTC), end.astimezone(UTC)
    return start, end


def _comes_twice(local: datetime) -> bool:
    first, second = local.replace(fold=0), local.replace(fold=1)
    # Where an hour is left out, they differ the other way round.
    return (first.utcoffset() or _NONE) > (second.utcoffset() or _NONE)


def _status(invite: Invite) -> tuple[str, str]:
    """Say how a meeting stands, and how it shows in the calendar of who accepts it."""
    if invite.stood_down:
        return "CANCELLED", "FREE"
    return ("TENTATIVE", "TENTATIVE") if invite.tentative else ("CONFIRMED", "BUSY")


def _said(invite: Invite) -> str:
    """Say what a person may be told of a meeting, and where the case is opened."""
    return f"{invite.text}\nThe case: {invite.link}" if invite.link else invite.text


def _attendee(person: Person, *, required: bool) -> icalendar.vCalAddress:
    address = icalendar.vCalAddress(_MAILTO + _line(person.email))
    address.params["CN"] = _line(person.name).replace('"', "")
    address.params["CUTYPE"] = "INDIVIDUAL"
    address.params["ROLE"] = "REQ-PARTICIPANT" if required else "OPT-PARTICIPANT"
    address.params["PARTSTAT"] = "NEEDS-ACTION"
    address.params["RSVP"] = "TRUE"
    return address


def _london() -> icalendar.Timezone:
    """Write London's two rules: Outlook passes over the dates icalendar would list."""
    zone = icalendar.Timezone()
    zone.add("tzid", words.LONDON.key)
    for kind, since, name, before, after in _CHANGES:
        rule = kind()
        rule.add("dtstart", datetime(*since))  # noqa: DTZ001 - local by definition
        rule.add("rrule", {"freq": "yearly", "bymonth": since[1], "byday": "-1su"})
        rule.add("tzname", name)
        rule.add("tzoffsetfrom", timedelta(hours=before))
        rule.add("tzoffsetto", timedelta(hours=after))
        zone.add_component(rule)
    return zone


def _subject(invite: Invite) -> str:
    if invite.stood_down:
        return f"{_off(invite)[0]}: {invite.subject.removeprefix(HELD)}"
    if invite.tentative or not invite.sequence:
        return invite.subject
    return f"{'Confirmed' if invite.confirmed else 'Changed'}: {invite.subject}"


def _text(invite: Invite) -> str:
    """Say it in words too, for whoever reads the letter and not the calendar."""
    when = f"{words.moment(invite.start)}, for {words.length(invite.minutes)}"
    said = _off(invite)[1] if invite.stood_down else _said(invite)
    return f"{invite.subject}\nWhen: {when}\n\n{said}\n"


def _off(invite: Invite) -> tuple[str, str]:
    """Say that somebody need not come: for the subject, and in a sentence."""
    if invite.withdrawn:
        return "No longer needed", "You are not asked to this meeting any more."
    if invite.tentative:
        return "No longer held", "This time is no longer held."
    return "Called off", "This meeting will not take place."


def _end(start: datetime, minutes: int) -> datetime:
    lasts = timedelta(minutes=minutes)
    return (start.astimezone(UTC) + lasts).astimezone(words.LONDON)


def _line(text: str) -> str:
    """Keep what can be seen; line ends and direction marks become spaces."""
    seen = "".join(c if c.isprintable() else " " for c in text)
    return " ".join(seen.split())


def _address(value: str) -> str:
    return value[len(_MAILTO) :] if value.lower().startswith(_MAILTO) else value
