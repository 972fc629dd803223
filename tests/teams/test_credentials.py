"""The token that everything which goes out to Teams is sent with."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
)
from cryptography.x509.oid import NameOID

from integrations.teams.credentials import NoToken, Tokens
from tests.at_home import FRIDAY, HouseClock
from tests.teams.fake import FakeMicrosoft
from tests.teams.outgoing import settings_of

Makes = Callable[..., Tokens]


@pytest.fixture
def clock() -> HouseClock:
    return HouseClock(FRIDAY)


@pytest.fixture
def tokens(ms: FakeMicrosoft, clock: HouseClock) -> Makes:
    def made(**changed: Any) -> Tokens:
        return Tokens(settings_of(ms, **changed), clock)

    return made


async def several(*deeds: Coroutine[Any, Any, str]) -> list[str]:
    return list(await asyncio.gather(*deeds))


def asked(ms: FakeMicrosoft) -> int:
    return len(ms.called("token"))


def test_a_token_is_asked_for_once_however_many_wait_for_it(
    ms: FakeMicrosoft, tokens: Makes
) -> None:
    held = tokens()
    got = asyncio.run(several(*(held.get() for _ in range(8))))
    assert len(set(got)) == 1
    assert asked(ms) == 1


def test_microsofts_own_library_is_given_the_one_that_is_there(
    ms: FakeMicrosoft, tokens: Makes
) -> None:
    held = tokens()

    async def both() -> tuple[str, str]:
        scope = "https://api.botframework.com/.default"
        return await held.get(), await held(scope, ms.home)

    first, second = asyncio.run(both())
    assert first == second
    assert asked(ms) == 1


def test_another_is_got_some_minutes_before_it_ends(
    ms: FakeMicrosoft, tokens: Makes, clock: HouseClock
) -> None:
    held = tokens()
    first = asyncio.run(held.get())
    clock.now += timedelta(minutes=54)
    assert asyncio.run(held.get()) == first
    clock.now += timedelta(minutes=2)
    assert asyncio.run(held.get()) != first
    assert asked(ms) == 2


def test_what_is_left_of_a_token_is_used_while_there_is_no_other(
    ms: FakeMicrosoft, tokens: Makes, clock: HouseClock
) -> None:
    held = tokens()
    first = asyncio.run(held.get())
    clock.now += timedelta(minutes=57)
    ms.down = True
    assert asyncio.run(held.get()) == first
    clock.now += timedelta(minutes=5)
    with pytest.raises(NoToken):
        asyncio.run(held.get())


def test_whoever_says_no_is_let_be_for_a_moment(
    ms: FakeMicrosoft, tokens: Makes, clock: HouseClock
) -> None:
    held = tokens(client_secret="old")
    for _ in range(3):
        with pytest.raises(NoToken):
            asyncio.run(held.get())
    assert asked(ms) == 1
    clock.now += timedelta(seconds=6)
    with pytest.raises(NoToken):
        asyncio.run(held.get())
    assert asked(ms) == 2


def test_a_token_that_was_refused_is_thrown_away_once(
    ms: FakeMicrosoft, tokens: Makes
) -> None:
    held = tokens()

    async def refused() -> set[str]:
        first = await held.get()
        held.renew(first)
        second = await held.get()
        held.renew(first)  # somebody else's call, with the token of before
        return {first, second, await held.get()}

    assert len(asyncio.run(refused())) == 2
    assert asked(ms) == 2


@pytest.mark.parametrize(
    ("changed", "problem", "says"),
    [
        ({"client_secret": "old"}, "AADSTS7000215", "the client secret is wrong"),
        ({"tenant_id": "nowhere"}, "AADSTS90002", "there is no such organisation"),
        ({"app_id": "x"}, "AADSTS700016", "the organisation knows no app"),
        ({"authority": "http://127.0.0.1:9"}, "unreachable", "could not be reached"),
        ({"authority": "https://127.0.0.1:9"}, "unreachable", "could not be reached"),
    ],
)
def test_why_there_is_none_is_said_in_words_and_what_to_do(
    tokens: Makes, changed: dict[str, str], problem: str, says: str
) -> None:
    with pytest.raises(NoToken) as no:
        asyncio.run(tokens(**changed).get())
    assert no.value.problem == problem
    assert says in no.value.why
    assert no.value.then
    assert "the client secret of the tests" not in str(no.value)


def test_a_number_that_we_have_no_words_for_is_said(
    ms: FakeMicrosoft, tokens: Makes
) -> None:
    ms.fault("error", "token", error="400 temporarily_unavailable")
    with pytest.raises(NoToken) as no:
        asyncio.run(tokens().get())
    assert no.value.then


# --- other ways to be known -------------------------------------------------------


def certificate(folder: Path, password: str = "") -> tuple[Path, Any]:
    """Make a key and its certificate, in one file."""
    key = rsa.generate_private_key(65537, 2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "dayzero.example.org")])
    made = (
        x509.CertificateBuilder(name, name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(FRIDAY - timedelta(days=1))
        .not_valid_after(FRIDAY + timedelta(days=30))
        .sign(key, hashes.SHA256())
    )
    how = BestAvailableEncryption(password.encode()) if password else NoEncryption()
    path = folder / "teams.pem"
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, how)
    path.write_bytes(private + made.public_bytes(Encoding.PEM))
    return path, key.public_key()


@pytest.mark.parametrize("password", ["", "of the key"])
def test_a_certificate_is_as_good_as_a_secret(
    ms: FakeMicrosoft, tokens: Makes, tmp_path: Path, password: str
) -> None:
    path, ms.entra.certificate = certificate(tmp_path, password)
    held = tokens(client_secret="", certificate=path, certificate_password=password)
    assert asyncio.run(held.get())


def test_a_certificate_that_is_not_the_apps_is_said_to_be_so(
    ms: FakeMicrosoft, tokens: Makes, tmp_path: Path
) -> None:
    path, _ = certificate(tmp_path)
    with pytest.raises(NoToken) as no:
        asyncio.run(tokens(client_secret="", certificate=path).get())
    assert no.value.problem == "AADSTS700027"


@pytest.mark.parametrize("wrong", ["password", "content", "missing"])
def test_a_file_that_is_of_no_use_is_said_to_be_so(
    tokens: Makes, tmp_path: Path, wrong: str
) -> None:
    path, _ = certificate(tmp_path, "of the key")
    if wrong == "content":
        path.write_text("not a certificate", encoding="utf-8")
    if wrong == "missing":
        path.unlink()
    held = tokens(client_secret="", certificate=path, certificate_password="another")
    with pytest.raises(NoToken) as no:
        asyncio.run(held.get())
    assert no.value.problem == "certificate"


def test_a_microsoft_that_is_ill_is_no_fault_of_ours(
    ms: FakeMicrosoft, tokens: Makes
) -> None:
    ms.fault("500", "token", times=-1)
    with pytest.raises(NoToken) as no:
        asyncio.run(tokens().get())
    assert no.value.problem == "unreachable"


def test_a_machine_that_has_an_identity_needs_no_secret(
    ms: FakeMicrosoft, tokens: Makes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("IDENTITY_ENDPOINT", f"{ms.url}/msi/token")
    monkeypatch.setenv("IDENTITY_HEADER", "the header of the machine")
    for named in ("system", "0da7e000-0000-4000-8000-000000000001"):
        held = tokens(client_secret="", managed_identity=named)
        assert asyncio.run(held.get())
    assert len(ms.called("managed")) == 2


def test_nothing_waits_for_whoever_gives_out_tokens_but_what_needs_one(
    ms: FakeMicrosoft, tokens: Makes
) -> None:
    held = tokens()

    async def meanwhile() -> str:
        with ms.slow("token") as fault:
            waiting = asyncio.create_task(held.get())
            await asyncio.to_thread(fault.wait_until_met)
            assert not waiting.done()
            fault.end()
            return await waiting

    assert asyncio.run(meanwhile())


def test_a_cloud_of_a_government_has_a_bot_service_of_its_own(
    ms: FakeMicrosoft, tokens: Makes
) -> None:
    with pytest.raises(NoToken) as no:  # the pretended one is of the public cloud
        asyncio.run(tokens(token_issuer="https://api.botframework.us").get())
    assert no.value.problem == "AADSTS1002012"
    assert ms.called("token")[0].said["scope"] == (
        "https://api.botframework.us/.default"
    )
    assert asyncio.run(tokens(token_issuer="https://issuer.example.org").get())
