"""Which way a Dorset case goes: what is decided, and what that opens and closes."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.core.case import Case, Mark, Ruling
from bot.core.faults import read
from bot.core.procedure import Decision, Procedure
from bot.core.progress import applies, status
from bot.core.routes import advised

FILE = Path(__file__).parents[2] / "bot" / "procedures" / "dorset.toml"


@pytest.fixture(scope="module", name="dorset")
def the_dorset_procedure() -> Procedure:
    return read(FILE.read_text(encoding="utf-8"), FILE.name)


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"harm": "died", "looked-after": "yes", "care-leaver": "no"}, (True, None)),
        (
            {"harm": "died", "looked-after": "no", "care-leaver": "18-to-24"},
            (None, True),
        ),
        (
            {"harm": "seriously-harmed", "looked-after": "yes", "care-leaver": "no"},
            (False, False),
        ),
    ],
)
def test_a_death_in_care_is_notified_whatever_else_is_decided(
    dorset: Procedure, facts: dict[str, str], expected: tuple[bool | None, bool | None]
) -> None:
    case = Case("DOR-2026-004", facts=facts)

    steps = (dorset.by_id["looked-after-death"], dorset.by_id["care-leaver-death"])
    assert tuple(applies(step, case) for step in steps) == expected
    assert applies(dorset.by_id["criteria"], case) is True


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"harm": "seriously-harmed", "abuse": "yes"}, {"notify"}),
        ({"harm": "died", "abuse": "not-known", "area": "here"}, {"notify"}),
        (
            {"harm": "died", "abuse": "yes", "looked-after": "yes"},
            {"notify", "looked-after-death"},
        ),
        (
            {"harm": "died", "abuse": "no", "looked-after": "yes"},
            {"looked-after-death", "not-notifiable"},
        ),
        (
            {"harm": "died", "abuse": "no", "care-leaver": "18-to-24"},
            {"care-leaver-death", "not-notifiable"},
        ),
        (
            {"harm": "died", "abuse": "no", "care-leaver": "25-or-over"},
            {"not-notifiable"},
        ),
        ({"harm": "neither", "abuse": "yes"}, {"not-notifiable"}),
        ({"harm": "died", "abuse": "yes", "area": "elsewhere"}, {"other-authority"}),
        (
            {"harm": "died", "abuse": "yes", "area": "abroad", "resident": "yes"},
            {"notify"},
        ),
        (
            {"harm": "died", "abuse": "yes", "area": "abroad", "resident": "no"},
            {"other-authority"},
        ),
    ],
)
def test_the_answers_point_to_the_routes_of_the_document(
    dorset: Procedure, facts: dict[str, str], expected: set[str]
) -> None:
    step = dorset.by_id["criteria"]
    assert isinstance(step, Decision)

    assert {way.id for way in advised(step, facts)} == expected


def test_every_route_says_its_basis_and_two_rule_out_notifying(
    dorset: Procedure,
) -> None:
    step = dorset.by_id["criteria"]
    assert isinstance(step, Decision)

    assert step.several
    assert all(way.basis.endswith(".") for way in step.choices)
    assert [(w.id, w.not_with) for w in step.choices if w.not_with] == [
        ("not-notifiable", ("notify",)),
        ("other-authority", ("notify",)),
    ]
    assert [way.id for way in step.choices if way.needs_views] == ["not-notifiable"]


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


def test_without_a_practice_review_nothing_of_its_stage_is_left(
    dorset: Procedure,
) -> None:
    found = on_the_way(
        dorset,
        consult_partners="agreed",
        criteria="notify",
        still_met="still-met",
        recommend_review="no-review",
        panel_says="no-review",
        hold_review="no-review",
    )

    stage = {step.id for step in dorset.step if step.stage == "lcspr"}
    left = {step: found[step] for step in stage if found[step] != "not-needed"}
    assert left == {"hold-review": "done"}
    assert found["panel-recommends"] == "not-needed"


def test_authors_are_looked_for_before_the_panel_has_answered(
    dorset: Procedure,
) -> None:
    found = on_the_way(
        dorset, consult_partners="agreed", criteria="notify", recommend_review="review"
    )

    assert found["source-authors"] == "open"
    assert found["hold-review"] == "waiting"
    assert found["meet-authors"] == "waiting"
    assert found["reason-for-delay"] == "not-needed"
