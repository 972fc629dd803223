"""The journal in words."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.core import account
from bot.core.commands import Decide
from bot.core.events import (
    DeliveryEnded,
    DraftWritten,
    Entry,
    Event,
    Nudged,
    RequestSent,
    RoomOpened,
    Signed,
)
from bot.core.forms import Answer
from bot.core.written import written_words
from tests.core.calendar_words import calendar_day
from tests.core.played import REF, Played, at, drafted, everything, held, raised, signs
from tests.core.test_evolve import everything_that_happens


def said(event: Event) -> str:
    played = raised()
    entry = Entry(REF, 9, played.now, "dayzero", "", "", "c", event)
    return account.said(entry, played.asking())


def test_the_whole_of_a_case_can_be_read_in_words() -> None:
    played = everything_that_happens()
    told = [account.said(entry, played.asking()) for entry in played.journal]

    assert told[:6] == [
        f"The alert was raised and became {REF}.",
        "The council became aware: Friday 20 November 2026.",
        "“Ask the partners” was decided: They agree.",
        "“Decide whether to notify” was decided: Notify.",
        "It was decided: Friday 20 November 2026.",
        "The text of “Sign the notification” was written.",
    ]
    for sentence in (
        "“Sign the notification” was signed for the Director, at place 1 in the chain.",
        "“Sign the notification” is agreed by everybody in the chain.",
        "“Send the notification” was done on Friday 20 November 2026.",
        "“Review” was arranged for Tuesday 1 December 2026, 10am.",
        "“Review” was held on Tuesday 1 December 2026.",
        "Northshire Police is involved.",
        "Northshire Police was asked for its report.",
        "The return from Northshire Police came on Tuesday 1 December 2026.",
        (
            "“Wrap-up” was moved from Thursday 10 December 2026, 10am to "
            "Thursday 10 December 2026, 11am."
        ),
        "“Wrap-up” was called off.",
        "“Wrap-up” was recorded as not needed, with a reason.",
        (
            "Corrected. The notification was sent: Monday 23 November 2026; "
            "it had been Friday 20 November 2026."
        ),
        "Disagreement with “Decide whether to notify” was recorded, with reasons.",
        "Nudges about “Tell the partner” wait until Wednesday 2 December 2026, 9am.",
        "Hal takes no part in this case.",
        "Action 1 was added for the Head of Service, by Tuesday 1 December 2026.",
        "Action 1 is now for the Chair, by Tuesday 1 December 2026.",
        "Action 1 was completed on Tuesday 1 December 2026.",
        "“Agree the wording” was sent back, with a reason, from place 1.",
        "What was written under entry 1 was read.",
        "Message k was delivered, 61 minutes late.",
        "The case was closed.",
        "Everything written on this case was erased.",
    ):
        assert sentence in told


MONDAY = at("Mon 30 Nov 2026 9:00")


@pytest.mark.parametrize(
    ("event", "sentence"),
    [
        (DeliveryEnded("k", "dropped"), "Message k was no longer true."),
        (DeliveryEnded("k", "dead"), "Message k could not be delivered."),
        (DeliveryEnded("k", "sent", 1), "Message k was delivered, 1 minute late."),
        (RoomOpened(("kit", "left")), "The room of this case is open to Kit and left."),
        (RoomOpened(()), "The room of this case was closed."),
        (RequestSent("gone", "left"), "left was asked for “gone”."),
        (
            Nudged("ask/police", MONDAY, "after", ("keeper",)),
            (
                "A nudge about “Ask every agency” (Northshire Police), after its day, "
                "to the Business Manager; planned for Monday 30 November 2026, 9am."
            ),
        ),
        (
            Nudged("ask/send", MONDAY, "on", ("keeper", "chief")),
            (
                "A nudge about “Ask every agency” (requests), on its day, to the "
                "Business Manager and the Chief Executive; planned for Monday 30 "
                "November 2026, 9am."
            ),
        ),
        (
            Nudged("review/invite", MONDAY, "before", ("x",)),
            (
                "A nudge about “Review” (invitations), before its day, to the x; "
                "planned for Monday 30 November 2026, 9am."
            ),
        ),
        (
            Signed("sign", 1, "head/hal", ""),
            (
                "“Sign the notification” was signed for the Head of Service, "
                "at place 2 in the chain."
            ),
        ),
    ],
)
def test_what_is_no_longer_there_is_called_by_its_own_name(
    event: Event, sentence: str
) -> None:
    assert said(event) == sentence


def test_an_agency_found_late_has_its_day_on_record() -> None:
    played = held()
    played.presses("kit", "identify", "ask", agencies=("nhs",), return_by="2026-12-09")

    assert account.said(played.journal[-1], played.asking()) == (
        "Northshire Health is involved, with its own day: Wednesday 9 December 2026."
    )


def test_a_meeting_says_who_took_the_chair() -> None:
    played = held()
    played.presses("kit", "held", "panel-day", on="2026-12-01", chaired_by="head")

    assert account.said(played.journal[-1], played.asking()) == (
        "“Panel day” was held on Tuesday 1 December 2026, with the Head of Service "
        "in the chair."
    )


def test_an_anchor_the_procedure_no_longer_has_is_called_by_its_own_name() -> None:
    played = raised()
    played.procedure = played.procedure.model_copy(update={"anchor": {}})

    assert account.said(played.journal[1], played.asking()) == (
        "aware: Friday 20 November 2026."
    )


def by_whom(played: Played) -> str:
    return account.by_whom(played.journal[-1], played.asking())


def test_who_did_it_in_what_role_and_for_whom() -> None:
    played = drafted()
    assert by_whom(raised()) == "Ann"
    assert by_whom(played) == "Arun, Author"

    played.is_away("dina", "Fri 20 Nov 2026", "Fri 20 Nov 2026", "sue")
    signs(played, "sue")
    assert by_whom(played) == "Sue for Dina, Director"
    played.goes_to("Mon 30 Nov 2026 9:00").nudges()
    assert by_whom(played) == "Dayzero"


def test_an_agency_that_left_the_roster_is_still_named_in_the_record() -> None:
    played = held()
    played.presses("kit", "identify", "ask", agencies=("police",))
    played.presses("kit", "send-requests", "ask")
    played.presses("pat", "returned", "ask/police", on="2026-12-01")
    played.roster = replace(played.roster, agencies=())

    assert by_whom(played) == "Pat, police"
    assert "police" in account.said(played.journal[-1], played.asking())
    assert played.lines()["ask/police"].title == "Report from police"


# --- What was written, for those who may read it --------------------------------------


def test_what_was_written_stands_with_its_questions_in_the_order_asked() -> None:
    alert = raised().journal[0].event
    kept: dict[str, Answer] = {"ties": ("school", "club"), "harm": "died", "odd": "x"}

    assert written_words(alert, kept, everything()) == (
        ("What happened?", "A child died"),
        ("With whom are there ties?", "A school, A club"),
        ("What was written", "x"),
    )


def test_a_text_stands_with_the_questions_of_its_own_form() -> None:
    played = drafted()
    draft = played.journal[-1].event

    assert written_words(draft, {"summary": "x"}, everything()) == (
        ("What is the summary?", "x"),
    )
    gone = DraftWritten("gone", "text")
    assert written_words(gone, {"summary": "x"}, everything()) == (
        ("What was written", "x"),
    )


def test_a_reason_stands_by_itself() -> None:
    played = raised()
    played.does("arun", Decide(step="consult", choice="agreed", digest="why"))

    assert written_words(played.journal[-1].event, {"note": "x"}, everything()) == (
        ("What was written", "x"),
    )
    assert played.due("choose") == calendar_day("Fri 27 Nov 2026")


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("2026-11-20", "Friday 20 November 2026"),
        ("", ""),
        ("last week", "last week"),  # as it was kept, if it cannot be read
    ],
)
def test_a_day_that_was_written_is_read_as_a_day(given: str, said: str) -> None:
    alert = raised().journal[0].event

    assert written_words(alert, {"aware-on": given}, everything()) == (
        ("When did you know?", said),
    )
