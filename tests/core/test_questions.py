"""The form behind each button."""

from __future__ import annotations

import pytest

from bot.core import questions
from bot.core.commands import Decide
from bot.core.errors import Unknown
from bot.core.forms import Form, Question
from tests.core.calendar_words import calendar_day
from tests.core.played import (
    AT,
    REF,
    ROSTER,
    Played,
    arranged,
    asked,
    decided,
    drafted,
    raised,
    sent,
)


def form(played: Played, does: str, about: str = "") -> Form:
    found = played.form("kit", does, f"{REF}/{about}".rstrip("/"))
    assert found
    return found


def question(found: Form, name: str) -> Question:
    return next(q for q in found.questions if q.id == name)


def options(found: Form, name: str) -> list[str]:
    return [option.id for option in question(found, name).options]


@pytest.mark.parametrize("does", questions.FORMS)
@pytest.mark.parametrize("about", ["", "x", "x/y", "sign", "ask/fire", "-/9"])
def test_a_form_is_made_or_says_that_the_step_is_not_there(
    does: str, about: str
) -> None:
    try:
        found = sent().form("kit", does, f"{REF}/{about}")
    except Unknown:
        return
    if does == "send-requests":
        assert found is None  # it has no letter here to be shown first
        return
    assert found
    assert found.does == does
    assert found.about.startswith(REF)
    assert found.title
    assert found.submit


@pytest.mark.parametrize("does", ["read", "open", "nonsense"])
def test_an_act_that_asks_for_nothing_has_no_form(does: str) -> None:
    assert raised().form("kit", does, REF) is None


@pytest.mark.parametrize(
    ("stage", "does", "about", "titles"),
    [
        ("decided", "draft", "sign", "Draft"),
        ("drafted", "sign", "sign", "Read and sign: Sign the notification"),
        ("drafted", "send-back", "sign", "Send back: Sign the notification"),
        ("signed", "complete", "send", "Send the notification"),
        ("decided", "set-aside", "permission", "Not needed: Ask for permission"),
        (
            "asked",
            "set-aside",
            "ask",
            "Go on without what is missing: Ask every agency",
        ),
        ("sent", "identify", "ask", "Add agencies: Ask every agency"),
        ("asked", "returned", "ask/police", "Report from Northshire Police"),
        ("sent", "arrange", "review", "Arrange: Review"),
        ("arranged", "arrange", "review", "Move: Review"),
        ("arranged", "stand-down", "review", "Call off: Review"),
        ("arranged", "held", "review", "Held: Review"),
        ("raised", "decide", "consult", "Ask the partners"),
        (
            "decided",
            "dissent",
            "choose",
            "Record that you disagree: Decide whether to notify",
        ),
        ("sent", "correct", "sent", "Correct the date: the notification was sent"),
        ("decided", "snooze", "sign", "Nudge me later: Sign the notification"),
        ("raised", "conflict", "", "Declare a conflict of interest"),
        ("raised", "add-action", "", "Add an action"),
        ("raised", "reassign", "-/1", "Change action 1"),
        ("raised", "complete-action", "-/1", "Complete action 1"),
        ("raised", "close", "", f"Close {REF}"),
    ],
)
def test_a_form_says_what_it_is_for(
    stage: str, does: str, about: str, titles: str
) -> None:
    assert form(AT[stage](), does, about).title == titles


def test_the_form_of_a_text_is_the_one_the_procedure_writes() -> None:
    shown = form(decided(), "draft", "sign")

    assert [q.id for q in shown.questions] == ["summary", "more", "what-more"]
    assert question(shown, "what-more").only_if == ("more", "yes")


def test_a_task_is_asked_in_the_procedures_own_words_and_kind() -> None:
    assert question(form(decided(), "complete", "tell-partner"), "on").kind == "time"
    assert question(form(decided(), "complete", "tell-partner"), "on").asks == (
        "When was the partner told?"
    )
    plain = question(form(sent(), "complete", "copy"), "on")
    assert (plain.kind, plain.asks) == ("date", "On which day was it done?")
    assert form(sent(), "complete", "send").text == ("Send it on the portal.",)


def test_only_agencies_not_on_the_list_are_offered() -> None:
    assert "police" not in options(form(asked("police"), "identify", "ask"), "agencies")

    every = tuple(agency.id for agency in ROSTER.agencies)
    full = form(asked(*every), "identify", "ask")
    assert not options(full, "agencies")
    assert full.text == ("Every agency on the roster is on the list already.",)


@pytest.mark.parametrize(
    ("stage", "submit", "text"),
    [
        (sent, "Send the invitations", ()),
        (arranged, "Send the change", ("It is now at Tuesday 1 December 2026, 10am.",)),
    ],
)
def test_a_meeting_is_arranged_or_moved(
    stage: type[Played], submit: str, text: tuple[str, ...]
) -> None:
    shown = form(stage(), "arrange", "review")

    assert (shown.submit, shown.text) == (submit, text)
    lengths = {o.id: o.title for o in question(shown, "minutes").options}
    assert lengths["30"] == "30 minutes"
    assert lengths["60"] == "1 hour"
    assert lengths["90"] == "1 hour and 30 minutes"


def test_the_chair_is_one_of_those_who_are_there() -> None:
    assert options(form(arranged(), "held", "review"), "chaired_by") == [
        "chair",
        "keeper",
        "head",
    ]


def test_a_date_put_right_says_what_it_is_now() -> None:
    shown = form(sent(), "correct", "sent")

    assert shown.text[0].startswith("It is now recorded as Friday 20 November 2026.")
    assert (
        question(shown, "value").asks == "When was it that the notification was sent?"
    )
    with pytest.raises(Unknown):
        form(raised(), "correct", "sent")


def test_an_action_is_not_given_to_a_body_outside() -> None:
    shown = form(raised(), "add-action")

    assert "panel" not in options(shown, "owner")
    assert options(shown, "sheet") == ["first", "second"]


@pytest.mark.parametrize(
    ("does", "step", "beginning"),
    [
        ("complete", "copy", {"on": "2026-11-20"}),
        ("returned", "ask", {"on": "2026-11-20"}),
        ("arrange", "review", {"minutes": "120"}),
        ("correct", "sent", {"value": "2026-11-20"}),
        ("correct", "told", {"value": "2026-11-20 09:45"}),
        ("correct", "over", {}),
        ("close", "", {}),
    ],
)
def test_answers_that_are_usually_right_are_suggested(
    does: str, step: str, beginning: dict[str, str]
) -> None:
    played = sent()
    played.presses("arun", "complete", "tell-partner", on="2026-11-20 09:45")

    assert questions.beginning(does, played.case, step, played.asking()) == beginning


def test_every_choice_of_a_decision_is_offered() -> None:
    played = raised()
    assert options(form(played, "decide", "consult"), "choice") == [
        "agreed",
        "disagreed",
    ]
    played.does("arun", Decide(step="consult", choice="agreed", digest="why"))
    assert played.due("choose") == calendar_day("Fri 27 Nov 2026")
    assert form(drafted(), "conflict").questions[0].options[0].title == "Ann"
