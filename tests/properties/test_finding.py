"""What is found quickly is what is found by looking at every time and every diary."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.events import Offer
from bot.core.finding import Day, Found, Wish, choose, choose_together
from bot.core.finding.reliefs import AND
from tests.core.scanned import Scanned, scan, scan_together, three
from tests.properties.wishing import Chance


def as_offers(found: list[Scanned]) -> tuple[Offer, ...]:
    return tuple(Offer(one.start, one.busy, one.unknown) for one in found)


@given(seed=st.integers(0, 2**32))
@settings(max_examples=80, deadline=None)
def test_one_meeting_is_given_the_times_that_a_plain_scan_gives(seed: int) -> None:
    chance = Chance(seed)
    wish = chance.wish("review", ("other",))

    found = choose(wish, chance.diaries)

    assert found.offers == as_offers(three(scan(wish, chance.diaries), wish.minutes))
    assert not (found.offers and found.reliefs)


@given(seed=st.integers(0, 2**32))
@settings(max_examples=25, deadline=None)
def test_meetings_sought_together_are_given_the_best_set_there_is(seed: int) -> None:
    chance = Chance(seed, hours=4)
    wishes = [
        chance.wish("review", ("other",)),
        chance.wish("leaders", ("review",)),
        chance.wish("actions", ("review",)),
    ]

    found = choose_together(wishes, chance.diaries)

    every = scan_together(wishes, chance.diaries)
    if every is None:
        assert not all(one.offers for one in found)
        return
    assert [one.offers[0] for one in found] == list(as_offers(list(every)))
    for number, one in enumerate(found):
        for offer in one.offers[1:]:
            assert fits(number, offer, found, wishes)


def fits(
    number: int, offer: Offer, found: Sequence[Found], wishes: Sequence[Wish]
) -> bool:
    """Say whether a time can be had with the first offers of all the others."""
    start, end = offer.start, offer.start + timedelta(minutes=found[number].minutes)
    for other, one in enumerate(found):
        first, lasts = one.offers[0].start, timedelta(minutes=one.minutes)
        if other == number:
            continue
        if wishes[other].step in wishes[number].follows:
            ok = first + lasts <= start
        elif wishes[number].step in wishes[other].follows:
            ok = end <= first
        else:
            ok = end <= first or first + lasts <= start
        if not ok:
            return False
    return True


@given(seed=st.integers(0, 2**32))
@settings(max_examples=40, deadline=None)
def test_letting_somebody_off_gives_the_very_time_that_was_promised(seed: int) -> None:
    chance = Chance(seed, days=1, hours=3)
    wish = chance.wish("review")
    found = choose(wish, chance.diaries)

    for relief in found.reliefs:
        if relief.kind == "release" and relief.start:
            names = relief.seat.split(AND)
            days = tuple(without(day, names) for day in wish.days)
            times = scan(replace(wish, days=days), chance.diaries)
            assert min(one.start for one in times) == relief.start


def without(day: Day, names: Sequence[str]) -> Day:
    """Let a day go on without some seats."""
    seats = tuple(
        replace(seat, needed=seat.needed and seat.name not in names)
        for seat in day.seats
    )
    return replace(day, seats=seats)
