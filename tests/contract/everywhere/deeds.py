"""What people do at any platform, in their own words."""

from __future__ import annotations

import re
from typing import Final

from tests.contract.everywhere.person import Answers, Person, Town
from tests.slack.robot_acts import ALERT, CHILD, CONSULTED, NOTIFY, TEXT, WRITTEN

__all__ = ["ALERT", "CHILD", "CONSULTED", "NOTIFY", "TEXT", "WRITTEN"]

SIGNERS: Final = ("ruth", "imran", "grace", "peter", "marian")
_PAGES: Final = 15


def through(person: Person, answers: Answers) -> str:
    """Fill in a form of any number of pages and send it; gives what is said at last."""
    for _ in range(_PAGES):
        if not person.in_form():
            return person.told()
        person.fills(answers)
        wrong = person.sends()
        assert not wrong, (wrong, person.told())
    message = f"the form has no end: {person.told()}"
    raise AssertionError(message)


def reference(said: str) -> str:
    """Read the reference of a case out of what was said."""
    found = re.search(r"[A-Z]{3}-\d{4}-\d{3}", said)
    assert found, said
    return found[0]


def raises(town: Town, by: str = "amina", answers: Answers = ALERT) -> str:
    """Raise an alert by its command; gives the reference of the case."""
    person = town.person(by)
    person.types("alert")
    ref = reference(through(person, answers))
    town.deliver()
    return ref


def does(town: Town, by: str, label: str, about: str, said: Answers) -> str:
    """Press a button on a card about something, and fill in what it asks for."""
    person = town.person(by)
    person.presses(label, about)
    told = through(person, said)
    town.deliver()
    return told


def by_case(town: Town, by: str, label: str, ref: str, said: Answers) -> str:
    """Look a case up by its command, and press a button on what is shown."""
    town.person(by).types("case", ref)
    return does(town, by, label, ref, said)


def to_the_chain(town: Town) -> str:
    """Take a case to where the notification is to be signed."""
    ref = raises(town)
    does(town, "helen", "Record the decision", ref, CONSULTED)
    does(town, "helen", "Record the decision", ref, NOTIFY)
    does(town, "helen", "Write the text", ref, TEXT)
    return ref
