"""Times held for meetings, and let go."""

from __future__ import annotations

from bot.core import account, commands
from bot.core.errors import (
    OutOfTurn,
)
from bot.core.events import (
    MeetingArranged,
    MeetingHeld,
    MeetingStoodDown,
    PlaceTaken,
    Replied,
    TimeHeld,
    TimesSought,
)
from bot.core.hearing import Telling
from tests.core.calendar_words import calendar_day
from tests.core.played import at, raised
from tests.core.times import (
    BOTH,
    FIRST,
    SECOND,
    acts,
    card,
    finds,
    goes_on,
    holdable,
    kinds,
    offered,
    pencilled,
    times,
)


def test_a_held_time_is_released_and_everybody_is_told() -> None:
    played = pencilled()

    assert played.presses("kit", "release-hold", "review") == (
        MeetingStoodDown("review", pencilled=True),
    )
    assert played.case.pencilled("review") is None
    assert kinds(played, "invite") == [Telling("invite", parts=("review",), sequence=1)]
    assert account.said(played.journal[-1], played.asking()) == (
        "The time held for “Review” was let go."
    )
    assert isinstance(
        played.refused("kit", commands.ReleaseHold(step="review")), OutOfTurn
    )


def test_after_a_release_a_meeting_is_arranged_for_the_first_time() -> None:
    played = goes_on(pencilled())
    played.presses("kit", "release-hold", "review")

    [event] = played.does(
        "kit", commands.Arrange(step="review", start=at(FIRST), minutes=120)
    )

    assert event == MeetingArranged("review", at(FIRST), 120)
    assert played.case.meetings["review"].sequence == 2
    assert played.case.meetings["review"].timed == 2


def test_a_time_is_let_go_when_the_case_goes_another_way() -> None:
    played = pencilled()
    played.does("arun", commands.Decide(step="consult", choice="agreed", digest="why"))

    events = played.does(
        "arun", commands.Decide(step="choose", choice="leave", digest="why")
    )

    assert events[-1] == MeetingStoodDown("review", pencilled=True)
    assert kinds(played, "invite") == [Telling("invite", parts=("review",), sequence=1)]


def test_a_time_is_let_go_when_its_meeting_is_set_aside() -> None:
    played = goes_on(pencilled())

    events = played.does("kit", commands.SetAside(step="review", digest="why"))

    assert events[-1] == MeetingStoodDown("review", pencilled=True)


def test_a_time_is_let_go_when_the_case_is_closed() -> None:
    played = raised()
    played.does("arun", commands.Decide(step="consult", choice="agreed", digest="why"))
    played.does("arun", commands.Decide(step="choose", choice="leave", digest="why"))
    played.happens(TimeHeld("review", at(FIRST), 60))

    events = played.does("kit", commands.Close(digest="why"))

    assert events[-1] == MeetingStoodDown("review", pencilled=True)


def test_a_time_held_for_a_step_that_is_there_no_more_is_let_go() -> None:
    played = raised()
    played.happens(TimeHeld("gone", at(FIRST), 60))

    events = played.does("kit", commands.DeclareConflict(person="hal", digest="why"))

    assert events[-1] == MeetingStoodDown("gone", pencilled=True)


def test_a_meeting_held_without_the_time_lets_it_go() -> None:
    played = goes_on(pencilled())
    today = calendar_day("Fri 20 Nov 2026")

    events = played.does("kit", commands.Hold(step="review", on=today))

    assert events[:2] == (
        MeetingStoodDown("review", pencilled=True),
        MeetingHeld("review", today, ""),
    )
    assert played.case.expected("review") is None


def test_a_meeting_held_at_the_time_keeps_it() -> None:
    played = goes_on(pencilled()).goes_to("Tue 1 Dec 2026 13:00")
    on = calendar_day("Tue 1 Dec 2026")

    events = played.does("kit", commands.Hold(step="review", on=on))

    assert isinstance(events[0], MeetingHeld)


def test_times_in_place_of_a_held_one_go_to_whoever_keeps_the_case() -> None:
    played = pencilled()
    played.happens(Replied("review", "hal", "declined", played.now))

    finds(played, times("review", SECOND), holding=True)

    assert kinds(played, "times") == [
        Telling("times", "keeper", parts=("review",), holding=True)
    ]
    assert played.does("kit", commands.SeekTimes(steps=("review",), holding=True)) == (
        TimesSought(("review",), holding=True),
    )


def test_times_to_choose_from_are_not_times_to_hold() -> None:
    assert "Hold these times" not in acts(offered())
    assert "Hold these times" in acts(holdable())


def test_a_closed_case_has_nothing_to_hold() -> None:
    played = raised()
    for step, choice in (("consult", "agreed"), ("choose", "leave")):
        played.does("arun", commands.Decide(step=step, choice=choice, digest="why"))
    played.does("kit", commands.Close(digest="why"))

    assert "Hold times for the meetings" not in acts(played)


def test_a_time_that_has_gone_cannot_be_held() -> None:
    played = holdable().goes_to("Tue 1 Dec 2026 12:00")

    review, wrap_up = card(played, BOTH).items

    labels = [label for label, _ in review.facts]
    assert labels == ["Wednesday 2 December 2026 at 10am", "Days", "Diaries read"]
    assert wrap_up.facts[0][0] == "Tuesday 8 December 2026 at 10am"


def test_an_answer_about_another_time_of_a_meeting_changes_nothing() -> None:
    played = pencilled()
    before = played.case.meetings

    played.happens(Replied("review", "hal", "declined", played.now, sitting=2))
    played.happens(PlaceTaken("review", "hal", "hope", sitting=2))
    played.happens(Replied("wrap-up", "hal", "declined", played.now))

    assert played.case.meetings == before
    played.happens(PlaceTaken("review", "hal", "hope"))
    assert played.case.meetings["review"].instead == {"hal": "hope"}
