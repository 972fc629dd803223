"""A card that stands in a chat, as one of those who see it may use it.

A card in a room is the same for everybody. Here are found the delivery that it came
with, how it should look by now, and which of its buttons somebody would not be
refused.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace

from bot import turns
from bot.answer import Answer
from bot.core import commands, offers
from bot.core.cards import Button, Card
from bot.core.decide import would_refuse
from bot.core.press import ACTS
from bot.core.written import has_text
from bot.desk import Desk
from bot.intake import is_name
from bot.shown import View
from bot.store import drawn, outbox
from bot.store.outbox import SENT, Delivery


def own(card: Card, view: View) -> Card:
    """Put on a card the buttons that somebody would not be refused, and no others.

    What opens a page or a paper stays: what is not for them is refused there. On a
    line about a step that waits for them stands what they can do about it.

    Args:
        card: What is shown to everybody.
        view: The case as this person may see it.
    """
    may = {None, *((one.does, one.about) for one in _offered(view))}

    def left(buttons: tuple[Button, ...]) -> tuple[Button, ...]:
        return tuple(one for one in buttons if _acted(one) in may)

    waits = {item.title: item.buttons for item in turns.mine(view)}
    items = tuple(
        replace(item, buttons=left(item.buttons) or waits.get(item.title, ()))
        for item in card.items
    )
    return replace(card, items=items, buttons=left(card.buttons))


def headed(card: Card, answer: Answer) -> Card:
    """Say on a card what came of what was pressed on it."""
    said = tuple(line for line in (answer.says, answer.next_step) if line)
    return replace(card, text=(*said, *card.text))


def delivered(
    desk: Desk, case: str, receipts: Collection[str], key: str = ""
) -> Delivery | None:
    """Find the delivery that a card came with.

    Args:
        desk: The partnership's desk.
        case: The case that the card is about.
        receipts: Where the card stands, in each way it may have been noted.
        key: The delivery, where the card carries its name.
    """
    if not is_name(case):
        return None
    with desk.store.reading() as tx:
        known = outbox.get(tx, key) if is_name(key) else None
        rows = [known] if known else []
        if not rows:
            rows = outbox.find(tx, case_ref=case, states=(SENT,), receipts=receipts)
    return next((row for row in rows if _is(row, desk, case, receipts)), None)


def drawn_apart(desk: Desk, row: Delivery) -> None:
    """Have the courier draw a card for sure the next time, as somebody else has now."""
    with desk.store.writing(patient=True) as tx:
        drawn.forget(tx, row.key)


def _is(row: Delivery, desk: Desk, case: str, receipts: Collection[str]) -> bool:
    whose = (row.partnership, row.case_ref) == (desk.partnership, case)
    return whose and row.receipt.get("receipt") in receipts


def _acted(button: Button) -> tuple[str, str] | None:
    """Say which act of the rules a button is; nothing, if it only shows something."""
    case, _, rest = button.about.partition("/")
    if button.does == "choose-time":
        # Who may arrange a meeting may choose one of the times for it.
        return "arrange", f"{case}/{rest.partition('/')[0]}"
    return (button.does, button.about) if button.does in ACTS else None


def _offered(view: View) -> Iterator[Button]:
    """List what somebody would not be refused on a case."""
    case, asking = view.case, view.asking
    for buttons in view.buttons.values():
        yield from buttons
    for action in case.actions:
        yield from offers.of_action(action.number, case, asking)
    for entry in view.journal:
        read = commands.ReadAnswers(entry=entry.n)
        if has_text(entry.event) and would_refuse(case, read, asking) is None:
            yield Button("Read", "read", f"{case.ref}/-/{entry.n}")
