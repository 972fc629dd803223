"""What a press means, and that no press can mean anything it should not."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import pytest

from bot.core import press, questions
from bot.core.asking import BOT, Edition
from bot.core.commands import Complete
from bot.core.errors import Incomplete, Refused, TextChanged, Unknown
from bot.core.events import (
    ActionAdded,
    ActionCompleted,
    ActionReassigned,
    ActionReopened,
    AgencyIdentified,
    AnchorCorrected,
    AnchorSet,
    AnswersRead,
    CaseClosed,
    ConflictDeclared,
    Decided,
    DissentRecorded,
    DraftWritten,
    FactCorrected,
    ImpactChecked,
    MeetingArranged,
    MeetingHeld,
    MeetingStoodDown,
    ProcedureMoved,
    RequestSent,
    ReturnReceived,
    SentBack,
    Signed,
    Snoozed,
    StepCompleted,
    StepNotNeeded,
    ViewGiven,
)
from bot.core.forms import Answer
from bot.core.press import ACTS, Press
from tests.core.calendar_words import calendar_day
from tests.core.plans import done, planned
from tests.core.played import (
    AT,
    REF,
    Played,
    arranged,
    asked,
    at,
    decided,
    drafted,
    everything,
    raised,
    sent,
    signed,
)
from tests.core.worked_out import ENGLAND

TODAY = "2026-11-20"
ABOUTS = (
    "", "/", "//", "x", "x/y", "-", "-/1", "-/-1", "-/²", "-/٣", "-/" + "9" * 5000,
    "sign", "sign/", "sign/x", "ask", "ask/police", "ask/fire", "aware", "aware/x",
    "\u202e", "💥/💥", "a" * 10_000, "../..", "\x00/\x00", "'; --", "review", "choose",
)  # fmt: skip


def test_a_press_says_what_it_is_about() -> None:
    pressed = Press("kit", "returned", f"{REF}/ask/police/x", "c")

    assert (pressed.case, pressed.step, pressed.item) == (REF, "ask", "police/x")
    assert Press("kit", "close", REF, "c").step == ""


def listed() -> Played:
    played = sent()
    played.presses("kit", "identify", "ask", agencies=("police",))
    return played


def outdated() -> Played:
    played = raised()
    played.newest = Edition("2", everything(), ENGLAND)
    return played


def over() -> Played:
    played = raised()
    played.presses("arun", "decide", "consult", choice="agreed", note="why")
    played.presses("arun", "decide", "choose", choice="leave", note="why")
    return played


NOTE: Final[dict[str, Answer]] = {"note": "why"}
DONE: Final[list[tuple[Any, ...]]] = [
    (raised, "arun", "decide", "consult", {"choice": "agreed", **NOTE}, Decided),
    (decided, "cora", "dissent", "choose", NOTE, DissentRecorded),
    (decided, "pat", "view", "choose/police", {"view": "leave", **NOTE}, ViewGiven),
    (raised, "kit", "view", "choose", {"role": "police", "view": "leave"}, ViewGiven),
    (raised, "ann", "change-answer", "harm", {"answer": "died", **NOTE}, FactCorrected),
    (decided, "arun", "draft", "sign", {"summary": "x", "more": " "}, DraftWritten),
    (drafted, "dina", "sign", "sign/text 1", {}, Signed),
    (drafted, "dina", "send-back", "sign", NOTE, SentBack),
    (signed, "arun", "complete", "send", {"on": TODAY}, StepCompleted),
    (decided, "kit", "set-aside", "permission", NOTE, StepNotNeeded),
    (
        sent, "kit", "identify", "ask",
        {"agencies": ("police", "nhs"), "return_by": " 2026-12-07 "},
        AgencyIdentified,
    ),
    (sent, "kit", "identify", "ask", {"agencies": "police"}, AgencyIdentified),
    (listed, "kit", "send-requests", "ask", {}, RequestSent),
    (
        lambda: asked("police"), "pat", "returned", "ask/police", {"on": TODAY},
        ReturnReceived,
    ),
    (
        sent, "kit", "arrange", "review",
        {"start": "2026-12-01 10:00", "minutes": "60"}, MeetingArranged,
    ),
    (arranged, "kit", "stand-down", "review", NOTE, MeetingStoodDown),
    (
        sent, "kit", "held", "review", {"on": TODAY, "chaired_by": "chair"},
        MeetingHeld,
    ),
    (raised, "kit", "correct", "aware", {"value": "2026-11-19", **NOTE},
     AnchorCorrected),
    (decided, "arun", "snooze", "sign", {"until": "2026-11-24", **NOTE}, Snoozed),
    (raised, "hal", "conflict", "", {"person": "hal", **NOTE}, ConflictDeclared),
    (
        raised, "kit", "add-action", "",
        {**NOTE, "sheet": "first", "owner": "head", "due": "2026-12-01"},
        ActionAdded,
    ),
    (planned, "kit", "reassign", "-/1", {"owner": "chair", "due": "2026-12-02"},
     ActionReassigned),
    (planned, "hal", "complete-action", "-/1", {"on": TODAY, **NOTE},
     ActionCompleted),
    (done, "kit", "check-impact", "-/1",
     {"on": TODAY, "outcome": "none-yet", "due": "2026-12-04", **NOTE}, ImpactChecked),
    (done, "kit", "check-impact", "-/1",
     {"on": TODAY, "outcome": "difference", **NOTE}, ImpactChecked),
    (done, "kit", "reopen-action", "-/1", {"due": "2026-12-04", **NOTE},
     ActionReopened),
    (raised, "kit", "read", "-/1", {}, AnswersRead),
    (outdated, "kit", "move", "2", NOTE, ProcedureMoved),
    (over, "kit", "close", "", NOTE, CaseClosed),
]  # fmt: skip
"""A case, who presses what about which part of it, what they answer, what happens."""


@pytest.mark.parametrize(("stage", "who", "does", "about", "answers", "event"), DONE)
def test_each_act_does_what_it_says(
    stage: Callable[[], Played],
    who: str,
    does: str,
    about: str,
    answers: dict[str, Answer],
    event: type[object],
) -> None:
    events = stage().presses(who, does, about, **answers)

    assert isinstance(events[0], event)


def test_every_act_is_tried_here() -> None:
    assert {row[2] for row in DONE} == set(ACTS)


def test_one_act_asks_for_nothing() -> None:
    assert ACTS.keys() - questions.FORMS.keys() == {"read"}


def test_an_hour_is_asked_for_where_hours_are_counted() -> None:
    events = decided().presses(
        "arun", "complete", "tell-partner", on=" 2026-11-20T09:45 "
    )

    assert events[1] == AnchorSet("told", at("Fri 20 Nov 2026 9:45"))


def test_without_a_day_a_task_was_done_today() -> None:
    played = decided()
    pressed = Press("arun", "complete", f"{REF}/send", "c")

    assert press.understand(pressed, played.case, played.asking("arun"), ()) == (
        Complete(step="send", on=calendar_day("Fri 20 Nov 2026"))
    )


def test_an_hour_is_put_right_with_an_hour() -> None:
    played = decided()
    played.presses("arun", "complete", "tell-partner", on="2026-11-20 09:45")

    (event,) = played.presses(
        "kit", "correct", "told", value="2026-11-20 08:45", note="why"
    )
    assert isinstance(event, AnchorCorrected)
    assert event.value == at("Fri 20 Nov 2026 8:45")


def test_nothing_but_spaces_is_no_reason() -> None:
    played = asked("police").goes_to("Thu 3 Dec 2026")

    command, found = played.means(
        "pat", "returned", f"{REF}/ask/police", {"on": "2026-12-03", "note": "  "}
    )

    assert command
    assert not found
    assert isinstance(played.refused("pat", command), Incomplete)


def test_the_text_of_a_draft_leaves_out_what_was_not_asked() -> None:
    command, _ = decided().means(
        "arun", "draft", f"{REF}/sign", {"summary": "x", "what-more": "y"}
    )

    assert command
    assert command.says == {"summary": "x"}


def test_a_signature_without_the_text_that_was_shown_is_refused() -> None:
    with pytest.raises(TextChanged):
        drafted().presses("dina", "sign", "sign")


def test_the_form_to_sign_carries_the_text_that_was_shown() -> None:
    form = drafted().form("dina", "sign", f"{REF}/sign")

    assert form
    assert form.about == f"{REF}/sign/text 1"


@pytest.mark.parametrize("who", ["nobody", "", BOT])
def test_nobody_presses_a_button_who_is_not_on_the_roster(who: str) -> None:
    """Least of all somebody who calls themselves what the bot calls itself."""
    with pytest.raises(Unknown):
        decided().presses(who, "set-aside", "permission", note="x")


@pytest.mark.parametrize("does", ["", "approve", "nudge", "erase", "raise-alert"])
def test_an_act_that_is_not_known_is_refused(does: str) -> None:
    with pytest.raises(Unknown):
        raised().presses("kit", does)


@pytest.mark.parametrize("stage", AT)
@pytest.mark.parametrize("does", ACTS)
def test_no_press_does_worse_than_be_refused(stage: str, does: str) -> None:
    played = AT[stage]()
    for about in ABOUTS:
        for who in ("kit", "tess", "nobody"):
            try:
                command, _ = played.means(who, does, f"{REF}/{about}", {})
                if command:
                    played.does(who, command)
            except Refused:
                continue


def test_a_date_that_is_not_known_has_no_meaning() -> None:
    pressed = Press("kit", "correct", f"{REF}/never", "c", {"value": TODAY})
    played = raised()

    with pytest.raises(Unknown):
        press.understand(pressed, played.case, played.asking("kit"), ())


# --- The alert ------------------------------------------------------------------------


def test_an_alert_keeps_choices_as_facts_days_as_anchors_and_the_rest_unseen() -> None:
    played = Played()
    form = questions.alert(played.asking("ann"))
    said: dict[str, Answer] = {
        "harm": "died",
        "story": "something only some may read",
        "aware-on": "2026-11-20",
        "incident-on": "  ",
        "child-2": "no",
        "child-3": "yes",
        "child-3-name": "left over",
        "ties": ("school",),
    }

    command = press.read_alert(said, form.questions, everything(), "v1")

    assert (form.does, form.about, form.text) == (
        "raise-alert", "", ("Answer what you know.",)
    )  # fmt: skip
    assert command.facts == {"harm": "died"}
    assert command.anchors == {"aware": calendar_day("Fri 20 Nov 2026")}
    assert set(command.says) == {"harm", "story", "aware-on", "child-2", "ties"}
    assert (command.procedure, command.version) == ("northshire", "v1")
