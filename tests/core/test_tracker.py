"""The action plan."""

from __future__ import annotations

import pytest

from bot.core.commands import AddAction, CompleteAction, Reassign
from bot.core.errors import (
    AlreadyDone,
    Incomplete,
    NotYours,
    OutsideTheDates,
    Unknown,
)
from bot.core.events import ActionAdded, ActionCompleted, ActionReassigned
from tests.core.calendar_words import calendar_day
from tests.core.played import Played, raised

TODAY = "Fri 20 Nov 2026"


def add(
    digest: str = "what", sheet: str = "first", owner: str = "head", due: str = TODAY
) -> AddAction:
    return AddAction(sheet=sheet, owner=owner, due=calendar_day(due), digest=digest)


def reassign(action: int = 1, owner: str = "chair", due: str = TODAY) -> Reassign:
    return Reassign(action=action, owner=owner, due=calendar_day(due))


def complete(action: int = 1, digest: str = "proof", on: str = TODAY) -> CompleteAction:
    return CompleteAction(action=action, on=calendar_day(on), digest=digest)


def planned() -> Played:
    played = raised()
    played.does("kit", add())
    return played


def test_actions_are_numbered_in_the_order_they_were_added() -> None:
    played = planned()
    day = calendar_day(TODAY)

    assert played.does("carl", add("more", sheet="second")) == (
        ActionAdded(2, "second", "head", day, "more"),
    )
    assert [a.number for a in played.case.actions] == [1, 2]


@pytest.mark.parametrize(
    ("command", "kind"),
    [
        (add(digest=""), Incomplete),
        (add(sheet="third"), Unknown),
        (add(owner="nobody"), Unknown),
        (add(due="Thu 19 Nov 2026"), OutsideTheDates),
    ],
)
def test_an_action_says_what_and_who_and_by_a_day_to_come(
    command: AddAction, kind: type[Exception]
) -> None:
    assert isinstance(raised().refused("kit", command), kind)


@pytest.mark.parametrize("who", ["ann", "hal", "tess"])
def test_only_the_case_keeper_and_readers_add_actions(who: str) -> None:
    assert isinstance(raised().refused(who, add()), NotYours)


@pytest.mark.parametrize(
    ("who", "may"),
    [("kit", True), ("carl", True), ("hal", False), ("chas", False), ("tess", False)],
)
def test_an_action_is_given_away_by_whoever_keeps_the_plan_alone(
    who: str, may: bool
) -> None:
    played = planned()
    if may:
        assert played.does(who, reassign()) == (
            ActionReassigned(1, "chair", calendar_day(TODAY)),
        )
        assert played.case.actions[0].owner == "chair"
    else:
        assert isinstance(played.refused(who, reassign()), NotYours)


@pytest.mark.parametrize(
    ("who", "may"),
    [("kit", True), ("hal", True), ("carl", False), ("tess", False)],
)
def test_an_action_is_completed_by_its_owner_or_the_case_keeper(
    who: str, may: bool
) -> None:
    played = planned()
    if may:
        assert played.does(who, complete()) == (
            ActionCompleted(1, calendar_day(TODAY), "proof"),
        )
        assert played.case.actions[0].done
    else:
        assert isinstance(played.refused(who, complete()), NotYours)


@pytest.mark.parametrize(
    ("command", "kind"),
    [
        (complete(digest=""), Incomplete),
        (complete(on="Sat 21 Nov 2026"), OutsideTheDates),
        (complete(action=2), Unknown),
    ],
)
def test_an_action_is_completed_with_evidence_and_not_in_the_future(
    command: CompleteAction, kind: type[Exception]
) -> None:
    assert isinstance(planned().refused("kit", command), kind)


def test_what_was_completed_is_neither_completed_again_nor_given_away() -> None:
    played = planned()
    played.does("kit", add("another"))
    played.does("hal", complete())

    for command in (complete(), reassign()):
        refusal = played.refused("kit", command)
        assert isinstance(refusal, AlreadyDone)
        assert refusal.reason == (
            "Hal has already done this, on Friday 20 November 2026, 10am."
        )
    played.does("kit", reassign(2))
    assert [a.owner for a in played.case.actions] == ["head", "chair"]
