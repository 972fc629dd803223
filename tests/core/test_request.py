from __future__ import annotations

import pytest

from bot.core.commands import (
    Decide,
    Identify,
    ReceiveReturn,
    SendRequests,
    SetAside,
)
from bot.core.errors import (
    AlreadyDone,
    Incomplete,
    NotYours,
    OutOfTurn,
    OutsideTheDates,
    Unknown,
)
from bot.core.events import AgencyIdentified, RequestSent
from tests.core.calendar_words import calendar_day
from tests.core.played import Played, asked, raised, sent

# Sent on Fri 20 Nov 2026: requests by Tue 24 Nov, returns by Wed 2 Dec.
ON_TIME = "Wed 2 Dec 2026"
LATE = "Thu 3 Dec 2026"


def identify(*agencies: str, return_by: str = "") -> Identify:
    own = calendar_day(return_by) if return_by else None
    return Identify(step="ask", agencies=agencies, return_by=own)


def returned(agency: str, on: str, digest: str = "") -> ReceiveReturn:
    return ReceiveReturn(step="ask", agency=agency, on=calendar_day(on), digest=digest)


SEND = SendRequests(step="ask")


def test_agencies_are_identified_one_by_one_or_together() -> None:
    assert sent().does("kit", identify("council", "police", "council")) == (
        AgencyIdentified("ask", "council", None),
        AgencyIdentified("ask", "police", None),
    )


def test_only_what_is_new_is_recorded() -> None:
    played = asked("council")

    assert played.does("kit", identify("council", "nhs")) == (
        AgencyIdentified("ask", "nhs", None),
    )
    assert isinstance(played.refused("kit", identify("council")), AlreadyDone)


@pytest.mark.parametrize(
    ("command", "kind"),
    [
        (identify(), Incomplete),
        (identify("fire"), Unknown),
        (identify("police", return_by="Thu 19 Nov 2026"), OutsideTheDates),
    ],
)
def test_an_agency_is_on_the_roster_and_its_day_is_to_come(
    command: Identify, kind: type[Exception]
) -> None:
    assert isinstance(sent().refused("kit", command), kind)


@pytest.mark.parametrize("who", ["ann", "arun", "tess", "sue"])
def test_only_the_owner_or_the_case_keeper_identifies_agencies(who: str) -> None:
    assert isinstance(sent().refused(who, identify("police")), NotYours)


def test_agencies_may_be_listed_before_it_is_time_to_ask_them() -> None:
    played = raised()
    played.does("kit", identify("police"))

    assert played.case.agencies == ("police",)
    refusal = played.refused("kit", SEND)
    assert isinstance(refusal, OutOfTurn)
    assert refusal.reason == "“Ask every agency” needs “Send the notification” first."


def test_no_agency_is_listed_for_what_does_not_apply() -> None:
    played = raised()
    for step, choice in (("consult", "agreed"), ("choose", "leave")):
        played.does("arun", Decide(step=step, choice=choice, digest="why"))

    for command in (identify("police"), SEND):
        refusal = played.refused("kit", command)
        assert refusal.reason == "“Ask every agency” does not apply to this case."


@pytest.mark.parametrize("today", [ON_TIME, LATE])
def test_an_agency_found_too_late_is_given_a_day_of_its_own(today: str) -> None:
    played = asked("council").goes_to(today)

    refusal = played.refused("kit", identify("nhs"))

    assert isinstance(refusal, Incomplete)
    assert refusal.reason == (
        "The usual day for returns, Wednesday 2 December 2026, is here or gone."
    )
    played.does("kit", identify("nhs", return_by="Mon 7 Dec 2026"))
    assert played.due("ask/nhs") == calendar_day("Mon 7 Dec 2026")
    assert played.due("ask/council") == calendar_day("Wed 2 Dec 2026")


def test_a_day_of_its_own_at_a_weekend_advises_the_friday() -> None:
    played = asked("council")
    played.does("kit", identify("nhs", return_by="Sat 5 Dec 2026"))
    due = played.lines()["ask/nhs"].due

    assert due
    assert due.advised == calendar_day("Fri 4 Dec 2026")


def test_every_agency_not_asked_yet_is_asked_at_once() -> None:
    played = asked("council")
    played.does("kit", identify("police", "nhs"))

    assert played.does("kit", SEND) == (
        RequestSent("ask", "police"),
        RequestSent("ask", "nhs"),
    )
    assert isinstance(played.refused("kit", SEND), AlreadyDone)


def test_there_has_to_be_somebody_to_ask() -> None:
    refusal = sent().refused("kit", SEND)

    assert refusal.reason == "No agency has been identified yet."
    assert refusal.next_step == "Add the agencies involved first."


@pytest.mark.parametrize("who", ["ann", "arun", "tess"])
def test_only_the_owner_asks(who: str) -> None:
    played = sent()
    played.does("kit", identify("police"))

    assert isinstance(played.refused(who, SEND), NotYours)


@pytest.mark.parametrize(
    ("who", "agency", "may"),
    [
        ("kit", "police", True),
        ("pat", "police", True),
        ("pat", "council", False),
        ("ann", "council", True),  # she works there
        ("tess", "police", False),
        ("arun", "police", False),
    ],
)
def test_a_return_is_recorded_by_its_agency_or_the_case_keeper(
    who: str, agency: str, may: bool
) -> None:
    played = asked("council", "police").goes_to(ON_TIME)
    command = returned(agency, ON_TIME)
    if may:
        assert played.does(who, command)
    else:
        assert isinstance(played.refused(who, command), NotYours)


def test_a_late_return_says_why() -> None:
    played = asked("police").goes_to(LATE)

    refusal = played.refused("pat", returned("police", LATE))

    assert isinstance(refusal, Incomplete)
    assert refusal.reason == (
        "Say why it came after Wednesday 2 December 2026, the day it was due."
    )
    played.does("pat", returned("police", LATE, "why"))
    assert played.status("ask") == "done"


def test_what_came_in_time_and_is_recorded_late_needs_no_reason() -> None:
    assert asked("police").goes_to(LATE).does("pat", returned("police", ON_TIME))


def test_an_agency_with_a_day_of_its_own_is_late_only_after_that() -> None:
    played = asked("council").goes_to(LATE)
    played.does("kit", identify("nhs", return_by="Mon 7 Dec 2026"))
    played.does("kit", SEND)
    played.goes_to("Mon 7 Dec 2026")

    assert played.does("hera", returned("nhs", "Mon 7 Dec 2026"))


def test_a_return_is_of_what_was_asked_and_has_not_come() -> None:
    played = asked("police")
    played.does("kit", identify("nhs"))

    assert played.refused("hera", returned("nhs", "Fri 20 Nov 2026")).reason == (
        "Northshire Health has not been asked for a report yet."
    )
    assert isinstance(
        played.refused("pat", returned("police", "Sat 21 Nov 2026")), OutsideTheDates
    )
    played.does("pat", returned("police", "Fri 20 Nov 2026"))
    assert isinstance(
        played.refused("pat", returned("police", "Fri 20 Nov 2026")), AlreadyDone
    )


def test_a_request_is_done_when_every_agency_has_answered() -> None:
    played = asked("council", "police").goes_to("Tue 24 Nov 2026")
    played.does("pat", returned("police", "Tue 24 Nov 2026"))
    assert played.status("ask") == "open"

    played.does("kit", returned("council", "Mon 23 Nov 2026"))

    assert played.status("ask") == "done"
    assert played.status("pass-on") == "open"


def test_an_agency_found_later_opens_the_request_again() -> None:
    played = asked("police")
    played.does("pat", returned("police", "Fri 20 Nov 2026"))
    played.does("kit", identify("nhs"))

    assert played.status("ask") == "open"
    assert played.status("pass-on") == "waiting"


def gone_on_without(*agencies: str) -> Played:
    played = asked(*agencies)
    played.does("kit", SetAside(step="ask", digest="why"))
    return played


def test_one_may_go_on_without_what_is_missing_and_still_take_it_in() -> None:
    played = gone_on_without("council", "police")

    assert played.status("pass-on") == "open"
    assert played.does("pat", returned("police", "Fri 20 Nov 2026"))
    assert isinstance(played.refused("kit", SEND), OutOfTurn)


def test_a_request_without_a_day_is_never_late() -> None:
    played = sent().goes_to("Mon 4 Jan 2027")
    played.does("kit", Identify(step="poll", agencies=("police",)))
    played.does("kit", SendRequests(step="poll"))
    on = calendar_day("Mon 4 Jan 2027")

    assert "poll/police" not in played.lines()
    assert played.does("pat", ReceiveReturn(step="poll", agency="police", on=on))
