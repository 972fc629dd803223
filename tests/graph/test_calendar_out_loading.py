"""Microsoft's library is loaded where Graph is used, in a thread of its own."""

from __future__ import annotations

import subprocess
import sys
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from azure.core.credentials import AccessToken
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID
from typing_extensions import override

from bot.core.errors import Refused
from integrations.graph.calendar import GraphCalendar
from integrations.graph.client import Client
from integrations.graph.credentials import AsItStands, credential_of
from integrations.graph.loop import Apart
from tests.graph.calendar_out import Desk, joined_to, meeting, settings_for
from tests.graph.fake import FakeGraph

_LOADED = """
import sys
import integrations.graph.joined, integrations.graph.doctor
large = {"azure", "kiota_abstractions", "kiota_http", "msal", "msgraph", "msgraph_core"}
print(sorted(large & {name.partition(".")[0] for name in sys.modules}))
"""


def test_nothing_large_is_loaded_before_it_is_used() -> None:
    ran = subprocess.run(
        [sys.executable, "-c", _LOADED], capture_output=True, text=True, check=True
    )
    assert ran.stdout.strip() == "[]"


def test_a_credential_can_be_passed_in_and_is_asked_on_a_loop_of_its_own(
    graph: FakeGraph,
) -> None:
    threads: list[str] = []

    class Given(AsItStands):
        @override
        async def get_token(self, *scopes: str, **more: object) -> AccessToken:
            threads.append(threading.current_thread().name)
            return AccessToken(graph.entra.token(), 0)

    apart = Apart()
    client = Client(settings_for(graph), apart, graph.now, lambda: Given(""))
    desk = Desk.__new__(Desk)
    desk.loop, desk.client, desk.calendar = apart, client, GraphCalendar(client)
    try:
        assert desk.put(meeting())
    finally:
        apart.stop()
    assert set(threads) == {"graph"}
    assert not graph.called("token")


def certificate(folder: Path) -> Path:
    key = rsa.generate_private_key(65537, 2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "dayzero.example.org")])
    since = datetime(2026, 11, 1, tzinfo=UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(since)
        .not_valid_after(since + timedelta(days=365))
        .sign(key, hashes.SHA256())
    )
    file = folder / "certificate.pem"
    file.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.BestAvailableEncryption(b"its password"),
        )
        + made.public_bytes(serialization.Encoding.PEM)
    )
    return file


def test_a_certificate_proves_who_we_are(graph: FakeGraph, tmp_path: Path) -> None:
    with joined_to(
        graph,
        client_secret="",
        certificate=certificate(tmp_path),
        certificate_password="its password",
    ) as desk:
        assert desk.put(meeting())
    (asked,) = graph.called("token")
    assert asked.form["client_assertion"]
    assert "client_secret" not in asked.form


@pytest.mark.parametrize("named", ["system", "0e0e0e0e-0000-4000-8000-00000000d0e5"])
def test_a_managed_identity_needs_no_secret(graph: FakeGraph, named: str) -> None:
    settings = settings_for(graph, client_secret="", managed_identity=named)
    assert type(credential_of(settings)).__name__ == "ManagedIdentityCredential"


def test_with_nothing_to_prove_who_we_are_it_is_said_what_to_set(
    graph: FakeGraph,
) -> None:
    with pytest.raises(Refused, match="Give a client secret, a certificate or"):
        credential_of(settings_for(graph, client_secret=""))
