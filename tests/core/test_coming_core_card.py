"""The card that says that somebody needed has declined."""

from __future__ import annotations

import pytest

from bot.core import telling
from bot.core.cards import Card, plain
from bot.core.commands import (
    StandDown,
)
from bot.core.events import PlaceTaken
from bot.core.hearing import Telling
from bot.core.items import item_of
from bot.core.progress import lines
from tests.core.coming import (
    answers,
    asked_to,
    kinds,
    move,
    take,
    who,
)
from tests.core.played import REF, ROSTER, Played, held
from tests.core.times import SECOND, THIRD, finds, goes_on, pencilled, times


def card(played: Played, by: str = "kit", *, again: bool = False) -> Card | None:
    told = Telling("declined", "keeper", parts=("review",))
    make = telling.redrawn if again else telling.card
    return make(told, played.case, played.asking(by))


def test_the_card_says_who_declined_and_what_can_be_done() -> None:
    played = asked_to("police")
    answers(played, "hal")
    answers(played, "hope")
    made = card(played)

    assert made
    assert plain(made).splitlines() == [
        "NSH-2026-001: somebody needed has declined: Review",
        (
            "The Head of Service declined on Friday 20 November 2026, and nobody else "
            "fills that place."
        ),
        "When: Tuesday 1 December 2026, 10am",
        (
            "Who is coming: None of 6 has accepted yet. Declined: the Head of Service. "
            "Not answered: the Chair and Northshire Police."
        ),
    ]
    assert [(b.label, b.does, b.about) for b in made.buttons][:2] == [
        (
            "Ask Carl instead (deputy: Chief Executive)",
            "take-place",
            f"{REF}/review/hal~carl",
        ),
        (
            "Ask Arun instead (from Northshire Council)",
            "take-place",
            f"{REF}/review/hal~arun",
        ),
    ]
    assert {b.does for b in made.buttons} == {
        "take-place", "seek-times", "arrange", "open"
    }  # fmt: skip


def test_of_two_seats_both_are_named() -> None:
    played = asked_to("police")
    for name in ("pat", "chas"):
        answers(played, name)
    made = card(played)

    assert made
    when = "declined on Friday 20 November 2026, and nobody else fills that place."
    assert made.text == (f"The Chair {when}", f"Northshire Police {when}")


def test_a_button_on_the_card_does_what_it_says() -> None:
    played = asked_to()
    for name in ("hal", "hope"):
        answers(played, name)
    made = card(played)
    assert made

    assert played.presses("kit", "take-place", "review/hal~carl") == (
        PlaceTaken("review", "hal", "carl"),
    )
    assert card(played) is None
    again = card(played, again=True)
    assert again
    assert again.outcome == "Every place that is needed can be filled now."


def test_a_place_taken_can_be_given_back_by_a_button() -> None:
    played = asked_to()
    played.does("kit", take("chas", "carl"))
    step = played.procedure.by_id["review"]
    known = lines(
        played.procedure, played.case.anchors, played.offices, played.case, ROSTER
    )
    buttons = item_of(step, played.case, known, played.asking("kit")).buttons
    back = [b for b in buttons if b.does == "take-place"]

    assert [(b.label, b.about) for b in back] == [
        ("Chas comes after all", f"{REF}/review/chas~chas")
    ]
    played.presses("kit", "take-place", "review/chas~chas")
    buttons = item_of(step, played.case, known, played.asking("kit")).buttons
    assert not [b for b in buttons if b.does == "take-place"]


@pytest.mark.parametrize(
    ("ends", "says"),
    [
        ("moved", "Arranged for Wednesday 2 December 2026, 10am by Kit"),
        ("off", "Nothing more is needed from you on this."),
    ],
)
def test_the_card_says_what_became_of_it(ends: str, says: str) -> None:
    played = asked_to()
    answers(played, "chas")
    if ends == "moved":
        move(played)
        answers(played, "chas")
    else:
        played.does("kit", StandDown(step="review", digest="why"))

    assert card(played) is None
    again = card(played, again=True)
    assert again
    assert again.outcome.startswith(says)


def test_a_card_of_another_sitting_says_that_it_is_over() -> None:
    played = held()
    told = Telling("declined", "keeper", parts=("review",), sitting=2)

    assert telling.card(told, played.case, played.asking("kit")) is None
    made = telling.redrawn(told, played.case, played.asking("kit"))
    assert made
    assert made.outcome.startswith("Done by Kit")


def test_the_card_shows_other_times_once_they_are_found() -> None:
    played = asked_to()
    answers(played, "chas")
    finds(played, times("review", SECOND, THIRD))
    made = card(played)

    assert [t.kind for t in played.told] == ["redraw"]
    assert made
    assert [item.title for item in made.items] == [
        "Wednesday 2 December 2026 at 10am",
        "Thursday 3 December 2026 at 2:30pm",
    ]
    assert "7 of 9 diaries were read." in made.text


def test_a_hold_that_is_declined_has_other_times_to_hold_sought() -> None:
    played = pencilled()
    answers(played, "chas")

    assert kinds(played, "declined") == [("declined", "keeper")]
    (sought,) = (t for t in played.told if t.kind == "seek")
    assert sought.holding
    made = card(played)
    assert made
    assert "release-hold" in {button.does for button in made.buttons}


def test_answers_to_a_hold_stay_when_it_is_confirmed() -> None:
    played = goes_on(pencilled())
    answers(played, "chas", "accepted")
    played.presses("kit", "choose-time", "review/202612011000")

    assert played.case.to_come("review")
    assert who(played).answer("chas") == "accepted"
