"""What a press means, and that no press can mean anything it should not."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bot.core import press, questions
from bot.core.asking import BOT
from bot.core.commands import Complete
from bot.core.errors import Incomplete, Refused, TextChanged, Unknown
from bot.core.events import (
    AnchorCorrected,
    AnchorSet,
)
from bot.core.forms import Answer
from bot.core.press import ACTS, Press
from tests.core.calendar_words import calendar_day
from tests.core.played import (
    AT,
    REF,
    Played,
    asked,
    at,
    decided,
    drafted,
    everything,
    raised,
)
from tests.core.pressing import DONE, TODAY

ABOUTS = (
    "", "/", "//", "x", "x/y", "-", "-/1", "-/-1", "-/²", "-/٣", "-/" + "9" * 5000,
    "sign", "sign/", "sign/x", "ask", "ask/police", "ask/fire", "aware", "aware/x",
    "\u202e", "💥/💥", "a" * 10_000, "../..", "\x00/\x00", "'; --", "review", "choose",
)  # fmt: skip


def test_a_press_says_what_it_is_about() -> None:
    pressed = Press("kit", "returned", f"{REF}/ask/police/x", "c")

    assert (pressed.case, pressed.step, pressed.item) == (REF, "ask", "police/x")
    assert Press("kit", "close", REF, "c").step == ""


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


def test_some_acts_ask_for_nothing() -> None:
    assert ACTS.keys() - questions.FORMS.keys() == {
        "choose-time",
        "read",
        "release-hold",
        "seek-holds",
        "seek-times",
        "take-place",
    }


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
