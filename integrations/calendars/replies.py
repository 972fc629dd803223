"""Answers to invitations that come by e-mail (iMIP): who says what to which meeting.

A letter comes from anybody, so nothing in it is believed but an answer of the
address it comes from, or of somebody for whom a colleague answers. What else is in
it, such as a comment, is never read.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import Message
from email.utils import getaddresses
from typing import Any, Final
from urllib.parse import unquote

from bot.core.events import Answered
from bot.received import LARGEST, UNREADABLE
from integrations.calendars.lines import Line, component, unfolded

_PARTS: Final = 50
_LONGEST: Final = 255
_ANSWERS: Final[dict[str, Answered]] = {
    "ACCEPTED": "accepted",
    "DECLINED": "declined",
    "TENTATIVE": "tentative",
    "DELEGATED": "declined",
}
"""Whoever sends somebody else is not coming; whom we ask instead, we say ourselves."""
_CALENDARS: Final = ("text/calendar", "application/ics", "text/x-vcalendar")
_STAMP: Final = re.compile(r"(\d{8}T\d{6})Z?", re.ASCII)
_NUMBER: Final = re.compile(r"\d{1,9}", re.ASCII)
_MAILTO: Final = "mailto:"
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


@dataclass(frozen=True, slots=True)
class Heard:
    """What somebody answered to an invitation.

    Attributes:
        uid: The meeting, as the invitation called it.
        email: Whose answer it is.
        at: When they answered.
        sequence: Which change of the meeting they answered; nothing if not said.
    """

    uid: str
    email: str
    answer: Answered
    at: datetime
    sequence: int | None


def read(raw: bytes) -> Heard | None:
    """Read the answer in a letter; nothing if it holds none that can be believed.

    Args:
        raw: The letter as the mailbox keeps it, with its headers.
    """
    if len(raw) > LARGEST:
        return None
    try:
        letter = message_from_bytes(raw, policy=policy.compat32)
        sender = _sender(letter)
        texts = list(_calendars(letter)) if sender else []
    except UNREADABLE:
        return None
    found = (_heard(text, sender) for text in texts)
    return next((heard for heard in found if heard), None)


def _sender(letter: Message[Any, Any]) -> str:
    """Find the one address a letter comes from; nothing if there are several."""
    headers = [str(header) for header in letter.get_all("From", ())]
    addresses = [address.casefold() for _, address in getaddresses(headers)]
    return addresses[0] if len(addresses) == 1 else ""


def _calendars(letter: Message[Any, Any]) -> Iterator[str]:
    """Give every calendar in a letter, but none of a letter that it carries."""
    left, seen = [letter], 0
    while left and seen < _PARTS:
        part, seen = left.pop(0), seen + 1
        inside = part.get_payload()
        if part.get_content_maintype() == "multipart" and isinstance(inside, list):
            left.extend(one for one in inside if isinstance(one, Message))
            continue
        named = str(part.get_filename() or "").lower().endswith(".ics")
        written = part.get_payload(decode=True)
        if isinstance(written, bytes) and (
            part.get_content_type() in _CALENDARS or named
        ):
            yield _text(written, str(part.get_content_charset() or "utf-8"))


def _text(written: bytes, charset: str) -> str:
    for mark, known in _MARKS:
        if written.startswith(mark):
            charset = known
    try:
        return written.decode(charset, errors="replace")
    except (LookupError, ValueError):  # an alphabet that nobody knows
        return written.decode(errors="replace")


def _heard(text: str, sender: str) -> Heard | None:
    lines = unfolded(text)
    calendar = component(lines, ("VCALENDAR",))
    events = component(lines, ("VCALENDAR", "VEVENT"))
    if [line.value.upper() for line in calendar if line.name == "METHOD"] != ["REPLY"]:
        return None
    uid, at = _only(events, "UID"), _moment(_only(events, "DTSTAMP"))
    answers = {
        (address, _ANSWERS.get(line.params.get("PARTSTAT", "").upper()))
        for line in events
        if line.name == "ATTENDEE"
        for address in (_address(line.value),)
        if _speaks_for(sender, address, line)
    }
    if len(answers) != 1 or at is None or not 0 < len(uid) <= _LONGEST:
        return None
    ((email, answer),) = answers
    number = _only(events, "SEQUENCE")
    sequence = int(number) if _NUMBER.fullmatch(number) else None
    return Heard(uid, email, answer, at, sequence) if answer else None


def _speaks_for(sender: str, address: str, line: Line) -> bool:
    """Say whether an answer is the sender's own, or that of a colleague they serve."""
    if sender == address:
        return True
    served = _address(line.params.get("SENT-BY", "")) == sender
    return served and sender.rpartition("@")[2] == address.rpartition("@")[2]


def _only(lines: list[Line], name: str) -> str:
    """Give a property that stands there once; nothing if it does not."""
    values = [line.value.strip() for line in lines if line.name == name]
    return values[0] if len(values) == 1 else ""


def _moment(written: str) -> datetime | None:
    """Read a time in UTC, which is how the standard wants it, with its mark or not."""
    found = _STAMP.fullmatch(written)
    if found is None:
        return None
    try:
        return datetime.strptime(found[1], "%Y%m%dT%H%M%S").replace(tzinfo=UTC)
    except ValueError:
        return None


def _address(value: str) -> str:
    known = value.strip()
    if known.lower().startswith(_MAILTO):
        known = unquote(known[len(_MAILTO) :])
    return known.strip().casefold()
