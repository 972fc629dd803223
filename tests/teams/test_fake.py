"""The pretended Microsoft is as strict as the real one, or its tests prove nothing."""

from __future__ import annotations

import asyncio
import socket

import httpx
import jwt
import pytest

from tests.teams.asking import asks, calls
from tests.teams.fake import FakeMicrosoft
from tests.teams.fake_keys import FORGERIES, ISSUER
from tests.teams.fake_things import APP_ID, Json, User
from tests.teams.fake_tokens import AUDIENCE
from tests.teams.robot import Robot
from tests.teams.robot_wire import Wire

# --- tokens -------------------------------------------------------------------------


def test_a_token_is_given_for_the_secret(ms: FakeMicrosoft, http: httpx.Client) -> None:
    told = asks(ms, http).json()

    assert told["token_type"] == "Bearer"
    said = jwt.decode(told["access_token"], options={"verify_signature": False})
    assert (said["aud"], said["appid"], said["tid"]) == (AUDIENCE, APP_ID, ms.home)


def test_a_wrong_secret_is_refused_by_its_number(
    ms: FakeMicrosoft, http: httpx.Client
) -> None:
    refused = asks(ms, http, client_secret="another")

    assert refused.status_code == 400
    assert "AADSTS7000215" in refused.json()["error_description"]


@pytest.mark.parametrize(
    "changed",
    [
        {"tenant": "11111111-2222-4333-8444-555555555555"},
        {"client_id": "another"},
        {"scope": "https://graph.microsoft.com/.default"},
        {"grant_type": "password"},
        {"client_assertion": "a.b.c"},
    ],
    ids=str,
)
def test_nothing_else_gets_a_token(
    ms: FakeMicrosoft, http: httpx.Client, changed: dict[str, str]
) -> None:
    assert asks(ms, http, **changed).status_code in (400, 401)


def test_a_machine_has_an_identity_of_its_own(
    ms: FakeMicrosoft, http: httpx.Client
) -> None:
    headers = {"X-IDENTITY-HEADER": "the header of the machine"}
    asked = {"resource": AUDIENCE, "api-version": "2019-08-01"}

    told = http.get(f"{ms.url}/msi/token", params=asked, headers=headers).json()

    assert calls(ms, http, "GET", "teams/x", token=told["access_token"]).status_code
    assert int(told["expires_on"]) > ms.machine_time()


@pytest.mark.parametrize(
    ("changed", "status"),
    [
        ({"aud": "https://graph.microsoft.com"}, 401),
        ({"exp": 1}, 401),
        ({"appid": "another"}, 403),
        ({"tid": "another"}, 403),
        ({}, 404),
    ],
    ids=str,
)
def test_the_connector_reads_every_token(
    ms: FakeMicrosoft, http: httpx.Client, changed: Json, status: int
) -> None:
    token = ms.entra.token(ms.home, **changed)

    assert calls(ms, http, "GET", "teams/x", token=token).status_code == status


def test_a_token_that_was_signed_by_another_key_is_refused(
    ms: FakeMicrosoft, http: httpx.Client
) -> None:
    token = ms.token(aud=AUDIENCE, appid=APP_ID, tid=ms.home)

    assert calls(ms, http, "GET", "teams/x", token=token).status_code == 401


def test_tokens_run_out_when_they_are_told_to(
    ms: FakeMicrosoft, http: httpx.Client
) -> None:
    old = asks(ms, http).json()["access_token"]

    ms.entra.run_out()

    assert calls(ms, http, "GET", "teams/x", token=old).status_code == 401
    assert calls(ms, http, "GET", "teams/x").status_code == 404


# --- keys ---------------------------------------------------------------------------


def fits(ms: FakeMicrosoft, http: httpx.Client, token: str) -> bool:
    """Say whether a token is what it should be, by the keys as they are published."""
    keys = jwt.PyJWKSet.from_dict(http.get(f"{ms.url}/v1/.well-known/keys").json())
    try:
        key = keys[jwt.get_unverified_header(token)["kid"]]
        jwt.decode(token, key, algorithms=["RS256"], audience=APP_ID, issuer=ISSUER)
    except (jwt.InvalidTokenError, KeyError):
        return False
    return True


def test_what_is_signed_can_be_checked(ms: FakeMicrosoft, http: httpx.Client) -> None:
    described = http.get(f"{ms.url}/v1/.well-known/openidconfiguration").json()

    assert described["jwks_uri"].endswith("/v1/.well-known/keys")
    assert fits(ms, http, ms.token())


@pytest.mark.parametrize("how", FORGERIES)
def test_no_forgery_can_be_taken_for_a_token(
    ms: FakeMicrosoft, http: httpx.Client, how: str
) -> None:
    assert not fits(ms, http, ms.forged(how))


@pytest.mark.parametrize(
    "changed", [{"iss": "another"}, {"aud": "another"}, {"exp": 1}, {"exp": None}]
)
def test_every_claim_can_be_otherwise(ms: FakeMicrosoft, changed: Json) -> None:
    said = jwt.decode(ms.token(**changed), options={"verify_signature": False})

    (name, value) = next(iter(changed.items()))
    assert said.get(name) == value


def test_keys_are_changed_and_the_old_ones_stay_for_a_while(
    ms: FakeMicrosoft, http: httpx.Client
) -> None:
    old = ms.token()

    ms.keys.rotate()

    assert fits(ms, http, old)
    assert fits(ms, http, ms.token())
    ms.keys.rotate("kid-of-winter", keep=False)
    assert not fits(ms, http, old)


def test_keys_may_be_out_of_reach(ms: FakeMicrosoft, http: httpx.Client) -> None:
    ms.keyless = True

    assert http.get(f"{ms.url}/v1/.well-known/keys").status_code == 503


# --- the robot ----------------------------------------------------------------------


class Echo:
    """An app that answers everything with the same."""

    def __init__(self, body: bytes) -> None:
        self.body = body
        self.heard: list[bytes] = []

    async def serve(self, listening: socket.socket, over: asyncio.Event) -> None:
        server = await asyncio.start_server(self.take, sock=listening)
        async with server:
            await over.wait()

    async def take(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        length = int(head.lower().split(b"content-length:")[1].split(b"\r\n")[0])
        self.heard.append(head + await reader.readexactly(length))
        answer = b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: %d\r\n\r\n"
        writer.write(answer % len(self.body) + self.body)
        await writer.drain()
        writer.close()


def test_what_somebody_does_is_signed(ms: FakeMicrosoft, amina: User) -> None:
    echo = Echo(b'{"task":{"type":"message","value":"Good morning"}}')

    async def alone() -> None:
        listening = socket.socket()
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        address = f"http://127.0.0.1:{listening.getsockname()[1]}"
        over = asyncio.Event()
        serving = asyncio.create_task(echo.serve(listening, over))
        robot = Robot(ms, Wire(ms, f"{address}/api/messages"), amina)
        await asyncio.to_thread(robot.extend)
        robot.wire.close()
        assert robot.told().strip() == "Good morning"
        over.set()
        await serving

    asyncio.run(alone())

    (heard,) = echo.heard
    token = heard.split(b"Bearer ")[1].split(b"\r\n")[0].decode()
    said = jwt.decode(token, options={"verify_signature": False})
    assert said["serviceurl"] == ms.service_url()
    assert b"composeExtension/fetchTask" in heard
