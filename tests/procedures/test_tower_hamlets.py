"""The Tower Hamlets file says what the Tower Hamlets document says.

The dates were worked out by hand, with the document and a calendar.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from pathlib import Path

import pytest

from bot.core import routes
from bot.core.faults import faults, read
from bot.core.procedure import Decision, Meeting, Procedure, QuestionShape, SignOff
from bot.core.progress import lines
from bot.core.words import LONDON
from bot.offices import load_offices
from tests.core.calendar_words import calendar_day

FILE = Path(__file__).parents[2] / "bot" / "procedures" / "tower-hamlets.toml"
ENGLAND = load_offices("ENG")

WRITTEN = {
    # Introduction
    "take-in": "by incident + 24 hours",
    # Appendix 1, 12
    "route": "by aware + 5 working days",
    "send-sin": "by aware + 5 working days",
    "report-to-partners": "by aware + 5 working days",
    "looked-after-death": "by aware + 5 working days",
    # What happens next
    "rapid-response-panel": "by sin-sent + 10 working days",
    "first-review": "by alert-sent + 2 working days",
    "detailed-review": "by alert-sent + 5 working days",
    "share-learning": "every month from alert-sent until learning-shared",
    # Flowchart
    "tell-panel": "by sin-sent + 15 working days",
}
UNCLEAR = (
    "send-sin",
    "rapid-response-panel",
    "first-review",
    "detailed-review",
    "tell-panel",
)
"""The steps whose days the document leaves without a unit, or contradicts."""


@pytest.fixture(scope="module", name="tower")
def the_tower_hamlets_procedure() -> Procedure:
    return read(FILE.read_text(encoding="utf-8"), FILE.name)


def asked(procedure: Procedure) -> dict[str, QuestionShape]:
    """Every question of the alert, by its name."""
    sections = procedure.forms["alert"].section
    return {one.id: one for section in sections for one in section.question}


def test_the_file_has_no_faults() -> None:
    assert faults(FILE.read_text(encoding="utf-8")) == ()


@pytest.mark.parametrize(("step", "due"), WRITTEN.items())
def test_each_deadline_is_counted_as_it_was_read(
    tower: Procedure, step: str, due: str
) -> None:
    assert tower.by_id[step].due == due


@pytest.mark.parametrize("step", UNCLEAR)
def test_a_unit_that_was_not_given_is_a_reading_nobody_has_confirmed(
    tower: Procedure, step: str
) -> None:
    assert tower.by_id[step].reading
    assert tower.unconfirmed(step)


# The incident was on Thu 13 Aug 2026 at 10pm: 24 hours end on Fri 14 Aug at 10pm.
# Aware, and the alert sent, on Thu 27 Aug 2026: Fri 28 is 1, Mon 31 Aug is the summer
# bank holiday, Tue 1 Sep 2, Wed 2 3, Thu 3 4, Fri 4 Sep 5.
# Sent Wed 2 Sep 2026: Thu 3 is 1, Fri 4 2, Mon 7 3, Tue 8 4, Wed 9 5, Thu 10 6,
# Fri 11 7, Mon 14 8, Tue 15 9, Wed 16 10, Thu 17 11, Fri 18 12, Mon 21 13, Tue 22 14,
# Wed 23 Sep 15.
def test_every_date_over_the_summer_bank_holiday_is_the_one_worked_out_by_hand(
    tower: Procedure,
) -> None:
    anchors: dict[str, date | datetime] = {
        "incident": datetime(2026, 8, 13, 22, tzinfo=LONDON),
        "aware": calendar_day("Thu 27 Aug 2026"),
        "alert-sent": calendar_day("Thu 27 Aug 2026"),
        "sin-sent": calendar_day("Wed 2 Sep 2026"),
    }
    found = {line.part: line for line in lines(tower, anchors, ENGLAND)}

    day = found["take-in"].due
    assert day
    assert day.due == datetime(2026, 8, 14, 22, tzinfo=LONDON)
    for step, by_hand in {
        "route": "Fri 4 Sep 2026",
        "agree-to-notify": "Fri 4 Sep 2026",
        "agree-not-to-notify": "Fri 4 Sep 2026",
        "send-sin": "Fri 4 Sep 2026",
        "report-to-partners": "Fri 4 Sep 2026",
        "looked-after-death": "Fri 4 Sep 2026",
        "first-review": "Tue 1 Sep 2026",
        "detailed-review": "Fri 4 Sep 2026",
        "rapid-response-panel": "Wed 16 Sep 2026",
        "agency-checks": "Wed 16 Sep 2026",
        "final-decision": "Wed 23 Sep 2026",
        "tell-panel": "Wed 23 Sep 2026",
    }.items():
        assert found[step].day == calendar_day(by_hand), step


ADVICE = [
    ({"harm": "died", "abuse": "yes", "area": "here"}, {"notify"}),
    ({"harm": "seriously-harmed", "abuse": "not-known"}, {"notify"}),
    ({"harm": "neither", "abuse": "no"}, {"need-to-know"}),
    ({"harm": "seriously-harmed", "abuse": "no"}, {"need-to-know"}),
    (
        {"harm": "died", "abuse": "no", "looked-after": "yes"},
        {"looked-after-death", "need-to-know"},
    ),
    (
        {"harm": "died", "abuse": "yes", "looked-after": "yes", "area": "here"},
        {"looked-after-death", "notify"},
    ),
    (
        {"harm": "died", "abuse": "yes", "area": "abroad", "resident": "yes"},
        {"notify"},
    ),
    ({"harm": "died", "abuse": "yes", "area": "elsewhere"}, {"other-authority"}),
]


@pytest.mark.parametrize(("facts", "expected"), ADVICE)
def test_the_answers_point_to_a_statutory_review_or_to_need_to_know(
    tower: Procedure, facts: dict[str, str], expected: set[str]
) -> None:
    route = tower.by_id["route"]
    assert isinstance(route, Decision)

    assert {way.id for way in routes.advised(route, facts)} == expected


def test_the_head_of_service_and_the_director_decide_jointly(tower: Procedure) -> None:
    for step in ("agree-to-notify", "agree-not-to-notify"):
        sign = tower.by_id[step]
        assert isinstance(sign, SignOff)
        assert sign.owner == "head-of-sqa"
        assert [link.named for link in sign.links] == [("director",)]
    assert tower.by_id["send-sin"].after == ("agree-to-notify",)


def test_the_principal_social_worker_notifies_in_the_absence_of_the_head(
    tower: Procedure,
) -> None:
    step = tower.by_id["send-sin"]

    assert step.owner == "head-of-sqa"
    assert tower.deputy_of(step.owner, step) == "principal-social-worker"


def test_the_eight_reasons_are_kept_as_facts(tower: Procedure) -> None:
    reason = asked(tower)["reason"]

    assert reason.kind == "choices"
    assert reason.fact
    assert len(reason.options) == 8


def test_every_field_of_the_alert_form_is_asked(tower: Procedure) -> None:
    found = asked(tower)

    assert {
        "notifier-name", "notifier-agency", "notifier-team", "reason", "purpose",
        "status", "child-1-born", "child-1-mosaic", "child-1-legal-status",
        "child-1-address", "child-1-parents", "siblings", "incident-at", "details",
        "known-to", "action-taken",
    } <= found.keys()  # fmt: skip
    assert [option.id for option in found["purpose"].options] == [
        "information",
        "action",
        "media-interest",
    ]
    assert len(found["status"].options) == 6
    # What the printed form lacks, and no clock can run without.
    assert found["aware-at"].sets == "aware"
    assert found["child-1-name"].required


def test_the_section_of_other_teams_can_be_handed_over_whole(tower: Procedure) -> None:
    (section,) = (s for s in tower.forms["alert"].section if s.id == "other-teams")

    assert [one.id for one in section.question] == ["known-to"]


def test_the_decision_has_the_ticks_of_the_form(tower: Procedure) -> None:
    (section,) = tower.forms["decision"].section

    assert [one.id for one in section.question] == [
        "criteria",
        "referral",
        "other-action",
        "reasons",
    ]


def test_the_executive_decides_after_the_panel_recommends(tower: Procedure) -> None:
    panel = tower.by_id["rapid-response-panel"]
    assert isinstance(panel, Meeting)

    assert "every-agency" in panel.invite
    assert tower.by_id["recommendation"].after == ("rapid-response-panel",)
    assert tower.by_id["final-decision"].owner == "thscp-executive"
    assert tower.by_id["final-decision"].after == ("recommendation",)
    assert tower.by_id["tell-panel"].after == ("final-decision",)


def test_whoever_must_hear_of_something_is_told(tower: Procedure) -> None:
    told = {
        "discuss": {"head-of-service"},
        "tell-director": {"director"},
        "tell-dcs": {"dcs"},
        "alert-business-unit": {"business-unit"},
        "report-to-partners": {"partner-police", "partner-health"},
        "tell-cscmt": {"cscmt"},
        "recommendation": {"thscp-executive"},
        "share-learning": {
            "partner-police",
            "partner-health",
            "thscp-executive",
            "slt",
            "managers-forum",
        },
    }
    for step, roles in told.items():
        assert roles <= set(tower.by_id[step].tell), step


def test_the_one_route_is_never_taken_with_the_other(tower: Procedure) -> None:
    route = tower.by_id["route"]
    assert isinstance(route, Decision)
    ways = {way.id: way for way in route.choices}

    assert ways["need-to-know"].not_with == ("notify",)
    assert ways["need-to-know"].needs_views


def test_every_heading_of_the_document_is_used(tower: Procedure) -> None:
    cited = " ".join(
        [step.source.para for step in tower.step]
        + [one.source.para for one in asked(tower).values() if one.source]
        + [passage.para for passage in tower.left_out]
    )
    for heading in tower.contents:
        assert heading in cited, heading


def test_no_mailbox_and_no_telephone_number_is_in_the_file() -> None:
    text = FILE.read_text(encoding="utf-8")

    assert "@" not in text
    assert ".gov.uk" not in text
    assert not re.search(r"\b0\d{2,4} ?\d{3,4} ?\d{3,4}\b", text)
