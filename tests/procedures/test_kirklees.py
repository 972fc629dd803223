"""The Kirklees file says what the Kirklees document says.

The dates were worked out by hand, with the document and a calendar.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from pathlib import Path

import pytest

from bot.core import routes
from bot.core.faults import faults, read
from bot.core.procedure import Decision, Meeting, Procedure, SignOff, Task
from bot.core.progress import lines
from bot.core.words import LONDON
from bot.offices import load_offices
from tests.core.calendar_words import calendar_day

FILE = Path(__file__).parents[2] / "bot" / "procedures" / "kirklees.toml"
ENGLAND = load_offices("ENG")

WRITTEN = {
    # Summary of timescales
    "ecase-form": "by known + 24 hours",
    "send-sin": "by aware + 5 working days",
    "send-to-panel": "by recognised + 15 working days",
    "send-full-report": "by target-publication - 7 working days",
    "publish": "by initiated + 6 months",
    # Purpose and function
    "unpublish": "on published + 6 months",
    # "within the timescale outlined in the request"
    "ask-organisations": "by information-due",
    "ask-organisations-again": "by review-information-due",
}


@pytest.fixture(scope="module", name="kirklees")
def the_kirklees_procedure() -> Procedure:
    return read(FILE.read_text(encoding="utf-8"), FILE.name)


def test_the_file_has_no_faults() -> None:
    assert faults(FILE.read_text(encoding="utf-8")) == ()


@pytest.mark.parametrize(("step", "due"), WRITTEN.items())
def test_each_deadline_is_counted_as_the_document_counts_it(
    kirklees: Procedure, step: str, due: str
) -> None:
    assert kirklees.by_id[step].due == due


def test_the_rapid_review_shows_the_national_limit_beside_its_own(
    kirklees: Procedure,
) -> None:
    assert kirklees.by_id["send-to-panel"].national == "sin-sent + 15 working days"


# Known Fri 27 Mar 2026 at 4pm. In the night to Sunday the clocks go forward, so that
# 24 real hours would matter there; from Friday to Saturday they end at 4pm.
# Aware Fri 27 Mar: Mon 30 is 1, Tue 31 is 2, Wed 1 Apr 3, Thu 2 Apr 4, Fri 3 Apr is
# Good Friday, Mon 6 Apr is Easter Monday, Tue 7 Apr 5.
# Recognised Mon 30 Mar: Tue 31 is 1, Wed 1 Apr 2, Thu 2 Apr 3, (Fri 3, Mon 6), Tue 7
# is 4, Wed 8 5, Thu 9 6, Fri 10 7, Mon 13 8, Tue 14 9, Wed 15 10, Thu 16 11, Fri 17 12,
# Mon 20 13, Tue 21 14, Wed 22 Apr 15.
# Initiated Thu 30 Apr: six months on is Fri 30 Oct 2026.
# To be published Mon 26 Oct: Fri 23 is 1 before, Thu 22 2, Wed 21 3, Tue 20 4,
# Mon 19 5, Fri 16 6, Thu 15 Oct 7.
# Published Mon 26 Oct 2026: six months on is Mon 26 Apr 2027.
def test_every_date_over_easter_is_the_one_worked_out_by_hand(
    kirklees: Procedure,
) -> None:
    anchors: dict[str, date | datetime] = {
        "known": datetime(2026, 3, 27, 16, tzinfo=LONDON),
        "aware": calendar_day("Fri 27 Mar 2026"),
        "recognised": calendar_day("Mon 30 Mar 2026"),
        "initiated": calendar_day("Thu 30 Apr 2026"),
        "target-publication": calendar_day("Mon 26 Oct 2026"),
        "published": calendar_day("Mon 26 Oct 2026"),
    }
    found = {line.part: line for line in lines(kirklees, anchors, ENGLAND)}

    known = found["ecase-form"].due
    assert known
    assert known.due == datetime(2026, 3, 28, 16, tzinfo=LONDON)
    for step, day in {
        "route": "Tue 7 Apr 2026",
        "send-sin": "Tue 7 Apr 2026",
        "looked-after-death": "Tue 7 Apr 2026",
        "regulated-setting-death": "Tue 7 Apr 2026",
        "send-to-panel": "Wed 22 Apr 2026",
        "send-full-report": "Thu 15 Oct 2026",
        "publish": "Fri 30 Oct 2026",
        "unpublish": "Mon 26 Apr 2027",
    }.items():
        assert found[step].day == calendar_day(day), step


ADVICE = [
    ({"harm": "died", "abuse": "yes", "area": "here"}, {"notify"}),
    ({"harm": "seriously-harmed", "abuse": "yes"}, {"notify"}),
    (
        {"harm": "seriously-harmed", "abuse": "yes", "area": "elsewhere"},
        {"other-authority"},
    ),
    (
        {"harm": "died", "abuse": "yes", "area": "abroad", "resident": "yes"},
        {"notify"},
    ),
    (
        {"harm": "died", "abuse": "yes", "area": "abroad", "resident": "no"},
        {"other-authority"},
    ),
    (
        {"harm": "died", "abuse": "no", "looked-after": "yes", "setting": "yes"},
        {"looked-after-death", "regulated-setting-death"},
    ),
    (
        {"harm": "died", "abuse": "yes", "looked-after": "yes", "area": "here"},
        {"notify", "looked-after-death"},
    ),
    (
        {"harm": "died", "abuse": "no", "care-leaver": "18-to-24"},
        {"care-leaver-death"},
    ),
    ({"harm": "seriously-harmed", "abuse": "no"}, {"not-notifiable"}),
    ({"harm": "neither", "abuse": "yes"}, {"not-notifiable"}),
    (
        {
            "harm": "died",
            "abuse": "no",
            "looked-after": "no",
            "setting": "no",
            "care-leaver": "no",
        },
        {"not-notifiable"},
    ),
]


@pytest.mark.parametrize(("facts", "expected"), ADVICE)
def test_the_answers_point_to_the_routes_of_the_four_criteria(
    kirklees: Procedure, facts: dict[str, str], expected: set[str]
) -> None:
    route = kirklees.by_id["route"]
    assert isinstance(route, Decision)

    assert {way.id for way in routes.advised(route, facts)} == expected


def test_police_and_health_support_the_councils_decision(kirklees: Procedure) -> None:
    route = kirklees.by_id["route"]
    assert isinstance(route, Decision)

    assert route.owner == "partner-council"
    assert route.views == ("partner-police", "partner-health")
    assert [way.id for way in route.choices if way.needs_views] == ["not-notifiable"]


def test_it_takes_the_safeguarding_lead_and_a_senior_manager(
    kirklees: Procedure,
) -> None:
    agreement = kirklees.by_id["agreement"]
    assert isinstance(agreement, SignOff)

    assert agreement.owner == "safeguarding-lead"
    assert [link.named for link in agreement.links] == [("senior-manager",)]
    assert kirklees.by_id["ecase-form"].after == ("agreement",)


def test_the_sub_group_agrees_the_report_before_the_executive(
    kirklees: Procedure,
) -> None:
    sign = kirklees.by_id["agree-report"]
    assert isinstance(sign, SignOff)

    assert [link.named for link in sign.links] == [("cspr-subgroup",), ("executive",)]
    assert kirklees.by_id["publication"].after == ("agree-report",)


def test_the_rapid_review_has_the_aims_that_the_document_gives_it(
    kirklees: Procedure,
) -> None:
    review = kirklees.by_id["rapid-review"]
    assert isinstance(review, Meeting)

    assert len(review.agenda) == 5
    assert {"partner-council", "partner-police", "partner-health"} <= set(review.invite)


def test_whoever_must_hear_of_something_is_told(kirklees: Procedure) -> None:
    told = {
        "ecase-form": {"business-manager", "business-unit"},
        "route": {"business-manager", "business-unit"},
        "communicate-decision": {"kscp-partners"},
        "findings-to-learning": {"learning-subgroup"},
        "report-to-learning": {"learning-subgroup"},
        "reasons-for-delay": {"executive"},
    }
    for step, roles in told.items():
        assert roles <= set(kirklees.by_id[step].tell), step


def test_a_late_publication_owes_the_panel_its_reasons(kirklees: Procedure) -> None:
    assert kirklees.by_id["reasons-for-delay"].when == ({"late": "publish"},)
    assert kirklees.by_id["publish"].target == "target-publication"


def test_staff_are_kept_informed_until_they_are_told_the_outcome(
    kirklees: Procedure,
) -> None:
    for step, until in {
        "keep-staff-informed": "tell-staff-findings",
        "keep-staff-informed-of-practice-review": "tell-staff-report",
    }.items():
        task = kirklees.by_id[step]
        assert isinstance(task, Task)
        assert task.owner == "subgroup-representative"
        assert task.repeats
        assert task.until == until


def test_every_heading_of_the_document_is_used(kirklees: Procedure) -> None:
    cited = " ".join(
        [step.source.para for step in kirklees.step]
        + [passage.para for passage in kirklees.left_out]
    )
    for heading in kirklees.contents:
        assert heading in cited, heading


def test_no_mailbox_and_no_telephone_number_is_in_the_file() -> None:
    text = FILE.read_text(encoding="utf-8")

    assert "@" not in text
    assert ".gov.uk" not in text
    assert not re.search(r"\b0\d{2,4} ?\d{3,4} ?\d{3,4}\b", text)
