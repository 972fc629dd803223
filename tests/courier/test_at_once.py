"""Several are carried at once: a slow place holds up nobody, and order is kept."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from typing_extensions import override

from bot.core.cards import Card
from bot.counter import Counter
from bot.courier import Courier
from bot.gateways import Place, TryLater
from bot.store import Store
from bot.store.outbox import LEASED, QUEUED, SENT
from tests.courier.outside import Pillar, Square, once
from tests.desk.wessex import Wessex


@dataclass
class Slow(Square):
    """A chat in which some places take their time, until a test lets them go."""

    slow: str = "\0"
    begun: list[str] = field(default_factory=list)
    gate: asyncio.Event = field(default_factory=asyncio.Event)

    @override
    async def post(self, place: Place, card: Card, key: str, at: datetime) -> str:
        if self.slow in key:
            self.begun.append(key)
            await self.gate.wait()
        return await super().post(place, card, key, at)


class LostError(Exception):
    """The record is gone."""


@pytest.fixture
def slow() -> Slow:
    return Slow()


@pytest.fixture
def wessex(store: Store, tmp_path: Path, slow: Slow, pillar: Pillar) -> Wessex:
    return Wessex(store, tmp_path, chat=slow, mail=pillar)


def broad(
    wessex: Wessex, width: int = 4, wake: Callable[[], None] = lambda: None
) -> Courier:
    return Courier(
        lambda _: wessex.desk, wessex.ways, lambda: wessex.now, width=width, wake=wake
    )


async def until(condition: Callable[[], object]) -> None:
    async with asyncio.timeout(20):
        while not condition():  # noqa: ASYNC110 - it is another thread's doing
            await asyncio.sleep(0)


async def turned(courier: Courier, condition: Callable[[], object]) -> None:
    async with asyncio.timeout(20):
        while not condition():
            await courier.turn()
            await asyncio.sleep(0)


def test_a_slow_place_holds_up_nobody_else(wessex: Wessex, slow: Slow) -> None:
    slow.slow = "channel"
    wessex.alert()

    async def go() -> None:
        carrying = asyncio.create_task(broad(wessex).deliver())
        await until(lambda: slow.begun and len(slow.posted) >= 5)
        assert not [key for key in slow.posted if "channel" in key]
        slow.gate.set()
        await carrying

    asyncio.run(go())
    assert wessex.waiting() == 0


def test_what_is_in_hand_is_not_taken_again_though_the_clock_is_put_forward(
    wessex: Wessex, slow: Slow
) -> None:
    """Or the machine slept: its lease has run out, and nobody else is carrying it."""
    slow.slow = "channel"
    wessex.alert()

    async def go() -> None:
        courier = broad(wessex)
        await turned(courier, lambda: slow.begun)
        wessex.wait(minutes=60)
        for _ in range(12):
            await courier.turn()
        slow.gate.set()
        await courier.deliver()

    asyncio.run(go())
    assert len(slow.begun) == len(set(slow.begun))
    wessex.wait(seconds=30)  # what ended just as it was held on to is free by then
    wessex.carry()
    assert wessex.waiting() == 0


def test_what_has_been_taken_and_is_in_no_hand_yet_is_put_down_too(
    wessex: Wessex,
) -> None:
    """Or a rehearsal moves its clock on while that is still to be sent."""
    wessex.alert()
    asked, answered = threading.Event(), threading.Event()

    def slowly() -> datetime:
        if threading.current_thread() is not threading.main_thread():
            asked.set()
            assert answered.wait(20)
        return wessex.now

    async def go() -> None:
        courier = Courier(lambda _: wessex.desk, wessex.ways, slowly, width=4)
        turning = asyncio.create_task(courier.turn())
        await until(asked.is_set)
        asyncio.get_running_loop().call_soon(answered.set)
        assert await courier.put_down()
        await turning

    asyncio.run(go())
    assert not wessex.rows(states=[LEASED])


def test_a_turn_begins_what_may_go_and_does_not_wait_for_it(
    wessex: Wessex, slow: Slow
) -> None:
    slow.slow = "/"
    wessex.alert()
    woken: list[int] = []

    async def go() -> None:
        courier = broad(wessex, 2, lambda: woken.append(1))
        assert await courier.turn() > 0
        await turned(courier, lambda: slow.begun)
        slow.gate.set()
        await until(lambda: slow.posted)
        await turned(courier, lambda: not wessex.waiting())
        await courier.finish()

    asyncio.run(go())
    assert woken
    assert wessex.waiting() == 0


def test_what_a_courier_has_begun_is_finished_and_nothing_new_begun(
    wessex: Wessex, slow: Slow
) -> None:
    slow.slow = "helen"
    wessex.alert()

    async def go() -> None:
        courier = broad(wessex, 1)
        await turned(courier, lambda: slow.begun)
        finishing = asyncio.create_task(courier.finish())
        await asyncio.sleep(0)
        slow.gate.set()
        await finishing
        await courier.turn()

    asyncio.run(go())
    (row,) = wessex.rows(kind="ask", person="helen")
    assert row.state == SENT
    assert not wessex.rows(states=[LEASED])
    assert wessex.waiting() > 0


def test_what_takes_too_long_is_left_to_the_next_courier(
    wessex: Wessex, slow: Slow
) -> None:
    slow.slow = "helen"
    wessex.alert()

    async def go() -> None:
        courier = broad(wessex, 1)
        courier._last = 0.01
        await turned(courier, lambda: slow.begun)
        await courier.finish()

    asyncio.run(go())
    assert [row.person for row in wessex.rows(states=[LEASED])] == ["helen"]
    slow.slow = "\0"
    wessex.wait(minutes=2)
    wessex.carry()
    assert wessex.waiting() == 0


def test_what_would_outlast_its_lease_is_put_off_and_looked_for_first(
    wessex: Wessex, slow: Slow
) -> None:
    slow.slow = "helen"
    wessex.alert()
    courier = broad(wessex, 1)
    courier._longest = 2.0
    asyncio.run(courier.deliver())
    (row,) = [row for row in wessex.rows(states=[QUEUED]) if row.person == "helen"]
    assert (row.problem, row.doubt) == ("TimeoutError", True)
    slow.slow = "\0"
    wessex.wait(minutes=1)
    wessex.carry()
    assert wessex.waiting() == 0


def test_what_cannot_be_settled_is_seen_by_whoever_runs_the_courier(
    wessex: Wessex,
) -> None:
    wessex.alert()
    leased: list[str] = []

    def lost(partnership: str) -> Counter:
        leased.append(partnership)
        if len(leased) > 1:
            raise LostError
        return wessex.desk

    courier = Courier(lost, wessex.ways, lambda: wessex.now)
    with pytest.raises(LostError):
        asyncio.run(courier.deliver())


def test_a_place_that_asks_for_patience_holds_up_only_itself(
    wessex: Wessex, slow: Slow
) -> None:
    slow.before = once(TryLater(30), "channel")
    wessex.alert()
    wessex.carry()
    held = wessex.rows(states=[QUEUED])
    assert [(row.place, row.attempts) for row in held] == [("safeguarding", 0)]
    wessex.alert()
    wessex.carry()
    assert {row.place for row in wessex.rows(states=[QUEUED])} == {"safeguarding"}
    wessex.wait(seconds=31)
    wessex.carry()
    assert wessex.waiting() == 0
    assert len([key for key in slow.posted if "channel" in key]) == 2


def test_a_place_rests_between_two_cards_where_the_chat_asks_for_it(
    wessex: Wessex, slow: Slow
) -> None:
    second = timedelta(seconds=1)
    wessex.ways = replace(
        wessex.ways, pace=lambda lane: second if "#" in lane else timedelta()
    )
    for _ in range(3):
        wessex.alert()
    courier = broad(wessex)

    def in_channel() -> int:
        return len([key for key in slow.posted if "channel" in key])

    asyncio.run(courier.deliver())
    assert in_channel() == 1
    assert 0 < asyncio.run(courier.deliver()) <= 1
    for count in (2, 3):
        wessex.wait(seconds=1)
        asyncio.run(courier.deliver())
        assert in_channel() == count
    assert wessex.waiting() == 0


def test_a_card_that_is_on_its_way_when_things_change_is_drawn_again(
    wessex: Wessex, slow: Slow
) -> None:
    slow.slow = "helen"
    ref = wessex.alert()

    async def go() -> None:
        courier = broad(wessex)
        carrying = asyncio.create_task(courier.deliver())
        await until(lambda: slow.begun)
        await asyncio.to_thread(
            wessex.must,
            *("helen", "decide", f"{ref}/consult-partners"),
            choice="agreed",
            note="x",
        )
        await until(lambda: wessex.rows(kind="redraw", states=[LEASED]))
        slow.gate.set()
        await carrying

    asyncio.run(go())
    key = slow.begun[0]
    card = slow.shown[f"square:{key}"]
    assert card.outcome
    assert [button.does for button in card.buttons] == ["open"]
