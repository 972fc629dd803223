"""Times chosen for meetings, by a press or in a form."""

from __future__ import annotations

import pytest

from bot.core import forms
from bot.core.errors import (
    Incomplete,
    NotYours,
    OutsideTheDates,
)
from bot.core.events import (
    MeetingArranged,
    MeetingMoved,
)
from bot.core.questions import meant
from tests.core.played import (
    REF,
    at,
    sent,
)
from tests.core.times import (
    LAST,
    SECOND,
    THIRD,
    finds,
    offered,
    offered_elsewhere,
    times,
)


def test_a_time_is_chosen_by_a_press() -> None:
    events = offered().presses("kit", "choose-time", "review/202612031430")

    assert events == (MeetingArranged("review", at(THIRD), 120),)


def test_a_meeting_moves_to_a_time_that_is_chosen() -> None:
    [moved] = offered_elsewhere().presses("kit", "choose-time", "review/202612021000")

    assert isinstance(moved, MeetingMoved)
    assert (moved.start, moved.minutes) == (at(SECOND), 120)


@pytest.mark.parametrize("key", ["202612041000", "", "x", "202612011000/x"])
@pytest.mark.parametrize("stage", [sent, offered])
def test_a_time_that_is_not_offered_is_refused(stage: object, key: str) -> None:
    assert callable(stage)

    with pytest.raises(OutsideTheDates) as refusal:
        stage().presses("kit", "choose-time", f"review/{key}")

    assert refusal.value.reason == "That time is no longer offered."
    assert refusal.value.next_step


def test_a_time_that_has_gone_is_refused_and_only_the_owner_chooses() -> None:
    played = offered()
    with pytest.raises(NotYours):
        played.presses("chas", "choose-time", "review/202612011000")
    played.goes_to("Tue 1 Dec 2026 10:00")

    with pytest.raises(OutsideTheDates):
        played.presses("kit", "choose-time", "review/202612011000")


def test_a_time_outside_the_days_as_they_are_now_asks_for_a_reason() -> None:
    played = finds(sent(), times("review", LAST))

    with pytest.raises(Incomplete):
        played.presses("kit", "choose-time", "review/202612081000")


def test_the_form_asks_which_of_the_times_it_is() -> None:
    form = offered().form("kit", "arrange", f"{REF}/review")
    assert form is not None
    when = form.questions[0]

    assert (when.id, when.asks) == ("when", "When?")
    assert [option.title for option in when.options] == [
        "Tuesday 1 December 2026 at 10am",
        "Wednesday 2 December 2026 at 10am",
        "Thursday 3 December 2026 at 2:30pm",
        "Another time",
    ]
    assert all(option.hint for option in when.options[:-1])
    shown = forms.shown(form.questions, {"when": when.options[0].id})
    assert [question.id for question in shown] == ["when", "note"]
    shown = forms.shown(form.questions, {"when": "another"})
    assert [question.id for question in shown] == ["when", "start", "minutes", "note"]


def test_without_times_the_form_is_as_it_was() -> None:
    form = sent().form("kit", "arrange", f"{REF}/review")
    assert form is not None

    assert [question.id for question in form.questions] == ["start", "minutes", "note"]


def test_a_chosen_time_carries_its_length_and_a_reason() -> None:
    played = offered()

    [arranged] = played.presses(
        "kit", "arrange", "review", when="202612021000", note="as agreed"
    )

    assert isinstance(arranged, MeetingArranged)
    assert (arranged.start, arranged.minutes) == (at(SECOND), 120)
    assert arranged.digest


@pytest.mark.parametrize(
    ("does", "answers", "when"),
    [
        ("arrange", {"start": "2026-12-01 10:00"}, "another"),
        ("arrange", {"start": "2026-12-01 10:00", "when": ""}, "another"),
        ("arrange", {"start": "2026-12-01 10:00", "when": "x"}, "x"),
        ("arrange", {"start": " "}, None),
        ("arrange", {}, None),
        ("held", {"start": "2026-12-01 10:00"}, None),
    ],
)
def test_a_time_that_was_typed_is_another_time(
    does: str, answers: dict[str, str], when: str | None
) -> None:
    """The form may have been open before any time was found."""
    assert meant(does, answers).get("when") == when
