"""Where a step stands, in the words of a card; and the cards that remind."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.core import items, telling
from bot.core.cards import Card
from bot.core.clock import Due
from bot.core.commands import (
    Close,
    Complete,
    Decide,
    Identify,
    ReceiveReturn,
    SendBack,
    SetAside,
)
from bot.core.react import Telling
from bot.core.workdays import Offices
from tests.core.calendar_words import calendar_day
from tests.core.played import (
    REF,
    Played,
    arranged,
    asked,
    at,
    decided,
    drafted,
    held,
    raised,
    sent,
    signed,
    signs,
)
from tests.core.worked_out import ENGLAND


def facts(played: Played, step: str) -> dict[str, str]:
    known = tuple(played.lines().values())
    found = items.item_of(
        played.procedure.by_id[step], played.case, known, played.asking()
    )
    return dict(found.facts)


def nudge(played: Played, *parts: str, late: int = 0, who: str = "dayzero") -> Card:
    told = Telling("nudge", "author", parts=parts, late=late)
    found = telling.card(told, played.case, played.asking(who))
    assert found
    return found


def told_at(when: str) -> Played:
    played = decided(now=when)
    played.does("arun", Complete(step="tell-partner", on=at(when)))
    return played


def test_a_step_says_when_it_is_due_and_how_far_its_count_has_come() -> None:
    played = drafted().goes_to("Tue 24 Nov 2026")

    assert facts(played, "sign") == {
        "Due": "Friday 27 November 2026",
        "Count": "Day 2 of 5 (day 0: the council became aware, "
        "Friday 20 November 2026)",
        "Waiting for": "the Director",
    }


def test_a_step_says_how_late_it_is_instead_of_its_count() -> None:
    played = drafted().goes_to("Tue 1 Dec 2026")

    assert facts(played, "sign")["Late"] == "2 working days past its day"
    assert "Count" not in facts(played, "sign")


@pytest.mark.parametrize(
    ("now", "says"),
    [
        ("Sat 21 Nov 2026 9:45", None),
        ("Sat 21 Nov 2026 10:44", "0 hours past its time"),
        ("Sat 21 Nov 2026 10:45", "1 hour past its time"),
    ],
)
def test_hours_late_are_counted_in_hours(now: str, says: str | None) -> None:
    played = told_at("Fri 20 Nov 2026 9:45").goes_to(now)

    assert facts(played, "ring").get("Late") == says


def test_hours_late_are_real_hours_when_the_clocks_go_back() -> None:
    played = told_at("Fri 23 Oct 2026 23:00").goes_to("Sun 25 Oct 2026 3:00")

    assert facts(played, "ring")["Late"] == "5 hours past its time"


def test_what_was_due_at_a_weekend_is_past_its_day_on_sunday() -> None:
    played = sent()
    own = calendar_day("Sat 5 Dec 2026")
    played.does("kit", Identify(step="ask", agencies=("nhs",), return_by=own))
    played.goes_to("Sun 6 Dec 2026")

    assert facts(played, "ask")["Late"] == "past its day"


def test_how_late_is_not_counted_where_no_bank_holidays_are_published() -> None:
    known = Offices(ENGLAND.closed, ENGLAND.known_from, calendar_day("Mon 30 Nov 2026"))
    played = raised(offices=known).goes_to("Wed 2 Dec 2026")

    assert facts(played, "choose")["Late"] == "past its day"


def test_a_count_is_left_out_where_no_bank_holidays_are_published() -> None:
    known = Offices(ENGLAND.closed, ENGLAND.known_from, calendar_day("Fri 27 Nov 2026"))
    played = told_at("Fri 20 Nov 2026 9:45")
    played.offices = known
    line = played.lines()["choose"]
    played.goes_to("Mon 30 Nov 2026")

    assert items.day_count(line, played.asking()) == ""


def test_a_day_past_what_is_published_is_refused_and_says_so() -> None:
    known = Offices(ENGLAND.closed, ENGLAND.known_from, calendar_day("Wed 25 Nov 2026"))

    says = facts(raised(offices=known), "choose")["Due"]
    assert "past the last day for which GOV.UK has published" in says


@pytest.mark.parametrize(
    ("step", "says"),
    [
        ("ring", "not known until the partner was told"),
        ("learn", "not known until “Pass the reports on” is done"),
    ],
)
def test_a_day_not_known_yet_says_what_it_waits_for(step: str, says: str) -> None:
    assert facts(raised(), step)["Due"] == says


def test_a_line_without_a_day_says_no_day() -> None:
    played = raised()
    line = replace(played.lines()["ring"], due=Due())

    assert not list(items.dates(line, played.asking()))
    assert items.day_count(line, played.asking()) == ""
    assert items.lateness(line, played.asking()) == ""


def test_a_text_that_all_have_signed_waits_for_nobody() -> None:
    assert "Waiting for" not in facts(signed(), "sign")


def test_anything_else_waited_for_is_called_by_its_name() -> None:
    assert items.known_as("whatever", raised().asking()) == "whatever"


def test_a_meeting_says_when_it_is_and_that_its_invitations_have_gone() -> None:
    assert facts(sent(), "review")["Invitations due"] == "Monday 23 November 2026"

    shown = facts(arranged("Tue 1 Dec 2026 10:00"), "review")
    assert shown["Arranged for"] == "Tuesday 1 December 2026, 10am"
    assert "Invitations due" not in shown
    assert "Too late" not in shown


def test_a_meeting_left_behind_by_its_last_day_says_so() -> None:
    played = arranged("Mon 7 Dec 2026 10:00")
    moved = {**played.case.anchors, "sent": calendar_day("Thu 19 Nov 2026")}
    played.case = type(played.case)(
        **{name: getattr(played.case, name) for name in (
            "ref", "raised", "length", "facts", "done", "rulings", "meetings")},
        anchors=moved,
    )  # fmt: skip

    assert facts(played, "review")["Too late"] == (
        "the last day is Friday 4 December 2026"
    )


@pytest.mark.parametrize(
    ("played", "step", "says"),
    [
        (drafted, "sign", "Written by Arun, Friday 20 November 2026, 10am."),
        (sent, "send", "Done by Arun, Friday 20 November 2026, 10am."),
        (decided, "choose", "Decided by Arun, Friday 20 November 2026, 10am: Notify."),
        (decided, "sign", ""),
        (
            arranged,
            "review",
            (
                "Arranged for Tuesday 1 December 2026, 10am by Kit, "
                "Friday 20 November 2026, 10am."
            ),
        ),
        (held, "review", "Done by Kit, Tuesday 1 December 2026, 1pm."),
    ],
)
def test_what_became_of_a_step(played: type[Played], step: str, says: str) -> None:
    now = played()

    assert items.outcome(now.procedure.by_id[step], now.case, now.asking()) == says


def test_what_became_of_a_text_says_the_last_thing_that_happened_to_it() -> None:
    played = signs(drafted(), "dina")
    step = played.procedure.by_id["sign"]
    assert items.outcome(step, played.case, played.asking()).startswith(
        "Signed by Dina"
    )

    played.does("hal", SendBack(step="sign", digest="why"))
    assert items.outcome(step, played.case, played.asking()).startswith(
        "Sent back by Hal"
    )


def test_what_was_set_aside_stays_so_though_something_came_in_later() -> None:
    played = asked("police")
    played.does("kit", SetAside(step="ask", digest="why"))
    day = calendar_day("Fri 20 Nov 2026")
    played.does("pat", ReceiveReturn(step="ask", agency="police", on=day))
    step = played.procedure.by_id["ask"]

    assert items.outcome(step, played.case, played.asking()).startswith(
        "Set aside by Kit"
    )


# --- Reminders ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("now", "says"),
    [
        ("Wed 25 Nov 2026 9:00", "due on Friday 27 November 2026"),
        ("Thu 26 Nov 2026 9:00", "due tomorrow"),
        ("Fri 27 Nov 2026 9:00", "due today"),
        ("Mon 30 Nov 2026 9:00", "1 thing late"),
    ],
)
def test_a_reminder_says_how_soon(now: str, says: str) -> None:
    shown = nudge(decided().goes_to(now), "sign")

    assert shown.heading == f"{REF}: {says}: Sign the notification"


def test_a_reminder_of_several_things_lists_them_with_what_they_wait_for() -> None:
    shown = nudge(decided().goes_to("Mon 30 Nov 2026 9:00"), "sign", "send")

    assert shown.heading == f"{REF}: 2 things late"
    assert ("Waiting for", "“Sign the notification”") in shown.items[1].facts
    assert shown.items[0].late


def test_a_reminder_that_is_late_itself_says_so() -> None:
    played = decided().goes_to("Wed 25 Nov 2026 11:30")

    assert len(nudge(played, "sign", late=59).text) == 1
    _, says = nudge(played, "sign", late=150).text
    assert says.startswith("This should have been said 2 hours ago.")


def test_a_reminder_of_one_agency_has_that_agencys_button() -> None:
    played = asked("police", "nhs")
    shown = nudge(played, "ask/police", "review/invite", who="kit")

    assert [b.about for b in shown.items[0].buttons] == [f"{REF}/ask/police"]
    assert shown.items[1].buttons[0].does == "arrange"


def test_a_reminder_no_longer_true_is_not_sent_and_says_what_happened() -> None:
    told = Telling("nudge", "author", parts=("choose",))
    played = decided()

    assert telling.card(told, played.case, played.asking()) is None
    shown = telling.redrawn(told, played.case, played.asking())
    assert shown
    assert shown.outcome.startswith("Decided by Arun")
    several = Telling("nudge", "author", parts=("choose", "consult"))
    again = telling.redrawn(several, played.case, played.asking())
    assert again
    assert again.heading == f"{REF}: a reminder"


def test_a_closed_case_reminds_of_nothing() -> None:
    played = raised()
    for step, choice in (("consult", "agreed"), ("choose", "leave")):
        played.does("arun", Decide(step=step, choice=choice, digest="why"))
    played.does("kit", Close(digest="why"))
    told = Telling("nudge", "sue", parts=("permission",))

    assert telling.card(told, played.case, played.asking()) is None
