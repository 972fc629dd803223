"""What of the case is in a meeting's way, and which of its days are early."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from bot.core.commands import Arrange, Decide
from bot.core.errors import AlreadyDone, OutOfTurn
from bot.core.finding import (
    Diary,
    choose,
    choose_together,
    people_in,
    span_of,
    wish_of,
)
from bot.core.finding.wishes import AFTER_ALL, BEFORE_ALL
from bot.core.procedure import Meeting
from bot.core.workdays import Offices
from tests.core.calendar_words import calendar_day as day
from tests.core.played import arranged, at, decided, held, raised, sent
from tests.core.timed import Timed, mark
from tests.core.wished import wished

# --- What of the case is in the way ---------------------------------------------------


def test_a_meeting_waits_for_one_that_must_come_first_and_has_no_time() -> None:
    wish = wished(sent(), "wrap-up")

    assert (wish.follows, wish.before) == (("review",), ("review",))
    assert choose(wish, {}).offers == ()


def test_a_meeting_comes_after_the_end_of_one_that_is_arranged() -> None:
    wish = wished(arranged("Tue 1 Dec 2026 10:00"), "wrap-up")

    assert (wish.follows, wish.before) == (("review",), ())
    (taken,) = wish.taken
    assert taken.step == "review"
    assert taken.span == (BEFORE_ALL, datetime(2026, 12, 1, 12, tzinfo=UTC))
    offers = choose(wish, {}).offers
    assert [offer.start.isoformat() for offer in offers] == [
        "2026-12-04T09:00:00+00:00",
        "2026-12-07T09:00:00+00:00",
        "2026-12-08T09:00:00+00:00",
    ]


def test_a_meeting_ends_before_one_that_must_follow_begins() -> None:
    played = arranged("Tue 1 Dec 2026 10:00")
    played.does(
        "kit", Arrange(step="wrap-up", start=at("Wed 2 Dec 2026 12:00"), minutes=60)
    )

    wish = wished(played, "review")

    (taken,) = wish.taken
    assert taken.step == "wrap-up"
    assert taken.span == (datetime(2026, 12, 2, 12, tzinfo=UTC), AFTER_ALL)
    starts = [offer.start for offer in choose(wish, {}).offers]
    assert max(starts) <= at("Wed 2 Dec 2026 10:00")


def test_a_meeting_that_moves_makes_nobody_busy_where_it_is() -> None:
    wish = wished(arranged("Tue 1 Dec 2026 10:00"), "review")

    present = datetime(2026, 12, 1, 10, tzinfo=UTC)
    assert wish.minutes == 120
    assert wish.own == ((present, datetime(2026, 12, 1, 12, tzinfo=UTC)),)
    assert wish.present == present
    every = Diary(*span_of((wish,)))
    own = replace(every, busy=wish.own)
    (only,) = (one for one in wish.days if one.on == present.date())
    found = choose(replace(wish, days=(only,)), dict.fromkeys(people_in((wish,)), own))
    assert [o.start for o in found.offers] == [
        at("Tue 1 Dec 2026 9:00"),
        at("Tue 1 Dec 2026 13:30"),
        at("Tue 1 Dec 2026 11:00"),  # over lunch, and not at 10am, where it is
    ]


def test_at_another_length_it_may_begin_where_it_is() -> None:
    step = arranged().procedure.by_id["review"]
    played = arranged()
    assert isinstance(step, Meeting)

    assert wish_of(step, played.case, played.asking(), 60).present is None


def test_a_meeting_beside_it_takes_up_its_own_time_alone() -> None:
    played = arranged("Tue 1 Dec 2026 10:00")

    (taken,) = wished(played, "visit-day").taken

    assert taken.span[0] == datetime(2026, 12, 1, 10, tzinfo=UTC)
    assert at("Tue 1 Dec 2026 11:00") not in [
        offer.start for offer in choose(wished(played, "visit-day"), {}).offers
    ]


def test_meetings_sought_together_go_by_where_they_will_be() -> None:
    played = arranged("Fri 4 Dec 2026 10:00")
    wishes = wished(played, "review"), wished(played, "wrap-up")

    review, wrap_up = choose_together(wishes, {})

    assert review.offers[0].start == at("Wed 2 Dec 2026 9:00")
    assert wrap_up.offers[0].start == at("Mon 7 Dec 2026 9:00")


def test_a_meeting_that_was_held_is_in_nobodys_way() -> None:
    wish = wished(held(), "wrap-up")

    assert (wish.follows, wish.taken) == ((), ())


# --- Whose turn it is -----------------------------------------------------------------


def test_a_meeting_that_was_held_is_given_no_time() -> None:
    with pytest.raises(AlreadyDone, match="The Review has been held"):
        wished(held(), "review")


def test_a_meeting_that_is_not_for_the_case_is_given_no_time() -> None:
    played = raised()
    played.does("arun", Decide(step="consult", choice="agreed", digest="why"))
    played.does("arun", Decide(step="choose", choice="leave", digest="why"))

    with pytest.raises(OutOfTurn, match="does not apply to this case"):
        wished(played, "review", holding=True)


def test_a_meeting_that_waits_can_only_have_a_time_held_for_it() -> None:
    with pytest.raises(OutOfTurn, match="before the Review can have a time"):
        wished(decided(), "review")

    assert wished(decided(), "review", holding=True).days


# --- Returns --------------------------------------------------------------------------


def early(timed: Timed) -> list[date]:
    step = timed.meeting("rapid-review")
    wish = wish_of(step, timed.case, timed.asking())
    return [one.on for one in wish.days if one.early]


def test_the_days_before_the_returns_are_due_are_early() -> None:
    timed = Timed("dorset", "Fri 20 Nov 2026 10:00", "rapid-review")

    assert early(timed)[-1] == day("Tue 1 Dec 2026")
    step = timed.meeting("rapid-review")
    first = choose(wish_of(step, timed.case, timed.asking()), {}).offers[0]
    assert first.start == at("Wed 2 Dec 2026 9:00")


def test_no_day_is_early_once_every_return_is_in() -> None:
    timed = Timed("dorset", "Fri 20 Nov 2026 10:00", "rapid-review")
    asks = {
        name: {
            agency: replace(ask, returned=mark(timed.now))
            for agency, ask in some.items()
        }
        for name, some in timed.case.requests.items()
    }
    timed.case = replace(timed.case, requests=asks)

    assert early(timed) == []


def test_returns_that_are_due_on_the_day_of_the_meeting_make_no_day_early() -> None:
    timed = Timed("authority-b", "Fri 20 Nov 2026 10:00", "rapid-review")

    assert early(timed) == []


def test_returns_past_the_known_bank_holidays_make_no_day_early() -> None:
    timed = Timed("dorset", "Fri 20 Nov 2026 10:00", "action-planning")
    known = timed.offices
    timed.offices = Offices(known.closed, known.known_from, day("Tue 1 Dec 2026"))
    step = timed.meeting("action-planning")

    assert not any(d.early for d in wish_of(step, timed.case, timed.asking()).days)


# --- Deputies and absences ------------------------------------------------------------


def test_whoever_is_away_with_nobody_in_their_place_is_away() -> None:
    played = sent()
    for who in ("hal", "hope", "carl"):
        played.is_away(who, "Wed 25 Nov 2026", "Wed 25 Nov 2026")

    gone = {one.on: one.away for one in wished(played, "review").days}

    assert gone[day("Wed 25 Nov 2026")] == {"hal", "hope"}
    assert gone[day("Thu 26 Nov 2026")] == frozenset()


def test_a_deputy_can_fill_a_seat_that_must_be_filled() -> None:
    wish = wished(sent(), "review")

    assert dict(wish.days[0].deputies) == {"head": ("carl",)}


def test_a_role_that_nobody_may_take_is_never_known_to_be_filled() -> None:
    played = sent()
    played.case = replace(played.case, conflicted=frozenset({"chas", "sue"}))

    wish = wished(played, "review")

    chair, *others = wish.days[0].seats
    assert (chair.name, chair.people, chair.needed) == ("chair", (), True)
    assert "support" not in {seat.name for seat in others}  # who need not come
    assert all("chair" in offer.unknown for offer in choose(wish, {}).offers)
