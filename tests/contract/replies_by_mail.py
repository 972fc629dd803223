"""Letters as people's mail programs send them: a reply, another letter, a file."""

from __future__ import annotations

from typing import Final

REPLY: Final = b"""\
From: Bo Lindqvist <bo@example.org>\r
To: safeguarding@example.org\r
Subject: Accepted\r
Message-ID: <%d@example.org>\r
MIME-Version: 1.0\r
Content-Type: multipart/alternative; boundary=x\r
\r
--x\r
Content-Type: text/plain\r
\r
I will come.\r
--x\r
Content-Type: text/calendar; method=REPLY\r
\r
BEGIN:VCALENDAR\r
METHOD:REPLY\r
END:VCALENDAR\r
--x--\r
"""
LETTER: Final = b"""\
From: Bo Lindqvist <bo@example.org>\r
Subject: Lunch\r
\r
Not about a meeting.\r
"""
FILE: Final = b"""\
From: Bo Lindqvist <bo@example.org>\r
Content-Type: multipart/mixed; boundary=x\r
\r
--x\r
Content-Type: application/octet-stream\r
Content-Disposition: attachment; filename="invite.ics"\r
\r
BEGIN:VCALENDAR\r
--x--\r
"""
