"""What somebody finds at the beginning, in any chat: what waits, and what was begun.

It says nothing personal: of what was half written, the name of its form alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from bot.core import questions, words
from bot.core.cards import Button, Card, Item
from bot.core.errors import Refused
from bot.counter import Counter
from bot.raising import ALERT
from bot.spoken import REFERENCE
from bot.store.accounts import Account
from bot.store.drafts import SECTION, Draft
from bot.visitor import Visitor


@dataclass(frozen=True, slots=True)
class Begun:
    """Something half written that somebody can go on with.

    Attributes:
        title: What it is, such as the name of its form; nothing typed.
        about: What it is about, as the button that goes on with it carries it.
    """

    title: str
    does: str
    about: str
    kept_at: datetime


@dataclass(frozen=True, slots=True)
class Standing:
    """How things stand for one person in one partnership.

    Attributes:
        name: The partnership's name.
        mine: What waits for them.
        deadlines: What is late, and what comes this week.
        begun: What they left half way.
        can: What else they may do, such as see what could not be delivered.
    """

    partnership: str
    name: str
    mine: Card
    deadlines: Card
    begun: tuple[Begun, ...] = ()
    can: tuple[Button, ...] = ()


def standing(visitor: Visitor) -> tuple[Standing, ...]:
    """Say how things stand for somebody, in each partnership they serve."""
    found = []
    for account in visitor.accounts:
        try:
            found.append(_standing(visitor, account))
        except Refused:
            continue  # they have left that roster since
    return tuple(found)


def half_written(begun: tuple[Begun, ...]) -> tuple[Item, ...]:
    """List what somebody left half way, each with a way to go on with it."""
    return tuple(
        Item(
            one.title,
            (("Kept", words.moment(one.kept_at)),),
            (Button("Go on", one.does, one.about, main=True),),
        )
        for one in begun
    )


def leading(item: Item) -> Item:
    """Let a line of the deadlines lead to its case."""
    ref = item.title.partition(":")[0]
    if item.buttons or not REFERENCE.fullmatch(ref):
        return item
    return replace(item, buttons=(Button("Open the case", "open", ref),))


def _standing(visitor: Visitor, account: Account) -> Standing:
    desk, by, now = visitor.desk(account.partnership), account.person, visitor.now
    lost = desk.undelivered(by, now)
    can = (Button("What did not arrive", "undelivered", ""),) if lost else ()
    return Standing(
        partnership=account.partnership,
        name=desk.people().title,
        mine=desk.mine(by, now),
        deadlines=desk.deadlines(by, now),
        begun=tuple(_begun(visitor, desk, by)),
        can=can,
    )


def _begun(visitor: Visitor, desk: Counter, by: str) -> Iterator[Begun]:
    """List what somebody left half way and can still go on with."""
    for kept in desk.drafts_of(by):
        try:
            title = _title(visitor, desk, by, kept)
        except Refused:
            continue  # it can be sent no more; what was typed goes in its time
        if title:
            about = kept.id if kept.form == ALERT else kept.about
            yield Begun(title, kept.form, about, kept.updated_at)


def _title(visitor: Visitor, desk: Counter, by: str, kept: Draft) -> str:
    """Say what a half-written form is for, without opening what is shown with it."""
    if kept.form in (ALERT, SECTION):
        form = desk.asks(kept.form, kept.about, by, visitor.now)
        return form.title if form else ""
    case = kept.about.partition("/")[0]
    with desk.store.reading() as tx:
        opened = desk.open(tx, case, by, visitor.now)
    made = questions.form_for(kept.form, kept.about, opened.case, opened.asking)
    return f"{case}: {made.title}" if made else ""
