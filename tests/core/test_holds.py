"""Times held for meetings before their days are certain, and confirmed."""

from __future__ import annotations

import pytest

from bot.core import account, commands, telling
from bot.core.errors import (
    AlreadyDone,
    Incomplete,
    NotYours,
    OutOfTurn,
    OutsideTheDates,
    Refused,
)
from bot.core.events import (
    MeetingArranged,
    Replied,
    TimeHeld,
)
from bot.core.hearing import Telling
from bot.core.questions import beginning
from tests.core.played import REF, Played, arranged, at, raised, sent
from tests.core.times import (
    ASKED,
    BOTH,
    FIRST,
    LAST,
    SECOND,
    THIRD,
    acts,
    again,
    card,
    facts,
    finds,
    goes_on,
    holdable,
    holds,
    kinds,
    pencilled,
    times,
)


def test_the_form_suggests_the_best_time_for_each_meeting() -> None:
    played = holdable()
    form = played.form("kit", "hold-times", REF)
    assert form is not None

    assert [question.asks for question in form.questions] == ["Review", "Wrap-up"]
    assert [option.title for option in form.questions[0].options] == [
        "Tuesday 1 December 2026 at 10am",
        "Wednesday 2 December 2026 at 10am",
        "Do not hold a time",
    ]
    assert questions_begin(played) == {
        "hold-review": "202612011000",
        "hold-wrap-up": "202612081000",
    }


def questions_begin(played: Played) -> dict[str, object]:
    return dict(beginning("hold-times", played.case, "", played.asking("kit")))


def test_the_form_says_when_there_is_nothing_to_hold() -> None:
    form = raised().form("kit", "hold-times", REF)
    assert form is not None

    assert form.text == ("No times are known that could be held.",)


def test_times_are_held_together_and_everybody_is_told() -> None:
    played = holdable()

    events = played.presses(
        "kit",
        "hold-times",
        **{"hold-review": "202612021000", "hold-wrap-up": "202612081000"},
    )

    assert events == (
        TimeHeld("review", at(SECOND), 120),
        TimeHeld("wrap-up", at(LAST), 120),
    )
    assert kinds(played, "invite") == [
        Telling("invite", parts=("review",)),
        Telling("invite", parts=("wrap-up",)),
    ]
    held = played.case.pencilled("review")
    assert held is not None
    assert (held.sequence, held.sitting, held.timed) == (0, 1, 0)
    assert account.said(played.journal[-2], played.asking()) == (
        "A time is held for “Review”: Wednesday 2 December 2026, 10am."
    )


def test_a_time_that_is_held_is_no_time_yet() -> None:
    played = pencilled()

    assert played.case.to_come("review") is None
    assert played.due("review") is None
    goes_on(played)
    assert any("review" in asked.parts for asked in kinds(played, "ask"))
    assert not played.lines()["review/invite"].settled
    refusal = played.refused(
        "kit", commands.Arrange(step="wrap-up", start=at(LAST), minutes=60)
    )
    assert refusal.reason == "The Review comes first and has no time yet."


@pytest.mark.parametrize(
    ("stage", "wanted", "refusal"),
    [
        (raised, (), Incomplete),
        (arranged, (("review", SECOND),), AlreadyDone),
        (pencilled, (("review", FIRST),), AlreadyDone),
        (raised, (("review", "Fri 20 Nov 2026 10:00"),), OutsideTheDates),
        (raised, (("wrap-up", FIRST), ("review", FIRST)), OutOfTurn),
        (raised, (("wrap-up", "Tue 1 Dec 2026 11:59"), ("review", FIRST)), OutOfTurn),
        (pencilled, (("wrap-up", FIRST),), OutOfTurn),
        (arranged, (("wrap-up", FIRST),), OutOfTurn),
    ],
)
def test_times_are_held_in_the_order_of_the_meetings(
    stage: object, wanted: tuple[tuple[str, str], ...], refusal: type[Refused]
) -> None:
    assert callable(stage)
    played = stage()
    length = played.case.length

    with pytest.raises(refusal):
        holds(played, *wanted)

    assert played.case.length == length


def test_a_meeting_that_was_held_or_will_not_be_has_no_time_held() -> None:
    played = sent()
    played.does("kit", commands.SetAside(step="wrap-up", digest="why"))

    with pytest.raises(OutOfTurn):
        holds(played, ("wrap-up", LAST))


def test_only_whoever_keeps_the_case_holds_times() -> None:
    times = (("review", at(FIRST), 60),)

    refusal = holdable().refused("arun", commands.HoldTimes(times=times))

    assert isinstance(refusal, NotYours)


def test_another_time_can_be_held_instead() -> None:
    played = pencilled()

    holds(played, ("review", SECOND))

    held = played.case.pencilled("review")
    assert held is not None
    assert (held.start, held.sequence, held.timed) == (at(SECOND), 1, 1)


def test_the_card_says_what_is_held() -> None:
    played = pencilled()

    review, wrap_up = card(played, BOTH).items
    assert review.facts == (("Time held", "Tuesday 1 December 2026 at 10am"),)
    assert wrap_up.facts[0][0] == "Tuesday 8 December 2026 at 10am"
    holds(played, ("wrap-up", LAST))
    assert telling.card(BOTH, played.case, played.asking("kit")) is None
    assert again(played, BOTH).outcome == (
        "Times held: Review, Tuesday 1 December 2026 at 10am; Wrap-up, Tuesday 8 "
        "December 2026 at 10am."
    )


def test_the_card_of_times_that_nobody_held_says_that_it_is_over() -> None:
    played = holdable()
    for step, choice in (("consult", "agreed"), ("choose", "leave")):
        played.does("arun", commands.Decide(step=step, choice=choice, digest="why"))
    played.does("kit", commands.Close(digest="why"))

    assert again(played, BOTH).outcome == "Nothing more is needed from you on this."


def test_the_card_that_asks_for_a_time_says_which_is_held() -> None:
    played = goes_on(pencilled())

    shown = card(played, ASKED)

    assert ("A time is held", "Tuesday 1 December 2026 at 10am") in shown.facts
    assert [button.label for button in shown.buttons][:4] == [
        "Confirm the held time", "Choose another time", "Find times",
        "Release the held time",
    ]  # fmt: skip
    assert [button.label for button in shown.buttons if button.main] == [
        "Confirm the held time"
    ]


def test_before_its_turn_a_held_time_can_only_be_released() -> None:
    played = pencilled()

    assert acts(played, "review") == ["Release the held time"]
    assert facts(played)["A time is held"] == "Tuesday 1 December 2026 at 10am"
    assert "It does not fit" not in facts(played)


def test_confirming_arranges_the_same_meeting() -> None:
    played = goes_on(pencilled())
    played.happens(Replied("review", "hal", "accepted", played.now))

    events = played.presses("kit", "choose-time", "review/202612011000")

    assert events == (MeetingArranged("review", at(FIRST), 120),)
    now = played.case.to_come("review")
    assert now is not None
    assert (now.sequence, now.sitting, now.timed) == (1, 1, 0)
    assert now.replies["hal"].answer == "accepted"
    assert kinds(played, "invite") == [Telling("invite", parts=("review",), sequence=1)]


def test_another_time_than_the_one_held_asks_everybody_anew() -> None:
    played = goes_on(pencilled())
    played.happens(Replied("review", "hal", "accepted", played.now))

    played.does("kit", commands.Arrange(step="review", start=at(THIRD), minutes=60))

    now = played.case.to_come("review")
    assert now is not None
    assert (now.sequence, now.timed) == (1, 1)
    assert not now.replies


def test_the_form_offers_the_time_that_is_held_first() -> None:
    played = goes_on(pencilled())
    finds(played, times("review", FIRST, SECOND))
    form = played.form("kit", "arrange", f"{REF}/review")
    assert form is not None
    options = form.questions[0].options

    assert [option.title for option in options] == [
        "Tuesday 1 December 2026 at 10am",
        "Wednesday 2 December 2026 at 10am",
        "Another time",
    ]
    assert options[0].hint == "This time is held."


def test_a_held_time_that_no_longer_fits_says_so_and_asks_for_a_reason() -> None:
    played = pencilled()
    holds(played, ("review", LAST))
    goes_on(played)
    why = "That is after Monday 7 December 2026, the last day the procedure allows."

    assert facts(played)["It does not fit"] == why
    assert "Confirm the held time" not in acts(played, "review")
    with pytest.raises(Incomplete):
        played.presses("kit", "choose-time", "review/202612081000")
    form = played.form("kit", "arrange", f"{REF}/review")
    assert form is not None
    assert form.questions[0].options[0].hint == f"This time is held. {why}"
    assert played.presses(
        "kit", "arrange", "review", when="202612081000", note="the chair is away"
    )


def test_a_held_time_that_has_gone_is_not_offered() -> None:
    played = goes_on(pencilled()).goes_to("Tue 1 Dec 2026 10:00")
    form = played.form("kit", "arrange", f"{REF}/review")
    assert form is not None

    assert form.questions[0].id == "start"
    assert facts(played)["It does not fit"] == "Tuesday 1 December 2026, 10am has gone."
