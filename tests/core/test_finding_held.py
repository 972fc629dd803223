"""A time held ahead fits whichever day the notification goes."""

from __future__ import annotations

import pytest

from bot.core.errors import OutOfTurn
from bot.core.finding import Window, choose_together, window_of, wish_of
from bot.core.procedure import Meeting
from bot.core.steps.pencilled import to_hold
from tests.core.calendar_words import calendar_day as day
from tests.core.played import Played, at, decided, sent
from tests.core.timed import Timed
from tests.core.wished import changed, days, wished

# Aware on Fri 20 Nov 2026, so the notification is due on Fri 27 Nov.


def window(played: Played, step: str) -> Window:
    meeting = played.procedure.by_id[step]
    assert isinstance(meeting, Meeting)
    return window_of(meeting, played.case, played.asking(), holding=True)


def test_a_time_is_held_for_days_that_fit_however_soon_the_notification_goes() -> None:
    """Sent today, the last day is 7 Dec; sent when it is due, the first is 1 Dec."""
    found = window(decided(), "review")

    assert found.supposed == (("sent", day("Fri 27 Nov 2026")),)
    assert found.either
    assert (found.first, found.last) == (day("Tue 1 Dec 2026"), day("Mon 7 Dec 2026"))
    wish = wished(decided(), "review", holding=True)
    assert wish.sooner[0].on == day("Mon 30 Nov 2026")


@pytest.mark.parametrize(
    ("step", "first", "last"),
    [
        ("panel-day", "Fri 4 Dec 2026", "Fri 4 Dec 2026"),
        ("visit-day", "Fri 4 Dec 2026", "Tue 8 Dec 2026"),
    ],
)
def test_where_no_day_fits_both_it_is_supposed_to_go_when_it_is_due(
    step: str, first: str, last: str
) -> None:
    found = window(decided(), step)

    assert not found.either
    assert (found.first, found.last) == (day(first), day(last))


def test_an_overdue_notification_is_supposed_to_go_today() -> None:
    found = window(decided().goes_to("Wed 2 Dec 2026 10:00"), "review")

    assert found.supposed == (("sent", day("Wed 2 Dec 2026")),)


def test_one_unknown_day_may_follow_from_another() -> None:
    """Sent by 27 Nov, the review is due on 14 Dec, and the wrap-up 3 days later."""
    played = changed(decided(), "wrap-up", due='"held + 3 working days"')

    found = window(played, "wrap-up")

    assert dict(found.supposed)["held"] == day("Mon 14 Dec 2026")
    assert not found.either


def test_what_is_known_is_not_supposed() -> None:
    found = window(sent(), "review")

    assert (found.supposed, found.either) == ((), True)
    assert days(wished(sent(), "review", holding=True)) == (
        day("Tue 24 Nov 2026"),
        day("Mon 7 Dec 2026"),
    )


def test_a_meeting_without_a_day_is_held_by_its_order_alone() -> None:
    played = changed(decided(), "wrap-up", due="")

    assert window(played, "wrap-up").open


@pytest.mark.parametrize(
    ("due", "what"),
    [
        ("told + 3 working days", "the partner is told"),  # a question, and no step
        ("over + 3 working days", "the Panel answered"),  # a step that has no day
        ("same day as pass-on", "“Pass the reports on” is done"),
    ],
)
def test_no_time_is_held_where_nobody_can_say_when(due: str, what: str) -> None:
    played = changed(decided(), "wrap-up", due=f'"{due}"')

    with pytest.raises(OutOfTurn) as refusal:
        window(played, "wrap-up")

    assert refusal.value.reason == f"Nobody can say yet when {what}."
    could = [step.id for step in to_hold(played.case, played.asking("kit"))]
    assert "review" in could
    assert "wrap-up" not in could


def test_a_held_time_counts_for_what_follows_it_while_times_are_held() -> None:
    timed = Timed("dorset", "Fri 20 Nov 2026 10:00", "rapid-review")
    timed.without("sin-sent").arrange(
        "rapid-review", "Thu 3 Dec 2026 10:00", 180, pencilled=True
    )
    review, leaders = timed.meeting("rapid-review"), timed.meeting("leadership")

    held = wish_of(leaders, timed.case, timed.asking(), holding=True)
    firm = wish_of(leaders, timed.case, timed.asking())
    again = wish_of(review, timed.case, timed.asking(), holding=True)
    now = wish_of(review, timed.case, timed.asking())

    assert (held.before, firm.before) == ((), ("rapid-review",))
    assert held.taken[0].span[1] == at("Thu 3 Dec 2026 13:00")
    assert again.present == at("Thu 3 Dec 2026 10:00")
    assert now.present is None  # it may be confirmed as it stands
    assert again.own == now.own


def test_three_meetings_are_held_in_their_order_at_the_alert() -> None:
    timed = Timed("dorset", "Fri 20 Nov 2026 10:00")
    timed.knows("aware")
    names = ("rapid-review", "leadership", "action-planning")
    wishes = [
        wish_of(timed.meeting(name), timed.case, timed.asking(), holding=True)
        for name in names
    ]

    review, leaders, actions = choose_together(wishes, {})

    assert review.offers[0].start == at("Tue 1 Dec 2026 9:00")
    assert [len(found.offers) for found in (review, leaders, actions)] == [3, 3, 3]
    assert leaders.offers[0].start <= at("Thu 10 Dec 2026 16:00")
    assert actions.offers[0].start >= at("Tue 1 Dec 2026 12:00")
