"""Where a case stands, and what is due when."""

from __future__ import annotations

import pytest

from bot.core.case import Case
from bot.core.commands import Identify
from bot.core.progress import happened_on, lines, status
from tests.core.calendar_words import calendar_day
from tests.core.played import (
    REF,
    Played,
    arranged,
    asked,
    at,
    decided,
    everything,
    held,
    raised,
    sent,
)
from tests.core.worked_out import ENGLAND


def test_a_procedure_can_be_dated_without_a_case() -> None:
    anchors = {
        "aware": calendar_day("Fri 20 Nov 2026"),
        "sent": calendar_day("Mon 23 Nov 2026"),
    }
    known = {line.part: line for line in lines(everything(), anchors, ENGLAND)}

    assert known["sign"].day == calendar_day("Fri 27 Nov 2026")
    assert known["copy"].day == calendar_day("Mon 23 Nov 2026"), "when it was sent"
    assert known["agree"].day == calendar_day("Tue 8 Dec 2026"), "with the review"
    assert known["ask"].title == "Ask every agency"
    assert known["ask/send"].title == "Send: Ask every agency"
    assert known["review/invite"].title == "Invite: Review"
    assert known["ring"].day is None
    assert not any(line.settled for line in known.values())


def test_each_agency_has_a_line_of_its_own() -> None:
    played = asked("police", "nhs")
    known = lines(played.procedure, played.case.anchors, ENGLAND, played.case)

    assert {line.part: line.title for line in known if "ask/" in line.part} == {
        "ask/send": "Send: Ask every agency",
        "ask/police": "Report from police",
        "ask/nhs": "Report from nhs",
    }
    assert played.lines()["ask/nhs"].title == "Report from Northshire Health"


@pytest.mark.parametrize(
    ("stage", "part", "settled"),
    [
        (sent, "review/invite", False),
        (arranged, "review/invite", True),
        (held, "review/invite", True),
        (sent, "ask/send", False),
        (lambda: asked("police"), "ask/send", True),
        (sent, "send", True),
        (sent, "panel-told", False),
    ],
)
def test_a_line_is_settled_by_what_it_asks_for(
    stage: type[Played], part: str, settled: bool
) -> None:
    assert stage().lines()[part].settled is settled


def test_an_agency_found_after_the_requests_went_opens_the_sending_again() -> None:
    played = asked("police")
    played.does("kit", Identify(step="ask", agencies=("nhs",)))

    assert not played.lines()["ask/send"].settled


@pytest.mark.parametrize(
    ("now", "late"),
    [
        ("Fri 27 Nov 2026 23:59", False),
        ("Sat 28 Nov 2026 0:00", True),
    ],
)
def test_a_day_is_late_when_it_is_over(now: str, late: bool) -> None:
    played = decided()

    assert played.lines()["sign"].late(at(now)) is late
    assert not played.lines()["permission"].late(at(now)), "only if necessary"
    assert not played.lines()["choose"].late(at(now)), "done"
    assert not played.lines()["ring"].late(at(now)), "not known yet"


@pytest.mark.parametrize(
    ("now", "late"), [("Sat 21 Nov 2026 9:45", False), ("Sat 21 Nov 2026 9:46", True)]
)
def test_an_hour_is_late_when_it_has_struck(now: str, late: bool) -> None:
    played = decided()
    played.presses("arun", "complete", "tell-partner", on="2026-11-20 09:45")

    assert played.lines()["ring"].late(at(now)) is late


@pytest.mark.parametrize(
    ("stage", "day"),
    [
        (sent, None),
        (arranged, "Tue 1 Dec 2026"),
        (lambda: held("Wed 2 Dec 2026"), "Wed 2 Dec 2026"),
    ],
)
def test_a_meeting_happens_when_it_was_held_or_is_arranged(
    stage: type[Played], day: str | None
) -> None:
    expected = calendar_day(day) if day else None

    assert happened_on("review", stage().case) == expected


def test_a_case_knows_its_raiser_agencies_and_chains() -> None:
    assert Case(REF).raiser == ""
    assert raised("tess").case.raiser == "tess"
    assert asked("police", "nhs").case.agencies == ("police", "nhs")
    assert Case(REF).chain("sign").text == ""


def test_where_a_step_stands_is_asked_again_of_another_procedure() -> None:
    played = raised()
    other = everything().model_copy(update={"name": "Another"})
    step = played.procedure.by_id["consult"]

    assert status(step, played.case, played.procedure) == "open"
    assert status(step, played.case, other) == "open"
