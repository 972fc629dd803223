"""How it is put when a day that is planned moves, or a meeting is on after all."""

from __future__ import annotations

from bot.core import account, commands, offers
from bot.core.events import Entry, MeetingMoved
from tests.core.played import REF, Played, arranged, at
from tests.core.publishing import planned

TARGET = "target-publication"


def moves(played: Played, event: MeetingMoved) -> str:
    entry = Entry(REF, 9, at("Fri 27 Nov 2026 9:00"), "kit", "", "", "test/9", event)
    return account.said(entry, played.asking("kit"))


def test_a_day_that_is_planned_is_moved_and_one_that_is_past_is_corrected() -> None:
    played = planned("Mon 17 May 2027")
    found = offers.of_case(played.case, played.asking("kit"))
    labels = [button.label for button in found if button.does == "correct"]

    assert any(label.startswith("Move the day the report") for label in labels)
    assert any(label.startswith("Correct the day") for label in labels)


def test_whoever_moves_a_day_that_is_planned_is_asked_why_and_not_what_was_wrong() -> (
    None
):
    played = planned("Mon 17 May 2027")
    form = played.form("kit", "correct", f"{REF}/{TARGET}")
    assert form is not None

    assert form.title.startswith("Move the date: the report")
    assert form.submit == "Move it"
    assert [question.asks for question in form.questions][-1] == "Why does it move?"


def test_a_meeting_called_off_and_arranged_again_for_its_old_time_did_not_move() -> (
    None
):
    played = arranged("Tue 1 Dec 2026 10:00")
    start = at("Tue 1 Dec 2026 10:00")
    played.does("kit", commands.StandDown(step="review", digest="why"))
    events = played.does(
        "kit", commands.Arrange(step="review", start=start, minutes=60)
    )
    moved = next(one for one in events if isinstance(one, MeetingMoved))

    assert moves(played, moved).endswith(
        "was arranged for Tuesday 1 December 2026, 10am after all."
    )
