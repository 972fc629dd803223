"""Letters through a mail server that wants a secret line and a password."""

from __future__ import annotations

import ipaddress
import ssl
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from smtplib import (
    SMTPAuthenticationError,
    SMTPException,
)

import pytest
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from bot.gateways import Undeliverable
from tests.contract.post_office import (
    LOOPBACK,
    PostOffice,
    open_post_office,
    send,
)


@dataclass(frozen=True)
class Certificate:
    server: ssl.SSLContext
    trust: ssl.SSLContext


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    """Make a certificate for this machine that only the test trusts."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "post office")])
    address = x509.IPAddress(ipaddress.ip_address(LOOPBACK))
    made = (
        x509.CertificateBuilder(name, name, key.public_key())
        .serial_number(1)
        .not_valid_before(datetime(2020, 1, 1, tzinfo=UTC))
        .not_valid_after(datetime(2020, 1, 1, tzinfo=UTC) + timedelta(days=36500))
        .add_extension(x509.SubjectAlternativeName([address]), critical=False)
        .sign(key, hashes.SHA256())
        .public_bytes(serialization.Encoding.PEM)
    )
    folder: Path = tmp_path_factory.mktemp("post-office")
    (folder / "certificate.pem").write_bytes(made)
    (folder / "key.pem").write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    server = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    server.load_cert_chain(folder / "certificate.pem", folder / "key.pem")
    return Certificate(server, ssl.create_default_context(cadata=made.decode()))


def known(
    _server: SMTP, _session: Session, _envelope: Envelope, _mechanism: str, data: object
) -> AuthResult:
    right = LoginPassword(b"dayzero", b"correct horse")
    return AuthResult(success=data == right, handled=False)


def test_a_secret_line_and_a_password_open_a_careful_server(
    certificate: Certificate,
) -> None:
    office = PostOffice()
    careful = {
        "tls_context": certificate.server,
        "require_starttls": True,
        "auth_required": True,
        "authenticator": known,
    }

    with open_post_office(office, **careful) as plain:
        secret = replace(plain, starttls=True, trust=certificate.trust)
        send(replace(secret, username="dayzero", password="correct horse"))
        with pytest.raises(SMTPAuthenticationError):
            send(replace(secret, username="dayzero", password="a guess"))
        with pytest.raises(SMTPException) as refused:
            send(plain)

    assert len(office.taken) == 1
    assert not isinstance(refused.value, Undeliverable)


def test_a_server_nobody_vouches_for_is_told_nothing(certificate: Certificate) -> None:
    office = PostOffice()

    with open_post_office(office, tls_context=certificate.server) as plain:
        stranger = replace(plain, starttls=True, username="d", password="hunter2")
        with pytest.raises(ssl.SSLCertVerificationError):
            send(stranger)

    assert office.taken == []


def test_a_line_that_is_secret_from_its_beginning_is_no_trouble(
    certificate: Certificate,
) -> None:
    office, wrapped = PostOffice(), {"ssl_context": certificate.server}

    with open_post_office(office, **wrapped) as plain:
        send(replace(plain, starttls=True, tls=True, trust=certificate.trust))
        with pytest.raises(ssl.SSLCertVerificationError):
            send(replace(plain, tls=True))

    assert len(office.taken) == 1
