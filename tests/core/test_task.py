from __future__ import annotations

from dataclasses import replace

import pytest

from bot.core.commands import Complete, DeclareConflict
from bot.core.errors import AlreadyDone, NotYours, OutOfTurn, OutsideTheDates, Unknown
from bot.core.events import AnchorSet, StepCompleted
from tests.core.calendar_words import calendar_day
from tests.core.played import Played, at, decided, raised, sent, signed


def done(step: str, on: str) -> Complete:
    return Complete(step=step, on=at(on) if ":" in on else calendar_day(on))


SEND = done("send", "Fri 20 Nov 2026")


def test_doing_a_task_sets_the_anchor_that_it_sets() -> None:
    day = calendar_day("Fri 20 Nov 2026")

    assert signed().does("arun", SEND) == (
        StepCompleted("send", day),
        AnchorSet("sent", day),
    )


@pytest.mark.parametrize("who", ["ann", "kit", "tess", "abel", "dina", "carl"])
def test_a_task_is_for_its_owner(who: str) -> None:
    refusal = signed().refused(who, SEND)

    assert isinstance(refusal, NotYours)
    assert refusal.reason == "This is for the Author."
    assert "record the absence" in refusal.next_step


def test_a_task_waits_for_what_comes_first() -> None:
    refusal = decided().refused("arun", SEND)

    assert isinstance(refusal, OutOfTurn)
    assert refusal.reason == (
        "“Send the notification” needs “Sign the notification” first."
    )


def test_a_task_is_done_once() -> None:
    refusal = sent().refused("arun", SEND)

    assert isinstance(refusal, AlreadyDone)
    assert refusal.reason == (
        "Arun has already done this, on Friday 20 November 2026, 10am."
    )


def test_nothing_is_done_in_the_future() -> None:
    refusal = signed().refused("arun", done("send", "Sat 21 Nov 2026"))

    assert isinstance(refusal, OutsideTheDates)
    assert refusal.reason == "Saturday 21 November 2026 is still to come."
    assert refusal.next_step == (
        "Enter the day it was done. Today is Friday 20 November 2026."
    )


def test_nothing_that_starts_a_clock_is_done_before_the_clock_it_answers_to() -> None:
    refusal = signed().refused("arun", done("send", "Thu 19 Nov 2026"))

    assert isinstance(refusal, OutsideTheDates)
    assert refusal.reason == (
        "That is before Friday 20 November 2026, when the council became aware."
    )


def test_there_is_no_step_by_another_name() -> None:
    assert isinstance(raised().refused("arun", done("x", "Fri 20 Nov 2026")), Unknown)


# --- Standing in: while owner and deputy are both away (as in Dorset, 3.5) -----------


def both_away() -> Played:
    played = signed()
    for who in ("arun", "dina"):
        played.is_away(who, "Fri 20 Nov 2026", "Fri 27 Nov 2026")
    return played


def test_the_steps_own_deputy_goes_before_the_roles() -> None:
    played = signed().is_away("arun", "Fri 20 Nov 2026", "Fri 20 Nov 2026")

    assert isinstance(played.refused("abel", SEND), NotYours)
    played.does("dina", SEND)
    assert played.case.done["send"].instead_of == "arun"


@pytest.mark.parametrize("away", ["", "arun", "dina"])
def test_nobody_stands_in_unless_both_are_away(away: str) -> None:
    played = signed()
    played.does("sue", done("permission", "Fri 20 Nov 2026"))
    if away:
        played.is_away(away, "Fri 20 Nov 2026", "Fri 27 Nov 2026")

    refusal = played.refused("sue", SEND)

    assert isinstance(refusal, OutOfTurn)
    assert refusal.reason == (
        "You may do this only while the Author and Director are both away."
    )


def test_whoever_stands_in_asks_for_permission_first() -> None:
    refusal = both_away().refused("sue", SEND)

    assert isinstance(refusal, OutOfTurn)
    assert refusal.reason == (
        "While the Author and Director are away, “Ask for permission” comes first."
    )


def test_with_both_away_and_permission_asked_the_third_sends() -> None:
    played = both_away()
    played.does("sue", done("permission", "Fri 20 Nov 2026"))
    played.does("sue", SEND)

    assert played.case.done["send"].by == "sue"


def test_somebody_barred_by_a_conflict_is_as_good_as_away() -> None:
    played = signed().is_away("arun", "Fri 20 Nov 2026", "Fri 27 Nov 2026")
    played.does("dina", DeclareConflict(person="dina"))
    played.does("sue", done("permission", "Fri 20 Nov 2026"))
    played.does("sue", SEND)

    assert played.case.done["send"].by == "sue"


def test_a_stranger_is_told_whose_it_is_and_not_who_stands_in() -> None:
    assert both_away().refused("tess", SEND).reason == "This is for the Author."


# --- Days: at one, within a window, every so often, with another step -----------------


@pytest.mark.parametrize(
    ("step", "on", "says"),
    [
        (
            "exact",
            "Tue 24 Nov 2026",
            "This is to be done on Wednesday 25 November 2026, not before it.",
        ),
        (
            "between",
            "Mon 23 Nov 2026",
            "This cannot be done before Tuesday 24 November 2026.",
        ),
    ],
)
def test_what_has_its_day_is_not_done_before_it(step: str, on: str, says: str) -> None:
    refusal = sent().goes_to(on).refused("kit", done(step, on))

    assert isinstance(refusal, OutsideTheDates)
    assert refusal.reason == says


@pytest.mark.parametrize(
    ("step", "on"),
    [
        ("exact", "Wed 25 Nov 2026"),
        ("exact", "Mon 30 Nov 2026"),  # late is still done
        ("between", "Tue 24 Nov 2026"),
        ("between", "Thu 26 Nov 2026"),
    ],
)
def test_what_has_its_day_is_done_from_that_day_on(step: str, on: str) -> None:
    played = sent().goes_to(on)
    played.does("kit", done(step, on))

    assert played.status(step) == "done"


def test_a_repeating_task_comes_round_until_its_end_is_known() -> None:
    played = sent()
    assert played.due("weekly") == calendar_day("Fri 27 Nov 2026")
    played.goes_to("Fri 27 Nov 2026").does("arun", done("weekly", "Fri 27 Nov 2026"))

    assert played.status("weekly") == "open"
    assert played.due("weekly") == calendar_day("Fri 4 Dec 2026")
    played.case = replace(
        played.case,
        anchors={**played.case.anchors, "over": calendar_day("Mon 30 Nov 2026")},
    )
    assert played.status("weekly") == "done"


def test_a_repeating_task_whose_end_is_known_is_not_done_again() -> None:
    played = sent()
    over = {**played.case.anchors, "over": calendar_day("Fri 20 Nov 2026")}
    played.case = replace(played.case, anchors=over)

    refusal = played.refused("arun", done("weekly", "Fri 20 Nov 2026"))

    assert isinstance(refusal, AlreadyDone)
    assert refusal.reason == "This has already been done."


def test_what_hangs_on_a_question_left_empty_does_not_apply() -> None:
    played = raised()
    played.case = replace(played.case, facts={})

    refusal = played.refused("arun", done("death", "Fri 20 Nov 2026"))

    assert refusal.reason == "“Notify a death” does not apply to this case."


def test_what_goes_with_a_step_is_due_on_the_day_it_was_done() -> None:
    assert signed().due("copy") == calendar_day("Fri 27 Nov 2026")
    assert sent().due("copy") == calendar_day("Fri 20 Nov 2026")


def test_what_goes_with_a_step_without_a_day_waits_for_it() -> None:
    learn = raised().lines()["learn"]

    assert learn.due
    assert learn.due.waiting_for == ("pass-on",)


def test_hours_are_counted_from_the_minute_it_was_done() -> None:
    played = decided()
    played.does("arun", done("tell-partner", "Fri 20 Nov 2026 9:45"))

    assert played.due("ring") == at("Sat 21 Nov 2026 9:45")


def test_hours_are_counted_from_midnight_when_only_the_day_is_known() -> None:
    played = decided()
    played.does("arun", done("tell-partner", "Fri 20 Nov 2026"))

    assert played.case.anchors["told"] == at("Fri 20 Nov 2026 0:00")


def test_an_instant_is_kept_as_its_day_where_days_are_counted() -> None:
    played = signed()
    played.does("arun", done("send", "Fri 20 Nov 2026 9:45"))

    assert played.case.anchors["sent"] == calendar_day("Fri 20 Nov 2026")
