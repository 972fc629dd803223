"""How letters go out, and how the answers to them come in."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, TypeAlias

from bot.coming import Heard, note
from bot.counter import Counter
from bot.gateways import Mail
from bot.settings import Settings, Smtp
from bot.store import Store, facts
from integrations.calendars import replies
from integrations.mail.files import MailFiles
from integrations.mail.imap import ReplyBox
from integrations.mail.smtp import SmtpMail

if TYPE_CHECKING:
    from integrations.graph.joined import Graph

Taking: TypeAlias = Callable[[bytes], object]
"""Takes a letter that may hold an answer to an invitation."""


def mail_of(settings: Settings, letters: MailFiles, graph: Graph | None) -> Mail:
    """Choose how letters go: by the server that is set, by Graph, or as files."""
    smtp = settings.smtp
    if smtp is None:
        return graph.mail if graph else letters
    return smtp_mail(smtp, settings.organiser)


def smtp_mail(smtp: Smtp, sender: str) -> SmtpMail:
    """Make what hands letters to a mail server."""
    return SmtpMail(
        smtp.host,
        smtp.port,
        sender,
        smtp.user,
        smtp.password,
        starttls=smtp.starttls,
        tls=smtp.tls,
    )


def taking(desk: Callable[[str], Counter], now: Callable[[], datetime]) -> Taking:
    """Make what takes a letter, and puts the answer that it holds on the record."""

    def take(letter: bytes) -> None:
        heard = replies.read(letter)
        if heard is not None:
            said = Heard(heard.email, heard.answer, heard.at, heard.sequence)
            cause = f"mail/{hashlib.sha256(letter).hexdigest()[:32]}"
            note(desk, heard.uid, (said,), cause, now())

    return take


def reply_box(
    settings: Settings, store: Store, take: Taking, now: Callable[[], datetime]
) -> ReplyBox | None:
    """Make what reads answers from a mailbox, where one is set."""
    box = settings.imap
    if box is None:
        return None
    named = hashlib.sha256(f"{box.host}/{box.username}/{box.folder}".encode())
    key = f"imap/{named.hexdigest()[:16]}"

    def recall() -> str | None:
        with store.reading() as tx:
            return facts.get(tx, key)

    def keep(how_far: str) -> None:
        with store.writing() as tx:
            facts.set_(tx, key, how_far)

    return ReplyBox(box, take, recall, keep, now)
