"""Who is coming to a meeting: an answer taken in, and a place given to another."""

from __future__ import annotations

from bot.core import words
from bot.core.asking import BOT, Asking
from bot.core.attending import attending
from bot.core.case import Arrangement, Case
from bot.core.commands import NoteReply, TakePlace
from bot.core.errors import (
    AlreadyDone,
    Conflicted,
    NotYours,
    OutOfTurn,
    OutsideTheDates,
)
from bot.core.events import Event, PersonId, PlaceTaken, Replied
from bot.core.people import Person, Standing
from bot.core.procedure import Meeting
from bot.core.progress import local_day
from bot.core.steps.turn import step_of


def note(
    case: Case, command: NoteReply, asking: Asking
) -> tuple[Standing, tuple[Event, ...]]:
    """Put down what somebody answered, if it is news about the time as it is.

    Raises:
        Refused: It is about another time, older than what is known, or the same.
    """
    if asking.by != BOT:
        raise NotYours(
            "Answers come from calendars.",
            next_step="Answer the invitation in your own calendar.",
        )
    step = step_of(Meeting, command.step, asking)
    arranged = _expected(step, case)
    if command.sitting != arranged.sitting or _outdated(command, arranged):
        raise OutOfTurn(f"That answers an earlier time of the {step.title}.")
    known = arranged.replies.get(command.person)
    if known and known.answer == command.answer:
        raise AlreadyDone("That is what they said before.")
    at = min(command.at, asking.now)  # no clock of theirs can outrun a later answer
    if known and at <= known.at:
        raise OutOfTurn("They have said something else since.")
    if command.person not in _people(step, case, asking, arranged):
        raise NotYours(f"They are not asked to the {step.title}.")
    said = Replied(step.id, command.person, command.answer, at, arranged.sitting)
    return Standing(""), (said,)


def _outdated(command: NoteReply, arranged: Arrangement) -> bool:
    """Say whether an answer was given before the meeting had the time that it has."""
    if command.sequence is not None:
        return command.sequence < arranged.timed
    return arranged.timed_at is not None and command.at < arranged.timed_at


def take(
    case: Case, command: TakePlace, asking: Asking
) -> tuple[Standing, tuple[Event, ...]]:
    """Have somebody come in the place of another, or give the place back.

    Raises:
        Refused: It is not theirs to say, or the other cannot come.
    """
    step = step_of(Meeting, command.step, asking)
    keepers = tuple(dict.fromkeys((step.owner, asking.procedure.coordinator)))
    standing = asking.any_standing(case, keepers, step)
    arranged = _expected(step, case)
    comes = asking.roster.person(command.instead)
    whose = _whose(command.person, arranged)
    if arranged.instead.get(whose, whose) == comes.id:
        raise AlreadyDone(
            f"{comes.name} is asked to the {step.title} already.",
            next_step="There is nothing more for you to do here.",
        )
    back = comes.id == whose
    if not back and command.person not in _people(step, case, asking, arranged):
        name = asking.roster.name(command.person)
        raise OutOfTurn(
            f"{name} has no place at the {step.title} now.",
            next_step="Open the case page to see who is asked to it.",
        )
    _able(comes, case, arranged, asking)
    taken = PlaceTaken(step.id, whose, comes.id, arranged.sitting)
    return standing, (taken,)


def _whose(person: PersonId, arranged: Arrangement) -> PersonId:
    """Find whose place somebody has: their own, unless they took it from another."""
    return next((w for w, to in arranged.instead.items() if to == person), person)


def _able(person: Person, case: Case, arranged: Arrangement, asking: Asking) -> None:
    day = local_day(arranged.start)
    if person.id in case.conflicted:
        raise Conflicted(
            f"{person.name} takes no part in this case.",
            next_step="Choose somebody else.",
        )
    if asking.roster.absence(person.id, day):
        raise OutsideTheDates(
            f"{person.name} is away on {words.day(day)}.",
            next_step="Choose somebody else.",
        )


def _expected(step: Meeting, case: Case) -> Arrangement:
    arranged = case.expected(step.id)
    if arranged is None:
        raise OutOfTurn(
            f"The {step.title} has no time, so nobody is asked to it.",
            next_step="Arrange it when you can.",
        )
    return arranged


def _people(
    step: Meeting, case: Case, asking: Asking, arranged: Arrangement
) -> frozenset[PersonId]:
    known = attending(step, case, asking, local_day(arranged.start))
    return frozenset(attendee.person.id for attendee in known)
