"""The national frame has the limits that could be evidenced, and marks the rest.

The dates were worked out by hand, with a calendar.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from bot.core.case import Case, Mark, Ruling
from bot.core.faults import faults, read
from bot.core.procedure import Decision, Procedure, Task
from bot.core.progress import lines, status
from bot.core.routes import advised
from bot.offices import load_offices
from tests.core.calendar_words import calendar_day

FILE = Path(__file__).parents[2] / "bot" / "procedures" / "national.toml"
ENGLAND = load_offices("ENG")
USUAL = {"harm": "seriously-harmed", "abuse": "yes", "area": "here", "resident": "yes"}
DIED = {**USUAL, "harm": "died", "looked-after": "no", "care-leaver": "no"}


@pytest.fixture(scope="module", name="national")
def the_national_frame() -> Procedure:
    return read(FILE.read_text(encoding="utf-8"), FILE.name)


def due_days(procedure: Procedure, **known: str) -> dict[str, date | None]:
    anchors = {k.replace("_", "-"): calendar_day(v) for k, v in known.items()}
    return {line.part: line.day for line in lines(procedure, anchors, ENGLAND)}


def after(procedure: Procedure, **chosen: str) -> dict[str, str]:
    """Where each step stands after some decisions."""
    at = datetime(2026, 12, 18, 9, tzinfo=UTC)
    mark = Mark(by="a", role="safeguarding-lead", at=at, n=1, on=at.date())
    case = Case(
        "NAT-2026-001",
        facts=USUAL,
        rulings={step: Ruling(choice, mark) for step, choice in chosen.items()},
        done=dict.fromkeys(chosen, mark),
    )
    return {step.id: status(step, case, procedure) for step in procedure.step}


def test_the_file_has_no_faults() -> None:
    assert faults(FILE.read_text(encoding="utf-8")) == ()


@pytest.mark.parametrize(
    ("step", "written"),
    [
        ("send-sin", "by aware + 5 working days"),
        ("looked-after-death", "by aware + 5 working days"),
        ("care-leaver-death", "by aware + 5 working days"),
        ("send-to-panel", "by sin-sent + 15 working days"),
        ("rapid-review", "by sin-sent + 15 working days"),
        ("publish", "by initiated + 6 months"),
        ("panel-copy", "by target-publication - 7 working days"),
        ("monitor", "every month from initiated until published"),
    ],
)
def test_each_limit_is_the_one_that_was_evidenced(
    national: Procedure, step: str, written: str
) -> None:
    assert national.by_id[step].due == written


def test_a_whole_case_has_the_dates_worked_out_by_hand(national: Procedure) -> None:
    # Aware Mon 30 Nov 2026: Tue 1 Dec 1, Wed 2 2, Thu 3 3, Fri 4 4, Mon 7 Dec 5.
    # Sent Fri 4 Dec: Fri 11 Dec is 5, Fri 18 10, Mon 21 11, Tue 22 12, Wed 23 13,
    # Thu 24 14, Christmas Day to Mon 28 not counted, Tue 29 Dec 15.
    # Begun Fri 18 Dec 2026: six months later is Fri 18 Jun 2027.
    # Seven working days before Wed 16 Jun 2027: Tue 15 1, Mon 14 2, Fri 11 3, Thu 10 4,
    # Wed 9 5, Tue 8 6, Mon 7 Jun 7.
    found = due_days(
        national,
        aware="Mon 30 Nov 2026",
        sin_sent="Fri 4 Dec 2026",
        initiated="Fri 18 Dec 2026",
        target_publication="Wed 16 Jun 2027",
    )

    assert found["send-sin"] == calendar_day("Mon 7 Dec 2026")
    assert found["send-to-panel"] == calendar_day("Tue 29 Dec 2026")
    assert found["publish"] == calendar_day("Fri 18 Jun 2027")
    assert found["panel-copy"] == calendar_day("Mon 7 Jun 2027")
    assert found["monitor"] == calendar_day("Mon 18 Jan 2027")


def test_six_months_from_the_last_of_august_end_on_the_last_of_february(
    national: Procedure,
) -> None:
    # There is no 31 Feb 2027; the month's last day is Sun 28.
    found = due_days(national, initiated="Mon 31 Aug 2026")

    assert found["publish"] == calendar_day("Sun 28 Feb 2027")


@pytest.mark.parametrize(
    ("facts", "routes"),
    [
        (USUAL, ["notify"]),
        ({**USUAL, "abuse": "no"}, ["not-notifiable"]),
        ({**USUAL, "area": "elsewhere"}, ["other-authority"]),
        ({**USUAL, "area": "abroad", "resident": "no"}, ["other-authority"]),
        ({**DIED, "looked-after": "yes"}, ["notify", "looked-after-death"]),
        ({**DIED, "abuse": "no", "looked-after": "yes"}, ["looked-after-death"]),
        ({**DIED, "care-leaver": "under-18"}, ["notify", "care-leaver-death"]),
        ({**DIED, "abuse": "no", "care-leaver": "18-to-24"}, ["care-leaver-death"]),
        ({**DIED, "abuse": "no", "care-leaver": "25-or-over"}, ["not-notifiable"]),
    ],
)
def test_the_answers_point_to_the_national_routes(
    national: Procedure, facts: dict[str, str], routes: list[str]
) -> None:
    step = national.by_id["route"]
    assert isinstance(step, Decision)

    assert [way.id for way in advised(step, facts)] == routes


@pytest.mark.parametrize("route", ["looked-after-death", "care-leaver-death"])
def test_without_a_notification_there_is_no_rapid_review(
    national: Procedure, route: str
) -> None:
    found = after(national, route=route)
    later = {s.id for s in national.step if s.stage != "notification"}

    assert found[route] == "open"
    assert {found[step] for step in later} == {"not-needed"}


@pytest.mark.parametrize(
    ("route", "left"),
    [("not-notifiable", set[str]()), ("other-authority", {"tell-other-authority"})],
)
def test_the_other_routes_leave_only_what_belongs_to_them(
    national: Procedure, route: str, left: set[str]
) -> None:
    found = after(national, route=route)

    assert {s for s, stands in found.items() if stands in ("open", "waiting")} == left


def test_without_a_practice_review_nothing_is_published(national: Procedure) -> None:
    found = after(national, route="notify", review="no-review")

    stage = {s.id for s in national.step if s.stage == "practice-review"}
    assert {found[step] for step in stage} == {"not-needed"}


def test_whatever_was_not_verified_is_a_reading_that_nobody_has_confirmed(
    national: Procedure,
) -> None:
    unsure = {n for n, p in national.readings() if p.because.startswith("Not verified")}

    assert not [name for name, part in national.readings() if part.confirmed]
    assert unsure >= {
        *("edition", "portal-fields", "unborn-children", "sin-sent", "send-sin"),
        *("care-leaver-death", "send-to-panel", "publish", "panel-copy"),
        *("national-panel", "initiated", "ask-reviewer", "looked-after-death"),
    }


def test_the_safeguarding_partners_have_a_seat_each(national: Procedure) -> None:
    step = national.by_id["route"]
    assert isinstance(step, Decision)

    assert step.views == ("partner-council", "partner-police", "partner-health")
    assert [c.id for c in step.choices if c.needs_views] == ["not-notifiable"]


def test_whoever_notifies_is_registered_and_has_cover(national: Procedure) -> None:
    step = national.by_id["send-sin"]
    assert isinstance(step, Task)

    assert (step.owner, step.registered) == ("notifier", "portal")
    assert national.deputy_of("notifier") == "safeguarding-lead"


def test_no_telephone_or_mailbox_stands_in_the_file() -> None:
    text = FILE.read_text(encoding="utf-8")

    assert "@" not in text
    assert not re.search(r"\d{5,}", text)
