"""A real mail server on this machine, with moods, for letters to be sent to."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from bot.core.people import Person
from bot.gateways import Letter
from integrations.mail.smtp import SmtpMail

SENDER = "safeguarding@example.org"
KEY = "DOR-2026-004/7/0/bo"
LOOPBACK = "127.0.0.1"
LETTER = Letter(
    to=Person("bo", "Bo Lindqvist", "bo@example.org", "health", frozenset()),
    subject="DOR-2026-004: Rapid Review Meeting",
    text="Please read the case page first – it is online.",
    sent_at=datetime(2026, 11, 27, 9, 30, tzinfo=UTC),
    calendar=b"BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nEND:VCALENDAR\r\n",
    method="REQUEST",
)


@dataclass
class PostOffice:
    """A mail server that keeps what it takes, and answers as a test asks.

    The names of its methods are those that aiosmtpd calls.
    """

    at_sender: str = ""
    at_recipient: str = ""
    at_letter: str = ""
    at_parting: str = "221 Bye"
    taken: list[Envelope] = field(default_factory=list)
    known_as: list[str] = field(default_factory=list)

    async def handle_EHLO(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, session: Session, _: Envelope, name: str, said: list[str]
    ) -> list[str]:
        session.host_name = name
        self.known_as.append(name)
        return said

    async def handle_MAIL(  # noqa: N802 - aiosmtpd's name
        self, _s: SMTP, _: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        envelope.mail_from = address
        return self.at_sender or "250 OK"

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, _s: SMTP, _: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if not self.at_recipient:
            envelope.rcpt_tos.append(address)
        return self.at_recipient or "250 OK"

    async def handle_DATA(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, _: Session, envelope: Envelope
    ) -> str:
        self.taken.append(envelope)
        if self.at_letter == "hang up" and server.transport is not None:
            server.transport.close()
        return self.at_letter or "250 OK"

    async def handle_QUIT(  # noqa: N802 - aiosmtpd's name
        self, _s: SMTP, _: Session, _e: Envelope
    ) -> str:
        return self.at_parting


def a_free_port() -> int:
    with socket.socket() as asked:
        asked.bind((LOOPBACK, 0))
        port: int = asked.getsockname()[1]
        return port


@contextmanager
def open_post_office(office: PostOffice, **settings: Any) -> Iterator[SmtpMail]:
    port = a_free_port()
    server = Controller(office, hostname=LOOPBACK, port=port, **settings)
    server.start()
    try:
        yield SmtpMail(LOOPBACK, port, SENDER, starttls=False, timeout=5)
    finally:
        server.stop()


def send(mail: SmtpMail) -> str:
    return asyncio.run(mail.send(LETTER, KEY))
