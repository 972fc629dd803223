from __future__ import annotations

import pytest

from bot.core import forms, offers, telling
from bot.core.commands import Identify, ReadAnswers, ReceiveReturn, SendRequests
from bot.core.errors import Incomplete, NotYours
from bot.core.events import AnswersRead, Event, ReturnReceived
from bot.core.letters import letter
from bot.core.questions import beginning
from bot.core.react import Telling
from bot.core.written import written_words
from tests.core.calendar_words import calendar_day
from tests.core.papers import papers, with_papers
from tests.core.played import REF, Played, asked, decided, sent, texts
from tests.core.worked_out import ENGLAND

ON_TIME = "Wed 2 Dec 2026"
LATE = "Thu 3 Dec 2026"


def event(events: tuple[Event, ...]) -> ReturnReceived:
    found = events[0]
    assert isinstance(found, ReturnReceived)
    return found


def shown(played: Played, by: str, does: str, about: str) -> forms.Form:
    found = played.form(by, does, f"{REF}/{about}")
    assert found
    return found


def test_an_agency_writes_its_return_on_its_form_and_says_when() -> None:
    found = shown(papers("police"), "pat", "returned", "ask/police")

    assert found.title == "Report from Northshire Police"
    assert found.text == ("Write what your agency knows.",)
    assert [q.id for q in found.questions] == ["involved", "account", "on", "note"]
    assert found.questions[0].required


def test_whoever_takes_it_in_need_not_write_again_what_came_as_a_document() -> None:
    found = shown(papers("police"), "kit", "returned", "ask/police")

    assert not any(q.required for q in found.questions if q.id != "on")
    assert "need not be written here again" in found.text[-1]


def test_what_was_written_is_kept_together_with_why_it_was_late() -> None:
    played = papers("police").goes_to(LATE)
    answers = {
        "involved": "yes",
        "account": "We visited.",
        "on": "2026-12-03",
        "note": "Leave",
    }
    command, wrong = played.means("pat", "returned", f"{REF}/ask/police", answers)

    assert not wrong
    assert isinstance(command, ReceiveReturn)
    assert command.says == {
        "involved": "yes",
        "account": "We visited.",
        "note": "Leave",
    }
    found = event(played.does("pat", command))
    assert found.digest
    assert written_words(found, command.says, with_papers()) == (
        ("Was your agency involved?", "Yes"),
        ("What did your agency do?", "We visited."),
        ("Why it was late", "Leave"),
    )


def test_a_late_return_on_a_form_says_why_besides_the_return_itself() -> None:
    played = papers("police").goes_to(LATE)
    answers: dict[str, forms.Answer] = {"involved": "no", "on": "2026-12-03"}
    command, _ = played.means("pat", "returned", f"{REF}/ask/police", answers)

    assert command
    refusal = played.refused("pat", command)
    assert isinstance(refusal, Incomplete)
    assert refusal.reason.startswith("Say why it came after Wednesday 2 December")


def test_the_reason_alone_is_what_was_written_without_a_form() -> None:
    played = asked("police").goes_to(LATE)
    found = event(
        played.presses(
            "pat", "returned", "ask/police", on="2026-12-03", note="Somebody was ill."
        )
    )

    said = written_words(found, {"note": "Somebody was ill."}, played.procedure)
    assert said == (("What was written", "Somebody was ill."),)
    gone = ReturnReceived("gone", "police", calendar_day(LATE), "x")
    assert written_words(gone, {"note": "x"}, played.procedure) == (
        ("What was written", "x"),
    )


def test_a_return_is_read_by_readers_and_by_nobody_else() -> None:
    played = papers("police")
    played.presses("pat", "returned", "ask/police", involved="no", on="2026-11-20")
    n = len(played.journal)

    assert played.does("carl", ReadAnswers(entry=n)) == (AnswersRead(n),)
    assert played.does("kit", ReadAnswers(entry=n))
    for who in ("pat", "hera", "arun"):
        assert isinstance(played.refused(who, ReadAnswers(entry=n)), NotYours)


@pytest.mark.parametrize(
    ("by", "label"),
    [("pat", "Write the report"), ("kit", "Return received: Northshire Police")],
)
def test_the_button_says_what_it_is_for_whoever_presses_it(by: str, label: str) -> None:
    played = papers("police")
    step = played.procedure.by_id["ask"]
    buttons = offers.of_step(step, played.case, played.asking(by))

    assert label in [button.label for button in buttons if button.does == "returned"]


def test_the_letter_is_shown_before_it_is_sent_to_one_agency() -> None:
    played = sent(procedure=with_papers())
    played.does("kit", Identify(step="ask", agencies=("police",)))

    assert shown(played, "kit", "send-requests", "ask").text == (
        "This is sent to Northshire Police.",
        "Request for a report:",
        (
            f"Our reference {REF}. To Northshire Police: we ask for a report by "
            "Wednesday 2 December 2026."
        ),
        "It is about [name of the child]. Northshire Safeguarding Children Partnership",
    )
    assert played.presses("kit", "send-requests", "ask")


def test_what_differs_between_agencies_is_left_open_in_the_letter() -> None:
    played = papers("council").goes_to(ON_TIME)
    own = calendar_day("Mon 7 Dec 2026")
    played.does("kit", Identify(step="ask", agencies=("police",), return_by=own))
    own = calendar_day("Tue 8 Dec 2026")
    played.does("kit", Identify(step="ask", agencies=("nhs",), return_by=own))

    text = shown(played, "kit", "send-requests", "ask").text
    assert text[0] == "This is sent to Northshire Police and Northshire Health."
    assert "To [name of the agency]: we ask for a report by [day it is due]." in text[2]


def test_nobody_is_named_in_the_letter_while_nobody_is_left_to_ask() -> None:
    assert shown(papers("police"), "kit", "send-requests", "ask").text[0] == (
        "Request for a report:"
    )


def test_a_letter_sent_in_a_task_is_filled_in_as_far_as_it_can_be() -> None:
    played = papers("police")
    made = letter(
        played.procedure.by_id["copy"], (), played.case, played.asking("arun")
    )

    assert made
    assert made.text == (
        (
            f"{REF}, to [name of the agency], about [what is asked for], by Friday 20 "
            "November 2026."
        ),
    )
    found = shown(played, "arun", "complete", "copy")
    assert found.text[-2:] == ("Letter to the school:", made.text[0])
    none = letter(
        played.procedure.by_id["review"], (), played.case, played.asking("kit")
    )
    assert none is None


def test_a_letter_leaves_open_a_day_that_nobody_can_know_yet() -> None:
    played = decided(procedure=with_papers())
    step = played.procedure.by_id["ask"]
    made = letter(step, ("police",), played.case, played.asking("kit"))
    assert made
    assert "by [day it is due]." in made.text[0]

    far = papers("police", offices=ENGLAND)
    far.case.anchors["sent"] = calendar_day("Fri 1 Jan 2100")  # type: ignore[index]
    made = letter(step, ("police",), far.case, far.asking("kit"))
    assert made
    assert "by [day it is due]." in made.text[0]


def test_the_agency_is_told_with_the_letter_and_the_button_for_its_form() -> None:
    played = papers("police")
    told = Telling("request", "agency:police", parts=("ask/police",))
    card = telling.card(told, played.case, played.asking("pat"))

    assert card
    assert card.text[0].startswith(f"Our reference {REF}. To Northshire Police")
    assert "Press the button to write it on its form" in card.text[-1]
    assert [b.does for b in card.buttons] == ["returned", "open"]
    assert "Pat" not in " ".join(texts(card))


def test_a_step_with_a_letter_that_is_read_says_so_among_the_readings() -> None:
    assert ("to-school", with_papers().letters["to-school"]) in list(
        with_papers().readings()
    )


def test_an_agency_found_late_is_suggested_as_long_as_the_others_had() -> None:
    played = asked("council").goes_to("Mon 30 Nov 2026")
    found = shown(played, "kit", "identify", "ask")

    assert found.text == (
        (
            "The agencies asked first had 8 working days. As long from today is until "
            "Thursday 10 December 2026."
        ),
    )
    assert beginning("identify", played.case, "ask", played.asking("kit")) == {
        "return_by": "2026-12-10"
    }


def test_a_fair_day_after_the_meeting_is_said_to_be_too_late_for_it() -> None:
    played = asked("council")
    played.presses(
        "kit", "arrange", "review", start="2026-12-07 10:00", minutes="120", note=""
    )
    played.goes_to("Mon 30 Nov 2026")

    assert shown(played, "kit", "identify", "ask").text[1] == (
        "That is after “Review” on Monday 7 December 2026, 10am: ask for what can be "
        "said by then, or move the meeting."
    )
    played.presses("kit", "stand-down", "review", note="No")
    assert len(shown(played, "kit", "identify", "ask").text) == 1


@pytest.mark.parametrize("step", ["ask", "poll"])
def test_no_day_is_suggested_while_the_usual_one_is_as_fair(step: str) -> None:
    played = asked("council")
    assert shown(played, "kit", "identify", step).text == ()
    assert beginning("identify", played.case, step, played.asking("kit")) == {}


def test_no_day_is_suggested_while_nobody_has_been_asked_or_it_cannot_be_known() -> (
    None
):
    assert shown(sent().goes_to(LATE), "kit", "identify", "ask").text == ()
    far = asked("police")
    far.case.anchors["sent"] = calendar_day("Fri 1 Jan 2100")  # type: ignore[index]
    assert shown(far, "kit", "identify", "ask").text == ()
    gone = asked("police")
    gone.case.anchors["sent"] = calendar_day("Mon 9 Nov 2026")  # type: ignore[index]
    assert shown(gone, "kit", "identify", "ask").text == ()


def test_requests_without_a_letter_are_sent_at_once() -> None:
    played = sent()
    played.does("kit", Identify(step="ask", agencies=("police",)))

    assert played.form("kit", "send-requests", f"{REF}/ask") is None
    assert played.does("kit", SendRequests(step="ask"))
