"""What is said in the room of a case, and to whoever the chat has no room for."""

from __future__ import annotations

from datetime import date

from bot.core import words
from bot.core.asking import Asking
from bot.core.cards import Card, Item
from bot.core.case import Case
from bot.core.hearing import Telling
from bot.core.items import dates, opens
from bot.core.progress import AnyStep, Line, lines, local_day, rests, status
from bot.core.rooms import let_in
from bot.core.telling.asks import MOST_ITEMS

_OPEN_TO = (
    "Everybody here was let in by their role. Whoever administers this chat can read "
    "it too: write nothing about the child or family here."
)
_LET_IN = (
    "The procedure lets your role into a channel for this case, where it says how the "
    "case stands: its steps and their dates."
)
_BY_MAIL = (
    "The chat does not have you, or would not let you in. You miss nothing that needs "
    "you: you go on hearing of this case by e-mail."
)
_ASK = "To be let in, ask whoever keeps the roster."


def room(telling: Telling, case: Case, asking: Asking) -> Card | None:
    """Make the card for the room, or the letter for somebody who is not in it."""
    if not let_in(case, asking):
        return None
    if telling.channel:
        return standing(case, asking)
    if asking.by in case.room:
        return None
    return Card(
        f"{case.ref}: a private channel was opened without you",
        (_LET_IN, _BY_MAIL, _ASK),
        buttons=(opens(case),),
        case=case.ref,
    )


def standing(case: Case, asking: Asking) -> Card:
    """Say where a case stands, in steps and dates alone."""
    if case.closed:
        said = f"The case was closed on {words.day(local_day(case.closed.at))}."
        return Card(_heading(case), outcome=said, buttons=(opens(case),), case=case.ref)
    known = lines(asking.procedure, case.anchors, asking.offices, case, asking.roster)
    steps = [s for s in asking.procedure.step if _is_open(s, case, asking)]
    steps.sort(key=lambda step: _first(step, known))
    left = len(steps) - MOST_ITEMS
    more = f"And {words.counted(left, 'more step')} on the case page."
    return Card(
        _heading(case),
        (_OPEN_TO, *((more,) if left > 0 else ())),
        (("Done", words.counted(len(case.done), "step")),),
        items=tuple(_item(step, case, known, asking) for step in steps[:MOST_ITEMS]),
        buttons=(opens(case),),
        case=case.ref,
    )


def _heading(case: Case) -> str:
    return f"{case.ref}: where it stands"


def _is_open(step: AnyStep, case: Case, asking: Asking) -> bool:
    if step.optional or rests(step, case):
        return False
    return status(step, case, asking.procedure) == "open"


def _first(step: AnyStep, known: tuple[Line, ...]) -> date:
    """Find the first day by which something of a step is still to be done."""
    days = (ln.day for ln in known if ln.step.id == step.id and not ln.settled)
    return min((day for day in days if day), default=date.max)


def _item(step: AnyStep, case: Case, known: tuple[Line, ...], asking: Asking) -> Item:
    own = [line for line in known if line.step.id == step.id]
    facts = [fact for line in own for fact in dates(line, asking)]
    arranged = case.to_come(step.id)
    if arranged:
        facts.append(("Arranged for", words.moment(arranged.start)))
    late = any(line.late(asking.now) for line in own)
    return Item(step.title, tuple(facts), late=late)
