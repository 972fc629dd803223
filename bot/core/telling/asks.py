"""The card that asks somebody to do something, and what becomes of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from bot.core import words
from bot.core.asking import Asking
from bot.core.cards import Card, Item
from bot.core.case import Case
from bot.core.items import done_by, item_of, opens, outcome
from bot.core.procedure import SignOff
from bot.core.progress import AnyStep, Line
from bot.core.react import Telling, asked_of
from bot.core.telling.times import shown, told, with_times, without_times

MOST_ITEMS: Final = 8
"""Things on one card; what is left is counted."""
NO_MORE: Final = "Nothing more is needed from you on this."


def ask(
    telling: Telling,
    case: Case,
    known: tuple[Line, ...],
    asking: Asking,
    *,
    again: bool = False,
) -> Card | None:
    """Make the card that asks a role for something, or for several things.

    Args:
        telling: Who is asked for what.
        case: The case as it stands now.
        known: Every deadline of the case, worked out.
        asking: The rules now.
        again: Whether the card was shown before, and is drawn as it stands now.
    """
    wanted = [
        asking.procedure.by_id[part]
        for part in telling.parts
        if part in asking.procedure.by_id
    ]
    seats = asked_of(case, asking)
    waiting = [s for s in wanted if (telling.role, telling.person, s.id) in seats]
    if not waiting and not again:
        return None
    mine = asking.said(telling.role)
    if len(wanted) == 1:
        if waiting:
            return _ask_one(wanted[0], case, known, asking, mine)
        return _answered(wanted[0], telling, case, asking)
    listed = wanted if again else waiting
    items = tuple(
        item
        for step in listed[:MOST_ITEMS]
        for item in (
            _of_several(step, case, known, asking)
            if step in waiting
            else (Item(step.title, (("Now", _became(step, telling, case, asking)),)),)
        )
    )
    left = len(listed) - len(listed[:MOST_ITEMS])
    more = f"And {words.counted(left, 'more thing')} on the case page."
    return Card(
        f"{case.ref}: {words.counted(len(listed), 'thing')} for the {mine}",
        (more,) if left else (),
        items=items,
        buttons=(opens(case),),
        case=case.ref,
    )


def _ask_one(
    step: AnyStep, case: Case, known: tuple[Line, ...], asking: Asking, mine: str
) -> Card:
    item = item_of(step, case, known, asking)
    return Card(
        f"{case.ref}: {step.title}",
        (
            *filter(None, (_turn(step, case, mine), step.doing)),
            *told(step, case, asking),
        ),
        without_times(item.facts),
        shown(step, case, asking),
        buttons=(*with_times(item.buttons, step, case), opens(case)),
        case=case.ref,
    )


def _of_several(
    step: AnyStep, case: Case, known: tuple[Line, ...], asking: Asking
) -> Iterator[Item]:
    """Show one of several things that are asked, and the times found for it."""
    item = item_of(step, case, known, asking)
    diaries = tuple(("Times", said) for said in told(step, case, asking))
    buttons = with_times(item.buttons, step, case)
    yield replace(item, facts=(*without_times(item.facts), *diaries), buttons=buttons)
    for time in shown(step, case, asking):
        yield replace(time, title=f"{step.title}: {time.title}")


def _answered(step: AnyStep, telling: Telling, case: Case, asking: Asking) -> Card:
    return Card(
        f"{case.ref}: {step.title}",
        outcome=_became(step, telling, case, asking),
        buttons=(opens(case),),
        case=case.ref,
    )


def _became(step: AnyStep, telling: Telling, case: Case, asking: Asking) -> str:
    """Say what became of what was asked: for a seat, of that seat's own signature."""
    seat = "/".join(filter(None, (telling.role, telling.person)))
    for signature in case.chain(step.id).signatures:
        if signature.seat == seat:
            return done_by("Signed", signature.mark, asking)
    return outcome(step, case, asking) or NO_MORE


def _turn(step: AnyStep, case: Case, mine: str) -> str:
    if isinstance(step, SignOff) and case.chain(step.id).returned:
        return "It was sent back with a reason, which you can read on the case page."
    if isinstance(step, SignOff) and case.chain(step.id).text:
        return f"It is ready for you to read and sign as {mine}."
    return f"This is now for you, as {mine}."
