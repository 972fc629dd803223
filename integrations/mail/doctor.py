"""What the doctor looks at in the post: whether the servers let the bot in.

Nothing is sent, and nothing in a mailbox is changed.
"""

from __future__ import annotations

import imaplib
import smtplib
import ssl
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Final

from bot.settings import Imap, Settings, Smtp
from bot.verbs.examined import Finding, fault, fine

_PATIENCE: Final = 10.0
_UNTRUSTED: Final = (
    "Its certificate has to be for that very name, from an authority that this "
    "machine trusts."
)


def examine(
    settings: Settings, trust: ssl.SSLContext | None = None
) -> Iterator[Finding]:
    """Look at the mail server, and at the mailbox that answers are read from.

    Args:
        settings: How they are reached.
        trust: Whose certificates to accept; the machine's own list if not given.
    """
    context = trust or ssl.create_default_context()
    if settings.smtp is not None:
        smtp = settings.smtp
        names = "DAYZERO_SMTP_USER and DAYZERO_SMTP_PASSWORD"
        sender = settings.organiser.rpartition("@")[2]
        place = f"The mail server at {smtp.host}, port {smtp.port},"
        yield _let_in(place, "SMTP", names, lambda: _sends(smtp, sender, context))
    if settings.imap is not None:
        box = settings.imap
        names = "DAYZERO_IMAP_USERNAME and DAYZERO_IMAP_PASSWORD"
        place = f"The mailbox at {box.host}, port {box.port},"
        yield _let_in(place, "IMAP", names, lambda: _reads(box, context))


class _NoFolderError(Exception):
    """There is no such folder in the mailbox."""


def _let_in(place: str, kind: str, names: str, tried: Callable[[], str]) -> Finding:
    """Try to be let in; says what to do where that does not succeed."""
    try:
        return fine(f"{place} lets the bot in{tried()}.")
    except ssl.SSLCertVerificationError:
        return fault(f"{place} is not trusted.", _UNTRUSTED)
    except _NoFolderError:
        then = "Set DAYZERO_IMAP_FOLDER to the folder that answers arrive in."
        return fault(f"{place} has no such folder.", then)
    except (smtplib.SMTPNotSupportedError, imaplib.IMAP4.abort):
        then = f"Check DAYZERO_{kind}_TLS and DAYZERO_{kind}_PORT with whoever runs it."
        return fault(f"{place} does not encrypt as it is asked to.", then)
    except (smtplib.SMTPResponseException, imaplib.IMAP4.error):
        return fault(f"{place} does not let the bot in.", f"Check {names}.")
    except (OSError, EOFError) as trouble:
        then = f"Check DAYZERO_{kind}_HOST and DAYZERO_{kind}_PORT, and the way there."
        return fault(f"{place} does not answer: {type(trouble).__name__}.", then)


def _sends(smtp: Smtp, sender: str, trust: ssl.SSLContext) -> str:
    host, port = smtp.host, smtp.port
    server = (
        smtplib.SMTP_SSL(host, port, sender, timeout=_PATIENCE, context=trust)
        if smtp.tls
        else smtplib.SMTP(host, port, sender, timeout=_PATIENCE)
    )
    try:
        if smtp.starttls and not smtp.tls:
            server.starttls(context=trust)
        if smtp.user:
            server.login(smtp.user, smtp.password)
        with suppress(OSError):
            server.quit()
    finally:
        server.close()
    return ""


def _reads(box: Imap, trust: ssl.SSLContext) -> str:
    host, port = box.host, box.port
    server = (
        imaplib.IMAP4_SSL(host, port, ssl_context=trust, timeout=_PATIENCE)
        if box.security == "tls"
        else imaplib.IMAP4(host, port, timeout=_PATIENCE)
    )
    try:
        if box.security == "starttls":
            server.starttls(trust)
        if "AUTH=PLAIN" in server.capabilities:  # takes more than plain letters
            whole = f"\0{box.username}\0{box.password}".encode()
            server.authenticate("PLAIN", lambda _: whole)
        else:
            server.login(box.username, box.password)
        folder = box.folder.replace("\\", "\\\\").replace('"', '\\"')
        answer, _ = server.select(f'"{folder}"', readonly=True)
        if answer != "OK":
            raise _NoFolderError
        with suppress(OSError, imaplib.IMAP4.error):
            server.logout()
    finally:
        with suppress(OSError):
            server.shutdown()
    return f", and {box.folder} can be read"
