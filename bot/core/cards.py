"""What goes out: a card, and the buttons on it. Drawn by each platform its own way.

A card carries references, roles, steps and dates. It has nowhere to put an
answer, a name of a child or a free text, on purpose.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from typing import Final

from bot.core.events import CaseRef


@dataclass(frozen=True, slots=True)
class Button:
    """Something a person can press.

    Attributes:
        label: What it says, in a few words.
        does: The act, as :mod:`bot.core.press` knows it.
        about: What it is done to: ``case``, ``case/step`` or ``case/step/item``.
        main: Whether it is the act most people will want.
    """

    label: str
    does: str
    about: str
    main: bool = False


@dataclass(frozen=True, slots=True)
class Item:
    """One of several things on a card, with its own facts and buttons.

    Attributes:
        late: Whether it is past its day. Said in words as well as drawn.
    """

    title: str
    facts: tuple[tuple[str, str], ...] = ()
    buttons: tuple[Button, ...] = ()
    late: bool = False


@dataclass(frozen=True, slots=True)
class Card:
    """One thing the bot says in a chat.

    Attributes:
        heading: One line, which must make sense read alone by a screen reader.
        text: Sentences under the heading, one to a line.
        facts: Labels and values, such as due date and day count.
        items: Several things of the same sort.
        buttons: What can be done about the whole card.
        outcome: What became of it, once it has been answered.
        case: The case it is about, or an empty string.
    """

    heading: str
    text: tuple[str, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()
    items: tuple[Item, ...] = ()
    buttons: tuple[Button, ...] = ()
    outcome: str = ""
    case: CaseRef = ""


def plain(card: Card) -> str:
    r"""Say a card as text, for e-mail, notifications and screen readers.

    Example:
        >>> plain(Card("DOR-2026-004 is due", facts=(("Due", "Friday"),)))
        'DOR-2026-004 is due\nDue: Friday'
    """
    lines = [card.heading, *card.text, *(f"{k}: {v}" for k, v in card.facts)]
    for item in card.items:
        lines.append(f"- {item.title}{' (late)' if item.late else ''}")
        lines.extend(f"  {k}: {v}" for k, v in item.facts)
    if card.outcome:
        lines.append(card.outcome)
    return "\n".join(lines)


_SHOWING: Final = frozenset({"open", "undelivered"})
"""What buttons do that only show something."""
_NO_BUTTONS: Final = (
    "Nothing can be pressed in an e-mail. Do it in your chat with Dayzero; if you have "
    "none, tell whoever keeps the case."
)


def as_mail(card: Card) -> str:
    """Say a card as an e-mail, which has no buttons, and say so where it matters.

    Example:
        >>> as_mail(Card("DOR-2026-004 is due"))
        'DOR-2026-004 is due'
    """
    buttons = chain(card.buttons, *(item.buttons for item in card.items))
    if all(button.does in _SHOWING for button in buttons):
        return plain(card)
    return f"{plain(card)}\n\n{_NO_BUTTONS}"


HELD: Final = "Time held: "
"""Begins the subject of a meeting whose time is only held."""


@dataclass(frozen=True, slots=True)
class Invite:
    """A meeting as one person's calendar should show it. Nothing personal in it.

    Attributes:
        uid: Stable for the meeting, whatever happens to it.
        sequence: Rises by one with every change.
        start: When it starts, with its zone.
        subject: The reference and the name of the meeting.
        text: What a person may be told in a calendar, in plain sentences.
        required: Whether this person must come.
        stood_down: Whether the meeting will not take place.
        changed: When the change that this tells was recorded.
        link: The address where the case is opened, or an empty string.
        tentative: Whether the time is only held for now.
        hide_guests: Whether those who are asked do not see who else is.
        withdrawn: Whether it goes on, and only this person is asked no more.
        confirmed: Whether its time is the one that was held for it.
        organiser: The mailbox it comes from; empty for the one of all partnerships.
    """

    uid: str
    sequence: int
    start: datetime
    minutes: int
    subject: str
    text: str
    required: bool
    stood_down: bool
    changed: datetime
    link: str = ""
    tentative: bool = False
    hide_guests: bool = False
    withdrawn: bool = False
    confirmed: bool = False
    organiser: str = ""
