"""What is said when a case follows a newer version of its procedure."""

from __future__ import annotations

from dataclasses import replace

from bot.core import words
from bot.core.asking import Asking
from bot.core.cards import Card
from bot.core.case import Case
from bot.core.hearing import Telling
from bot.core.items import opens
from bot.core.progress import Line
from bot.core.telling.asks import MOST_ITEMS, NO_MORE
from bot.core.telling.days import out_of_time, recounted_items


def renewed(case: Case, known: tuple[Line, ...], asking: Asking) -> Card:
    """Make the card that says so, with the dates that moved."""
    items = recounted_items(case, known, asking)
    name = asking.procedure.name
    text = [
        f"It follows the newest version of the {name} procedure from now on.",
        "What is done stays done.",
        f"{words.counted(len(case.recounted), 'date')} moved."
        if case.recounted
        else "No date that is still open moved.",
    ]
    if len(items) > MOST_ITEMS:
        text.append(f"And {len(items) - MOST_ITEMS} more on the case page.")
    return Card(
        f"{case.ref}: its procedure has changed",
        (*text, *out_of_time(case, known)),
        items=items[:MOST_ITEMS],
        buttons=(opens(case),),
        case=case.ref,
    )


def still_there(telling: Telling, asking: Asking) -> Telling | None:
    """Leave out what an earlier version of the procedure knew, and this one does not.

    Nothing is left when it was about nothing else.
    """
    known = {*asking.procedure.by_id, *asking.procedure.anchor}
    parts = tuple(part for part in telling.parts if part.split("/")[0] in known)
    if telling.parts and not parts:
        return None
    return replace(telling, parts=parts)


def gone(case: Case) -> Card:
    """Make of a card what it is when all it asked for has left the procedure."""
    return Card(
        f"{case.ref}: no step of its procedure any more",
        outcome=NO_MORE,
        buttons=(opens(case),),
        case=case.ref,
    )
