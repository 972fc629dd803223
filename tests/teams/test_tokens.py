"""Microsoft's keys: read off the loop, kept, and not asked for without end."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

import jwt
import pytest

from integrations.teams.tokens import Keys
from tests.log_lines import caught
from tests.teams.doors import (
    Bare,
    Door,
    Hours,
    Said,
    a_press,
    at,
)
from tests.teams.fake import FakeMicrosoft

Found = TypeVar("Found")
_SPRING = "kid-of-spring"


@pytest.fixture
def hours() -> Hours:
    return Hours()


def keys_of(ms: FakeMicrosoft, hours: Hours) -> Keys:
    return Keys(f"{ms.url}/v1/.well-known/openidconfiguration", hours)


def run(what: Callable[[], Coroutine[Any, Any, Found]]) -> Found:
    return asyncio.run(what())


async def settled(keys: Keys) -> None:
    """Wait for what is being read behind the scenes."""
    if keys._reading is not None:
        await asyncio.wait([keys._reading])


def asked(ms: FakeMicrosoft) -> int:
    return len(ms.called("keys"))


def test_keys_are_read_once_for_everybody(ms: FakeMicrosoft, hours: Hours) -> None:
    keys = keys_of(ms, hours)
    assert keys.well is None

    async def many() -> set[bool]:
        found = await asyncio.gather(*(keys.find(_SPRING) for _ in range(20)))
        return {key is not None for key in found}

    assert run(many) == {True}
    assert asked(ms) == 1
    assert keys.well


def test_a_key_that_is_new_is_found_at_once(ms: FakeMicrosoft, hours: Hours) -> None:
    door = Door(ms, hours, anew=True)

    async def through_the_year(say: Said) -> list[int]:
        first = await say(a_press(ms))
        ms.keys.rotate(keep=False)
        return [first.status_code, (await say(a_press(ms))).status_code]

    assert at(door.served(), ms, through_the_year) == [200, 200]
    assert asked(ms) == 2


def test_names_that_are_made_up_do_not_make_it_ask_without_end(
    ms: FakeMicrosoft, hours: Hours
) -> None:
    keys = keys_of(ms, hours)

    async def many() -> None:
        for number in range(50):
            assert await keys.find(f"kid-{number}") is None

    run(many)
    assert asked(ms) == 5

    hours.later(minutes=1)
    ms.keys.rotate()
    assert run(lambda: keys.find("kid-of-autumn")) is not None


def test_keys_are_good_for_a_day_and_then_read_again_behind_the_scenes(
    ms: FakeMicrosoft, hours: Hours
) -> None:
    keys = keys_of(ms, hours)

    async def days() -> list[int]:
        counts = []
        for _ in range(3):
            hours.later(hours=13)
            await keys.find(_SPRING)
            await settled(keys)
            counts.append(asked(ms))
        return counts

    assert run(days) == [1, 1, 2]


def test_keys_are_kept_while_microsoft_cannot_be_reached(
    ms: FakeMicrosoft, hours: Hours
) -> None:
    door = Door(ms, hours, anew=True)

    async def through_the_night(say: Said) -> list[int]:
        before = await say(a_press(ms))
        ms.keyless = True
        hours.later(days=2)
        after = [await say(a_press(ms)) for _ in range(3)]
        made_up = await say(a_press(ms), ms.forged("a key that nobody knows"))
        await settled(door.keys)
        return [one.status_code for one in (before, *after, made_up)]

    with caught() as logged:
        assert at(door.served(), ms, through_the_night) == [200, 200, 200, 200, 401]

    unread = [x for x in logged.lines() if x["event"] == "teams.keys_unread"]
    assert unread
    assert door.keys.well


def test_before_there_is_any_key_teams_is_asked_to_try_again(
    ms: FakeMicrosoft, hours: Hours
) -> None:
    ms.keyless = True
    door = Door(ms, hours, anew=True)

    async def later(say: Said) -> list[int]:
        early = await say(a_press(ms))
        assert early.headers["retry-after"] == "5"
        assert door.keys.well is False
        ms.keyless = False
        return [early.status_code, (await say(a_press(ms))).status_code]

    assert at(door.served(), ms, later) == [503, 200]


def test_nobody_waits_while_keys_are_read(ms: FakeMicrosoft, hours: Hours) -> None:
    keys = keys_of(ms, hours)

    async def beside() -> str:
        with ms.slow("keys"):
            reading = asyncio.ensure_future(keys.find(_SPRING))
            await asyncio.to_thread(ms.faults[0].wait_until_met)
            others = "were served" if not reading.done() else "waited"
        await reading
        return others

    assert run(beside) == "were served"


def test_in_microsofts_library_everybody_waits(ms: FakeMicrosoft) -> None:
    bare = Bare(ms)
    seen: list[str] = []

    async def beside(say: Said) -> None:
        with ms.slow("keys") as held:

            def meanwhile() -> None:
                held.wait_until_met()
                asked = asyncio.run_coroutine_threadsafe(asyncio.sleep(0), loop)
                try:
                    asked.result(0.05)
                    seen.append("were served")
                except TimeoutError:
                    seen.append("waited")
                held.end()

            loop = asyncio.get_running_loop()
            watching = threading.Thread(target=meanwhile)
            watching.start()
            await say(a_press(ms))
            await asyncio.to_thread(watching.join)

    at(bare.served(), ms, beside)

    assert seen == ["waited"]


def test_whoever_gives_up_waiting_does_not_stop_the_others(
    ms: FakeMicrosoft, hours: Hours
) -> None:
    keys = keys_of(ms, hours)

    async def two() -> object:
        with ms.slow("keys"):
            first = asyncio.ensure_future(keys.find(_SPRING))
            second = asyncio.ensure_future(keys.find(_SPRING))
            await asyncio.to_thread(ms.faults[0].wait_until_met)
            first.cancel()
        return await second

    assert run(two) is not None
    assert asked(ms) == 1


def test_what_is_being_read_can_be_let_go(ms: FakeMicrosoft, hours: Hours) -> None:
    keys = keys_of(ms, hours)

    async def stopped() -> bool:
        with ms.slow("keys"):
            reading = asyncio.ensure_future(keys.find(_SPRING))
            await asyncio.to_thread(ms.faults[0].wait_until_met)
            await keys.stop()
            try:
                await reading
            except asyncio.CancelledError:
                return True
        return False

    assert run(stopped)


def test_a_library_that_is_not_given_the_keys_asks_for_them_itself(
    ms: FakeMicrosoft, hours: Hours
) -> None:
    """Fails when the library keeps what checks a token somewhere else."""
    door = Door(ms, hours, anew=True)

    async def many(say: Said) -> None:
        for number in range(3):
            await say(a_press(ms, id=f"f:{number}"))

    at(door.served(), ms, many)

    assert asked(ms) == 1


def test_the_keys_answer_the_library_from_memory(
    ms: FakeMicrosoft, hours: Hours
) -> None:
    keys = keys_of(ms, hours)
    run(lambda: keys.find(_SPRING))

    assert keys.get_signing_key_from_jwt(ms.token()).key_id == _SPRING
    with pytest.raises(jwt.PyJWKClientError):
        keys.get_signing_key_from_jwt(ms.forged("a key that nobody knows"))
