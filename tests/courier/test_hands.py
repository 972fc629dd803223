"""A place that is slow has not every hand, and what is ours is known for a moment."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from typing_extensions import override

from bot.fresh import Fresh
from bot.hands import Hands, behind
from bot.store.outbox import Delivery
from bot.store.ready import CALENDAR

NOW = datetime(2026, 11, 27, 9, 30, tzinfo=UTC)


def delivery(partnership: str = "dorset", lane: str = "") -> Delivery:
    return Delivery("key", partnership, "ask", NOW, lane=lane)


async def forever() -> None:
    await asyncio.Event().wait()


def test_no_partnership_has_every_hand() -> None:
    async def go() -> None:
        hands = Hands(8)
        assert hands.spare("dorset") == 6
        for _ in range(6):
            hands.begin(delivery(), forever())
        assert hands.spare("dorset") == 0
        assert hands.spare("kirklees") == 2
        await hands.finish(0.01, 0.01)
        assert hands.spare("dorset") == 0

    asyncio.run(go())


def test_one_hand_is_for_whoever_comes() -> None:
    assert Hands(1).spare("dorset") == 1
    assert Hands(2).spare("dorset") == 2


def test_calendars_have_half_of_the_hands() -> None:
    async def go() -> None:
        hands = Hands(8)
        for n in range(4):
            assert hands.spare(CALENDAR) == 4 - n
            hands.begin(delivery(lane=f"{CALENDAR}dorset"), forever())
        assert hands.free == 4
        await hands.finish(0.01, 0.01)

    asyncio.run(go())


def test_what_was_taken_a_moment_ago_is_ours_by_both_clocks() -> None:
    clocks = [NOW, 100.0]

    def put(wall: float, steady: float) -> None:
        clocks[:] = NOW + timedelta(seconds=wall), 100.0 + steady

    fresh = Fresh(lambda: clocks[0], lambda: clocks[1])  # type: ignore[arg-type,return-value]
    row = delivery()
    assert not fresh.holds(row)
    fresh.took((row,), fresh.moment())
    put(9, 9)
    assert fresh.holds(row)
    assert not fresh.holds(replace(row, doubt=True))
    # As it was leased before, and lost.
    assert not fresh.holds(replace(row, fence=row.fence - 1))
    # The machine slept; the clock was put back; the program was stopped for a while.
    for wall, steady in ((60, 1), (-1, 1), (1, 60)):
        put(wall, steady)
        assert not fresh.holds(row)
    put(1, 1)
    fresh.let_go(row)
    assert not fresh.holds(row)


def test_while_people_are_at_work_few_hands_begin_anything() -> None:
    async def go() -> None:
        seconds = [100.0]
        hands = Hands(32, lambda: seconds[0])
        assert hands.room(few=False) == 32
        assert hands.room(few=True) == 4
        for _ in range(4):
            hands.begin(delivery(), forever())
        assert hands.room(few=True) == 0
        # These are waiting for a chat by now, and take nobody's processor.
        seconds[0] += 1
        assert hands.room(few=True) == 4
        await hands.finish(0.01, 0.01)

    asyncio.run(go())
    assert Hands(1).room(few=True) == 1


def test_what_should_have_gone_long_before_no_longer_gives_way() -> None:
    row = replace(delivery(), attempts=1)
    later = NOW + timedelta(seconds=2)
    assert behind([row], later)
    assert not behind([row], NOW + timedelta(seconds=1))
    assert not behind([], later)
    again, in_lane = replace(row, attempts=2), replace(row, lane="chat/dorset/helen")
    assert not behind([again, in_lane], later)


class Skipping(asyncio.SelectorEventLoop):
    """A loop in a process that can stand still for a while."""

    ahead = 0.0

    @override
    def time(self) -> float:
        return super().time() + self.ahead


@pytest.mark.parametrize(
    ("shared", "seconds", "sent"),
    [(True, 15, True), (True, 30, False), (False, 30, True), (False, 60, False)],
)
def test_who_stood_still_for_longer_than_a_lease_sends_nothing(
    *, shared: bool, seconds: float, sent: bool
) -> None:
    loop, hands, done = Skipping(), Hands(1), list[bool]()

    async def carrying(ready: asyncio.Future[None]) -> None:
        async with hands.held(50, shared=shared):
            await ready
            done.append(True)

    async def go() -> None:
        ready = loop.create_future()
        task = hands.begin(delivery(), carrying(ready))
        await asyncio.sleep(0)
        loop.ahead = 15
        with hands.renewing():
            pass
        loop.ahead += seconds
        loop.call_soon(ready.set_result, None)
        await asyncio.wait((task,))
        assert isinstance(task.exception(), TimeoutError) is not sent

    with asyncio.Runner(loop_factory=lambda: loop) as runner:
        runner.run(go())
    assert bool(done) is sent
