"""What must never stop is noted each time it turns, by a clock of its own."""

from __future__ import annotations

import asyncio

import pytest

from bot.pulses import Pulses
from tests.watching.conftest import Ticking


def failing() -> int:
    raise ConnectionError


def partly() -> int:
    message = "one case"
    raise ExceptionGroup(message, [ValueError()])


def test_a_look_that_was_done_is_noted(ticking: Ticking) -> None:
    pulses = Pulses(ticking)
    assert pulses.tick.idle is None

    pulses.ticking(lambda: 0)()
    ticking.seconds += 7

    assert pulses.tick.idle == 7
    assert pulses.tick.turns == 1


def test_a_look_that_was_another_replicas_turn_is_not_one(ticking: Ticking) -> None:
    pulses = Pulses(ticking)
    ticking.seconds += 7

    pulses.ticking(lambda: None)()

    assert (pulses.tick.idle, pulses.tick.turns, pulses.tick.silent) == (None, 0, 0)


def test_a_look_that_failed_is_seen_and_is_not_one(ticking: Ticking) -> None:
    pulses = Pulses(ticking)

    with pytest.raises(ConnectionError):
        pulses.ticking(failing)()

    assert (pulses.tick.idle, pulses.tick.silent) == (None, 0)


def test_a_look_that_left_out_one_case_has_said_everything_else(
    ticking: Ticking,
) -> None:
    pulses = Pulses(ticking)

    with pytest.raises(ExceptionGroup):
        pulses.ticking(partly)()

    assert pulses.tick.turns == 1


def test_a_courier_that_turns_is_noted_and_so_is_one_that_fails(
    ticking: Ticking,
) -> None:
    pulses = Pulses(ticking)

    async def turn() -> float:
        return 0.5

    async def fails() -> float:
        raise ConnectionError

    assert asyncio.run(pulses.turning(turn)()) == 0.5
    assert pulses.courier.turns == 1
    ticking.seconds += 9
    with pytest.raises(ConnectionError):
        asyncio.run(pulses.turning(fails)())
    assert (pulses.courier.turns, pulses.courier.silent) == (1, 0)
    assert pulses.courier.idle == 9
