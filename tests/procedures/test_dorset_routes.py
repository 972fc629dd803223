"""Which way a Dorset case goes: what is decided, and what that opens and closes."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.core.case import Case, Mark, Ruling
from bot.core.faults import read
from bot.core.procedure import Procedure
from bot.core.progress import applies, status

FILE = Path(__file__).parents[2] / "bot" / "procedures" / "dorset.toml"


@pytest.fixture(scope="module", name="dorset")
def the_dorset_procedure() -> Procedure:
    return read(FILE.read_text(encoding="utf-8"), FILE.name)


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"harm": "died", "looked-after": "yes", "care-leaver": "no"}, (True, False)),
        ({"harm": "died", "looked-after": "no", "care-leaver": "yes"}, (False, True)),
        (
            {"harm": "seriously-harmed", "looked-after": "yes", "care-leaver": "no"},
            (False, False),
        ),
    ],
)
def test_a_death_in_care_is_notified_whatever_else_is_decided(
    dorset: Procedure, facts: dict[str, str], expected: tuple[bool, bool]
) -> None:
    case = Case("DOR-2026-004", facts=facts)

    steps = (dorset.by_id["looked-after-death"], dorset.by_id["care-leaver-death"])
    assert tuple(applies(step, case) for step in steps) == expected
    assert applies(dorset.by_id["criteria"], case) is True


def on_the_way(dorset: Procedure, **chosen: str) -> dict[str, str]:
    """Where each step stands after some decisions, on a child who was hurt."""
    at = datetime(2026, 12, 18, 9, tzinfo=UTC)
    mark = Mark(by="helen", role="head-of-qa", at=at, n=1, on=at.date())
    made = {step.replace("_", "-"): choice for step, choice in chosen.items()}
    facts = {"harm": "seriously-harmed", "looked-after": "no", "care-leaver": "no"}
    case = Case(
        "DOR-2026-004",
        facts=facts,
        rulings={step: Ruling(choice, mark) for step, choice in made.items()},
        done=dict.fromkeys(made, mark),
    )
    return {step.id: status(step, case, dorset) for step in dorset.step}


def test_an_alert_opens_the_question_to_the_partners_and_nothing_else(
    dorset: Procedure,
) -> None:
    found = on_the_way(dorset)

    assert [step for step, stands in found.items() if stands == "open"] == [
        "consult-partners"
    ]


def test_partners_who_agree_lead_straight_to_the_decision(dorset: Procedure) -> None:
    found = on_the_way(dorset, consult_partners="agreed")

    assert found["executive-view"] == "not-needed"
    assert found["criteria"] == "open"


def test_partners_who_disagree_lead_to_the_executive_first(dorset: Procedure) -> None:
    found = on_the_way(dorset, consult_partners="disagreed")

    assert found["executive-view"] == "open"
    assert found["criteria"] == "waiting"
    heard = on_the_way(dorset, consult_partners="disagreed", executive_view="notify")
    assert heard["criteria"] == "open"


def test_a_decision_to_notify_opens_the_sign_off_and_the_report_to_leadership(
    dorset: Procedure,
) -> None:
    found = on_the_way(dorset, consult_partners="agreed", criteria="notify")

    assert {step for step, stands in found.items() if stands == "open"} == {
        "sign-sin",
        "portal-permission",
        "tell-leadership",
        "tell-other-partnerships",
    }


def test_a_decision_not_to_notify_leaves_nothing_to_be_done(dorset: Procedure) -> None:
    found = on_the_way(dorset, consult_partners="agreed", criteria="not-notifiable")

    assert not {"open", "waiting"} & set(found.values())
