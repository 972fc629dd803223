"""What is wrong with when a step happens is told, with its line and what to do."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from bot.core.faults import faults
from tests.core.publishing import TEXT
from tests.core.small import line

SLIPS = tomllib.loads(
    Path(__file__).with_name("occasions.toml").read_text(encoding="utf-8")
)["slip"]
TARGETED = """[[step]]
id = "publish"
"""


def test_the_procedure_that_is_planned_and_repeats_is_sound() -> None:
    assert faults(TEXT) == ()


@pytest.mark.parametrize("slip", SLIPS, ids=[slip["now"] for slip in SLIPS])
def test_a_slip_is_told_with_its_line_and_what_to_do(slip: dict[str, str]) -> None:
    assert slip["was"] in TEXT
    text = TEXT.replace(slip["was"], slip["now"], 1)

    found = faults(text)

    assert any(
        slip["says"] in fault.says and slip["next_step"] in fault.next_step
        for fault in found
    ), "\n".join(fault.said for fault in found)
    if slip["at"].startswith(("target", "until", "sets", "planned", "when")):
        assert line(slip["at"], text) in {fault.line for fault in found}


def test_a_step_that_plans_itself_is_never_planned() -> None:
    plan = 'sets = "target-publication"\nrepeats'
    text = TEXT.replace(plan, "repeats", 1)
    text = text.replace('sets = "published"', 'sets = "target-publication"', 1)

    says = {fault.says for fault in faults(text)}

    own = 'Only this step sets "target-publication", so it is never planned before it.'
    assert own in says


def test_a_circle_of_disputes_and_lateness_is_told() -> None:
    text = TEXT.replace(
        'id = "publish"\n', 'id = "publish"\nwhen = { late = "tell" }\n'
    )
    text = text.replace('id = "tell"\n', 'id = "tell"\nwhen = { late = "publish" }\n')

    [fault] = faults(text)

    assert fault.says.startswith("These steps can never come up: ")
    assert "tell hangs on publish" in fault.says


def test_a_circle_without_either_is_told_once() -> None:
    text = TEXT.replace(
        'id = "publish"\n', 'id = "publish"\nwhen = { route = "review" }\n'
    )
    text = text.replace(
        'id = "route"\n', 'id = "route"\nwhen = { route = "leave" }\n', 1
    )

    assert ["go round in a circle" in fault.says for fault in faults(text)] == [True]
