"""The forms behind the buttons of a whole case."""

from __future__ import annotations

from collections.abc import Iterator

from bot.core import moving, words
from bot.core.asking import Asking
from bot.core.case import Case
from bot.core.forms import Form, Option, Question
from bot.core.progress import left
from bot.core.questions.page import address, note, one_page


def conflict(case: Case, _step: str, _item: str, asking: Asking) -> Form:
    """Ask who has a conflict of interest."""
    people = tuple(Option(p.id, p.name) for p in asking.roster.people)
    who = Question("person", "Who must take no part?", "choice", options=people)
    return one_page(
        "Declare a conflict of interest",
        ("conflict", case.ref),
        (who, note("What is the conflict?")),
        "Declare it",
    )


def move(case: Case, version: str, _item: str, asking: Asking) -> Form:
    """Show what would be different under the newest version, and ask for a reason."""
    told = moving.sentences(moving.compared(case, asking)) if asking.newest else ()
    return one_page(
        f"Move {case.ref} to the newest version of its procedure",
        ("move", address(case, version)),
        (note("Why is it moved?", "This is kept with the case."),),
        "Move it",
        *told,
    )


def close(case: Case, _step: str, _item: str, asking: Asking) -> Form:
    """Ask why a case is closed, after what is left that nobody is reminded of then."""
    return one_page(
        f"Close {case.ref}",
        ("close", case.ref),
        (note("Why is it closed?"),),
        "Close",
        *_left(case, asking),
    )


def _left(case: Case, asking: Asking) -> Iterator[str]:
    """Say what is not done and has a day: what is to come, then what is past."""
    known = left(asking.procedure, asking.offices, case, asking.roster)
    dated = sorted(
        (line.day < asking.today, line.day, line.title) for line in known if line.day
    )
    if dated:
        yield (
            "What follows is not done. Nobody is reminded of it any more once the "
            "case is closed."
        )
    for gone, day, title in dated:
        when = "It was due on" if gone else "It is due on"
        yield f"{title}. {when} {words.day(day)}."
    unfinished = sum(action.done is None for action in case.actions)
    if unfinished:
        yield (
            f"Still to do on the tracker: {words.counted(unfinished, 'action')}. These "
            "go on after the case is closed, and stay in the morning digest until "
            "they are done."
        )
