"""A button is shown only if its press would not be refused."""

from __future__ import annotations

import pytest

from bot.core import offers
from bot.core.commands import (
    AddAction,
    Arrange,
    CompleteAction,
    Decide,
    DeclareConflict,
    Erase,
    Identify,
    SendRequests,
)
from tests.core.calendar_words import calendar_day
from tests.core.played import (
    AT,
    ROSTER,
    Played,
    arranged,
    asked,
    at,
    decided,
    drafted,
    raised,
    sent,
)


def labels(played: Played, who: str, step: str) -> list[str]:
    found = offers.of_step(
        played.procedure.by_id[step], played.case, played.asking(who)
    )
    return [button.label for button in found]


def main(played: Played, who: str, step: str) -> list[str]:
    found = offers.of_step(
        played.procedure.by_id[step], played.case, played.asking(who)
    )
    return [button.label for button in found if button.main]


@pytest.mark.parametrize(
    ("stage", "step", "who", "shown"),
    [
        ("raised", "consult", "arun", "Record the decision|Nudge me later|Not needed"),
        ("raised", "consult", "kit", "Nudge me later|Not needed"),
        ("raised", "consult", "tess", ""),
        ("decided", "choose", "arun", "Change the decision|Write down a view"),
        ("decided", "choose", "cora", "Give a view|Record that I disagree"),
        ("decided", "sign", "arun", "Write the text|Nudge me later"),
        ("decided", "sign", "dina", ""),
        ("drafted", "sign", "arun", "Change the text|Nudge me later"),
        ("drafted", "sign", "dina", "Read and sign|Send back"),
        ("drafted", "sign", "hal", ""),
        ("signed", "send", "arun", "Mark as done|Nudge me later"),
        ("signed", "send", "dina", ""),
        ("sent", "send", "arun", ""),
        ("sent", "exact", "kit", "Nudge me later|Not needed"),  # too early
        ("sent", "ask", "kit", "Add agencies|Nudge me later|Not needed"),
        (
            "sent",
            "review",
            "kit",
            "Choose a time and invite|Find times|It was held|Nudge me later|Not needed",
        ),
        ("sent", "review", "chas", "It was held"),
        ("sent", "wrap-up", "kit", "Nudge me later|Not needed"),
        ("arranged", "review", "kit", "Move it|Find times|Call it off|Nudge me later"),
        ("held", "review", "kit", ""),
        (
            "asked",
            "ask",
            "kit",
            (
                "Add agencies|Return received: Northshire Council|"
                "Return received: Northshire Police|Nudge me later|Go on without"
            ),
        ),
        ("asked", "ask", "pat", "Return received: Northshire Police"),
    ],
)
def test_who_is_shown_which_buttons(
    stage: str, step: str, who: str, shown: str
) -> None:
    assert "|".join(labels(AT[stage](), who, step)) == shown


@pytest.mark.parametrize(
    ("stage", "step", "who", "wanted"),
    [
        ("decided", "sign", "arun", ["Write the text"]),
        ("drafted", "sign", "arun", []),
        ("drafted", "sign", "dina", ["Read and sign"]),
        ("sent", "ask", "kit", ["Add agencies"]),
        ("sent", "review", "kit", ["Choose a time and invite"]),
        ("arranged", "review", "kit", []),
    ],
)
def test_the_button_most_people_want_stands_out(
    stage: str, step: str, who: str, wanted: list[str]
) -> None:
    assert main(AT[stage](), who, step) == wanted


def test_a_meeting_that_has_begun_can_be_said_to_have_been_held() -> None:
    played = arranged("Tue 1 Dec 2026 10:00").goes_to("Tue 1 Dec 2026 10:00")

    assert "It was held" in main(played, "kit", "review")


def test_requests_are_sent_when_there_is_somebody_to_ask() -> None:
    played = sent()
    played.does("kit", Identify(step="ask", agencies=("police",)))

    assert main(played, "kit", "ask") == ["Send the requests"]
    every = tuple(agency.id for agency in ROSTER.agencies if agency.id != "police")
    played.does("kit", Identify(step="ask", agencies=every))
    played.does("kit", SendRequests(step="ask"))
    assert "Add agencies" not in labels(played, "kit", "ask")


def test_an_earlier_meeting_moves_though_a_later_one_follows_at_once() -> None:
    played = arranged("Tue 1 Dec 2026 10:00")
    start = at("Tue 1 Dec 2026 12:00")
    played.does("kit", Arrange(step="wrap-up", start=start, minutes=60))

    assert "Move it" in labels(played, "kit", "review")
    assert "Move it" in labels(played, "kit", "wrap-up")


def test_on_its_last_day_a_nudge_cannot_wait_for_another_morning() -> None:
    early = decided().goes_to("Fri 27 Nov 2026 8:00")
    late = decided().goes_to("Fri 27 Nov 2026 9:00")

    assert "Nudge me later" in labels(early, "arun", "sign")
    assert "Nudge me later" not in labels(late, "arun", "sign")


@pytest.mark.parametrize(
    ("who", "shown"),
    [
        (
            "kit",
            (
                "Add an action|Correct the day the council became aware|"
                "Record the day the incident happened|"
                "Change the answer: What happened?|Hold times for the meetings|"
                "Declare a conflict of interest"
            ),
        ),
        ("ann", "Change the answer: What happened?|Declare a conflict of interest"),
        ("tess", "Declare a conflict of interest"),
    ],
)
def test_what_may_be_done_about_a_case_as_a_whole(who: str, shown: str) -> None:
    played = raised()
    found = offers.of_case(played.case, played.asking(who))

    assert "|".join(button.label for button in found) == shown


def test_a_case_may_be_closed_once_nothing_more_is_to_be_done() -> None:
    played = raised()
    for step, choice in (("consult", "agreed"), ("choose", "leave")):
        played.does("arun", Decide(step=step, choice=choice, digest="why"))
    found = offers.of_case(played.case, played.asking("kit"))

    assert found[-1].label == "Close the case"


def test_nothing_is_added_to_what_was_erased() -> None:
    played = raised()
    played.does("dayzero", Erase())
    found = offers.of_case(played.case, played.asking("kit"))

    assert "Add an action" not in {button.label for button in found}


def test_whoever_has_a_conflict_is_shown_no_button_at_all() -> None:
    played = drafted()
    played.does("dina", DeclareConflict(person="dina"))

    assert not labels(played, "dina", "sign")
    assert not offers.of_case(played.case, played.asking("dina"))


def test_what_may_be_done_about_an_action() -> None:
    played = raised()
    day = calendar_day("Mon 4 Jan 2027")
    played.does("kit", AddAction(sheet="first", owner="head", due=day, digest="what"))

    def shown(who: str) -> list[str]:
        found = offers.of_action(1, played.case, played.asking(who))
        return [button.label for button in found]

    read = "Read what is to be done"
    assert shown("hal") == ["Complete", read]
    assert shown("carl") == ["Change", read]
    assert shown("kit") == ["Complete", "Change", read]
    assert not shown("tess")
    today = played.asking().today
    played.does("hal", CompleteAction(action=1, on=today, digest="proof"))
    assert shown("hal") == [read]
    assert shown("carl") == ["Check its impact", "Reopen", read, "Read the evidence"]


@pytest.mark.parametrize("stage", AT)
def test_every_button_leads_to_an_act_that_is_known(stage: str) -> None:
    played = AT[stage]()
    for one in played.roster.people:
        for step in played.procedure.step:
            found = offers.of_step(step, played.case, played.asking(one.id))
            for button in found:
                form = played.form(one.id, button.does, button.about)
                assert form is None or form.does == button.does


def test_a_request_that_asks_nobody_offers_no_return() -> None:
    played = asked("police")
    played.does("kit", Identify(step="ask", agencies=("nhs",)))

    assert "Return received: Northshire Health" not in labels(played, "kit", "ask")
