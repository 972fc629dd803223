"""The Southampton file says what the Southampton protocol says.

The dates were worked out by hand, with the protocol and a calendar.
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

FILE = Path(__file__).parents[2] / "bot" / "procedures" / "southampton.toml"
ENGLAND = load_offices("ENG")

# S-P4, S-P6. Day 0 is Tue 22 Dec 2026, when the council became aware.
#   Wed 23 Dec 1, Thu 24 2, Fri 25 Christmas Day, Sat, Sun, Mon 28 for Boxing Day: not
#   counted, Tue 29 3, Wed 30 4, Thu 31 Dec 5.
# S-P12, S-P15. Day 0 is Wed 30 Dec 2026, when the notification was submitted.
#   Thu 31 Dec 1, Fri 1 Jan New Year's Day, Sat, Sun: not counted, Mon 4 Jan 2, Tue 5 3,
#   Wed 6 4, Thu 7 5, Fri 8 6, Mon 11 7, Tue 12 8, Wed 13 9, Thu 14 10, Fri 15 11,
#   Mon 18 12, Tue 19 13, Wed 20 14, Thu 21 Jan 15.
CHRISTMAS = {
    "route": "Thu 31 Dec 2026",
    "looked-after-death": "Thu 31 Dec 2026",
    "care-leaver-death": "Thu 31 Dec 2026",
    "tell-other-authority": "Thu 31 Dec 2026",
    "liaise-team": "Thu 31 Dec 2026",
    "liaise-schools": "Thu 31 Dec 2026",
    "school-letters": "Thu 31 Dec 2026",
    "liaise-cpa": "Thu 31 Dec 2026",
    "send-sin": "Thu 31 Dec 2026",
    "report-partnership": "Thu 31 Dec 2026",
    "report-ofsted": "Thu 31 Dec 2026",
    "rapid-review": "Thu 21 Jan 2027",
    "immediate-action": "Thu 21 Jan 2027",
    "commission": "Thu 21 Jan 2027",
    "send-to-panel": "Thu 21 Jan 2027",
}
USUAL = {"harm": "seriously-harmed", "abuse": "yes", "area": "here", "resident": "yes"}
DIED = {**USUAL, "harm": "died", "looked-after": "no", "care-leaver": "no"}


@pytest.fixture(scope="module", name="southampton")
def the_southampton_procedure() -> Procedure:
    return read(FILE.read_text(encoding="utf-8"), FILE.name)


def due_days(procedure: Procedure, **known: str) -> dict[str, date | None]:
    anchors = {k.replace("_", "-"): calendar_day(v) for k, v in known.items()}
    return {line.part: line.day for line in lines(procedure, anchors, ENGLAND)}


def after(procedure: Procedure, **chosen: str) -> dict[str, str]:
    """Where each step stands after some decisions."""
    at = datetime(2026, 12, 18, 9, tzinfo=UTC)
    mark = Mark(by="a", role="nominated-officer", at=at, n=1, on=at.date())
    made = {step.replace("_", "-"): choice for step, choice in chosen.items()}
    case = Case(
        "SOU-2026-001",
        facts=USUAL,
        rulings={step: Ruling(choice, mark) for step, choice in made.items()},
        done=dict.fromkeys(made, mark),
    )
    return {step.id: status(step, case, procedure) for step in procedure.step}


def test_the_file_has_no_faults() -> None:
    assert faults(FILE.read_text(encoding="utf-8")) == ()


def test_every_date_over_christmas_is_the_one_worked_out_by_hand(
    southampton: Procedure,
) -> None:
    found = due_days(southampton, aware="Tue 22 Dec 2026", sin_sent="Wed 30 Dec 2026")

    assert found == {k: calendar_day(v) for k, v in CHRISTMAS.items()}


def test_awareness_long_after_the_incident_leaves_five_whole_days(
    southampton: Procedure,
) -> None:
    # Wed 24 Mar 1, Thu 25 2, Good Friday to Easter Monday not counted, Tue 30 3,
    # Wed 31 4, Thu 1 Apr 5.
    found = due_days(southampton, incident="Mon 13 Jul 2026", aware="Tue 23 Mar 2027")

    assert found["send-sin"] == calendar_day("Thu 1 Apr 2027")
    assert found["rapid-review"] is None


def test_every_paragraph_of_the_protocol_is_used_or_left_out_with_a_reason(
    southampton: Procedure,
) -> None:
    sources = [part.source.para for part in southampton.step]
    sources += [part.source.para for part in southampton.reading]
    sources += [passage.para for passage in southampton.left_out]
    found = {int(n) for para in sources for n in re.findall(r"S-P(\d+)", para)}

    assert found == set(range(1, 22))


@pytest.mark.parametrize(
    ("facts", "routes"),
    [
        (USUAL, ["notify"]),
        ({**USUAL, "abuse": "not-known"}, ["notify"]),
        ({**USUAL, "area": "abroad"}, ["notify"]),
        ({**USUAL, "area": "abroad", "resident": "no"}, ["other-authority"]),
        ({**USUAL, "area": "elsewhere"}, ["other-authority"]),
        ({**USUAL, "abuse": "no"}, ["not-notifiable"]),
        ({**USUAL, "harm": "neither"}, ["not-notifiable"]),
        ({**DIED, "abuse": "no"}, ["not-notifiable"]),
        ({**DIED, "looked-after": "yes"}, ["notify", "looked-after-death"]),
        ({**DIED, "abuse": "no", "looked-after": "yes"}, ["looked-after-death"]),
        ({**DIED, "abuse": "no", "care-leaver": "18-to-24"}, ["care-leaver-death"]),
        ({**DIED, "abuse": "no", "looked-after": "not-known"}, []),
    ],
)
def test_the_answers_point_to_the_routes_of_the_first_three_paragraphs(
    southampton: Procedure, facts: dict[str, str], routes: list[str]
) -> None:
    step = southampton.by_id["route"]
    assert isinstance(step, Decision)

    assert [way.id for way in advised(step, facts)] == routes


def test_not_to_notify_needs_the_view_of_each_of_the_three_partners(
    southampton: Procedure,
) -> None:
    step = southampton.by_id["route"]
    assert isinstance(step, Decision)

    assert step.views == ("partner-council", "partner-police", "partner-health")
    assert [c.id for c in step.choices if c.needs_views] == ["not-notifiable"]


def test_a_looked_after_child_s_death_alone_leads_to_no_rapid_review(
    southampton: Procedure,
) -> None:
    found = after(southampton, route="looked-after-death")

    assert found["looked-after-death"] == found["report-partnership"] == "open"
    gone = {step for step, stands in found.items() if stands == "not-needed"}
    assert {"send-sin", "rapid-review", "commission", "send-to-panel"} <= gone


@pytest.mark.parametrize(
    ("route", "left"),
    [
        ("not-notifiable", set[str]()),
        ("other-authority", {"tell-other-authority"}),
        ("care-leaver-death", {"care-leaver-death"}),
    ],
)
def test_the_other_routes_leave_only_what_belongs_to_them(
    southampton: Procedure, route: str, left: set[str]
) -> None:
    found = after(southampton, route=route)

    assert {s for s, stands in found.items() if stands in ("open", "waiting")} == left


def test_nothing_holds_the_notification_up_but_the_decision(
    southampton: Procedure,
) -> None:
    assert southampton.by_id["send-sin"].after == ("route",)


def test_whoever_the_protocol_names_is_told(southampton: Procedure) -> None:
    told = {step.id: set(step.tell) for step in southampton.step}

    assert "case-holding-team" in told["liaise-team"]
    assert "school-improvement" in told["liaise-schools"]
    assert "child-protection-advisor" in told["liaise-cpa"]
    assert "service-manager" in told["agree-contact"] & told["update-service-managers"]
    assert "partnership-team" in told["report-partnership"] & told["send-copy"]
    assert "practice-development-team" in told["more-support"]


def test_only_a_school_has_to_answer_and_on_the_form_of_the_letter(
    southampton: Procedure,
) -> None:
    step = southampton.by_id["school-letters"]
    assert isinstance(step, Request)

    assert (step.letter, step.returns) == ("dsl-letter", "school-answer")
    sections = southampton.forms["school-answer"].section
    assert [q.id for section in sections for q in section.question] == [
        *("letter-date", "dsl-name", "school-name", "child-name", "return-to"),
        *("signatory-role", "on-roll-from", "on-roll-to", "previous-school"),
        "holds-records",
    ]


@pytest.mark.parametrize(
    "words",
    [
        "Private and Confidential",
        "the LA is submitting a Serious Incident Notification to Ofsted",
        "Please confirm the following details without delay:",
        "a. Dates on roll (to and from):*",
        "b. Previous school (if applicable):*",
        "c. Do you hold any records that indicate child welfare/protection concerns",
        "Please return this information securely to:",
        "Please continue to follow any usual protocols in your role as DSL.",
        "No further action or information is required unless you are contacted",
        "Thank you.",
    ],
)
def test_the_letter_has_each_statement_of_the_template(
    southampton: Procedure, words: str
) -> None:
    assert words in "\n".join(southampton.letters["dsl-letter"].text)


def test_the_review_has_the_four_aims_and_the_advisor_at_the_table(
    southampton: Procedure,
) -> None:
    step = southampton.by_id["rapid-review"]
    assert isinstance(step, Meeting)

    assert len(step.agenda) == 4
    assert "child-protection-advisor" in step.invite
    assert (step.chair, step.invite_by) == ("", "")


def test_the_terms_are_passed_on_only_if_there_is_a_practice_review(
    southampton: Procedure,
) -> None:
    none = after(southampton, route="notify", commission="no-review")
    one = after(southampton, route="notify", commission="review")
    step = southampton.by_id["terms-of-reference"]
    assert isinstance(step, Task)

    assert none["terms-of-reference"] == none["service-engagement"] == "not-needed"
    assert (one["terms-of-reference"], step.repeats) == ("open", True)


def test_no_person_telephone_or_mailbox_stands_in_the_file() -> None:
    text = FILE.read_text(encoding="utf-8")

    assert "@" not in text
    assert not re.search(r"\d{5,}", text)
    letter = read(text, FILE.name).letters["dsl-letter"].text
    assert letter[-2].startswith("[name of whoever signs]")
    assert letter[-1].startswith("[e-mail address and telephone number")
