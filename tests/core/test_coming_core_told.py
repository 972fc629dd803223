"""What follows when somebody needed is not coming, and what the record says."""

from __future__ import annotations

import pytest

from bot.core import account
from bot.core.commands import Arrange, Identify
from bot.core.events import Event, PlaceTaken, Replied
from tests.core.coming import (
    START,
    answers,
    asked_to,
    kinds,
    take,
)
from tests.core.played import arranged, at, everything


def test_whoever_arranges_it_hears_that_somebody_needed_declined() -> None:
    played = asked_to()
    answers(played, "chas")

    assert kinds(played, "declined", "seek", "redraw", "attend") == [
        ("redraw", ""), ("declined", "keeper"), ("seek", ""),
    ]  # fmt: skip
    (told,) = (t for t in played.told if t.kind == "declined")
    assert (told.parts, told.sequence, told.sitting) == (("review",), 0, 1)


@pytest.mark.parametrize("name", ["hal", "sue", "kit"])
def test_nobody_hears_that_somebody_not_needed_declined(name: str) -> None:
    played = asked_to()
    answers(played, name)

    assert kinds(played, "declined", "seek", "redraw") == []


def test_a_decline_that_was_told_is_not_told_again() -> None:
    played = asked_to("police")
    answers(played, "chas")
    answers(played, "sue")

    assert kinds(played, "declined", "seek", "redraw") == [("redraw", "")]


def test_whoever_comes_after_all_has_the_card_drawn_again() -> None:
    played = asked_to()
    answers(played, "chas")
    answers(played, "chas", "accepted")

    assert kinds(played, "declined", "seek", "redraw") == [("redraw", "")]


def test_a_coordinator_who_does_not_arrange_it_hears_as_well() -> None:
    played = asked_to()
    step = everything().by_id["review"].model_copy(update={"owner": "chief"})
    known = tuple(step if s.id == "review" else s for s in everything().step)
    played.procedure = everything().model_copy(update={"step": known})
    vars(played.procedure).pop("by_id", None)
    answers(played, "chas")

    assert kinds(played, "declined") == [("declined", "chief"), ("declined", "keeper")]


def test_a_place_taken_by_one_who_declined_is_told() -> None:
    played = asked_to()
    answers(played, "sue")
    played.does("kit", take("chas", "sue"))

    assert kinds(played, "attend", "declined", "redraw") == [
        ("attend", ""), ("redraw", ""), ("declined", "keeper"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("event", "says"),
    [
        (
            Replied("review", "hal", "accepted", at(START)),
            "Hal is coming to “Review”.",
        ),
        (
            Replied("review", "hal", "tentative", at(START)),
            "Hal may come to “Review”.",
        ),
        (
            Replied("review", "hal", "declined", at(START)),
            "Hal is not coming to “Review”.",
        ),
        (
            PlaceTaken("review", "chas", "carl"),
            "Carl is asked to “Review” in place of Chas.",
        ),
        (
            PlaceTaken("review", "chas", "chas"),
            "Chas is asked to “Review” after all.",
        ),
    ],
)
def test_the_record_says_who_is_coming(event: Event, says: str) -> None:
    played = arranged()
    played.happens(event)

    assert account.said(played.journal[-1], played.asking()) == says


def test_an_agency_found_late_changes_only_the_meetings_it_comes_to() -> None:
    played = asked_to()
    late = at("Wed 2 Dec 2026 10:00")
    played.does("kit", Arrange(step="wrap-up", start=late, minutes=60))
    played.does("kit", Identify(step="ask", agencies=("police",)))

    assert [t.parts for t in played.told if t.kind == "attend"] == [("review",)]
