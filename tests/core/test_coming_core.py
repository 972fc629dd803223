"""Answers to invitations put down, and places given to others."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from bot.core.asking import BOT
from bot.core.commands import (
    Command,
    DeclareConflict,
    NoteReply,
)
from bot.core.errors import (
    AlreadyDone,
    Conflicted,
    NotYours,
    OutOfTurn,
    OutsideTheDates,
    Refused,
    Unknown,
)
from bot.core.events import PlaceTaken, Replied
from tests.core.coming import (
    answers,
    asked_to,
    kinds,
    move,
    take,
    who,
)


def test_an_answer_is_put_down() -> None:
    played = asked_to()

    assert answers(played, "hal", "accepted", sequence=0) == (
        Replied("review", "hal", "accepted", played.now),
    )
    assert who(played).answer("hal") == "accepted"


def test_the_same_answer_again_is_nothing_new() -> None:
    played = asked_to()
    answers(played, "hal")

    with pytest.raises(AlreadyDone):
        answers(played, "hal")


def test_an_answer_older_than_the_last_changes_nothing() -> None:
    played = asked_to()
    answers(played, "hal")

    with pytest.raises(OutOfTurn, match="something else since"):
        answers(played, "hal", "accepted", after=0)


def test_a_later_answer_replaces_the_earlier() -> None:
    played = asked_to()
    answers(played, "hal")
    answers(played, "hal", "accepted")

    assert who(played).answer("hal") == "accepted"


def test_an_answer_from_the_future_is_taken_as_given_now() -> None:
    played = asked_to()
    later = played.now + timedelta(days=900)
    said = NoteReply(step="review", person="hal", answer="declined", at=later)
    played.does(BOT, said)

    assert answers(played, "hal", "accepted")


@pytest.mark.parametrize("sequence", [0, None])
def test_an_answer_about_an_earlier_time_is_passed_over(sequence: int | None) -> None:
    played = asked_to()
    before = played.now
    played.now += timedelta(hours=1)
    move(played)
    said = NoteReply(
        step="review", person="hal", answer="accepted", at=before, sequence=sequence
    )

    assert isinstance(played.refused(BOT, said), OutOfTurn)


@pytest.mark.parametrize("sequence", [1, 2, None])
def test_an_answer_about_the_time_as_it_is_counts(sequence: int | None) -> None:
    played = asked_to()
    move(played)

    assert answers(played, "hal", sequence=sequence)


def test_a_change_of_time_empties_what_was_answered() -> None:
    played = asked_to()
    answers(played, "hal", "accepted")
    move(played)

    assert who(played).answer("hal") == ""


@pytest.mark.parametrize(
    ("said", "refusal"),
    [
        ({"person": "carl"}, NotYours),
        ({"person": "nobody"}, NotYours),
        ({"sitting": 2}, OutOfTurn),
        ({"step": "wrap-up"}, OutOfTurn),
        ({"step": "send"}, Unknown),
        ({"step": "nothing"}, Unknown),
    ],
)
def test_an_answer_to_nothing_that_was_asked_is_refused(
    said: dict[str, Any], refusal: type[Refused]
) -> None:
    played = asked_to()
    usual: dict[str, Any] = {"step": "review", "person": "hal"}
    command = NoteReply(**{**usual, **said}, answer="accepted", at=played.now)

    assert isinstance(played.refused(BOT, command), refusal)


def test_nobody_answers_but_from_a_calendar() -> None:
    played = asked_to()
    command = NoteReply(step="review", person="hal", answer="accepted", at=played.now)

    assert isinstance(played.refused("hal", command), NotYours)


def test_whoever_no_longer_comes_is_not_heard() -> None:
    played = asked_to()
    played.does("kit", take("chas", "carl"))

    with pytest.raises(NotYours):
        answers(played, "chas")


def test_whoever_arranges_a_meeting_gives_a_place_to_another() -> None:
    played = asked_to()

    assert played.does("kit", take("chas", "carl")) == (
        PlaceTaken("review", "chas", "carl"),
    )
    assert kinds(played, "attend") == [("attend", "")]


def test_a_place_that_was_taken_is_given_on() -> None:
    played = asked_to()
    played.does("kit", take("chas", "carl"))

    assert played.does("kit", take("carl", "dina")) == (
        PlaceTaken("review", "chas", "dina"),
    )


def test_a_place_is_given_back_to_whose_it_was() -> None:
    played = asked_to()
    played.does("kit", take("chas", "carl"))

    assert played.does("kit", take("chas", "chas")) == (
        PlaceTaken("review", "chas", "chas"),
    )
    assert isinstance(played.refused("kit", take("chas", "chas")), AlreadyDone)


@pytest.mark.parametrize(
    ("by", "command", "refusal"),
    [
        ("hal", take("chas", "carl"), NotYours),
        ("kit", take("chas", "chas"), AlreadyDone),
        ("kit", take("dina", "carl"), OutOfTurn),
        ("kit", take("chas", "abel"), Conflicted),
        ("kit", take("chas", "cora"), OutsideTheDates),
        ("kit", take("chas", "nobody"), Unknown),
        ("kit", take("", ""), Unknown),
        ("kit", take("chas", "carl", "wrap-up"), OutOfTurn),
    ],
)
def test_a_place_is_not_for_everybody(
    by: str, command: Command, refusal: type[Refused]
) -> None:
    played = asked_to().is_away("cora", "Tue 1 Dec 2026", "Tue 1 Dec 2026")
    played.does("abel", DeclareConflict(person="abel", digest="why"))

    assert isinstance(played.refused(by, command), refusal)
