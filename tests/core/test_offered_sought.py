"""Times sought for meetings: by whom, when, and in words."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.core import account, commands
from bot.core.asking import BOT
from bot.core.errors import (
    AlreadyDone,
    NotYours,
    OutOfTurn,
    Refused,
    Unknown,
)
from bot.core.events import (
    AnchorCorrected,
    CaseClosed,
    Decided,
    HolidaysAnnounced,
    TimesSought,
)
from bot.core.hearing import Telling
from bot.core.react import react
from bot.core.workdays import Offices
from tests.core.calendar_words import calendar_day
from tests.core.played import (
    Played,
    arranged,
    at,
    decided,
    held,
    sent,
    signed,
)
from tests.core.times import (
    FIRST,
    SECOND,
    SHOWN,
    card,
    finds,
    kinds,
    times,
)
from tests.core.worked_out import ENGLAND


def test_times_are_sought_when_a_meeting_becomes_somebodys_turn() -> None:
    played = signed()
    assert not kinds(played, "seek")

    played.does("arun", commands.Complete(step="send", on=played.asking().today))

    [sought] = kinds(played, "seek")
    assert sought == Telling("seek", parts=("review", "panel-day", "visit-day"))


def test_the_next_meeting_is_sought_when_the_one_before_it_has_a_time() -> None:
    played = arranged()

    assert kinds(played, "seek") == [Telling("seek", parts=("wrap-up",))]


def test_whoever_arranges_a_meeting_has_times_looked_for() -> None:
    played = arranged()

    assert played.presses("kit", "seek-times", "review") == (TimesSought(("review",)),)
    assert kinds(played, "seek") == [Telling("seek", parts=("review",))]
    assert played.case.sought == {"review": False}


@pytest.mark.parametrize(
    ("stage", "who", "step", "refusal"),
    [
        (sent, "chas", "review", NotYours),
        (sent, "kit", "wrap-up", OutOfTurn),
        (decided, "kit", "review", OutOfTurn),
        (held, "kit", "review", AlreadyDone),
        (sent, "kit", "send", Unknown),
    ],
)
def test_times_are_sought_by_whoever_could_arrange_the_meeting_now(
    stage: object, who: str, step: str, refusal: type[Refused]
) -> None:
    assert callable(stage)

    refused = stage().refused(who, commands.SeekTimes(steps=(step,)))

    assert isinstance(refused, refusal)


def a_panel_day(now: str = "Mon 23 Nov 2026 10:00") -> Played:
    """A case sent on a Friday, with the one day on which its Panel can be arranged."""
    played = sent()
    played.does(
        "kit",
        commands.Arrange(
            step="panel-day", start=at("Fri 27 Nov 2026 10:00"), minutes=60
        ),
    )
    return played.goes_to(now)


def was_sent_on(played: Played, day: str) -> None:
    value = calendar_day(day)
    played.does("kit", commands.CorrectAnchor(anchor="sent", value=value, digest="why"))


def test_times_are_sought_when_a_corrected_date_leaves_a_meeting_outside_its_days() -> (
    None
):
    played = a_panel_day()

    was_sent_on(played, "Mon 23 Nov 2026")

    assert kinds(played, "seek") == [Telling("seek", parts=("panel-day",))]
    finds(played, times("panel-day", "Mon 30 Nov 2026 10:00"))
    shown = Telling("times", "keeper", parts=("panel-day",))
    assert kinds(played, "times") == [shown]
    assert card(played, shown).text[:2] == (
        "It is now at Friday 27 November 2026, 10am.",
        (
            "That no longer fits. The procedure says that it is held on Monday 30 "
            "November 2026."
        ),
    )


def test_nothing_is_sought_while_a_meeting_still_fits() -> None:
    played = arranged().goes_to("Mon 23 Nov 2026 10:00")

    was_sent_on(played, "Mon 23 Nov 2026")

    assert not kinds(played, "seek")


def test_what_is_past_needs_no_other_time() -> None:
    played = a_panel_day("Fri 27 Nov 2026 11:00")

    was_sent_on(played, "Mon 23 Nov 2026")

    assert not kinds(played, "seek")


def test_nothing_is_sought_for_what_will_not_be() -> None:
    played = a_panel_day()
    played.happens(Decided("choose", "leave", "why"))

    was_sent_on(played, "Mon 23 Nov 2026")

    assert not kinds(played, "seek")


def test_nothing_is_said_of_days_whose_bank_holidays_are_not_published() -> None:
    played = a_panel_day()
    played.offices = replace(ENGLAND, known_to=calendar_day("Fri 27 Nov 2026"))

    was_sent_on(played, "Mon 23 Nov 2026")

    assert not kinds(played, "seek")


def with_holiday(day: str) -> Offices:
    return replace(
        ENGLAND, closed={**ENGLAND.closed, calendar_day(day): "A day of thanks"}
    )


def test_times_are_sought_for_a_meeting_on_a_bank_holiday_announced_since() -> None:
    played = arranged("Tue 1 Dec 2026 10:00")
    played.offices = with_holiday("Tue 1 Dec 2026")

    played.does(BOT, commands.Recount(before={}))

    assert kinds(played, "seek") == [Telling("seek", parts=("review",))]
    finds(played, times("review", SECOND))
    assert card(played, SHOWN).text[1] == (
        "That no longer fits. Tuesday 1 December 2026 is not a working day."
    )


def test_a_bank_holiday_on_another_day_moves_no_meeting() -> None:
    played = arranged("Tue 1 Dec 2026 10:00")
    played.offices = with_holiday("Wed 2 Dec 2026")

    assert not played.does(BOT, commands.Recount(before={}))


def test_a_bank_holiday_that_moves_a_date_is_told_and_its_meeting_sought() -> None:
    played = arranged("Tue 1 Dec 2026 10:00")
    played.offices = with_holiday("Tue 1 Dec 2026")
    before = {"review": "2026-12-07"}

    announced, sought = played.does(BOT, commands.Recount(before=before))

    assert sought == TimesSought(("review",))
    assert len(kinds(played, "seek")) == 1
    assert isinstance(announced, HolidaysAnnounced)


def test_past_the_published_bank_holidays_nothing_is_known() -> None:
    played = arranged("Tue 1 Dec 2026 10:00")
    played.offices = replace(ENGLAND, known_to=calendar_day("Mon 30 Nov 2026"))

    assert not played.does(BOT, commands.Recount(before={}))


def test_the_record_says_what_was_looked_for_and_found() -> None:
    played = sent()
    played.presses("kit", "seek-times", "review")
    finds(played, times("review", FIRST, SECOND))
    finds(played, times("review", read=1, asked=1))

    said = [account.said(entry, played.asking()) for entry in played.journal[-3:]]

    assert said == [
        "Times were asked for: “Review”.",
        "For “Review”, 2 times could be found; 7 of 9 diaries could be read.",
        "For “Review”, no time could be found; 1 of 1 diary could be read.",
    ]


def test_a_closed_case_seeks_nothing() -> None:
    played = a_panel_day()
    played.happens(CaseClosed("why"))
    moved = AnchorCorrected(
        "sent", calendar_day("Mon 23 Nov 2026"), calendar_day("Fri 20 Nov 2026"), "why"
    )
    before = played.case

    played.happens(moved)

    told = react(before, played.journal[-1:], played.case, played.asking())
    assert not [telling for telling in told if telling.kind == "seek"]
