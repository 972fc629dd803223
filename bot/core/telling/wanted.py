"""The card that says that somebody's view is wanted, and what becomes of it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from bot.core import offers, words
from bot.core.asking import Asking
from bot.core.cards import Card, Item
from bot.core.case import Case
from bot.core.hearing import Seat, Telling
from bot.core.items import dates, done_by, opens, outcome
from bot.core.progress import AnyStep, Line
from bot.core.telling.asks import NO_MORE
from bot.core.wanted import seats_of, speaks_for, wanted, wanted_of

_HOW: Final = (
    "You are entitled to a view before this is decided. Press the button to give it, "
    "with your reasons if you like."
)


def view_wanted(
    telling: Telling,
    case: Case,
    known: tuple[Line, ...],
    asking: Asking,
    *,
    again: bool = False,
) -> Card | None:
    """Make the card that asks for a view: of which decision, and by what day.

    Args:
        telling: Which seats are asked, on which decisions.
        case: The case as it stands now.
        known: Every deadline of the case, worked out.
        asking: The rules now; ``by`` is whoever will see the card.
        again: Whether the card was shown before, and is drawn as it stands now.
    """
    asked = seats_of(telling)
    waiting = wanted_of(asked & wanted(case, asking), case, asking)
    shown = wanted_of(asked, case, asking) if again else waiting
    if not shown:
        return None
    by_id = asking.procedure.by_id
    became = {
        name: _became(by_id[name], asked, case, asking)
        for name in shown
        if name not in waiting
    }
    if len(shown) == 1:
        return _one(by_id[shown[0]], case, known, asking, *became.values())
    items = tuple(
        Item(by_id[name].title, (("Now", became[name]),))
        if name in became
        else _item(by_id[name], case, known, asking)
        for name in shown
    )
    return Card(
        f"{case.ref}: your view is wanted of {words.counted(len(shown), 'decision')}",
        (_HOW,) if waiting else (),
        items=items,
        buttons=(opens(case),),
        case=case.ref,
    )


def _one(
    step: AnyStep,
    case: Case,
    known: tuple[Line, ...],
    asking: Asking,
    became: str = "",
) -> Card:
    if became:
        return Card(
            f"{case.ref}: {step.title}",
            outcome=became,
            buttons=(opens(case),),
            case=case.ref,
        )
    item = _item(step, case, known, asking)
    return Card(
        f"{case.ref}: your view is wanted: {step.title}",
        (_HOW,),
        item.facts,
        buttons=(*item.buttons, opens(case)),
        case=case.ref,
    )


def _item(step: AnyStep, case: Case, known: tuple[Line, ...], asking: Asking) -> Item:
    """Say by when it is decided, with the button that gives a view and no other."""
    own = [line for line in known if line.step.id == step.id]
    facts = tuple(fact for line in own for fact in dates(line, asking))
    buttons = offers.of_step(step, case, asking)
    late = any(line.late(asking.now) for line in own)
    return Item(step.title, facts, tuple(b for b in buttons if b.does == "view"), late)


def _became(step: AnyStep, asked: Iterable[Seat], case: Case, asking: Asking) -> str:
    """Say what became of a view that was asked for: decided, or given first."""
    known = case.views.get(step.id, {})
    for seat in sorted(asked):
        given = known.get(seat[0])
        if seat[2] == step.id and given and speaks_for(seat, case, asking):
            return done_by("View recorded", given.mark, asking)
    return outcome(step, case, asking) or NO_MORE
