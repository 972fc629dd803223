"""What can be asked in words, in any chat: a case by its reference, or a list.

What is typed is never kept and never said back: a chat is no place for a child's
details. Only what has the shape of a reference is.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Final, TypeAlias

from bot.core.cards import Card
from bot.core.errors import Refused, Unknown
from bot.core.events import PersonId
from bot.counter import Counter
from bot.visitor import Visitor

REFERENCE: Final = re.compile(r"[A-Z]{1,8}-\d{4}-\d{1,6}", re.ASCII)

Shows: TypeAlias = Callable[[Counter, PersonId, datetime], Card]
"""Makes a card for one person of a partnership."""


def not_kept(word: str) -> str:
    """Say that what was typed beside a word has not been kept."""
    return (
        f"A chat is no place for details, so what you typed after {word} has not been "
        "kept. Write it in the form, which only those who may read it will see."
    )


def of_case(visitor: Visitor, reference: str, word: str) -> tuple[str, Card]:
    """Find a case in whichever of somebody's partnerships has it.

    Args:
        visitor: Who asks.
        reference: What they typed, in capitals.
        word: What they type to see what waits for them.

    Returns:
        The partnership, and how the case stands there.

    Raises:
        Refused: There is no such case, or this person has no part in it.
    """
    refusal: Refused = Unknown(
        "That is not the reference of a case.",
        next_step=f"It looks like WVX-2026-001. Type {word} alone to see what waits "
        "for you. What you typed has not been kept.",
    )
    if REFERENCE.fullmatch(reference):
        for account in visitor.accounts:
            desk = visitor.desk(account.partnership)
            try:
                card = desk.brief(reference, account.person, visitor.now)
            except Refused as no:
                # What one of them knows of it counts for more than what none does.
                known = not isinstance(refusal, Unknown)
                refusal = refusal if known else no
            else:
                return account.partnership, card
    raise refusal


def joined(visitor: Visitor, shows: Shows) -> list[tuple[str, Card]]:
    """Make the same card of every partnership that somebody serves.

    Raises:
        Refused: They serve none of them any more.
    """
    cards = []
    refusal: Refused | None = None
    for account in visitor.accounts:
        desk = visitor.desk(account.partnership)
        try:
            card = shows(desk, account.person, visitor.now)
        except Refused as no:
            refusal = no
            continue
        title = desk.people().title
        several = len(visitor.accounts) > 1
        heading = f"{title}: {card.heading}" if several else card.heading
        cards.append((account.partnership, replace(card, heading=heading)))
    if refusal and not cards:
        raise refusal
    return cards
