"""Who reads what was written, and when a case is over."""

from __future__ import annotations

import pytest

from bot.core.asking import BOT
from bot.core.commands import (
    AddAction,
    Close,
    Command,
    Complete,
    Decide,
    Erase,
    ReadAnswers,
    SendBack,
    SetAside,
    WriteDraft,
)
from bot.core.decide import would_refuse
from bot.core.errors import (
    Incomplete,
    NotYours,
    Unknown,
)
from bot.core.events import (
    AnswersErased,
)
from tests.core.calendar_words import calendar_day
from tests.core.played import (
    REF,
    Played,
    drafted,
    held,
    raised,
    sent,
    signs,
)

# --- Reading what was written ---------------------------------------------------------


@pytest.mark.parametrize("entry", [0, -1, 99])
def test_only_what_is_on_the_record_is_read(entry: int) -> None:
    assert isinstance(raised().refused("kit", ReadAnswers(entry=entry)), Unknown)


@pytest.mark.parametrize(
    ("who", "entry", "may"),
    [
        ("kit", 1, True),
        ("carl", 1, True),
        ("ann", 1, False),  # not even what she wrote herself
        ("dina", 1, False),
        ("arun", 6, True),  # who wrote the text
        ("dina", 6, True),  # and each who signs it
        ("hope", 6, True),
        ("hera", 6, True),
        ("tess", 6, False),
        ("chas", 6, False),
    ],
)
def test_a_text_is_read_by_readers_and_by_whoever_writes_or_signs_it(
    who: str, entry: int, may: bool
) -> None:
    played = drafted()
    refusal = would_refuse(played.case, ReadAnswers(entry=entry), played.asking(who))

    assert type(refusal) is (type(None) if may else NotYours)


def test_the_author_reads_why_the_text_was_sent_back() -> None:
    played = drafted()
    played.does("dina", SendBack(step="sign", digest="why"))

    assert played.does("arun", ReadAnswers(entry=7))
    assert isinstance(played.refused("hal", ReadAnswers(entry=7)), NotYours)


def test_an_old_version_is_read_by_readers_only() -> None:
    played = drafted()
    played.does("arun", WriteDraft(step="sign", digest="text 2"))

    assert isinstance(played.refused("dina", ReadAnswers(entry=6)), NotYours)
    assert played.does("dina", ReadAnswers(entry=7))
    assert played.does("kit", ReadAnswers(entry=6))


def test_what_was_erased_is_not_read() -> None:
    played = raised()

    assert played.does(BOT, Erase()) == (AnswersErased(),)
    assert not played.does(BOT, Erase())
    assert isinstance(played.refused("kit", ReadAnswers(entry=1)), Unknown)


# --- Closing --------------------------------------------------------------------------


def over() -> Played:
    """A case on which every statutory and national limit has been met."""
    played = held()
    day = calendar_day("Tue 1 Dec 2026")
    played.does("arun", Complete(step="tell-partner", on=day))
    played.does("arun", Complete(step="ring", on=day))
    played.does("kit", WriteDraft(step="agree", digest="wording"))
    signs(played, "chas", step="agree")
    played.does("kit", Complete(step="panel-told", on=calendar_day("Tue 1 Dec 2026")))
    return played


def test_a_case_is_closed_when_every_limit_has_been_met() -> None:
    """What the procedure only asks for locally does not keep it open."""
    played = over()

    assert played.status("permission") == "open"
    assert isinstance(played.refused("kit", Close()), Incomplete)
    assert isinstance(played.refused("tess", Close(digest="why")), NotYours)
    assert played.does("kit", Close(digest="why"))


def test_the_form_for_closing_says_what_nobody_is_reminded_of_any_more() -> None:
    """What is still to come is listed first, and then what has gone by."""
    played = over().goes_to("Thu 3 Dec 2026 10:00")
    form = played.form("kit", "close", REF)

    assert form is not None
    assert form.text[:4] == (
        (
            "What follows is not done. Nobody is reminded of it any more once the case "
            "is closed."
        ),
        "Write to the partner. It is due on Thursday 3 December 2026.",
        "Wrap-up. It is due on Thursday 10 December 2026.",
        "Save a copy. It was due on Friday 20 November 2026.",
    )
    assert [q.required for q in form.questions] == [True]


def test_the_form_for_closing_says_nothing_where_nothing_is_left() -> None:
    played = raised()
    for step, choice in (("consult", "agreed"), ("choose", "leave")):
        played.does("arun", Decide(step=step, choice=choice, digest="why"))
    form = played.form("kit", "close", REF)

    assert form is not None
    assert form.text == ()


def test_the_form_for_closing_says_that_the_tracker_goes_on() -> None:
    played = raised()
    due = calendar_day("Mon 4 Jan 2027")
    played.does("kit", AddAction(sheet="first", owner="head", due=due, digest="what"))
    form = played.form("kit", "close", REF)

    assert form is not None
    assert form.text[-1] == (
        "Still to do on the tracker: 1 action. These go on after the case is closed, "
        "and stay in the morning digest until they are done."
    )


def test_a_case_is_not_closed_while_a_limit_has_not_been_met() -> None:
    refusal = sent().refused("kit", Close(digest="why"))

    assert refusal.reason == "“Ring the partner” has not been done."


@pytest.mark.parametrize(
    ("command", "may"),
    [
        (ReadAnswers(entry=1), True),
        (
            AddAction(
                sheet="first",
                owner="head",
                due=calendar_day("Mon 4 Jan 2027"),
                digest="what",
            ),
            True,
        ),
        (Close(digest="why"), False),
        (SetAside(step="copy", digest="why"), False),
    ],
)
def test_a_closed_case_is_read_and_its_plan_followed_and_no_more(
    command: Command, may: bool
) -> None:
    played = over()
    played.does("kit", Close(digest="why"))
    refusal = would_refuse(played.case, command, played.asking("kit"))

    if may:
        assert refusal is None
    else:
        assert refusal
        assert refusal.reason == (
            "This case was closed on Tuesday 1 December 2026, 1pm."
        )
