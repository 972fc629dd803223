"""Where actions stand: checked, reopened, reworded, and shown by exception."""

from __future__ import annotations

from dataclasses import replace

from bot.core import account, questions
from bot.core.commands import (
    AddAction,
    Command,
    CompleteAction,
    ReadAnswers,
    Reassign,
)
from bot.core.errors import (
    NotYours,
    OutsideTheDates,
    Unknown,
)
from bot.core.events import ActionAdded, ImpactChecked
from bot.core.offers import of_action
from bot.core.plan_items import owned
from bot.core.progress.plans import check_by, exceptions, sheet_title, standing_of
from bot.core.records import from_record
from bot.core.written import written_words
from tests.core.plans import DUE, LATER, check, day, planned, reopen
from tests.core.played import everything, raised


def test_an_action_belongs_to_an_office_and_to_an_organisation() -> None:
    played = planned()
    (action,) = played.case.actions
    assert (action.owner, action.agency) == ("head", "police")
    assert account.said(played.journal[-1], played.asking()) == (
        "Action 1 was added for the Head of Service (Northshire Police), "
        "by Tuesday 1 December 2026."
    )


def test_an_organisation_must_be_on_the_roster() -> None:
    added = AddAction(
        sheet="first", owner="head", due=day(DUE), agency="circus", digest="what"
    )
    assert isinstance(raised().refused("kit", added), Unknown)


def test_an_entry_from_before_organisations_is_read_as_it_was() -> None:
    body = {
        "action": 1, "sheet": "first", "owner": "head", "due": "2026-12-01",
        "digest": "d",
    }  # fmt: skip
    assert from_record("ActionAdded", body) == (
        ActionAdded(1, "first", "head", day(DUE), "d")
    )
    given = {"action": 1, "owner": "chair", "due": "2026-12-01"}
    played = planned(agency="")
    played.happens(from_record("ActionReassigned", given))
    assert played.case.actions[0].owner == "chair"


def test_earlier_owners_and_days_are_kept() -> None:
    played = planned()
    moved = Reassign(action=1, owner="chair", due=day(LATER), agency="nhs")
    played.does("kit", moved)
    played.does("kit", replace(moved, digest="other words"))

    (action,) = played.case.actions
    assert [(w.owner, w.agency, w.due) for w in action.was] == [
        ("head", "police", day(DUE))
    ]
    assert [mark.n for mark in action.reworded] == [len(played.journal)]
    assert account.said(played.journal[-1], played.asking()) == (
        "Action 1 is now for the Chair (Northshire Health), "
        "by Tuesday 5 January 2027, in other words."
    )


def test_words_are_put_right_without_moving_a_day_that_has_gone() -> None:
    played = planned().goes_to("Mon 4 Jan 2027 10:00")
    words = Reassign(action=1, owner="head", due=day(DUE), digest="words")
    played.does("kit", words)
    assert played.case.actions[0].reworded
    moved = replace(words, due=day("Wed 2 Dec 2026"))
    assert isinstance(played.refused("kit", moved), OutsideTheDates)


def test_assurance_groups_see_what_is_late_reopened_or_never_checked() -> None:
    played = planned()

    def seen(on: str) -> list[str]:
        return list(exceptions(played.case.actions[0], day(on)))

    assert seen(DUE) == []
    assert seen("Wed 2 Dec 2026") == ["Late"]
    played.goes_to("Mon 30 Nov 2026 10:00")
    finished = CompleteAction(action=1, on=day("Mon 30 Nov 2026"), digest="proof")
    played.does("hal", finished)
    # Three months on from 30 November: February has no 30th.
    assert check_by(played.case.actions[0]) == day("Sun 28 Feb 2027")
    assert seen("Sun 28 Feb 2027") == []
    assert seen("Mon 1 Mar 2027") == ["No impact check 3 months after it was done"]
    played.does("kit", reopen())
    assert check_by(played.case.actions[0]) is None
    assert seen("Mon 4 Jan 2027") == ["Reopened"]
    assert seen("Wed 6 Jan 2027") == ["Late", "Reopened"]
    assert standing_of(played.case.actions[0], day("Wed 6 Jan 2027")) == "late"
    assert standing_of(planned().case.actions[0], day(DUE)) == "open"


def test_the_owner_may_read_what_is_to_be_done_and_nobody_else_without_an_office() -> (
    None
):
    played = planned()
    n = len(played.journal)
    assert played.does("hal", ReadAnswers(entry=n))
    assert isinstance(played.refused("chas", ReadAnswers(entry=n)), NotYours)
    assert isinstance(played.refused("hal", ReadAnswers(entry=1)), NotYours)


def test_every_text_of_an_action_can_be_read_from_its_buttons() -> None:
    played = planned()
    words = Reassign(action=1, owner="head", due=day(DUE), digest="words")
    acts: list[tuple[str, Command]] = [
        ("kit", words),
        ("hal", CompleteAction(action=1, on=day("Fri 20 Nov 2026"), digest="proof")),
        ("kit", reopen()),
        ("hal", CompleteAction(action=1, on=day("Fri 20 Nov 2026"), digest="proof")),
        ("kit", check()),
    ]
    for who, command in acts:
        played.does(who, command)
    found = of_action(1, played.case, played.asking("kit"))
    assert [button.label for button in found] == [
        "Reopen",
        "Read what is to be done",
        "Read it in its later words",
        "Read why it was reopened",
        "Read the evidence",
        "Read what difference it made",
    ]
    erased = replace(played.case, erased=True)
    assert of_action(1, erased, played.asking("kit")) == ()


def test_the_form_for_a_change_begins_with_how_it_stands() -> None:
    played = planned()
    asking = played.asking("kit")
    assert questions.beginning("reassign", played.case, "-", asking, "1") == {
        "owner": "head", "agency": "police", "due": "2026-12-01",
    }  # fmt: skip
    assert questions.beginning("reassign", played.case, "-", asking, "2") == {}
    assert questions.beginning("check-impact", played.case, "-", asking, "1") == {
        "on": "2026-11-20"
    }


def test_what_is_written_of_an_action_is_kept_and_read_with_its_questions() -> None:
    played = raised()
    answers = {
        "recommendation": "Recommendation 3", "note": "Train everybody.",
        "reference": "Plan B, action 7", "sheet": "first", "owner": "head",
        "due": "2026-12-01", "agency": "",
    }  # fmt: skip
    command, wrong = played.means("kit", "add-action", "NSH-2026-001", answers)
    assert command is not None, wrong
    assert command.says == {
        "recommendation": "Recommendation 3",
        "note": "Train everybody.",
        "reference": "Plan B, action 7",
    }
    event = played.does("kit", command)[0]
    assert written_words(event, command.says, everything()) == (
        ("Recommendation", "Recommendation 3"),
        ("What is to be done", "Train everybody."),
        ("Where else it is written down", "Plan B, action 7"),
    )
    found = ImpactChecked(1, day(DUE), "difference", "d")
    assert written_words(found, {"note": "Yes."}, everything()) == (
        ("What was written", "Yes."),
    )


def test_an_owner_is_told_which_actions_wait_by_number_and_sheet_alone() -> None:
    played = planned().goes_to("Wed 2 Dec 2026 10:00")
    (item,) = owned(played.case, played.asking("hal"))
    assert item.title.startswith("NSH-2026-001: Action 1 (")
    assert item.facts == (("Due", "Tuesday 1 December 2026"),)
    assert [button.label for button in item.buttons] == ["Complete"]
    assert item.late
    assert not list(owned(played.case, played.asking("tess")))
    finished = CompleteAction(action=1, on=day("Wed 2 Dec 2026"), digest="proof")
    played.does("hal", finished)
    assert not list(owned(played.case, played.asking("hal")))


def test_a_sheet_the_procedure_no_longer_has_keeps_its_name() -> None:
    titles = {stage.id: stage.title for stage in everything().stage}
    assert sheet_title("first", everything()) == titles["first"]
    assert sheet_title("gone", everything()) == "gone"
