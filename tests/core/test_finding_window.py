"""Which days the procedure leaves a meeting."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.core.errors import NotKnownYet
from bot.core.finding import (
    span_of,
    window_of,
    wish_of,
)
from bot.core.workdays import Offices
from tests.core.calendar_words import calendar_day as day
from tests.core.played import arranged, at, sent
from tests.core.timed import Timed
from tests.core.wished import changed, days, wished

# In Northshire: sent on Fri 20 Nov 2026, the review by Mon 7 Dec, the wrap-up by
# Thu 10 Dec, the panel day on Fri 27 Nov, the visit day from then to Tue 1 Dec.


@pytest.mark.parametrize(
    ("step", "first", "last"),
    [
        ("review", "Tue 24 Nov 2026", "Mon 7 Dec 2026"),
        ("panel-day", "Fri 27 Nov 2026", "Fri 27 Nov 2026"),
        ("visit-day", "Fri 27 Nov 2026", "Tue 1 Dec 2026"),
    ],
)
def test_a_meeting_can_be_held_from_its_notice_to_its_last_day(
    step: str, first: str, last: str
) -> None:
    """Asked for on a Friday, with one full working day between, it is the Tuesday."""
    wish = wished(sent(), step)

    assert days(wish) == (day(first), day(last))
    assert wish.days[0].opens == datetime(2026, 11, wish.days[0].on.day, 9, tzinfo=UTC)
    assert wish.days[0].closes.hour == 17


@pytest.mark.parametrize(
    ("notice", "first"),
    [(0, "Mon 23 Nov 2026"), (1, "Tue 24 Nov 2026"), (5, "Mon 30 Nov 2026")],
)
def test_a_procedure_may_want_more_notice_or_less(notice: int, first: str) -> None:
    wish = wished(changed(sent(), "review", notice=str(notice)), "review")

    assert wish.days[0].on == day(first)
    assert all(one.on < day(first) for one in wish.sooner)


def test_only_working_days_count() -> None:
    """Christmas Day, Boxing Day's Monday and New Year's Day are left out."""
    played = sent(now="Thu 24 Dec 2026 16:55")

    assert [one.on for one in wished(played, "review").days][:5] == [
        day(f"{written}")
        for written in (
            "Wed 30 Dec 2026",
            "Thu 31 Dec 2026",
            "Mon 4 Jan 2027",
            "Tue 5 Jan 2027",
            "Wed 6 Jan 2027",
        )
    ]


def test_days_open_by_the_clock_in_london() -> None:
    def opens(now: str) -> dict[str, int]:
        wish = wished(sent(now=now), "review")
        return {one.on.isoformat(): one.opens.hour for one in wish.days}

    spring, autumn = opens("Wed 24 Mar 2027 10:00"), opens("Wed 21 Oct 2026 10:00")

    assert spring["2027-03-30"] == 8
    assert (autumn["2026-10-23"], autumn["2026-10-26"]) == (8, 9)


def test_days_that_would_be_of_help_are_kept_beside_those_allowed() -> None:
    wish = wished(sent(), "review")

    assert [one.on for one in wish.sooner] == [day("Mon 23 Nov 2026")]
    assert wish.later[0].on == day("Tue 8 Dec 2026")
    assert len(wish.later) == 10
    assert wish.every_day == (*wish.sooner, *wish.days, *wish.later)
    assert span_of((wish,)) == (wish.sooner[0].opens, wish.later[-1].closes)


def test_on_the_last_day_itself_what_is_left_of_it_would_help() -> None:
    wish = wished(sent().goes_to("Mon 7 Dec 2026 10:20"), "review")

    assert wish.days == ()
    (today,) = wish.sooner
    assert today.opens == datetime(2026, 12, 7, 11, 20, tzinfo=UTC)
    assert wished(sent().goes_to("Mon 7 Dec 2026 16:10"), "review").sooner == ()


def test_after_the_last_day_only_later_days_are_left() -> None:
    wish = wished(sent().goes_to("Wed 9 Dec 2026 10:00"), "review")

    assert (wish.sooner, wish.days) == ((), ())
    assert wish.later[0].on == day("Fri 11 Dec 2026")


def test_without_a_last_day_a_month_of_working_days_is_looked_at() -> None:
    timed = Timed("dorset", "Fri 20 Nov 2026 10:00", "action-planning")
    step = timed.meeting("action-planning")

    window = window_of(step, timed.case, timed.asking())
    wish = wish_of(step, timed.case, timed.asking())

    assert window.open
    assert days(wish) == (day("Tue 24 Nov 2026"), day("Tue 22 Dec 2026"))
    assert wish.later == ()


def test_of_a_last_day_far_off_only_the_first_weeks_are_looked_at() -> None:
    played = changed(sent(), "review", due='"sent + 6 months"')

    wish = wished(played, "review")

    assert (len(wish.days), wish.later) == (40, ())


def test_no_day_is_looked_at_of_which_bank_holidays_are_not_known() -> None:
    played = arranged()
    known = played.offices
    played.offices = Offices(known.closed, known.known_from, day("Mon 7 Dec 2026"))

    wish = wished(changed(played, "wrap-up", due=""), "wrap-up")

    assert wish.days[-1].on == day("Mon 7 Dec 2026")
    with pytest.raises(NotKnownYet):
        wished(changed(played, "wrap-up", due='"sent + 14 working days"'), "wrap-up")


def test_a_meeting_due_within_hours_is_over_by_then() -> None:
    played = changed(sent(), "review", due='"told + 107 hours"')
    told = at("Fri 20 Nov 2026 0:00")
    played.case = replace(played.case, anchors={**played.case.anchors, "told": told})

    wish = wished(played, "review")

    assert wish.days[-1].on == day("Tue 24 Nov 2026")
    assert wish.days[-1].closes == datetime(2026, 11, 24, 11, tzinfo=UTC)
