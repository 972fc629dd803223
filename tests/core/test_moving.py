"""What a newer version of its procedure would change on a case."""

from __future__ import annotations

import re

import pytest

from bot.core import commands, moving
from bot.core.errors import Refused
from bot.core.events import AnchorSet
from bot.core.moving import Moving
from tests.core.calendar_words import calendar_day
from tests.core.newer import (
    LEAVE,
    NOTIFY,
    STAMP,
    TEXT,
    asking,
    changed,
    compared,
    move,
    without,
)
from tests.core.played import (
    Played,
    arranged,
    asked,
    decided,
    drafted,
    sent,
    signed,
    signs,
)


def test_the_same_rules_in_other_words_change_nothing() -> None:
    found = compared(sent(), TEXT + "\n# A note.\n")
    assert found == Moving()
    assert moving.sentences(found) == (
        "Nothing that is still to be done on this case changes.",
    )


def test_dates_that_move_are_said_with_both_days() -> None:
    # Sent on Fri 20 Nov 2026: working day 10 is Fri 4 Dec, 14 is Thu 10 Dec 2026.
    found = compared(
        sent(), changed(("sent + 14 working days", "sent + 13 working days"))
    )
    assert found.dates == (
        ("Wrap-up", "Thursday 10 December 2026", "Wednesday 9 December 2026"),
    )
    assert found.moved == ("wrap-up 2026-12-10 2026-12-09",)
    assert moving.sentences(found) == (
        "Wrap-up: Wednesday 9 December 2026 instead of Thursday 10 December 2026.",
    )


def test_a_date_that_becomes_known_is_told_and_not_counted_as_moved() -> None:
    text = changed(('due = "told + 48 hours"', 'due = "aware + 2 working days"'))
    found = compared(sent(), text)
    assert found.dates == (
        ("Write to the partner", "not known", "Tuesday 24 November 2026"),
    )
    assert found.moved == ()


def test_steps_that_appear_vanish_or_change_hands_are_named() -> None:
    text = changed(
        ('title = "Visit"\nowner = "keeper"', 'title = "Visit"\nowner = "support"'),
        text=without("exact", "weekly"),
    )
    text += """
[[step]]
id = "rest"
stage = "second"
kind = "task"
title = "Rest"
owner = "keeper"
source = { para = "6" }
"""
    found = compared(sent(), text)
    assert (found.new, found.gone) == (("Rest",), ("Publish", "Report how it goes"))
    assert [(title, was) for title, was, _ in found.owners] == [
        ("Visit", "Business Manager")
    ]
    said = moving.sentences(found)
    assert "New: “Rest”." in said
    assert "No longer needed: “Publish”." in said
    assert any(
        s.startswith("“Visit” passes from the Business Manager to") for s in said
    )


def test_what_has_been_done_and_has_no_step_stays_on_record() -> None:
    found = compared(sent(), without("consult", "settle", "settled").replace(
        'after = ["consult", "settle"]\n', ""
    ))  # fmt: skip
    assert found.notes == (
        "“Ask the partners” has been done. It leaves the steps and stays on record.",
    )


def test_a_choice_that_is_no_choice_any_more_has_to_be_made_again() -> None:
    text = changed(
        ('{ id = "agreed", title = "They agree" }', '{ id = "one", title = "As one" }')
    )
    found = compared(decided(), text)
    assert found.notes == (
        (
            "“Ask the partners” was decided: They agree. That can no longer be chosen: "
            "decide it again."
        ),
    )


def test_a_day_that_nothing_is_counted_from_stays_on_record() -> None:
    text = without("answer")
    text = re.sub(r"\[anchor\.over\]\n.*\n.*\n", "", text)
    text = text.replace(" until over", "")
    text = re.sub(r"\[anchor\.chosen\]\n.*\n.*\n", "", text)
    text = text.replace('sets = "chosen"\n', "")
    found = compared(sent(), text)
    assert found.notes == (
        (
            "Nothing is counted any more from the day when it was decided (Friday 20 "
            "November 2026). It stays on record."
        ),
    )


def test_an_office_that_nobody_holds_is_named() -> None:
    text = changed(
        ('title = "Visit"\nowner = "keeper"', 'title = "Visit"\nowner = "new"')
    )
    text += '\n[role.new]\ntitle = "New Office"\nsource = { para = "1" }\n'
    assert compared(sent(), text).notes == ("Nobody on the roster is New Office yet.",)


ASKED = """id = "area"
asks = "Where?"
kind = "choice"
fact = true
required = false
options = [{ id = "here", title = "Here" }]

[[form.section.question]]
id = "known-on"
asks = "When was it known?"
kind = "date"
sets = "known"

[[form.section.question]]
id = "aware-on\""""


def test_what_nobody_was_asked_is_named() -> None:
    text = changed(
        ('id = "aware-on"', ASKED),
        (
            (
                'title = "Publish"\nowner = "keeper"\nafter = ["send"]\n'
                'when = { choose = "notify" }'
            ),
            (
                'title = "Publish"\nowner = "keeper"\n'
                'when = [{ area = "here" }, { late = "send" }]'
            ),
        ),
    )
    text += '\n[anchor.known]\ntitle = "it was known"\nsource = { para = "2" }\n'
    assert compared(sent(), text).notes == (
        "Nobody was asked when it was known, so what is counted from it waits.",
        "Nobody was asked “Where?” Answer it on the case page.",
    )


def test_a_new_day_is_taken_from_what_has_been_done() -> None:
    text = changed(
        ('id = "consult"', 'id = "consult"\nsets = "asked"'),
        ('id = "choose"', 'id = "choose"\nowner-note'),
    ).replace("\nowner-note", "")
    text += '\n[anchor.asked]\ntitle = "it was asked"\nsource = { para = "2" }\n'
    text += (
        '\n[anchor.begun]\ntitle = "it began"\nset_by = "alert"\n'
        'source = { para = "2" }\n'
    )
    text += STAMP.replace("stamp", "rung").replace(
        'takes = "time"', 'takes = "time"\nset_by = "alert"'
    )
    played = sent()
    found = {event.anchor: event.value for event in moving.anchors(
        played.case, asking(played, text)
    )}  # fmt: skip
    assert found == {
        "asked": calendar_day("Fri 20 Nov 2026"),
        "begun": calendar_day("Fri 20 Nov 2026"),
        "rung": played.now,
    }


def test_a_time_is_taken_only_from_what_was_done_at_one() -> None:
    text = changed(
        ('id = "consult"', 'id = "consult"\nsets = "stamp"'),
        ('sets = "sent"\n', 'sets = "sent-at"\n'),
    ).replace("[anchor.sent]", '[anchor.sent-at]\ntakes = "time"')
    text = re.sub(r'"(on |from )?sent \+', r'"\g<1>sent-at +', text)
    text = text.replace("to sent +", "to sent-at +").replace(
        "from sent ", "from sent-at "
    )
    text += STAMP
    played = sent()
    found = moving.anchors(played.case, asking(played, text))
    assert found == (AnchorSet("stamp", played.now),)


@pytest.mark.parametrize(
    ("played", "text", "reason"),
    [
        (arranged(), without("review", "agree", "learn", "wrap-up"), "calendars"),
        (
            arranged(),
            changed((f"{NOTIFY}invite", f"{LEAVE}invite")),
            "calendars",
        ),
        (asked("police"), without("ask", "poll", "pass-on", "learn"), "Agencies"),
        (drafted(), without("sign").replace('["sign", "permission"]', "[]"), "signed"),
        (
            signs(drafted(), "dina"),
            changed(('chain = [\n    "director"', 'chain = [\n    "chief"')),
            "is being signed",
        ),
    ],
)  # fmt: skip
def test_what_is_under_way_stands_in_the_way(
    played: Played, text: str, reason: str
) -> None:
    text = text.replace('"every-agency", ', "") if "ask_for" not in text else text
    if 'id = "ask"' not in text:
        text = text.replace('["every-agency"]', '["head"]')
    if 'id = "review"' not in text:
        text = re.sub(r"\[anchor\.held\]\n.*\n.*\n", "", text)
        text = text.replace('after = ["agree"]\n', "")
    found = compared(played, text)
    assert len(found.stood) == 1
    assert reason in found.stood[0].reason
    with pytest.raises(Refused, match=reason):
        move(played, text)


@pytest.mark.parametrize(
    "played",
    [decided(), drafted(), signed(), signs(signed())],
    ids=["not written", "not yet signed", "signed", "settled"],
)
def test_a_chain_may_change_while_nobody_is_half_way_up(played: Played) -> None:
    text = changed(('chain = [\n    "director"', 'chain = [\n    "chief"'))
    assert compared(played, text).stood == ()


def test_a_request_that_was_answered_or_set_aside_may_go() -> None:
    text = without("ask", "poll", "pass-on", "learn").replace('"every-agency", ', "")
    played = asked("police")
    played.does("kit", commands.SetAside(step="ask", digest="late"))
    assert compared(played, text).stood == ()
    played = asked("police")
    played.does(
        "kit",
        commands.ReceiveReturn(step="ask", agency="police", on=played.asking().today),
    )
    assert compared(played, text).stood == ()


def test_an_action_keeps_its_sheet_and_its_owner() -> None:
    played = sent()
    due = calendar_day("Mon 1 Feb 2027")
    for owner in ("support", "keeper"):
        played.does(
            "kit",
            commands.AddAction(sheet="first", owner=owner, due=due, digest="what"),
        )
    played.does(
        "kit",
        commands.CompleteAction(action=1, on=played.asking().today, digest="how"),
    )
    text = TEXT.replace('"first"', '"third"').replace('title = "First"', 'title = "X"')
    assert [stood.reason for stood in compared(played, text).stood] == [
        "Action 1 stands on the sheet “First”, which would be gone.",
        "Action 2 stands on the sheet “First”, which would be gone.",
    ]
    text = TEXT.replace('"keeper"', '"unit"').replace("[role.keeper]", "[role.unit]")
    assert [stood.reason for stood in compared(played, text).stood] == [
        "Action 2 belongs to the Business Manager, which would be no office any more.",
    ]
