"""The file of the authority that is not named says what its document says.

The dates were worked out by hand, with the document and a calendar.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from bot.core.case import Case, Mark, Ruling
from bot.core.faults import faults, read
from bot.core.procedure import Decision, Meeting, Procedure, Request, Task
from bot.core.progress import lines, status
from bot.core.routes import advised
from bot.offices import load_offices
from tests.core.calendar_words import calendar_day

FILE = Path(__file__).parents[2] / "bot" / "procedures" / "authority-b.toml"
ENGLAND = load_offices("ENG")

# U3, U10. Day 0 is Mon 21 Dec 2026, when the council became aware.
#   Tue 22 Dec 1, Wed 23 2, Thu 24 3, Fri 25 Christmas Day, Sat, Sun, Mon 28 for Boxing
#   Day: not counted, Tue 29 4, Wed 30 Dec 5.
# U12 as it is written. Day 0 is Fri 18 Dec 2026, the incident.
#   Mon 21 Dec 1, Tue 22 2, Wed 23 3, Thu 24 4, Tue 29 5, Wed 30 6, Thu 31 7, Fri 1 Jan
#   New Year's Day, Mon 4 Jan 8, Tue 5 9, Wed 6 10, Thu 7 11, Fri 8 12, Mon 11 13,
#   Tue 12 14, Wed 13 Jan 15.
# U12 as it is read. Day 0 is Tue 29 Dec 2026, when the notification was sent.
#   Wed 30 Dec 1, Thu 31 2, Mon 4 Jan 3, Tue 5 4, Wed 6 5, Thu 7 6, Fri 8 7, Mon 11 8,
#   Tue 12 9, Wed 13 10, Thu 14 11, Fri 15 12, Mon 18 13, Tue 19 14, Wed 20 Jan 15.
CHRISTMAS = {
    "route": "Wed 30 Dec 2026",
    "looked-after-death": "Wed 30 Dec 2026",
    "care-leaver-death": "Wed 30 Dec 2026",
    "send-sin": "Wed 30 Dec 2026",
    "report-partners": "Wed 30 Dec 2026",
    "tell-other-authority": "Wed 30 Dec 2026",
    "incident-count": "Wed 13 Jan 2027",
    "chronologies": "Wed 20 Jan 2027",
    "rapid-review": "Wed 20 Jan 2027",
    "next-steps": "Wed 20 Jan 2027",
    "send-to-panel": "Wed 20 Jan 2027",
}
USUAL = {"harm": "seriously-harmed", "abuse": "yes", "area": "here", "resident": "yes"}
DIED = {**USUAL, "harm": "died", "looked-after": "no", "care-leaver": "no"}


@pytest.fixture(scope="module", name="b")
def the_procedure_of_authority_b() -> Procedure:
    return read(FILE.read_text(encoding="utf-8"), FILE.name)


def due_days(procedure: Procedure, **known: str) -> dict[str, date | None]:
    anchors = {k.replace("_", "-"): calendar_day(v) for k, v in known.items()}
    return {line.part: line.day for line in lines(procedure, anchors, ENGLAND)}


def after(procedure: Procedure, harm: str, **chosen: str) -> dict[str, str]:
    """Where each step stands after some decisions."""
    at = datetime(2026, 12, 18, 9, tzinfo=UTC)
    mark = Mark(by="a", role="review-and-quality-team", at=at, n=1, on=at.date())
    made = {"serious": "serious", **chosen}
    case = Case(
        "B-2026-001",
        facts={**USUAL, "harm": harm},
        rulings={step: Ruling(choice, mark) for step, choice in made.items()},
        done=dict.fromkeys(("advise", *made), mark),
    )
    return {step.id: status(step, case, procedure) for step in procedure.step}


def test_the_file_has_no_faults() -> None:
    assert faults(FILE.read_text(encoding="utf-8")) == ()


def test_every_date_over_christmas_is_the_one_worked_out_by_hand(b: Procedure) -> None:
    found = due_days(
        b,
        incident="Fri 18 Dec 2026",
        aware="Mon 21 Dec 2026",
        sin_sent="Tue 29 Dec 2026",
    )

    assert found == {k: calendar_day(v) for k, v in CHRISTMAS.items()}


def test_the_day_counted_from_the_incident_is_seen_and_never_late(b: Procedure) -> None:
    # Fifteen working days of Wed 5 Aug 2026 end on Wed 26 Aug 2026.
    known = {
        "incident": calendar_day("Wed 5 Aug 2026"),
        "aware": calendar_day("Fri 19 Mar 2027"),
    }
    now = datetime(2027, 3, 19, 12, tzinfo=UTC)
    found = {line.part: line for line in lines(b, known, ENGLAND)}

    assert found["incident-count"].day == calendar_day("Wed 26 Aug 2026")
    assert not [line.part for line in found.values() if line.late(now)]


def test_what_waits_for_an_unknown_day_of_the_incident_holds_nothing_up(
    b: Procedure,
) -> None:
    found = due_days(b, aware="Mon 21 Dec 2026", sin_sent="Tue 29 Dec 2026")

    assert found["incident-count"] is None
    assert found["rapid-review"] == calendar_day("Wed 20 Jan 2027")


def test_the_two_counts_are_a_reading_that_nobody_has_confirmed(b: Procedure) -> None:
    (reading,) = (r for r in b.reading if r.id == "fifteen-working-days")

    assert reading.confirmed == ""
    assert reading.source.para == "U12"
    assert {"incident-count", "rapid-review", "send-to-panel"} <= set(reading.touches)


def test_every_paragraph_of_the_document_is_used_or_left_out_with_a_reason(
    b: Procedure,
) -> None:
    sources = [part.source.para for part in b.step]
    sources += [part.source.para for part in b.reading]
    sources += [passage.para for passage in b.left_out]
    found = {int(n) for para in sources for n in re.findall(r"U(\d+)", para)}

    assert found == set(range(1, 15))


@pytest.mark.parametrize(
    ("facts", "routes"),
    [
        (USUAL, ["notify"]),
        ({**USUAL, "abuse": "not-known"}, ["notify"]),
        ({**USUAL, "area": "abroad"}, ["notify"]),
        ({**USUAL, "area": "abroad", "resident": "no"}, ["other-authority"]),
        ({**USUAL, "area": "elsewhere"}, ["other-authority"]),
        ({**USUAL, "harm": "neither"}, ["not-notifiable"]),
        ({**DIED, "abuse": "no"}, ["not-notifiable"]),
        ({**DIED, "looked-after": "yes"}, ["notify", "looked-after-death"]),
        ({**DIED, "abuse": "no", "looked-after": "yes"}, ["looked-after-death"]),
    ],
)
def test_the_answers_point_to_the_routes_of_the_document(
    b: Procedure, facts: dict[str, str], routes: list[str]
) -> None:
    step = b.by_id["route"]
    assert isinstance(step, Decision)

    assert [way.id for way in advised(step, facts)] == routes


def test_the_team_is_consulted_before_anything_is_decided(b: Procedure) -> None:
    assert b.by_id["advise"].owner == "review-and-quality-team"
    assert "advise" in b.by_id["serious"].after
    assert {"advise", "serious"} <= set(b.by_id["route"].after)


def test_the_business_manager_and_each_partner_are_told(b: Procedure) -> None:
    partners = {"partner-council", "partner-police", "partner-health"}

    assert set(b.by_id["report-partners"].tell) == {"business-manager", *partners}
    assert b.by_id["report-partners"].due == "by aware + 5 working days"


def test_chronologies_and_appraisals_are_one_request(b: Procedure) -> None:
    requests = [step for step in b.step if isinstance(step, Request)]

    (step,) = requests
    assert step.owner == "business-team"
    assert step.asks_for == "chronology and brief appraisal of practice"


def test_one_alert_takes_four_children_and_names_the_rest(b: Procedure) -> None:
    asked = [q.id for section in b.forms["alert"].section for q in section.question]

    assert [f"child-{n}-name" for n in (1, 2, 3, 4)] == [
        name for name in asked if name.endswith("-name")
    ]
    assert "more-children" in asked


@pytest.mark.parametrize(
    ("harm", "route", "stands"),
    [
        ("died", "notify", "open"),
        ("died", "looked-after-death", "open"),
        ("seriously-harmed", "notify", "not-needed"),
        ("died", "not-notifiable", "not-needed"),
    ],
)
def test_the_child_death_overview_runs_beside_a_death_that_is_notified(
    b: Procedure, harm: str, route: str, stands: str
) -> None:
    step = b.by_id["child-death-overview"]
    assert isinstance(step, Task)

    assert step.awaits == "child-death-overview-panel"
    assert after(b, harm, route=route)["child-death-overview"] == stands
    assert not [s.id for s in b.step if "child-death-overview" in s.after]


@pytest.mark.parametrize(
    ("route", "left"),
    [
        ("not-notifiable", set[str]()),
        ("other-authority", {"tell-other-authority"}),
        ("care-leaver-death", {"care-leaver-death"}),
        (
            "looked-after-death",
            {"looked-after-death", "report-partners", "tell-other-areas"},
        ),
    ],
)
def test_the_other_routes_leave_only_what_belongs_to_them(
    b: Procedure, route: str, left: set[str]
) -> None:
    found = after(b, "seriously-harmed", route=route)

    assert {s for s, stands in found.items() if stands in ("open", "waiting")} == left


def test_the_meeting_has_the_four_aims_and_decides_on_no_national_review(
    b: Procedure,
) -> None:
    meeting, decision = b.by_id["rapid-review"], b.by_id["next-steps"]
    assert isinstance(meeting, Meeting)
    assert isinstance(decision, Decision)

    assert len(meeting.agenda) == 4
    assert [c.id for c in decision.choices] == [
        *("local-review", "national-review", "no-review"),
    ]
    assert "slip of the pen" in decision.because


def test_the_authority_has_no_other_name_and_nobody_in_it_has_one() -> None:
    text = FILE.read_text(encoding="utf-8")

    assert 'name = "Authority B"' in text
    assert "@" not in text
    assert not re.search(r"\d{5,}", text)
