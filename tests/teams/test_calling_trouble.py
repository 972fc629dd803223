"""How a call to Teams ended: in the words that the courier understands."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from datetime import timedelta
from email.utils import format_datetime
from typing import Any

import httpx
import pytest
from typing_extensions import override

from bot.gateways import NotSent, TryLater
from integrations.teams.calling import Calling, Says
from integrations.teams.credentials import NoToken
from tests.teams.asking import message
from tests.teams.fake import FakeMicrosoft
from tests.teams.fake_things import Conversation, User
from tests.teams.outgoing import Outgoing


@pytest.fixture
def out(ms: FakeMicrosoft, sqlite_url: str) -> Iterator[Outgoing]:
    with Outgoing(ms, sqlite_url).at_work() as made:
        yield made


@pytest.fixture
def chat(ms: FakeMicrosoft, amina: User) -> Conversation:
    return ms.personal(amina)


@pytest.mark.parametrize(
    ("error", "status", "code"),
    [
        ("403 BotNotInConversationRoster", 403, "BotNotInConversationRoster"),
        ("404 ConversationNotFound", 404, "ConversationNotFound"),
        ("400 BadSyntax", 400, "BadSyntax"),
        ("413 MessageSizeTooBig", 413, "MessageSizeTooBig"),
    ],
)
def test_a_no_is_told_with_teams_own_name_for_why(
    out: Outgoing,
    ms: FakeMicrosoft,
    chat: Conversation,
    error: str,
    status: int,
    code: str,
) -> None:
    ms.fault("error", "send", error=error)
    with pytest.raises(Says) as no:
        out.says(chat)
    assert (no.value.status, no.value.code) == (status, code)
    assert out.calling.well is False


def test_who_was_asked_for_patience_is_told_how_long(
    out: Outgoing, ms: FakeMicrosoft, chat: Conversation
) -> None:
    ms.fault("429", "send", seconds=7)
    with pytest.raises(TryLater) as asked:
        out.says(chat)
    assert asked.value.seconds == 7
    assert out.says(chat)


@pytest.mark.parametrize(
    ("kind", "meant"),
    [
        ("500", ConnectionError),
        ("500 after", ConnectionError),
        ("drop", ConnectionError),
        ("drop after", ConnectionError),
    ],
)
def test_after_a_fault_nobody_knows_whether_it_was_said(
    out: Outgoing, ms: FakeMicrosoft, chat: Conversation, kind: Any, meant: type
) -> None:
    ms.fault(kind, "send")
    with pytest.raises(meant):
        out.says(chat)
    assert out.calling.well is False
    assert len(ms.posted(chat)) == kind.endswith("after")


def test_a_teams_that_is_not_there_was_told_nothing(out: Outgoing) -> None:
    with pytest.raises(NotSent):
        out.run(out.calling.send("http://127.0.0.1:9/teams", "a:1", message()))


def test_a_teams_that_takes_too_long_may_have_heard(
    out: Outgoing, ms: FakeMicrosoft, chat: Conversation
) -> None:
    out.says(chat)
    out.calling._client.http.timeout = 0.2
    with ms.slow("send"), pytest.raises(TimeoutError):
        out.says(chat)


def test_an_address_that_makes_no_sense_was_told_nothing(out: Outgoing) -> None:
    for nowhere in ("", "http://[", "ftp://127.0.0.1/"):
        with pytest.raises(NotSent):
            out.run(out.calling.send(nowhere, "a:1", message()))


def test_a_token_that_was_withdrawn_is_renewed_and_the_call_made_again(
    out: Outgoing, ms: FakeMicrosoft, chat: Conversation
) -> None:
    out.says(chat)
    ms.entra.run_out()
    assert out.says(chat)
    assert [one.status for one in ms.called("send")] == [201, 401, 201]
    assert len(ms.called("token")) == 2


def test_a_bot_that_is_let_in_nowhere_asks_twice_and_no_more(
    out: Outgoing, ms: FakeMicrosoft, chat: Conversation
) -> None:
    ms.fault("error", "send", error="401 Unauthorized", times=2)
    with pytest.raises(Says) as no:
        out.says(chat)
    assert no.value.status == 401
    assert len(ms.called("send")) == 2


def test_without_a_token_nothing_is_sent(
    ms: FakeMicrosoft, sqlite_url: str, chat: Conversation
) -> None:
    wrong = Outgoing(ms, sqlite_url, client_secret="old").at_work()
    with wrong as out, pytest.raises(NoToken):
        out.says(chat)
    assert not ms.called("send")


def test_a_teams_that_is_silent_thrice_is_left_alone_for_a_while(
    out: Outgoing, ms: FakeMicrosoft, chat: Conversation
) -> None:
    out.says(chat)
    ms.fault("drop", "send", times=3)
    for _ in range(3):
        with pytest.raises(ConnectionError):
            out.says(chat)
    with pytest.raises(NotSent, match="a moment ago"):
        out.says(chat)
    assert len(ms.called("send")) == 4
    out.clock.now += timedelta(seconds=16)
    assert out.says(chat)


def test_an_organisation_that_is_silent_keeps_no_other_waiting(
    out: Outgoing, ms: FakeMicrosoft, chat: Conversation
) -> None:
    ms.fault("drop", "send", times=3)
    for _ in range(3):
        with pytest.raises(ConnectionError):
            out.says(chat, tenant="theirs")
    with pytest.raises(NotSent, match="a moment ago"):
        out.says(chat, tenant="theirs")
    assert out.says(chat, tenant="ours")


class Trickle(httpx.AsyncByteStream):
    """A body of which a little comes now and then, and that never ends."""

    @override
    async def __aiter__(self) -> AsyncIterator[bytes]:
        while True:
            yield b" "
            await asyncio.sleep(0.01)


def test_an_answer_that_trickles_in_is_none(out: Outgoing, chat: Conversation) -> None:
    out.calling._in_all = 0.1
    out.run(out.tokens.get())
    slowly = httpx.MockTransport(lambda _: httpx.Response(200, stream=Trickle()))
    out.calling._client.http = httpx.AsyncClient(transport=slowly)
    with pytest.raises(TimeoutError):
        out.says(chat)


def test_a_day_may_be_given_to_be_patient_until(
    out: Outgoing, ms: FakeMicrosoft
) -> None:
    del ms
    until = format_datetime(out.clock.now + timedelta(seconds=90))
    for written, seconds in (
        (until, 90.0), ("12", 12.0), ("soon", 1.0), ("-3", 0.1), ("1e9", 3600.0),
        ("nan", 1.0), ("inf", 3600.0),
    ):  # fmt: skip
        assert waits(out.calling, written) == seconds


def waits(calling: Calling, written: str) -> float:
    asked = calling._meant(httpx.Response(429, headers={"retry-after": written}))
    assert isinstance(asked, TryLater)
    return asked.seconds


@pytest.mark.parametrize(
    ("status", "body", "meant"),
    [
        (412, b"{}", NotSent),
        (302, b"", NotSent),
        (502, b"<html>", ConnectionError),
        (403, b"", Says),
        (403, b'{"error": "no"}', Says),
        (403, b'{"error": {"code": "not a name"}}', Says),
        (403, b"[]", Says),
    ],
)
def test_every_answer_means_something(
    out: Outgoing, status: int, body: bytes, meant: type
) -> None:
    told = out.calling._meant(httpx.Response(status, content=body))
    assert isinstance(told, meant)
    assert not getattr(told, "code", "")
