"""A case moves to a newer version of its procedure, and who hears of it."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from bot.core import account, commands, moving, offers, press, questions
from bot.core import telling as tellings
from bot.core.asking import Asking
from bot.core.cards import Card
from bot.core.decide import decide
from bot.core.errors import Refused
from bot.core.events import AnchorSet, FellLate, ProcedureMoved
from bot.core.hearing import Telling
from bot.core.press import Press
from bot.core.react import react
from bot.core.telling.renewed import still_there
from tests.core.calendar_words import calendar_day
from tests.core.newer import (
    SOONER,
    STAMP,
    TEXT,
    asking,
    changed,
    move,
    without,
)
from tests.core.played import (
    REF,
    Played,
    raised,
    sent,
)


def test_a_case_is_moved_by_whoever_keeps_it_with_a_reason() -> None:
    played = sent()
    events = move(played, SOONER)
    assert events == (
        ProcedureMoved("2", "1", ("wrap-up 2026-12-10 2026-12-09",), "why"),
    )
    assert played.case.version == "2"
    assert played.due("wrap-up") == calendar_day("Wed 9 Dec 2026")
    said = account.said(played.journal[-1], played.asking())
    assert said == "A newer version of the procedure is followed now; 1 date moved."


def test_a_case_is_moved_by_nobody_else_nor_without_a_reason() -> None:
    played = sent()
    for by, command, reason in (
        ("arun", commands.Move(version="2", digest="why"), "This is for the"),
        ("kit", commands.Move(version="2"), "moves to another version"),
        ("kit", commands.Move(version="3", digest="why"), "changed again since"),
    ):
        found = asking(played, SOONER, by)
        with pytest.raises(Refused) as refusal:
            tried(played, command, found)
        assert reason in refusal.value.reason + refusal.value.next_step
    with pytest.raises(Refused, match="as its file now stands"):
        tried(played, commands.Move(version="2", digest="why"), played.asking("kit"))


def tried(played: Played, command: commands.Command, found: Asking) -> None:
    decide(played.case, command, found)


def test_lateness_follows_the_newer_version() -> None:
    text = (
        TEXT
        + """
[[step]]
id = "explain"
stage = "second"
kind = "task"
title = "Explain"
owner = "keeper"
when = { late = "send" }
source = { para = "6" }
"""
    )
    played = sent()
    text = changed(
        ('due = "aware + 5 working days"\nlimit = "statutory"\nsets = "sent"',
         'due = "on incident"\nlimit = "statutory"\nsets = "sent"'),
        text=text,
    )  # fmt: skip
    played.happens(AnchorSet("incident", calendar_day("Mon 2 Nov 2026")))
    events = move(played, text)
    assert isinstance(events[-1], FellLate)
    assert played.status("explain") == "open"


def test_everybody_concerned_hears_of_it_and_what_is_new_is_asked() -> None:
    played = sent()
    before, were = played.case, played.asking()
    text = changed(
        ('title = "Visit"\nowner = "keeper"', 'title = "Visit"\nowner = "head"')
    )
    move(played, text)
    told = react(before, played.journal[-1:], played.case, played.asking(), were)
    assert Telling("renewed", channel=True) in told
    assert Telling("renewed", "keeper") in told
    assert Telling("renewed", "head") in told
    assert Telling("ask", "head", parts=("between",)) in told
    (redraw,) = (one for one in told if one.kind == "redraw")
    assert "between" in redraw.parts


def shown(telling: Telling, played: Played) -> Card:
    card = tellings.card(telling, played.case, played.asking("kit"))
    assert card
    return card


def test_the_card_says_which_dates_moved() -> None:
    played = sent()
    move(played, SOONER)
    card = shown(Telling("renewed", "keeper"), played)
    assert card.heading == f"{REF}: its procedure has changed"
    assert "1 date moved." in card.text
    assert [item.title for item in card.items] == ["Wrap-up"]
    assert ("Now due", "Wednesday 9 December 2026") in card.items[0].facts


def test_the_card_says_when_none_moved_and_counts_what_it_cannot_hold() -> None:
    played = sent()
    move(played, without("exact"))
    card = shown(Telling("renewed", "keeper"), played)
    assert "No date that is still open moved." in card.text
    assert card.items == ()
    played = sent()
    later = re.sub(r"sent \+ (\d+) w", r"sent + 2\1 w", TEXT)
    move(played, later)
    card = shown(Telling("renewed", "keeper"), played)
    assert card.text[-1].endswith("more on the case page.")


def test_a_card_about_what_is_gone_asks_for_nothing_any_more() -> None:
    played = sent()
    move(played, without("exact"))
    found = played.asking("kit")
    for kind in ("ask", "nudge", "news"):
        telling = Telling(kind, "keeper", parts=("exact",))
        assert tellings.card(telling, played.case, found) is None
        drawn = tellings.redrawn(telling, played.case, found)
        if kind == "news":
            assert drawn is None
        else:
            assert drawn
            assert drawn.outcome == "Nothing more is needed from you on this."
    both = Telling("ask", "keeper", parts=("exact", "between"))
    assert still_there(both, found) == replace(both, parts=("between",))
    assert still_there(Telling("renewed"), found) == Telling("renewed")


def test_the_button_shows_what_would_change_and_asks_why() -> None:
    played = sent()
    found = asking(played, SOONER)
    (button,) = (b for b in offers.of_case(played.case, found) if b.does == "move")
    assert button.about == f"{REF}/2"
    form = questions.form_for("move", button.about, played.case, found)
    assert form
    assert form.text == moving.sentences(moving.compared(played.case, found))
    assert [question.id for question in form.questions] == ["note"]
    pressed = Press("kit", "move", button.about, "cause", {"note": "It is better."})
    command = press.understand(pressed, played.case, found, form.questions)
    assert command == commands.Move(version="2", says={"note": "It is better."})
    plain = questions.form_for("move", button.about, played.case, played.asking("kit"))
    assert plain
    assert plain.text == ()
    assert not [
        b for b in offers.of_case(played.case, played.asking("kit")) if b.does == "move"
    ]


def test_a_day_of_an_earlier_version_cannot_be_corrected_any_more() -> None:
    played = sent()
    text = re.sub(r"\[anchor\.chosen\]\n.*\n.*\n", "", TEXT)
    move(played, text.replace('sets = "chosen"\n', ""))
    abouts = {b.about for b in offers.of_case(played.case, played.asking("kit"))}
    assert f"{REF}/chosen" not in abouts
    assert f"{REF}/aware" in abouts


def test_nothing_was_raised_yet_so_nothing_was_set_by_it() -> None:
    played = Played()
    text = TEXT + STAMP.replace('takes = "time"', 'set_by = "alert"')
    assert moving.anchors(played.case, asking(played, text)) == ()
    assert raised().asking().renewed().newest is None
