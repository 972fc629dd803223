"""Letters through a mail server (SMTP)."""

from __future__ import annotations

import asyncio
import smtplib
import ssl
from contextlib import suppress
from dataclasses import dataclass, field
from email.message import EmailMessage
from typing import Final

from bot.gateways import Letter, TryLater, Undeliverable
from integrations.mail.letters import compose, message_id

_WAIT: Final = 60.0


@dataclass(frozen=True, slots=True)
class SmtpMail:
    """Send letters through one mail server, one connection for each letter.

    Attributes:
        sender: The address letters come from, and invitations are organised by,
            unless a partnership has one of its own.
        username: Who we are to the server, or an empty string to send unknown.
        starttls: Whether the connection must be made secret before anything is said.
        tls: Whether it is secret from its beginning, as on port 465; then ``starttls``
            has nothing left to do.
        timeout: Seconds to wait for each answer; well under half a lease.
        trust: Whose certificates to accept; the machine's own list if not given.
    """

    host: str
    port: int
    sender: str
    username: str = ""
    password: str = field(default="", repr=False)
    starttls: bool = True
    tls: bool = False
    timeout: float = 10.0
    trust: ssl.SSLContext | None = None

    async def send(self, letter: Letter, key: str) -> str:
        """Hand a letter to the server, and say its Message-ID.

        A connection that fails, and a server that will not have *us* (a wrong
        password, say), raise as they are: the letter is not at fault, and the
        courier tries again.

        Raises:
            TryLater: The server asks for patience.
            Undeliverable: The server says that this letter can never arrive.
        """
        message = compose(letter, key, self.sender)
        await asyncio.to_thread(self._deliver, message, letter)
        return message_id(key, letter.to.email, self.sender)

    async def find(self, letter: Letter, key: str) -> str | None:  # noqa: ARG002 - the protocol's
        """Say nothing: a mail server cannot be asked what it has sent."""
        return None

    def _deliver(self, message: EmailMessage, letter: Letter) -> None:
        to = letter.to.email
        try:
            self._converse(message, letter.sender or self.sender, to)
        except smtplib.SMTPRecipientsRefused as refused:
            code, _ = refused.recipients[to]
            raise (_answer(code) or refused) from None
        except smtplib.SMTPDataError as refused:
            raise (_answer(refused.smtp_code) or refused) from None
        except smtplib.SMTPResponseException as refused:
            answer = _answer(refused.smtp_code)
            raise (answer if isinstance(answer, TryLater) else refused) from None

    def _converse(self, message: EmailMessage, sender: str, to: str) -> None:
        server = self._connected()
        try:
            if self.starttls and not self.tls:
                server.starttls(context=self._trusted())
            if self.username:
                server.login(self.username, self.password)
            server.send_message(message, sender, [to])
            # Accepted: what goes wrong in parting must not have it sent again.
            with suppress(OSError):
                server.quit()
        finally:
            server.close()

    def _connected(self) -> smtplib.SMTP:
        # Saying our own machine's name would look it up, slowly, and give it away.
        domain, wait = self.sender.rpartition("@")[2], self.timeout
        if self.tls:
            return smtplib.SMTP_SSL(
                self.host, self.port, domain, timeout=wait, context=self._trusted()
            )
        return smtplib.SMTP(self.host, self.port, domain, wait)

    def _trusted(self) -> ssl.SSLContext:
        return self.trust or ssl.create_default_context()


def _answer(code: int) -> TryLater | Undeliverable | None:
    """Turn a refusal into ours, by number: its words may repeat an address."""
    match code // 100:
        case 4:
            return TryLater(_WAIT)
        case 5:
            return Undeliverable(f"The mail server refused it for good (SMTP {code}).")
        case _:  # not an answer that the protocol knows
            return None
