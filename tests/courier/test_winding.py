"""The timetable goes on turning, even when the wall clock has stepped back."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from bot.winding import Turn, Winding

PATIENCE = 10


class Hand:
    """A clock that moves only when it is moved."""

    def __init__(self) -> None:
        self.at = 0.0

    def __call__(self) -> float:
        return self.at


@pytest.fixture
def hand() -> Hand:
    return Hand()


@pytest.fixture
def turned() -> threading.Semaphore:
    return threading.Semaphore(0)


@pytest.fixture
def winding(hand: Hand, turned: threading.Semaphore) -> Iterator[Winding]:
    made = Winding([Turn("tick", 0.02, turned.release)], hand)
    made.start()
    yield made
    made.stop()


def silence(winding: Winding) -> None:
    """Leave the scheduler as a step back of the clock does: the next is far off."""
    far = datetime(2100, 1, 1, tzinfo=UTC)
    winding.scheduler.modify_job("tick", next_run_time=far)


def test_it_turns_again_and_again(
    turned: threading.Semaphore, winding: Winding
) -> None:
    for _ in range(3):
        assert turned.acquire(timeout=PATIENCE)
    assert winding.look() == ()


def test_what_has_fallen_silent_is_wound_again(
    turned: threading.Semaphore, winding: Winding, hand: Hand
) -> None:
    silence(winding)
    while turned.acquire(timeout=0.1):
        pass  # what was already on its way
    hand.at += 1
    assert winding.look() == ("tick",)
    assert turned.acquire(timeout=PATIENCE)


def test_what_is_only_slow_is_left_alone(hand: Hand) -> None:
    begun, go_on = threading.Event(), threading.Event()

    def slow() -> None:
        begun.set()
        go_on.wait(PATIENCE)

    winding = Winding([Turn("tick", 0.02, slow)], hand)
    winding.start()
    assert begun.wait(PATIENCE)
    hand.at += 3600
    assert winding.look() == ()
    go_on.set()
    winding.stop()


def test_what_fails_is_done_again(hand: Hand) -> None:
    failed = threading.Semaphore(0)

    def fail() -> None:
        failed.release()
        raise LookupError

    winding = Winding([Turn("tick", 0.02, fail)], hand)
    winding.start()
    for _ in range(3):
        assert failed.acquire(timeout=PATIENCE)
    winding.stop()
