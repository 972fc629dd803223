"""The card that says what nobody can do, because somebody takes no part."""

from __future__ import annotations

from bot.core import words
from bot.core.apart import vacant
from bot.core.asking import Asking
from bot.core.cards import Card, Item
from bot.core.case import Case
from bot.core.hearing import Telling
from bot.core.items import item_of, opens
from bot.core.progress import Line
from bot.core.react import asked_of


def stuck(
    telling: Telling, case: Case, known: tuple[Line, ...], asking: Asking
) -> Card | None:
    """Make the card that says what waits for somebody who may not do it."""
    items = []
    for seat in sorted(asked_of(case, asking)):
        step = asking.procedure.by_id[seat[2]]
        if step.id in telling.parts and (says := vacant(seat, case, asking)):
            made = item_of(step, case, known, asking)
            facts = tuple(fact for fact in made.facts if fact[0] != "Who can act")
            items.append(
                Item(step.title, (*facts, ("Who can act", says)), (), made.late)
            )
    if not items:
        return None
    return Card(
        f"{case.ref}: {words.counted(len(items), 'thing')} held up by a conflict of "
        "interest",
        ("Somebody takes no part in this case, and what they alone could do waits.",),
        items=tuple(items),
        buttons=(opens(case),),
        case=case.ref,
    )
