"""Every time that is offered for a meeting is one that the rules then accept."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import count
from typing import Final

import pytest

from bot.core.commands import Arrange
from bot.core.decide import would_refuse
from bot.core.finding import (
    choose,
    choose_together,
    reasons,
    window_of,
    wish_of,
)
from bot.core.procedure import Meeting
from bot.core.words import LONDON
from bot.core.workdays import working_days_from
from tests.core.timed import PROCEDURES, Timed, diaries_for, procedure

ALERT: Final = "Fri 20 Nov 2026 10:00"
DAYS: Final = (
    ALERT,
    "Thu 24 Dec 2026 16:55",
    "Sat 27 Mar 2027 23:30",  # the night the clocks go forward
    "Sat 24 Oct 2026 23:30",  # and back
)
THREE: Final = ("rapid-review", "leadership", "action-planning")
HELD: Final = (
    ("dorset", "rapid-review"),
    ("dorset", "leadership"),
    ("national", "rapid-review"),
    ("tower-hamlets", "rapid-response-panel"),
)


def accepted(timed: Timed, step: str, start: datetime, minutes: int) -> bool:
    wanted = Arrange(step=step, start=start, minutes=minutes)
    return would_refuse(timed.case, wanted, timed.asking()) is None


@pytest.mark.parametrize("slug", PROCEDURES)
def test_every_time_offered_is_accepted_without_a_reason(slug: str) -> None:
    seeds, offered = count(), 0
    for step in procedure(slug).step:
        if not isinstance(step, Meeting):
            continue
        for now in DAYS:
            timed = Timed(slug, now, step.id)
            if next(seeds) % 2:
                start = timed.now + timedelta(days=6, minutes=35)
                timed.put(step.id, start, step.lasts)
            wish = wish_of(step, timed.case, timed.asking())
            found = choose(wish, diaries_for((wish,), next(seeds)))
            for offer in found.offers:
                assert accepted(timed, step.id, offer.start, found.minutes)
                assert reasons(offer, step, timed.case, timed.asking())
                offered += 1
    assert offered


@pytest.mark.parametrize("now", DAYS)
def test_the_first_times_offered_together_are_accepted_one_after_another(
    now: str,
) -> None:
    timed = Timed("dorset", now, "action-planning").undone("rapid-review")
    wishes = tuple(
        wish_of(timed.meeting(name), timed.case, timed.asking()) for name in THREE
    )

    for found in choose_together(wishes, diaries_for(wishes, 7)):
        start = found.offers[0].start
        assert accepted(timed, found.step, start, found.minutes)
        timed.put(found.step, start, found.minutes)


@pytest.mark.parametrize(("slug", "name"), HELD)
def test_a_held_time_is_accepted_on_whichever_day_the_notification_goes(
    slug: str, name: str
) -> None:
    """Each can be arranged as it was held, with its notice, from any of those days."""
    timed = Timed(slug, ALERT).knows("aware")
    step, asking = timed.meeting(name), timed.asking()
    window = window_of(step, timed.case, asking, holding=True)
    wish = wish_of(step, timed.case, asking, holding=True)
    if wish.before:
        review = timed.procedure.by_id[wish.before[0]]
        assert isinstance(review, Meeting)
        first = wish_of(review, timed.case, asking, holding=True)
        offers = choose_together((first, wish), {})[1].offers
    else:
        offers = choose(wish, {}).offers
    ((anchor, last),) = window.supposed

    assert offers
    assert last == working_days_from(asking.today, 5, timed.offices)
    for later in range(6):
        day = working_days_from(asking.today, later, timed.offices)
        then = f"{day:%a} {day.day} {day:%b %Y} 16:30"
        sent = Timed(slug, then, name).knows(anchor)
        for offer in offers:
            local = offer.start.astimezone(LONDON).date()
            notice = working_days_from(day, step.notice + 1, timed.offices)
            assert accepted(sent, name, offer.start, wish.minutes)
            assert local >= notice
