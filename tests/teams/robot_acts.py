"""What people of the invented partnership do in Teams, in their own words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from tests.slack.robot_acts import (
    ALERT,
    CHILD,
    CONSULTED,
    NOTIFY,
    TEXT,
    reference,
)
from tests.teams.house import House
from tests.teams.robot import Robot
from tests.teams.robot_cards import Field, Typed

__all__ = [
    "ALERT",
    "CHILD",
    "CONSULTED",
    "NOTIFY",
    "TEXT",
    "begins",
    "by_case",
    "does",
    "fill_page",
    "goes_on",
    "last_page",
    "raise_alert",
    "reference",
    "through",
    "to_the_chain",
]

_PAGES: Final = 25
_PICKED: Final = ("Input.Date", "Input.Time")


def wanted(one: Field, answers: Mapping[str, Typed]) -> Typed | None:
    """Find what is to be written in a field, by the beginning of its label."""
    found = [
        said
        for label, said in answers.items()
        if one.label.startswith(label) and (label or one.kind == "Input.Text")
    ]
    if not found:
        return None
    said = found[-1]
    if isinstance(said, str) and one.kind in _PICKED:
        day, _, hour = said.partition(" ")
        return day if one.kind == "Input.Date" else hour or None
    return said


def fill_page(robot: Robot, answers: Mapping[str, Typed]) -> None:
    """Fill in the page in front of somebody."""
    assert robot.dialog is not None
    for one in robot.dialog.fields:
        said = wanted(one, answers)
        if said is not None:
            robot.fill_one(one, said)


def through(robot: Robot, answers: Mapping[str, Typed]) -> str:
    """Fill in a form of any number of pages and send it; gives what is said at last."""
    for _ in range(_PAGES):
        if robot.dialog is None:
            return ""
        if robot.onward is None:
            said = robot.told()
            robot.close()
            return said
        fill_page(robot, answers)
        robot.submit()
        assert not robot.problems, (robot.told(), robot.problems)
        assert not robot.trouble, robot.trouble
    message = f"the form has no end: {robot.told()}"
    raise AssertionError(message)


def begins(house: House, by: str = "amina") -> Robot:
    """Somebody asks for the form in their own chat, and opens it."""
    robot = house.robot(by)
    robot.types("alert")
    robot.press("Open the alert form")
    assert robot.dialog is not None, robot.trouble
    return robot


def goes_on(robot: Robot, **changed: Typed) -> None:
    """Somebody fills in the page in front of them and sends it."""
    fill_page(robot, {**ALERT, **changed})
    robot.submit()
    assert not robot.trouble, robot.trouble


def last_page(house: House, by: str = "amina") -> Robot:
    """Somebody has an alert filled in, and has only to send it."""
    robot = begins(house, by)
    for _ in range(_PAGES):
        assert robot.dialog is not None
        if not robot.dialog.fields:
            return robot
        goes_on(robot)
    message = f"the form has no end: {robot.told()}"
    raise AssertionError(message)


def raise_alert(house: House, by: str = "amina", **changed: Typed) -> str:
    """Raise an alert; returns the reference of the case."""
    said = through(begins(house, by), {**ALERT, **changed})
    house.deliver()
    return reference(house, said)


def does(
    house: House, by: str, button: str, ref: str, said: Mapping[str, Typed]
) -> str:
    """Press a button on a message about a case, and fill in what it asks for."""
    robot = house.robot(by)
    robot.press(button, ref)
    told = through(robot, said) if robot.dialog else robot.told()
    house.deliver()
    return told


def by_case(
    house: House, by: str, button: str, ref: str, said: Mapping[str, Typed]
) -> str:
    """Look a case up in their own chat, and press a button on what is shown."""
    house.robot(by).types(f"case {ref}")
    return does(house, by, button, ref, said)


def to_the_chain(house: House) -> str:
    """Take a case to where the notification is to be signed."""
    ref = raise_alert(house)
    does(house, "helen", "Record the decision", ref, CONSULTED)
    does(house, "helen", "Record the decision", ref, NOTIFY)
    does(house, "helen", "Write the text", ref, TEXT)
    return ref
