"""What is left after a run, to be judged: the record, and what people saw."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from bot.core.cards import Card
from bot.counter import Counter
from bot.offices import load_offices
from bot.shelf import Shelf
from bot.store import Store, journal, messages, outbox, roster
from bot.store.outbox import Delivery
from integrations.web.chat import from_plain

UPDATE: Final = "update"
"""The way of a card that was drawn again where it stands."""
_BY_THE_HOUR: Final = frozenset({"snooze", "choose-time"})
"""What is offered or not as time goes by, though nothing happens."""
_OFFICES = load_offices("ENG")
_SHELF = Shelf()


@dataclass(frozen=True, slots=True)
class Seen:
    """Something that somebody saw, in the order in which people saw it.

    Attributes:
        way: ``post`` in the chat, ``mail``, or ``put`` in the calendar.
        change: Which change of which meeting an invitation by e-mail tells.
        acts: What its buttons do.
    """

    way: str
    key: str
    place: str = ""
    text: tuple[str, ...] = ()
    case: str = ""
    change: str = ""
    uid: str = ""
    receipt: str | None = None
    acts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Told:
    """A press that was answered with a yes.

    Attributes:
        case: The case it was answered about.
    """

    partnership: str
    by: str
    cause: str
    case: str


def always(_: str) -> bool:
    """Say of every place that it can be asked what it was shown."""
    return True


@dataclass
class Record:
    """What is left after a run.

    Attributes:
        seen: What people saw, in order.
        told: The presses that were answered with a yes.
        drawn: What the buttons of each card do, as it was drawn last, by receipt.
        drafts: What somebody left unsent: whose it is, and when it was kept.
        typed: Words that people typed, and that may stand among the answers only.
        now: The time in that world, at the end.
        askable: Says whether a place can be asked what it was shown.
    """

    store: Store
    now: datetime
    seen: list[Seen] = field(default_factory=list)
    told: list[Told] = field(default_factory=list)
    drawn: dict[str, tuple[str, ...]] = field(default_factory=dict)
    drafts: dict[str, tuple[str, str, datetime]] = field(default_factory=dict)
    typed: tuple[str, ...] = ()
    askable: Callable[[str], bool] = always

    def saw(self, file: Path) -> None:
        """Take over what the receiver noted."""
        lines = file.read_text().splitlines() if file.exists() else []
        noted = [_seen(json.loads(line)) for line in lines]
        self.seen = [one for one in noted if one.way != UPDATE]
        for one in noted:
            if one.way in ("post", UPDATE):
                self.drawn[one.receipt or ""] = one.acts

    def desk(self, partnership: str) -> Counter:
        """Find the desk of a partnership."""
        return Counter(self.store, partnership, _SHELF, lambda _: _OFFICES)

    def cases(self) -> Iterator[tuple[str, str]]:
        """List every case, and whose it is."""
        with self.store.reading() as tx:
            whose = {p: journal.refs(tx, p) for p in roster.partnerships(tx)}
        for partnership, refs in whose.items():
            yield from ((partnership, ref) for ref in refs)

    def rows(self) -> list[Delivery]:
        """List every delivery there ever was."""
        with self.store.reading() as tx:
            return outbox.find(tx)


def acts_of(card: Card) -> tuple[str, ...]:
    """Name what the buttons of a card do, in order; but for what goes by the hour."""
    buttons = [*card.buttons, *(b for item in card.items for b in item.buttons)]
    left = (b for b in buttons if b.does not in _BY_THE_HOUR)
    return tuple(sorted(f"{button.does} {button.about}" for button in left))


def on_page(store: Store, partnership: str, ref: str) -> dict[str, tuple[str, ...]]:
    """Read what the buttons of each card of a case do, as the page has them."""
    with store.reading() as tx:
        cards = messages.of_case(tx, partnership, ref)
    return {one.key: acts_of(from_plain(one.card)) for one in cards}


def _seen(line: dict[str, Any]) -> Seen:
    listed = {name: tuple(line.get(name, ())) for name in ("text", "acts")}
    return Seen(**{**line, **listed})


def said(faults: Iterable[str], most: int = 12) -> str:
    """Write faults down, the first of many."""
    found = list(faults)
    left = [f"and {len(found) - most} more"] if len(found) > most else []
    return "\n".join([*found[:most], *left])
