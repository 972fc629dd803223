"""What Microsoft says of its keys is read, as far as it can be."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import httpx
import pytest
from typing_extensions import override

from integrations.teams.tokens import Claimed, Keys, Unproved, claimed, read_keys
from tests.teams.doors import (
    Bare,
    Door,
    Hours,
    a_press,
    one,
)
from tests.teams.fake import FakeMicrosoft

_SPRING = "kid-of-spring"


@contextmanager
def telling(**pages: bytes) -> Iterator[str]:
    """Serve a Microsoft that says odd things of its keys."""

    class Told(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            said = pages.get(self.path.strip("/").rpartition("/")[2])
            self.send_response(404 if said is None else 200)
            self.end_headers()
            host, port = server.server_address[:2]
            here = f"http://{host!s}:{port}".encode()
            self.wfile.write((said or b"").replace(b"HERE", here))

        @override
        def log_message(self, format: str, *args: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Told)
    thread = threading.Thread(target=server.serve_forever, args=[0.01])
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/openidconfiguration"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


_RSA = (
    b'{"keys": [7, {"kty": "EC", "kid": "ec"}, {"kty": "RSA"}, '
    b'{"kty": "RSA", "kid": "enc", "use": "enc", "n": "sXch", "e": "AQAB"}, '
    b'{"kty": "RSA", "kid": "bad", "n": 7, "e": "AQAB"}, '
    b'{"kty": "RSA", "kid": "none", "use": "sig"}, '
    b'{"kty": "RSA", "kid": "good", "n": "sXch", "e": "AQAB", "endorsements": 7}]}'
)


@pytest.mark.parametrize(
    "metadata",
    [
        b'{"jwks_uri": "HERE/elsewhere"}',
        b'{"jwks_uri": 7}',
        b'{"jwks_uri": "http://keys.example.org/keys"}',
        b"{}",
    ],
)
def test_keys_are_where_microsoft_says_or_where_they_always_were(
    metadata: bytes,
) -> None:
    pages = {"openidconfiguration": metadata, "elsewhere": _RSA, "keys": _RSA}

    with telling(**pages) as url:
        found = read_keys(url)

    assert list(found) == ["good"]
    assert found["good"].may_sign_for("msteams")


@pytest.mark.parametrize(
    "pages",
    [
        {},
        {"openidconfiguration": b"{}"},
        {"openidconfiguration": b"[]"},
        {"openidconfiguration": b"<html>"},
        {"openidconfiguration": b"{}", "keys": b'{"keys": 7}'},
        {"openidconfiguration": b"{}", "keys": b'{"keys": []}'},
    ],
)
def test_without_a_key_nothing_is_proved(pages: dict[str, bytes]) -> None:
    with telling(**pages) as url:
        with pytest.raises((httpx.HTTPError, ValueError)):
            read_keys(url)
        with pytest.raises(Unproved):
            asyncio.run(Keys(url, Hours()).find("good"))


def test_what_a_token_says_is_read_without_being_believed(ms: FakeMicrosoft) -> None:
    said = claimed(ms.token(tid="another"))

    assert said is not None
    assert (said.key, said.tenant) == (_SPRING, "another")
    assert said.issuer == "https://api.botframework.com"
    assert Claimed("", {}).issuer == Claimed("", {}).tenant == ""
    assert claimed("") is None


def test_our_door_and_microsofts_agree_on_what_is_good(ms: FakeMicrosoft) -> None:
    assert one(Bare(ms).served(), ms, a_press(ms)).status_code == 200
    assert one(Door(ms).served(), ms, a_press(ms)).status_code == 200
