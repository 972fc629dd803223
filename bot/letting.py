"""Who is let into the room of a case: made so by the courier, and recorded.

Whoever is let in stands in the journal. Whoever the chat does not have is told by
e-mail, once, and nothing of the case waits for the room.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from bot import addressing
from bot.core import rooms
from bot.core.asking import BOT, Asking
from bot.core.case import Case
from bot.core.events import PersonId, RoomOpened
from bot.core.hearing import Telling
from bot.desk import Desk
from bot.gateways import Chat, NotHere, Room, Undeliverable
from bot.saying import look, redrawn
from bot.settling import Ended, settle
from bot.store import Transaction, drawn, outbox
from bot.store.drawn import DRAWN, Drawn
from bot.store.opening import values_of
from bot.store.outbox import DROPPED, SENT, Delivery

KIND: Final = "room"
"""What a delivery is called that sees to a room."""


@dataclass(frozen=True, slots=True)
class _Wanted:
    """How a room should be.

    Attributes:
        people: Who is to be in it.
        there: Whether anybody has been let in before.
        stays: Whether the case is to have a room at all.
        shown: What says in it where the case stands, once that is there.
    """

    people: tuple[PersonId, ...]
    there: bool
    stays: bool
    shown: tuple[Delivery, ...]


async def see_to_room(desk: Desk, chat: Chat, row: Delivery, now: datetime) -> None:
    """Make the room of a case as it should be now, and record who is in it.

    Args:
        desk: The partnership's desk.
        chat: Where the room is.
        row: The delivery, as it was leased.
        now: The instant.

    Raises:
        TryLater: The chat asks for patience.
        Undeliverable: The chat cannot have such a room, and says why.
    """
    ref = row.case_ref or ""
    wanted = await asyncio.to_thread(_wanted, desk, row, now)
    for shown in wanted.shown:  # before it is closed: then it cannot be changed
        await _draw_again(desk, chat, shown, now, sure=not row.doubt)
    room, why = None, ""
    if not wanted.stays:
        await chat.close_room(row.partnership, ref, now)
    elif not await asyncio.to_thread(chat.reaches, row.partnership, ""):
        why = "there is no chat to have it in"
    elif not wanted.people and not wanted.there:
        why = "nobody to let in"
    else:
        room = await chat.room(row.partnership, ref, wanted.people, now)
    if why:
        await asyncio.to_thread(_drop, desk, row, why, now)
    else:
        await asyncio.to_thread(_settle, desk, row, wanted.people, room, now)


async def _draw_again(
    desk: Desk, chat: Chat, shown: Delivery, now: datetime, *, sure: bool
) -> None:
    """Make what stands in a room say what is so now, unless it is sure that it does."""
    card = await asyncio.to_thread(redrawn, desk, shown, now)
    if card is None or (sure and shown.receipt.get(DRAWN) == look(card)):
        return
    with suppress(Undeliverable, NotHere):
        await chat.update(str(shown.receipt["receipt"]), card, now)
    noted = Drawn(shown.key, shown.receipt, look(card))
    await asyncio.to_thread(_note, desk, noted)


def _note(desk: Desk, noted: Drawn) -> None:
    with desk.store.writing(patient=True) as tx:
        drawn.note(tx, (noted,))


def _wanted(desk: Desk, row: Delivery, now: datetime) -> _Wanted:
    with desk.store.reading() as tx:
        case, asking = _rules(tx, desk, row, now)
        sent = outbox.find(tx, case_ref=case.ref, kind=KIND, states=(SENT,))
    return _Wanted(
        tuple(person.id for person in addressing.let_in(case, asking)),
        bool(case.room),
        bool(rooms.let_in(case, asking)),
        tuple(one for one in sent if one.place),
    )


def _drop(desk: Desk, row: Delivery, why: str, now: datetime) -> None:
    with desk.store.writing(patient=True) as tx:
        settle(tx, row, Ended(DROPPED, why), now)


def _settle(
    desk: Desk,
    row: Delivery,
    people: tuple[PersonId, ...],
    room: Room | None,
    now: datetime,
) -> None:
    """Settle the row, record who is in the room, and queue what is said of it."""
    with desk.store.writing(patient=True) as tx:
        case, asking = _rules(tx, desk, row, now)
        inside = room.inside if room else frozenset()
        now_in = tuple(p.id for p in asking.roster.people if p.id in inside)
        ended = Ended(
            SENT,
            receipt={"way": KIND, "receipt": room.channel if room else ""},
            came_of_it=(RoomOpened(now_in),) if now_in != case.room else (),
        )
        if settle(tx, row, ended, now) and room is not None:
            outbox.enqueue(tx, _said(row, case.ref, people, room, now), now)


def _said(
    row: Delivery, ref: str, people: tuple[PersonId, ...], room: Room, now: datetime
) -> list[Delivery]:
    """List what is said of a room: a card in it, and a letter to each who is not in it.

    Each has the same key whenever the room is seen to, so that it is said once; but
    a room that had to be made anew has a card of its own.
    """
    there = Delivery(
        key=f"{ref}/room/{room.channel}",
        partnership=row.partnership,
        kind=KIND,
        not_before=now,
        case_ref=ref,
        n=row.n,
        place=room.channel,
        body=values_of(Telling(KIND, channel=True)),
        lane=f"chat/{row.partnership}/#{room.channel}",
    )
    letters = [
        Delivery(
            key=f"{ref}/room/to/{person}",
            partnership=row.partnership,
            kind=KIND,
            not_before=now,
            case_ref=ref,
            n=row.n,
            person=person,
            body={**values_of(Telling(KIND)), "mail": True},
            lane=f"mail/{row.partnership}",
        )
        for person in people
        if person not in room.inside
    ]
    return [there, *letters]


def _rules(
    tx: Transaction, desk: Desk, row: Delivery, now: datetime
) -> tuple[Case, Asking]:
    opened = desk.open(tx, row.case_ref or "", BOT, now)
    return opened.case, opened.asking
