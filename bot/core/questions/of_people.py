"""What is asked about people: who is away, and who completes a section."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

from bot.core.events import PersonId
from bot.core.forms import Answers, Form, Option, Problem, Question, Section
from bot.core.people import Absence, Roster

AWAY: Final = "away"
HAND: Final = "hand"
_NOBODY: Final = "-"


def away(roster: Roster, *, others: bool) -> Form:
    """Ask who is away, from when until when, and who stands in.

    Args:
        roster: The partnership's people.
        others: Whether somebody else's absence may be recorded as well.
    """
    people = _people(roster)
    nobody = Option(_NOBODY, "Nobody: the procedure’s own deputy acts")
    who = Question("person", "Who is away?", "person", options=people)
    questions = (
        *((who,) if others else ()),
        Question("first", "From which day?", "date"),
        Question("last", "To which day? This is the last day away.", "date"),
        Question("deputy", "Who stands in?", "person", options=(*people, nobody)),
    )
    return Form("Away", AWAY, "", (Section("only", "", questions),), "Record it")


def absence(answers: Answers, by: PersonId) -> Absence:
    """Read an absence from answers in which nothing is wrong."""
    deputy = str(answers["deputy"])
    return Absence(
        person=str(answers.get("person", by)),
        first=date.fromisoformat(str(answers["first"])),
        last=date.fromisoformat(str(answers["last"])),
        deputy="" if deputy == _NOBODY else deputy,
    )


def amiss(answers: Answers, by: PersonId) -> Iterator[Problem]:
    """Find what is wrong with an absence though every answer is right by itself."""
    if str(answers["last"]) < str(answers["first"]):
        yield Problem("last", "The last day is before the first.")
    if answers["deputy"] == answers.get("person", by):
        yield Problem("deputy", "Somebody else has to stand in.")


def hand(about: str, section: Section, roster: Roster, by: PersonId) -> Form:
    """Ask who is to complete a section of an alert."""
    people = tuple(option for option in _people(roster) if option.id != by)
    to = Question("to", "Who is to complete it?", "person", options=people)
    return Form(
        "Ask somebody else to complete this section",
        HAND,
        about,
        (Section(section.id, section.title, (to,)),),
        "Ask them",
        (
            "They are told that a section of an alert waits for them, no more.",
            "They see this section only, and can read no other.",
        ),
    )


def hand_back(about: str, section: Section, name: str) -> Form:
    """Ask whether a section is to be taken back from whoever was asked for it."""
    return Form(
        "Ask no more for this section",
        HAND,
        about,
        (Section(section.id, section.title, ()),),
        "Take it back",
        (
            f"{name} was asked to complete it.",
            "What they have typed will be in your form. They can no longer open it.",
        ),
    )


def _people(roster: Roster) -> tuple[Option, ...]:
    return tuple(Option(person.id, person.name) for person in roster.people)
