"""A section that somebody else completes; and dialogs that are none of ours."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.teams.nearby import Nearby
from tests.teams.presses import in_dialog, stepped
from tests.teams.robot import Robot
from tests.teams.robot_acts import (
    ALERT,
    CHILD,
    fill_page,
)

OLD = "That button is from an older version."
WHAT = "What happened?"


@pytest.fixture
def amina(near: Nearby) -> Robot:
    """Somebody with the alert form in front of them."""
    robot = near.robot("amina")
    robot.extend()
    return robot


# --- a section that somebody else completes -----------------------------------------


def handed(amina: Robot) -> None:
    stepped(amina, "hand")
    fill_page(amina, {"Who is to complete it?": "Tom Hartley"})
    amina.submit()


def test_a_section_is_handed_over_and_taken_back(near: Nearby, amina: Robot) -> None:
    amina.fill({WHAT: f"{CHILD} fell."})

    handed(amina)
    assert "Tom Hartley has been asked" in amina.told()
    assert "Tom Hartley was asked to complete this section" in amina.told()
    assert "Step 1 of" in amina.told()
    amina.press("Ask no more for this section")
    amina.submit()

    assert "no longer asked" in amina.told()
    assert amina.holds(WHAT) == f"{CHILD} fell."


def test_a_section_that_was_completed_is_in_the_alert(
    near: Nearby, amina: Robot
) -> None:
    tom = near.robot("tom")
    handed(amina)
    near.deliver()
    tom.press("Open the section")
    fill_page(tom, ALERT)
    near.clock.now += timedelta(minutes=5)
    tom.submit()
    assert "saved" in tom.told()
    amina.close()

    amina.extend()

    assert amina.holds(WHAT) == ALERT[WHAT]


def test_a_section_of_an_alert_that_is_gone_is_said_to_be_gone(
    near: Nearby, amina: Robot
) -> None:
    tom = near.robot("tom")
    handed(amina)
    near.deliver()
    tom.press("Open the section")
    fill_page(tom, ALERT)
    near.desk.drop_draft(near.drafts("amina")[0].id, "amina")

    tom.submit()

    assert "no longer asked of you" in tom.told()


# --- what is none of ours -----------------------------------------------------------


@pytest.mark.parametrize(
    "meta",
    [None, "", [], {"partnership": "elsewhere", "does": "raise-alert"}, {"does": ""}],
)
def test_a_dialog_that_is_none_of_ours_is_answered(amina: Robot, meta: Any) -> None:
    assert amina.onward is not None
    data = {**amina.onward.data, "meta": meta}

    in_dialog(amina, data)

    assert OLD in amina.told() or "roster" in amina.told()


@pytest.mark.parametrize("form", ["send", "nothing", "hand me"])
def test_a_step_that_nobody_knows_says_so(amina: Robot, form: str) -> None:
    stepped(amina, form)

    assert OLD in amina.told()
