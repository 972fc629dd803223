"""What people of the invented partnership do in Slack, in their own words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from tests.at_home import Home
from tests.slack import robot_forms
from tests.slack.house import House
from tests.slack.robot import Robot, title
from tests.slack.robot_forms import Field, Typed, words

CHILD: Final = "Zebedee Quillfeather"
"""A child whom nobody has: this name must be seen nowhere but in a form."""

ALERT: Final[Mapping[str, Typed]] = {
    "Was a child harmed": "A child was seriously harmed",
    "Is abuse or neglect known": "Yes, known or suspected",
    "What happened?": f"{CHILD} fell, which nobody could explain.",
    "Where did it happen?": f"At the home of {CHILD}.",
    "On what day did it happen?": "2026-11-26",
    "When did the council become aware": "2026-11-27 09:00",
    "What is the child's full name?": CHILD,
    "Is the child looked after by a council?": "No",
    "Is this a care leaver?": "No",
    "Was a second child involved?": "No",
    "What has been done to keep this child": f"{CHILD} is staying with an aunt.",
    "How can you be reached about this?": "On extension 12 until six",
}
_PAGES: Final = 15


def wanted(field: Field, answers: Mapping[str, Typed]) -> Typed | None:
    """Find what is to be written in a field, by the beginning of its label."""
    kind = field.element["type"]
    found = [
        said
        for label, said in answers.items()
        if field.label.startswith(label) and (label or kind == "plain_text_input")
    ]
    if not found:
        return None
    said = found[-1]
    if isinstance(said, str) and kind in ("datepicker", "timepicker"):
        day, _, hour = said.partition(" ")
        return day if kind == "datepicker" else hour or None
    return said


def fill_page(robot: Robot, answers: Mapping[str, Typed]) -> None:
    """Fill in the page in front of somebody; what appears meanwhile too."""
    done: set[tuple[str, str]] = set()
    while True:
        assert robot.modal is not None
        left = [f for f in robot_forms.fields(robot.modal) if f.key not in done]
        if not left:
            return
        field = left[0]
        done.add(field.key)
        if "(part " in field.label and "(part 1 " not in field.label:
            continue  # room for more of the same answer
        said = wanted(field, answers)
        if said is not None:
            robot.fill_one(field, said)


def through(robot: Robot, answers: Mapping[str, Typed]) -> str:
    """Fill in a form of any number of pages and send it; gives what is said at last."""
    for _ in range(_PAGES):
        view = robot.modal
        if view is None:
            return ""
        if not view.body.get("submit"):
            said = f"{title(view)}\n{words(view.body['blocks'])}"
            robot.close()
            return said
        fill_page(robot, answers)
        robot.submit()
        assert not robot.problems, (robot.told(), robot.problems)
        assert not robot.trouble, robot.trouble
    message = f"the form has no end: {robot.told()}"
    raise AssertionError(message)


def raise_alert(house: House, by: str = "amina", **changed: Typed) -> str:
    """Raise an alert by its command; returns the reference of the case."""
    robot = house.robot(by)
    robot.command("/alert")
    said = through(robot, {**ALERT, **changed})
    house.deliver()
    return reference(house, said)


def reference(house: Home, said: str) -> str:
    """Read the reference of a case out of what was said."""
    found = re.search(rf"{house.people.prefix}-\d{{4}}-\d{{3}}", said)
    assert found, said
    return found[0]


def does(
    house: House, by: str, button: str, ref: str, said: Mapping[str, Typed]
) -> str:
    """Press a button on a message about a case, and fill in what it asks for."""
    robot = house.robot(by)
    robot.press(button, ref)
    told = through(robot, said) if robot.modal else robot.told()
    house.deliver()
    return told


def by_case(
    house: House, by: str, button: str, ref: str, said: Mapping[str, Typed]
) -> str:
    """Look a case up by its command, and press a button on what is shown."""
    house.robot(by).command("/case", ref)
    return does(house, by, button, ref, said)


WRITTEN: Final = f"Written about {CHILD}"
"""Every field of text may be given this."""
TEXT: Final[Mapping[str, Typed]] = {"": WRITTEN}
CONSULTED: Final = {**TEXT, "What is decided?": "The partners agree with each other"}
NOTIFY: Final = {**TEXT, "What is decided?": ("Notify",)}


def to_the_chain(house: House) -> str:
    """Take a case to where the notification is to be signed."""
    ref = raise_alert(house)
    does(house, "helen", "Record the decision", ref, CONSULTED)
    does(house, "helen", "Record the decision", ref, NOTIFY)
    does(house, "helen", "Write the text", ref, TEXT)
    return ref
