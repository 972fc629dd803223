"""An action's impact: who looks at it, when, and what becomes of it then."""

from __future__ import annotations

import pytest

from bot.core import account
from bot.core.commands import CheckImpact, CompleteAction, DeclareConflict
from bot.core.errors import (
    AlreadyDone,
    Conflicted,
    Incomplete,
    NotYours,
    OutOfTurn,
    OutsideTheDates,
    OwnWork,
    Unknown,
)
from bot.core.events import ActionReopened, ImpactChecked
from bot.core.progress.plans import standing_of
from tests.core.plans import DUE, LATER, check, day, done, planned, reopen


def test_what_was_done_waits_for_somebody_to_see_what_difference_it_made() -> None:
    played = done()
    (action,) = played.case.actions
    assert standing_of(action, day(LATER)) == "awaiting"
    assert played.does("kit", check()) == (
        ImpactChecked(1, day("Fri 20 Nov 2026"), "difference", "found"),
    )
    (action,) = played.case.actions
    assert standing_of(action, day(LATER)) == "done"
    assert account.said(played.journal[-1], played.asking()) == (
        "Action 1 had made a difference when it was checked on Friday 20 November 2026."
    )
    assert isinstance(played.refused("kit", check()), AlreadyDone)


def test_no_difference_yet_opens_it_again_for_a_new_day() -> None:
    played = done()
    happened = played.does("kit", check("none-yet", due=LATER))
    assert happened[1:] == (ActionReopened(1, day(LATER)),)

    (action,) = played.case.actions
    assert (action.done, action.checked, action.due) == (None, None, day(LATER))
    # The reason stands under the entry of the check, which is the one before.
    assert [mark.n for mark in action.reopened] == [len(played.journal) - 1]
    said = [account.said(entry, played.asking()) for entry in played.journal[-2:]]
    assert said == [
        (
            "Action 1 had made no difference yet when it was checked on "
            "Friday 20 November 2026."
        ),
        "Action 1 was reopened, to be done by Tuesday 5 January 2027.",
    ]


@pytest.mark.parametrize(
    ("command", "kind"),
    [
        (check(outcome="splendid"), Unknown),
        (check(digest=""), Incomplete),
        (check(on="Thu 19 Nov 2026"), OutsideTheDates),
        (check(on="Sat 21 Nov 2026"), OutsideTheDates),
        (check("none-yet"), Incomplete),
        (check("none-yet", due="Thu 19 Nov 2026"), OutsideTheDates),
    ],
)
def test_a_check_says_when_what_was_found_and_what_then(
    command: CheckImpact, kind: type[Exception]
) -> None:
    assert isinstance(done().refused("kit", command), kind)


def test_nothing_is_checked_before_it_is_done() -> None:
    assert isinstance(planned().refused("kit", check()), OutOfTurn)


@pytest.mark.parametrize(
    ("who", "kind"),
    [
        ("kit", None),  # the coordinator
        ("carl", None),  # a reader
        ("chas", None),  # another office
        ("hal", OwnWork),  # the owner
        ("tess", NotYours),  # no office at all
    ],
)
def test_impact_is_checked_by_anybody_but_the_owner(
    who: str, kind: type[Exception] | None
) -> None:
    played = done()
    if kind is None:
        assert played.does(who, check())
    else:
        assert isinstance(played.refused(who, check()), kind)


def test_whoever_did_it_for_the_owner_does_not_check_it_unless_they_keep_the_case() -> (
    None
):
    played = done().is_away("kit", "Fri 20 Nov 2026", "Fri 20 Nov 2026", "sue")
    away = planned("author")
    away.is_away("arun", "Fri 20 Nov 2026", "Fri 20 Nov 2026", "chas")
    finished = CompleteAction(action=1, on=day("Fri 20 Nov 2026"), digest="proof")
    away.does("chas", finished)
    away.goes_to("Mon 23 Nov 2026 10:00")
    assert isinstance(away.refused("chas", check(on="Mon 23 Nov 2026")), OwnWork)
    assert played.does("sue", check())
    assert done("keeper", "kit").does("kit", check())


def test_an_action_is_opened_again_with_a_reason_and_a_day_to_come() -> None:
    played = done()
    for command, kind in (
        (reopen(digest=""), Incomplete),
        (reopen(due="Thu 19 Nov 2026"), OutsideTheDates),
    ):
        assert isinstance(played.refused("kit", command), kind)
    assert isinstance(played.refused("hal", reopen()), NotYours)
    played.does("kit", check())
    played.does("carl", reopen())

    (action,) = played.case.actions
    assert standing_of(action, day(LATER)) == "reopened"
    assert [mark.n for mark in action.reopened] == [len(played.journal)]
    assert [w.due for w in action.was] == [day(DUE)]
    assert isinstance(played.refused("kit", reopen()), OutOfTurn)


def test_a_conflict_of_interest_keeps_somebody_from_checking() -> None:
    played = done()
    played.does("chas", DeclareConflict(person="chas", digest="why"))
    assert isinstance(played.refused("chas", check()), Conflicted)
