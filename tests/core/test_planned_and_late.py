"""A day planned ahead stands beside its limit; late is a fact that others ask about."""

from __future__ import annotations

import pytest

from bot.core import account, words
from bot.core.commands import (
    Close,
    Complete,
    CorrectAnchor,
    ReadAnswers,
    Recount,
    SetAside,
)
from bot.core.errors import OutOfTurn
from bot.core.events import (
    AnchorCorrected,
    AnchorSet,
    AnswersRead,
    CameInTime,
    CaseClosed,
    FellLate,
)
from bot.core.items import item_of
from bot.core.progress import beside, compared, found_late
from bot.core.react import Telling
from bot.core.telling import card
from tests.core.calendar_words import calendar_day
from tests.core.played import Played
from tests.core.publishing import begun, plan, planned, publishing, raised

LATE = FellLate(
    "publish", calendar_day("Tue 1 Jun 2027"), calendar_day("Thu 20 May 2027")
)


def correct(played: Played, anchor: str, day: str) -> tuple[object, ...]:
    command = CorrectAnchor(anchor=anchor, value=calendar_day(day), digest="why")
    return played.does("kit", command)


def test_a_plan_after_the_last_day_is_recorded_and_opens_what_asks_about_it() -> None:
    played = planned("Tue 1 Jun 2027")

    assert played.journal[-1].event == LATE
    assert played.case.late == {"publish"}
    assert played.status("say-why") == "open"
    assert Telling("ask", "keeper", parts=("say-why",)) in played.told


@pytest.mark.parametrize("day", ["Thu 20 May 2027", "Mon 1 Mar 2027"])
def test_a_plan_up_to_the_last_day_is_not_late(day: str) -> None:
    played = planned(day)

    assert played.status("say-why") == "not-needed"
    assert not played.case.late


def test_a_plan_that_comes_back_is_late_no_more() -> None:
    played = planned("Tue 1 Jun 2027")

    assert correct(played, "target-publication", "Mon 17 May 2027")[-1] == CameInTime(
        "publish"
    )
    assert played.status("say-why") == "not-needed"


def test_a_plan_that_slips_further_is_not_recorded_late_twice() -> None:
    played = planned("Tue 1 Jun 2027")

    events = correct(played, "target-publication", "Mon 14 Jun 2027")

    assert [type(event) for event in events] == [AnchorCorrected]


def test_a_last_day_that_moves_can_make_a_plan_late() -> None:
    played = planned("Thu 20 May 2027")
    correct(played, "begun", "Thu 19 Nov 2026")

    assert played.status("say-why") == "open"


def test_what_was_done_after_its_last_day_was_late_whatever_was_planned() -> None:
    played = planned("Thu 20 May 2027").goes_to("Mon 24 May 2027 10:00")
    day = calendar_day("Fri 21 May 2027")
    events = played.does("kit", Complete(step="publish", on=day))

    assert FellLate("publish", day, calendar_day("Thu 20 May 2027")) in events
    assert played.status("say-why") == "open"
    assert correct(played, "published", "Thu 20 May 2027")[-1] == CameInTime("publish")


def test_what_was_done_in_time_was_not_late_whatever_was_planned() -> None:
    played = planned("Tue 1 Jun 2027").goes_to("Mon 24 May 2027 10:00")
    day = calendar_day("Thu 20 May 2027")
    events = played.does("kit", Complete(step="publish", on=day))

    assert events[-1] == CameInTime("publish")


def test_lateness_that_came_about_otherwise_is_found_at_the_next_act() -> None:
    played = planned("Thu 20 May 2027")
    played.happens(AnchorSet("target-publication", calendar_day("Tue 1 Jun 2027")))
    assert played.status("say-why") == "not-needed"

    assert played.does("dayzero", Recount(before={})) == (LATE,)


def test_a_closed_case_gathers_no_more_lateness() -> None:
    limit = 'limit = "statutory"\ntarget'
    played = planned("Thu 20 May 2027", procedure=publishing(limit, "target"))
    played.does("kit", Complete(step="tell", on=played.asking().today))
    played.happens(AnchorSet("target-publication", calendar_day("Tue 1 Jun 2027")))

    assert played.does("kit", Close(digest="why")) == (CaseClosed("why"),)
    assert played.does("kit", ReadAnswers(entry=1)) == (AnswersRead(1),)


@pytest.mark.parametrize("began", ["Fri 20 Nov 2026", "Fri 20 Nov 2099"])
def test_nothing_is_late_without_a_plan_or_past_the_known_holidays(began: str) -> None:
    played = begun()
    played.happens(AnchorSet("begun", calendar_day(began)))
    if began.endswith("2099"):
        plan(played, "Tue 1 Jun 2100")

    assert not tuple(found_late(played.case, played.procedure, played.offices))


def test_the_record_says_it_in_words() -> None:
    played = planned("Tue 1 Jun 2027")
    asking = played.asking("kit")

    assert account.said(played.journal[-1], asking) == (
        "“Publish” is on Tuesday 1 June 2027, 12 days after its last day."
    )
    correct(played, "target-publication", "Mon 17 May 2027")
    assert account.said(played.journal[-1], asking) == (
        "“Publish” is no longer after its last day."
    )


def test_the_line_and_the_cards_say_the_plan_beside_the_limit() -> None:
    played = planned("Tue 1 Jun 2027").goes_to("Thu 20 May 2027 9:00")
    says = ("Planned for", "Tuesday 1 June 2027, 12 days after its last day")
    asking = played.asking("kit")
    known = tuple(played.lines().values())

    item = item_of(played.procedure.by_id["publish"], played.case, known, asking)
    assert says in item.facts
    nudge = card(Telling("nudge", "keeper", parts=("publish",)), played.case, asking)
    assert nudge is not None
    assert says in nudge.items[0].facts
    assert (
        compared(played.lines()["publish"], played.offices) == f"{says[0]} {says[1]}."
    )


def test_a_plan_in_time_says_only_its_day() -> None:
    line = planned("Mon 17 May 2027").lines()["publish"]

    assert list(beside(line, begun().offices)) == [
        ("Planned for", "Monday 17 May 2027")
    ]


def test_raising_an_alert_sets_what_it_sets_by_itself() -> None:
    played = raised(now="Sat 30 May 2026 23:30")

    assert played.case.anchors["alert-sent"] == played.now
    assert played.case.anchors["alert-day"] == calendar_day("Sat 30 May 2026")
    assert words.moment(played.case.anchors["alert-sent"]) == (
        "Saturday 30 May 2026, 11:30pm"
    )


def test_what_the_alert_set_cannot_be_corrected() -> None:
    played = raised()
    command = CorrectAnchor(
        anchor="alert-day", value=calendar_day("Thu 19 Nov 2026"), digest="why"
    )

    assert isinstance(played.refused("kit", command), OutOfTurn)


def test_what_is_set_aside_is_not_late() -> None:
    limit = 'limit = "statutory"\ntarget'
    played = planned("Tue 1 Jun 2027", procedure=publishing(limit, "target"))
    events = played.does("kit", SetAside(step="publish", digest="why"))

    assert events[-1] == CameInTime("publish")


def test_planning_again_moves_the_plan_and_keeps_what_it_was() -> None:
    played = planned("Mon 17 May 2027")
    plan(played, "Tue 1 Jun 2027")

    assert LATE in [entry.event for entry in played.journal]
    assert [was.value for was in played.case.corrected] == [
        calendar_day("Mon 17 May 2027")
    ]
    assert any(telling.kind == "moved" for telling in played.told)


def test_what_sets_no_day_was_done_on_the_day_it_was_done() -> None:
    played = begun(procedure=publishing('late = "publish"', 'late = "tell"'))
    day = calendar_day("Mon 7 Dec 2026")
    played.goes_to("Mon 7 Dec 2026 10:00")

    events = played.does("kit", Complete(step="tell", on=day))

    assert events[-1] == FellLate("tell", day, calendar_day("Fri 4 Dec 2026"))


def test_a_date_that_moves_says_what_stands_beside_it_now() -> None:
    played = planned("Thu 20 May 2027")
    correct(played, "begun", "Thu 19 Nov 2026")
    told = card(
        Telling("moved", "keeper", parts=("begun",)), played.case, played.asking("kit")
    )

    assert told is not None
    [publish] = [item for item in told.items if item.title == "Publish"]
    assert publish.facts[-1] == (
        "Planned for", "Thursday 20 May 2027, 1 day after its last day"
    )  # fmt: skip
