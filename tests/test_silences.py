"""Which places outside are left alone for a while, because they answered nobody."""

from __future__ import annotations

from datetime import timedelta

from bot.silences import Silences
from tests.at_home import FRIDAY, HouseClock


def silent(silences: Silences, *places: str) -> None:
    for place in places:
        silences.unheard(place)


def test_one_that_is_silent_keeps_no_other_waiting() -> None:
    silences = Silences(HouseClock(FRIDAY))
    silent(silences, "ours", "ours", "ours")
    assert silences.resting("ours")
    assert not silences.resting("theirs")


def test_where_several_are_silent_one_silence_is_enough_for_each() -> None:
    clock = HouseClock(FRIDAY)
    silences = Silences(clock)
    silent(silences, "one", "two", "three")
    assert all(map(silences.resting, ("one", "two", "three")))
    assert not silences.resting("four")
    clock.now += timedelta(seconds=15)
    assert not any(map(silences.resting, ("one", "two", "three")))


def test_one_that_answers_is_left_alone_no_more() -> None:
    silences = Silences(HouseClock(FRIDAY))
    silent(silences, "one", "two", "three")
    silences.heard("two", well=True)
    assert not silences.resting("two")
    silent(silences, "two", "two")
    assert silences.resting("one")
