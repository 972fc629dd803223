"""What makes one time better than another, each point before the next."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from bot.core.attending import Seat
from bot.core.events import Offer
from bot.core.finding import Day, Span, Taken, choose
from tests.core.calendar_words import calendar_day
from tests.core.played import at
from tests.core.sitting import (
    CHAIR,
    HEALTH,
    MONDAY,
    POLICE,
    SCHOOL,
    TUESDAY,
    WEDNESDAY,
    diaries,
    open_on,
    span,
    wish,
)

SUE = Seat("support", ("sue",), needed=True)
FIRST, SECOND = span(TUESDAY, "9:00", "10:00"), span(TUESDAY, "10:00", "11:00")
THIRD = span(TUESDAY, "11:00", "12:00")
SPANS = (FIRST, SECOND, THIRD)


def order(
    maybe: dict[str, tuple[Span, ...]], busy: dict[str, tuple[Span, ...]]
) -> list[datetime]:
    """Say in which order three hours of a morning are offered."""
    wanted = wish(open_on(TUESDAY, CHAIR, POLICE, SUE, SCHOOL), minutes=60)
    known = diaries(wanted, **busy)
    known |= {who: replace(known[who], maybe=some) for who, some in maybe.items()}
    return [offer.start for offer in choose(wanted, known).offers]


@pytest.mark.parametrize(
    ("worse", "bad"),
    [
        ({"cy": (FIRST,)}, {"pat": (SECOND,), "sue": (SECOND,), "sam": (SECOND,)}),
        ({"pat": (FIRST,)}, {"sue": (SECOND,), "sam": (SECOND,)}),
        ({"sue": (FIRST,)}, {"sam": (SECOND,)}),
    ],
)
def test_the_weightier_seat_decides(
    worse: dict[str, tuple[Span, ...]], bad: dict[str, tuple[Span, ...]]
) -> None:
    """At the first hour the weightier is not known, and at the second the others."""
    best, second, last = order(worse | bad, {})

    assert best == THIRD[0]
    assert last == FIRST[0]
    assert second == SECOND[0]


def test_of_those_who_need_not_come_better_unknown_than_taken() -> None:
    found = order({"sam": (FIRST,)}, {"sam": (SECOND,)})

    assert found == [THIRD[0], FIRST[0], SECOND[0]]


def test_whoever_need_not_come_and_is_taken_is_named() -> None:
    wanted = wish(minutes=180)

    found = choose(wanted, diaries(wanted, sam=(FIRST,)))

    assert found.offers == (Offer(at(f"{TUESDAY} 9:00"), ("school",), ()),)


def test_whoever_is_away_is_taken_whatever_their_diary_says() -> None:
    day = open_on(TUESDAY, CHAIR, SCHOOL, away=frozenset({"sam"}))
    wanted = wish(day, minutes=180)

    assert choose(wanted, diaries(wanted)).offers[0].busy == ("school",)
    assert choose(wanted, {}).offers[0].busy == ("school",)


def test_one_of_two_who_can_fill_a_seat_is_enough() -> None:
    wanted = wish(open_on(TUESDAY, HEALTH), minutes=180)

    found = choose(wanted, diaries(wanted, hera=(FIRST,)))

    assert found.offers == (Offer(at(f"{TUESDAY} 9:00")),)


def test_a_day_before_the_returns_comes_after_one_that_is_not() -> None:
    wanted = wish(open_on(TUESDAY, early=True), open_on(WEDNESDAY), minutes=60)

    found = choose(wanted, diaries(wanted, sam=(span(WEDNESDAY),)))

    assert [offer.start.day for offer in found.offers] == [25, 24, 25]


def test_lunch_is_left_alone_where_it_can_be() -> None:
    opens, closes = span(TUESDAY, "12:00", "15:00")
    day = Day(calendar_day(TUESDAY), opens, closes, (CHAIR,))

    found = choose(wish(day, minutes=60), {})

    assert [offer.start for offer in found.offers] == [
        at(f"{TUESDAY} 13:30"),
        at(f"{TUESDAY} 12:00"),
    ]


def test_time_is_left_after_the_meeting_that_it_follows() -> None:
    days = MONDAY, TUESDAY, WEDNESDAY, "Thu 26 Nov 2026", "Fri 27 Nov 2026"
    review = Taken("review", (at(f"{MONDAY} 9:00"), at(f"{MONDAY} 10:00")))
    wanted = wish(*map(open_on, days), step="leaders", minutes=60, taken=(review,))

    found = choose(replace(wanted, follows=("review",)), {})

    assert [offer.start.day for offer in found.offers] == [26, 27, 25]
    assert [offer.start.day for offer in choose(wanted, {}).offers] == [23, 24, 25]


def test_a_day_without_a_time_is_passed_over() -> None:
    wanted = wish(open_on(TUESDAY), open_on(WEDNESDAY), minutes=180)

    found = choose(wanted, diaries(wanted, cy=(FIRST,)))

    assert [offer.start.day for offer in found.offers] == [25]


def test_times_are_on_the_hour_and_the_half_hour_whenever_a_day_opens() -> None:
    opens, closes = span(TUESDAY, "10:10", "11:05")
    day = Day(calendar_day(TUESDAY), opens, closes, (CHAIR,))

    found = choose(wish(day, minutes=30), {})

    assert [offer.start for offer in found.offers] == [at(f"{TUESDAY} 10:30")]
