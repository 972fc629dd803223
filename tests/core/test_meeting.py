from __future__ import annotations

import pytest

from bot.core.commands import Arrange, Hold, SetAside, StandDown
from bot.core.errors import (
    AlreadyDone,
    Incomplete,
    NotYours,
    OutOfTurn,
    OutsideTheDates,
)
from bot.core.events import (
    AnchorSet,
    Decided,
    MeetingArranged,
    MeetingHeld,
    MeetingMoved,
)
from tests.core.calendar_words import calendar_day
from tests.core.played import Played, arranged, at, held, raised, sent

# Sent on Fri 20 Nov 2026: the review by Mon 7 Dec, the wrap-up by Thu 10 Dec.


def arrange(step: str, start: str, digest: str = "", minutes: int = 60) -> Arrange:
    return Arrange(step=step, start=at(start), minutes=minutes, digest=digest)


def hold(step: str, on: str, chair: str = "") -> Hold:
    return Hold(step=step, on=calendar_day(on), chaired_by=chair)


def off(step: str, digest: str = "why") -> StandDown:
    return StandDown(step=step, digest=digest)


def test_a_meeting_is_given_a_time() -> None:
    played = sent()

    assert played.does("kit", arrange("review", "Mon 7 Dec 2026 10:00")) == (
        MeetingArranged("review", at("Mon 7 Dec 2026 10:00"), 60, ""),
    )


@pytest.mark.parametrize(
    ("step", "start", "says"),
    [
        (
            "review",
            "Tue 8 Dec 2026 10:00",
            "That is after Monday 7 December 2026, the last day the procedure allows.",
        ),
        (
            "review",
            "Sat 5 Dec 2026 10:00",
            "Saturday 5 December 2026 is not a working day.",
        ),
        (
            "panel-day",
            "Thu 26 Nov 2026 10:00",
            "The procedure says that it is held on Friday 27 November 2026.",
        ),
        (
            "visit-day",
            "Thu 26 Nov 2026 10:00",
            "That is before Friday 27 November 2026, the first day allowed.",
        ),
    ],
)
def test_a_time_outside_the_procedures_days_needs_a_reason(
    step: str, start: str, says: str
) -> None:
    played = sent()

    refusal = played.refused("kit", arrange(step, start))

    assert isinstance(refusal, Incomplete)
    assert refusal.reason == says
    assert played.does("kit", arrange(step, start, digest="why"))


@pytest.mark.parametrize(
    ("step", "start"),
    [("panel-day", "Fri 27 Nov 2026 10:00"), ("visit-day", "Mon 30 Nov 2026 9:00")],
)
def test_a_time_on_the_procedures_days_needs_none(step: str, start: str) -> None:
    assert sent().does("kit", arrange(step, start))


def test_a_meeting_is_not_arranged_in_the_past() -> None:
    refusal = sent().refused("kit", arrange("review", "Fri 20 Nov 2026 9:59"))

    assert isinstance(refusal, OutsideTheDates)
    assert refusal.reason == "Friday 20 November 2026, 9:59am has gone."


@pytest.mark.parametrize("who", ["ann", "chas", "hal", "tess"])
def test_only_its_owner_arranges_a_meeting(who: str) -> None:
    refusal = sent().refused(who, arrange("review", "Mon 7 Dec 2026 10:00"))

    assert isinstance(refusal, NotYours)


def test_a_meeting_moves_and_the_sequence_rises_by_one() -> None:
    played = arranged("Tue 1 Dec 2026 10:00")
    assert played.case.meetings["review"].sequence == 0

    (moved,) = played.does("kit", arrange("review", "Wed 2 Dec 2026 10:00"))

    assert isinstance(moved, MeetingMoved)
    assert moved.was == at("Tue 1 Dec 2026 10:00")
    assert played.case.meetings["review"].sequence == 1
    played.does("kit", off("review"))
    assert played.case.meetings["review"].sequence == 2
    played.does("kit", arrange("review", "Wed 2 Dec 2026 10:00"))
    assert played.case.meetings["review"].sequence == 3


def test_the_same_time_again_is_no_change() -> None:
    played = arranged("Tue 1 Dec 2026 10:00")
    same = arrange("review", "Tue 1 Dec 2026 10:00", minutes=120)

    assert isinstance(played.refused("kit", same), AlreadyDone)
    assert played.does("kit", arrange("review", "Tue 1 Dec 2026 10:00", minutes=60))


def test_a_later_meeting_needs_the_earlier_one_to_have_a_time() -> None:
    refusal = sent().refused("kit", arrange("wrap-up", "Thu 10 Dec 2026 10:00"))

    assert isinstance(refusal, OutOfTurn)
    assert refusal.reason == "The Review comes first and has no time yet."


@pytest.mark.parametrize(
    ("start", "may"),
    [
        ("Tue 1 Dec 2026 9:00", False),
        ("Tue 1 Dec 2026 11:59", False),
        ("Tue 1 Dec 2026 12:00", True),
    ],
)
def test_a_later_meeting_begins_when_the_earlier_is_over(start: str, may: bool) -> None:
    played = arranged("Tue 1 Dec 2026 10:00")
    command = arrange("wrap-up", start)
    if may:
        assert played.does("kit", command)
    else:
        assert isinstance(played.refused("kit", command), OutOfTurn)


@pytest.mark.parametrize(
    ("start", "may"),
    [
        ("Wed 2 Dec 2026 9:00", True),
        ("Wed 2 Dec 2026 9:01", False),
        ("Thu 3 Dec 2026 9:00", False),
    ],
)
def test_an_earlier_meeting_does_not_move_behind_the_later(
    start: str, may: bool
) -> None:
    played = arranged("Tue 1 Dec 2026 10:00")
    played.does("kit", arrange("wrap-up", "Wed 2 Dec 2026 10:00"))
    command = arrange("review", start)
    if may:
        assert played.does("kit", command)
    else:
        refusal = played.refused("kit", command)
        assert isinstance(refusal, OutOfTurn)
        assert refusal.next_step == "Move the Wrap-up first, or choose earlier."


def test_an_earlier_meeting_that_was_called_off_no_longer_counts() -> None:
    played = arranged("Tue 1 Dec 2026 10:00")
    played.does("kit", off("review"))

    refusal = played.refused("kit", arrange("wrap-up", "Thu 10 Dec 2026 10:00"))

    assert isinstance(refusal, OutOfTurn)


def test_after_an_earlier_meeting_was_held_any_later_time_will_do() -> None:
    assert held().does("kit", arrange("wrap-up", "Wed 2 Dec 2026 9:00"))


def test_an_earlier_meeting_that_is_not_needed_holds_up_nothing() -> None:
    played = sent()
    played.does("kit", SetAside(step="review", digest="why"))
    played.does("kit", arrange("wrap-up", "Tue 24 Nov 2026 10:00"))
    played.goes_to("Tue 24 Nov 2026 12:00")

    assert played.does("kit", hold("wrap-up", "Tue 24 Nov 2026"))


def test_a_meeting_that_was_held_sets_its_anchor() -> None:
    played = arranged("Tue 1 Dec 2026 10:00").goes_to("Tue 1 Dec 2026 13:00")
    on = calendar_day("Tue 1 Dec 2026")

    assert played.does("chas", hold("review", "Tue 1 Dec 2026", "chair")) == (
        MeetingHeld("review", on, "chair"),
        AnchorSet("held", on),
    )
    assert isinstance(
        played.refused("kit", hold("review", "Tue 1 Dec 2026")), AlreadyDone
    )


@pytest.mark.parametrize("who", ["ann", "hal", "tess"])
def test_a_meeting_is_recorded_by_its_owner_or_its_chair(who: str) -> None:
    played = arranged("Tue 1 Dec 2026 10:00").goes_to("Tue 1 Dec 2026 13:00")

    assert isinstance(played.refused(who, hold("review", "Tue 1 Dec 2026")), NotYours)


def test_meetings_are_held_in_their_order() -> None:
    played = sent()

    refusal = played.refused("kit", hold("wrap-up", "Fri 20 Nov 2026"))

    assert isinstance(refusal, OutOfTurn)
    assert refusal.reason == "The Review comes first and has not been held."


def test_a_meeting_still_to_come_has_not_been_held() -> None:
    played = arranged("Tue 1 Dec 2026 10:00").goes_to("Tue 1 Dec 2026 9:59")

    refusal = played.refused("kit", hold("review", "Tue 1 Dec 2026"))

    assert isinstance(refusal, OutOfTurn)
    assert refusal.reason == (
        "The Review is at Tuesday 1 December 2026, 10am, still to come."
    )


def test_a_meeting_may_be_held_that_was_never_arranged_here() -> None:
    assert sent().does("kit", hold("review", "Fri 20 Nov 2026"))


def test_a_meeting_is_called_off_with_a_reason() -> None:
    played = arranged()

    assert isinstance(played.refused("kit", off("review", "")), Incomplete)
    played.does("kit", off("review"))
    assert played.refused("kit", off("review")).reason == (
        "The Review has no time, so there is nothing to call off."
    )


def test_a_meeting_that_was_held_is_not_called_off() -> None:
    assert isinstance(held().refused("kit", off("review")), AlreadyDone)


def test_a_meeting_that_no_longer_applies_can_still_be_called_off() -> None:
    """People hold it in their diaries."""
    played = arranged()
    played.happens(Decided("choose", "leave", "why"))

    assert played.status("review") == "not-needed"
    assert played.does("kit", off("review"))


def test_a_meeting_with_a_time_is_called_off_before_it_is_set_aside() -> None:
    played = arranged()
    command = SetAside(step="review", digest="why")

    refusal = played.refused("kit", command)

    assert refusal.next_step == "Call it off first, so that they are told."
    played.does("kit", off("review"))
    assert played.does("kit", command)


def test_no_meeting_is_arranged_before_its_turn() -> None:
    played: Played = raised()

    refusal = played.refused("kit", arrange("review", "Mon 7 Dec 2026 10:00"))

    assert isinstance(refusal, OutOfTurn)
