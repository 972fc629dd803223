"""An answer to an invitation, as a letter that a test can change."""

from __future__ import annotations

import base64
import quopri
from datetime import UTC, datetime

UID = "DOR-2026-004.rapid-review@dayzero.example.org"
AT = datetime(2026, 11, 30, 9, 15, 2, tzinfo=UTC)

EVENT = f"""BEGIN:VCALENDAR
METHOD:REPLY
PRODID:-//Example//EN
VERSION:2.0
BEGIN:VEVENT
ATTENDEE;PARTSTAT=DECLINED;CN=Bo Lindqvist:mailto:bo@example.org
COMMENT:I shall be at the hospital with my own family
UID:{UID}
DTSTART:20261214T100000Z
DTSTAMP:20261130T091502Z
SEQUENCE:1
END:VEVENT
END:VCALENDAR
"""


def letter(
    calendar: str = EVENT,
    *,
    sender: str = "Bo Lindqvist <bo@example.org>",
    kind: str = "text/calendar; charset=utf-8; method=REPLY",
    encoding: str = "8bit",
    body: bytes | None = None,
) -> bytes:
    """Write a letter with one part, in the plainest way."""
    written = calendar.replace("\n", "\r\n").encode() if body is None else body
    if encoding == "base64":
        written = base64.encodebytes(written)
    elif encoding == "quoted-printable":
        written = quopri.encodestring(written)
    head = (
        f"From: {sender}\r\nTo: dayzero@example.org\r\nSubject: Declined\r\n"
        f"MIME-Version: 1.0\r\nContent-Type: {kind}\r\n"
        f"Content-Transfer-Encoding: {encoding}\r\n\r\n"
    )
    return head.encode() + written


def without(name: str) -> str:
    return "".join(
        line for line in EVENT.splitlines(keepends=True) if not line.startswith(name)
    )
