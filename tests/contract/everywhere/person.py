"""What a person can do at any platform: the same few things, in the same words."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.counter import Counter
from bot.store import Store

Typed = str | Sequence[str]
Answers = Mapping[str, Typed]


class Cannot(Exception):  # noqa: N818 - it is what a platform says, not an error
    """A platform has no way to do something; the suite's record says why."""


@dataclass(frozen=True)
class Seen:
    """A card as somebody sees it: its words, and what can be pressed on it."""

    text: str
    buttons: tuple[str, ...]


class Person(Protocol):
    """Somebody at a screen, who knows words and no ids."""

    def types(self, command: str, text: str = "") -> None:
        """Type a command, such as ``alert`` or ``case``."""
        ...

    def asks_before_others(self) -> None:
        """Ask what waits for them where others read along."""
        ...

    def told(self) -> str:
        """Read what they were answered last, or what is in front of them."""
        ...

    def card(self, about: str) -> Seen:
        """Find the newest card before them that says something."""
        ...

    def hears(self, about: str = "") -> str:
        """Read all that was said to them that mentions something."""
        ...

    def presses(self, label: str, about: str = "") -> None:
        """Press a button: on what is in front of them, or on a card about something."""
        ...

    def in_form(self) -> bool:
        """Say whether a form is in front of them."""
        ...

    def asked(self) -> tuple[str, ...]:
        """List what the form in front of them asks."""
        ...

    def holds(self, label: str) -> str:
        """Read what stands in one field of text."""
        ...

    def fills(self, answers: Answers) -> None:
        """Fill in whatever is asked by the beginning of its label."""
        ...

    def sends(self) -> dict[str, str]:
        """Press the form's main button; gives what is to be put right, by label."""
        ...

    def leaves(self) -> None:
        """Leave a form half way."""
        ...

    def takes_up(self) -> None:
        """Go on with the alert they left, wherever they left it."""
        ...

    def reads_written(self, ref: str) -> str:
        """Read what was written when an alert was raised."""
        ...

    def away(self, deputy: str, first: str, last: str) -> None:
        """Say that they are away, and who stands in."""
        ...

    def again(self) -> None:
        """Do what they did last a second time, as an impatient finger does."""
        ...

    def forges(self, other: Person, label: str, about: str) -> None:
        """Press a button that only somebody else was offered."""
        ...


class Town(Protocol):
    """A platform with a whole partnership in it, and the bot.

    Attributes:
        name: What the platform is called in a table.
        desk: Where things are recorded.
        store: The record itself.
        why: Why something cannot be done here, by a name for it.
    """

    name: str
    why: Mapping[str, str]

    @property
    def desk(self) -> Counter: ...

    @property
    def store(self) -> Store: ...

    @property
    def now(self) -> datetime: ...

    def person(self, who: str) -> Person:
        """Find somebody of the roster at this platform."""
        ...

    def beside(self, who: str) -> Person:
        """Find the same person at the page that is joined to the same record."""
        ...

    def stranger(self) -> Person:
        """Somebody whom the roster does not know."""
        ...

    def channel(self) -> list[Seen]:
        """List what stands in the channel of the digest, the newest first."""
        ...

    def inside(self, ref: str) -> set[str]:
        """Name who is in a case's private room, by their ids in the roster."""
        ...

    def said(self) -> list[str]:
        """List every text that stands anywhere in the platform's messages."""
        ...

    def writes(self, who: str, text: str) -> None:
        """Have somebody write a message of their own, and begin an alert about it."""
        ...

    def letters(self, who: str) -> list[str]:
        """List the subjects of what somebody was sent by e-mail."""
        ...

    def invited(self, who: str) -> int:
        """Count the invitations that somebody was sent by e-mail."""
        ...

    def deliver(self) -> None:
        """Carry everything that may go now."""
        ...

    def pass_time(self, **time: float) -> None:
        """Let time pass."""
        ...

    def tick(self) -> None:
        """Look at what is due, and carry what follows."""
        ...


def plain(text: str) -> str:
    """Take away what a platform adds to draw a text, and keep its words.

    Example:
        >>> plain("*Due:*  Friday 4 December")
        'due friday 4 december'
    """
    return " ".join(re.findall(r"[\w’'-]+", text.replace("_", " ").casefold()))


def tokens(text: str) -> frozenset[str]:
    """Give the different words of a text.

    Example:
        >>> sorted(tokens("Due: *due* Friday"))
        ['due', 'friday']
    """
    return frozenset(plain(text).split())


def named(label: str) -> str:
    """Give a label without what a platform adds to say that it may be left empty.

    Example:
        >>> named("Where? (optional)")
        'Where?'
    """
    return re.sub(r"\s*\((?:part \d+ of \d+|optional|you can [^)]*)\)", "", label)


def absence(who: str, deputy: str, first: str, last: str) -> Answers:
    """Answer what is asked about an absence."""
    return {
        "Who is away?": who,
        "From which day?": first,
        "To which day?": last,
        "Who stands in?": deputy,
    }
