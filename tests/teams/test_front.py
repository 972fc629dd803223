"""The door to Teams: who is let in, and what is answered to whom."""

from __future__ import annotations

import asyncio
import json

import httpx
import pytest
from starlette.types import Message

from integrations.teams.repeats import name_of
from tests.log_lines import CHILD, caught
from tests.teams.doors import (
    Answer,
    Bare,
    Door,
    Said,
    a_press,
    an_activity,
    at,
    one,
)
from tests.teams.fake import FakeMicrosoft
from tests.teams.fake_keys import FORGERIES
from tests.teams.fake_things import APP_ID


def test_what_teams_signs_is_taken_and_answered(door: Door) -> None:
    answer = one(door.served(), door.ms, a_press(door.ms))

    assert (answer.status_code, answer.json()) == (200, {"statusCode": 200})
    assert door.behind.taken[0]["name"] == "adaptiveCard/action"


def test_an_invoke_is_answered_with_its_own_status(door: Door) -> None:
    door.behind.answers = Answer(501, {"said": "no"})

    answer = one(door.served(), door.ms, a_press(door.ms))

    assert (answer.status_code, answer.json()) == (501, {"said": "no"})


def test_half_a_letter_that_somebody_typed_keeps_nobody_from_an_answer(
    door: Door,
) -> None:
    door.behind.answers = Answer(body={"typed": "Zo\u00eb \ud83d"})

    answer = one(door.served(), door.ms, a_press(door.ms))

    assert answer.json() == {"typed": "Zo\u00eb ?"}


def test_only_an_invoke_is_answered_with_anything(door: Door) -> None:
    door.behind.answers = Answer(501, {"said": "no"})

    answer = one(door.served(), door.ms, an_activity(door.ms, text="alert"))

    assert (answer.status_code, answer.content) == (200, b"")


@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "DELETE"])
def test_nothing_else_is_answered_there(door: Door, method: str) -> None:
    async def ask() -> httpx.Response:
        wire = httpx.ASGITransport(door.served())
        async with httpx.AsyncClient(transport=wire, base_url="http://bot") as http:
            return await http.request(method, "/api/messages")

    assert asyncio.run(ask()).status_code == 405


# --- what cannot be read ----------------------------------------------------------


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b'"alert"', b"null", b"\xff\xfe", b"[" * 100_000]
)
def test_what_is_no_object_is_unreadable(door: Door, body: bytes) -> None:
    assert one(door.served(), door.ms, body).status_code == 400
    assert door.behind.taken == []


def test_what_is_too_much_is_not_read(door: Door) -> None:
    said = an_activity(door.ms, text="x" * 1_000_001)

    assert one(door.served(), door.ms, said).status_code == 413


# --- what is sent again -------------------------------------------------------------


def test_what_is_sent_again_is_answered_once(door: Door) -> None:
    said = a_press(door.ms)

    async def twice(say: Said) -> list[bytes]:
        return [(await say(said)).content for _ in range(2)]

    first, second = at(door.served(), door.ms, twice)

    assert first == second == b'{"statusCode":200}'
    assert len(door.behind.taken) == 1


def test_microsofts_library_answers_it_twice(shared: FakeMicrosoft) -> None:
    bare, said = Bare(shared), a_press(shared)

    async def twice(say: Said) -> list[int]:
        return [(await say(said)).status_code for _ in range(2)]

    assert at(bare.served(), shared, twice) == [200, 200]
    assert len(bare.taken) == 2


def test_what_is_sent_again_too_soon_waits_for_the_first(door: Door) -> None:
    said = a_press(door.ms)

    async def at_once(say: Said) -> list[bytes]:
        begun, wait = asyncio.Event(), asyncio.Event()
        door.behind.begun, door.behind.wait = begun, wait
        both = [asyncio.ensure_future(say(said)) for _ in range(2)]
        await begun.wait()
        wait.set()
        return [answer.content for answer in await asyncio.gather(*both)]

    assert at(door.served(), door.ms, at_once) == [b'{"statusCode":200}'] * 2
    assert len(door.behind.taken) == 1


def test_after_a_while_the_desk_answers_for_itself(door: Door) -> None:
    said = a_press(door.ms)

    async def later(say: Said) -> None:
        await say(said)
        door.hours.later(minutes=6)
        await say(said)

    at(door.served(), door.ms, later)

    assert len(door.behind.taken) == 2


def test_an_id_that_is_given_twice_is_no_repeat(door: Door) -> None:
    said = a_press(door.ms)
    other = json.loads(json.dumps(said).replace("/sign-sin", "/send-sin"))

    async def both(say: Said) -> None:
        await say(said)
        await say(other)

    at(door.served(), door.ms, both)

    assert len(door.behind.taken) == 2


def test_what_has_no_id_is_always_new(door: Door) -> None:
    said = a_press(door.ms, id=None)

    async def twice(say: Said) -> None:
        await say(said)
        await say(said)

    at(door.served(), door.ms, twice)

    assert len(door.behind.taken) == 2


def test_what_failed_is_tried_again_when_it_is_sent_again(door: Door) -> None:
    said = a_press(door.ms)
    door.behind.trouble = OSError(CHILD)

    async def twice(say: Said) -> tuple[httpx.Response, int]:
        first = await say(said)
        door.behind.trouble = None
        return first, (await say(said)).status_code

    with caught() as logged:
        first, second = at(door.served(), door.ms, twice)

    assert (first.status_code, first.content, second) == (500, b"", 200)
    (line,) = logged.lines()
    assert (line["event"], line["problem_kind"]) == ("teams.failed", "OSError")
    assert logged.names_nobody()


# --- what is said of it --------------------------------------------------------------


def test_forgeries_flood_no_log_and_show_nothing(door: Door) -> None:
    said = a_press(door.ms, value={"child": CHILD})

    async def many(say: Said) -> None:
        for how in FORGERIES:
            await say(said, door.ms.forged(how))

    with caught() as logged:
        at(door.served(), door.ms, many)

    counts = [line["count"] for line in logged.lines()]
    assert counts == [1, 2, 4, 8]
    assert logged.names_nobody()


def test_the_library_says_nothing_of_what_comes_in(door: Door) -> None:
    with caught() as logged:
        one(door.served(), door.ms, a_press(door.ms, value={"child": CHILD}))

    assert logged.getvalue() == ""


def test_the_app_is_known_by_its_own_id(door: Door) -> None:
    said = a_press(door.ms)
    token = door.ms.token(said["serviceUrl"], aud=f"api://{APP_ID}")

    assert one(door.served(), door.ms, said, token=token).status_code == 200


def test_what_is_nested_too_deeply_has_no_name_for_its_repeats() -> None:
    deep: dict[str, object] = {}
    for _ in range(5_000):
        deep = {"a": deep}

    assert name_of({"id": "f:1", "value": {}}, "home")
    assert name_of({"id": "f:1", "value": deep}, "home") == ""


def test_whoever_hangs_up_half_way_is_no_trouble(door: Door) -> None:
    said: list[int] = []

    async def gone() -> Message:
        return {"type": "http.disconnect"}

    async def sent(message: Message) -> None:
        said.append(message.get("status", 0))

    async def hang_up() -> None:
        token = f"Bearer {door.ms.token()}".encode()
        scope = {
            "type": "http",
            "method": "POST",
            "path": "/api/messages",
            "query_string": b"",
            "headers": [(b"authorization", token)],
        }
        await door.served()(scope, gone, sent)

    asyncio.run(hang_up())

    assert said[0] == 400
