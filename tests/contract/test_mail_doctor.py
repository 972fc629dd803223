"""What the doctor says of real mail servers that let the bot in, or do not."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from dataclasses import replace

import pytest

from bot.settings import Imap, Settings, Smtp, read_settings
from bot.settings_graph import Security
from bot.verbs.examined import Finding
from integrations.mail.doctor import examine
from tests.contract.imap_server import LOOPBACK, Mailbox, open_mailbox
from tests.contract.post_office import PostOffice, a_free_port, open_post_office
from tests.contract.test_mail_smtp_secret import Certificate, certificate, known

__all__ = ["certificate"]


@pytest.fixture(scope="module")
def mailbox() -> Iterator[Mailbox]:
    with open_mailbox() as opened:
        yield opened


def settings(smtp: Smtp | None = None, imap: Imap | None = None) -> Settings:
    return replace(read_settings({}), smtp=smtp, imap=imap)


def found(
    smtp: Smtp | None = None,
    imap: Imap | None = None,
    trust: ssl.SSLContext | None = None,
) -> Finding:
    (one,) = examine(settings(smtp, imap), trust)
    return one


def smtp(port: int, password: str = "", *, starttls: bool = False) -> Smtp:
    user = "dayzero" if password else ""
    return Smtp(LOOPBACK, port, user, password, starttls)


def box(mailbox: Mailbox, security: Security = "tls") -> Imap:
    port = mailbox.tls if security == "tls" else mailbox.port
    return Imap(LOOPBACK, port, mailbox.username, mailbox.password, security)


def test_nothing_is_said_where_nothing_is_set() -> None:
    assert not list(examine(settings()))


def test_a_mail_server_that_lets_the_bot_in_is_well(certificate: Certificate) -> None:
    careful = {
        "tls_context": certificate.server,
        "require_starttls": True,
        "auth_required": True,
        "authenticator": known,
    }
    with open_post_office(PostOffice(), **careful) as plain:
        at = smtp(plain.port, "correct horse", starttls=True)
        assert found(at, trust=certificate.trust).state == "fine"
        wrong = found(replace(at, password="a guess"), trust=certificate.trust)
        assert "DAYZERO_SMTP_PASSWORD" in wrong.then
        assert "is not trusted" in found(at).says
        in_clear = found(replace(at, starttls=False))
        assert in_clear.state == "fault"


def test_a_mail_server_may_be_secret_from_its_first_byte(
    certificate: Certificate,
) -> None:
    with open_post_office(PostOffice(), ssl_context=certificate.server) as plain:
        at = replace(smtp(plain.port), tls=True)
        assert found(at, trust=certificate.trust).state == "fine"


def test_a_mail_server_that_offers_no_secrecy_is_told() -> None:
    with open_post_office(PostOffice()) as plain:
        one = found(smtp(plain.port, starttls=True))
    assert "does not encrypt" in one.says
    assert "DAYZERO_SMTP_TLS" in one.then


def test_a_server_that_is_not_there_does_not_answer() -> None:
    nowhere = a_free_port()
    assert "does not answer" in found(smtp(nowhere)).says
    away = Imap(LOOPBACK, nowhere, "u", "p", "none")
    assert "DAYZERO_IMAP_HOST" in found(imap=away).then


@pytest.mark.parametrize("security", ["tls", "starttls", "none"])
def test_a_mailbox_that_can_be_read_is_well(
    mailbox: Mailbox, security: Security
) -> None:
    one = found(imap=box(mailbox, security), trust=mailbox.trusted())

    assert (one.state, one.says[-22:]) == ("fine", "and INBOX can be read.")


@pytest.mark.parametrize(
    ("password", "folder", "then"),
    [
        ("a guess", "INBOX", "DAYZERO_IMAP_PASSWORD"),
        ("", "Nowhere", "DAYZERO_IMAP_FOLDER"),
    ],
)
def test_a_mailbox_that_cannot_be_read_is_told(
    mailbox: Mailbox, password: str, folder: str, then: str
) -> None:
    at = replace(box(mailbox), password=password or mailbox.password, folder=folder)
    one = found(imap=at, trust=mailbox.trusted())

    assert one.state == "fault"
    assert then in one.then
    assert mailbox.password not in f"{one.says}{one.then}"


def test_a_mailbox_nobody_vouches_for_is_told_nothing(mailbox: Mailbox) -> None:
    assert "is not trusted" in found(imap=box(mailbox)).says
