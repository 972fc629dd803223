"""Takes outbox rows to the outside, and records what became of each.

At least once, with care: a lease so that one courier has a row, a fence so that
only the last to have it can settle it, and a look outside before anything is
sent again that may have gone already. Who is meant and what is said are worked
out when it goes; what is no longer true is dropped, and recorded as dropped.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Final

import structlog

from bot.core import telling as tellings
from bot.core.asking import BOT, OF_AGENCY, Asking
from bot.core.cards import Card, plain
from bot.core.case import Case
from bot.core.digest import digest
from bot.core.errors import Refused
from bot.core.events import DeliveryEnded
from bot.core.people import Person
from bot.core.procedure import EVERY_AGENCY, Meeting
from bot.core.progress import AnyStep
from bot.core.react import Telling
from bot.counter import summary
from bot.desk import Desk, Opened
from bot.gateways import (
    Calendar,
    Chat,
    Letter,
    Mail,
    Place,
    TryLater,
    Undeliverable,
)
from bot.store import Transaction, index, journal, leases, outbox
from bot.store.outbox import ADDRESSED, DEAD, DROPPED, SENT, Delivery

_LEASE: Final = timedelta(seconds=60)
_TRIES: Final = 8
_IDLE: Final = 1.0
"""Seconds to sleep when nothing waits; a wake ends it sooner."""
_LATE: Final = 60
"""Minutes after its time from which a delivery is recorded as late."""

_log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Ways:
    """The ways to the outside that there are.

    Attributes:
        domain: What makes identifiers unique in the world.
    """

    chat: Chat
    calendar: Calendar
    mail: Mail
    domain: str = "dayzero.example.org"


class Courier:
    """Carries one delivery at a time until none may go.

    Args:
        desk: Finds the desk of a partnership.
        ways: The ways to the outside.
        now: The machine's time, or the rehearsal's.
    """

    def __init__(
        self, desk: Callable[[str], Desk], ways: Ways, now: Callable[[], datetime]
    ) -> None:
        self._desk = desk
        self._ways = ways
        self._now = now

    async def deliver(self) -> float:
        """Carry whatever may go now; returns the seconds that can be slept."""
        while await self.carry_one():
            pass
        return await asyncio.to_thread(self._rest)

    async def carry_one(self) -> bool:
        """Carry the delivery that has waited longest, if one may go."""
        row = await asyncio.to_thread(self._lease)
        if row is None:
            return False
        try:
            await self._carry(row)
        except TryLater as asked:
            await asyncio.to_thread(self._wait, row, asked.seconds)
        except Undeliverable as refusal:
            await asyncio.to_thread(self._end, row, DEAD, str(refusal), "")
        except Exception as trouble:  # noqa: BLE001 - the one place where the outside may fail
            await asyncio.to_thread(self._failed, row, trouble)
        return True

    def _lease(self) -> Delivery | None:
        desk = self._desk("")
        with desk.store.writing() as tx:
            return leases.lease(tx, None, self._now(), _LEASE)

    def _rest(self) -> float:
        with self._desk("").store.reading() as tx:
            ready = leases.ready_at(tx, self._now())
        if ready is None:
            return _IDLE
        return min(_IDLE, max(0.0, (ready - self._now()).total_seconds()))

    async def _carry(self, row: Delivery) -> None:
        if row.kind == "redraw":
            await self._redraw(row)
        elif not row.person and not row.place:
            await asyncio.to_thread(self._address, row)
        elif row.kind == "invite":
            await self._invite(row)
        else:
            await self._card(row)

    # -- who is meant ------------------------------------------------------------

    def _address(self, row: Delivery) -> None:
        """Turn a row for a role into one row for each person, all together."""
        desk, now = self._desk(row.partnership), self._now()
        with desk.store.writing() as tx:
            case, asking = self._rules(tx, desk, row)
            rows = list(self._addressed(row, case, asking))
            outbox.enqueue(tx, rows, now)
            state = ADDRESSED if rows else DROPPED
            problem = "" if rows else "nobody to tell"
            leases.settle(tx, row.key, row.fence, state, now=now, problem=problem)

    def _addressed(
        self, row: Delivery, case: Case, asking: Asking
    ) -> Iterable[Delivery]:
        said = as_telling(row.body)
        if said.channel:
            if not self._ways.chat.reaches(row.partnership, ""):
                return
            yield replace(_child(row, "channel"), place=asking.roster.channel)
            return
        for role, person in _people(row, said, case, asking):
            body = {**row.body, "role": role}
            yield replace(
                _child(row, person.id), person=person.id, role=role, body=body
            )
            if row.kind == "request":
                yield replace(
                    _child(row, f"{person.id}/mail"),
                    person=person.id,
                    role=role,
                    body={**body, "mail": True},
                )

    def _rules(self, tx: Transaction, desk: Desk, row: Delivery) -> tuple[Case, Asking]:
        if row.case_ref is None:
            return Case(""), desk.asking(tx, BOT, self._now())
        opened = desk.open(tx, row.case_ref, BOT, self._now())
        return opened.case, opened.asking

    # -- what is said ------------------------------------------------------------

    async def _card(self, row: Delivery) -> None:
        made = await asyncio.to_thread(self._made, row)
        if made is None:
            await asyncio.to_thread(self._end, row, DROPPED, "no longer true", "")
            return
        card, to = made
        chat = self._ways.chat
        by_mail = bool(row.body.get("mail")) or (
            row.person != "" and not chat.reaches(row.partnership, row.person)
        )
        if by_mail and to is not None:
            receipt = await self._post(row, card, to)
        else:
            place = Place(row.partnership, row.place, row.person)
            found = await chat.find(place, row.key) if row.doubt else None
            if found is None and not await self._still_mine(row):
                return
            receipt = found or await chat.post(place, card, row.key, self._now())
        await asyncio.to_thread(self._end, row, SENT, "", receipt)

    async def _post(self, row: Delivery, card: Card, to: Person) -> str:
        letter = Letter(to, card.heading, plain(card), self._now())
        found = await self._ways.mail.find(letter, row.key) if row.doubt else None
        if found is None and row.doubt:
            letter = replace(
                letter,
                text=f"{letter.text}\n\nThis may be a repeat of {row.key}.",
            )
        return found or await self._ways.mail.send(letter, row.key)

    def _made(self, row: Delivery) -> tuple[Card, Person | None] | None:
        desk, now = self._desk(row.partnership), self._now()
        with desk.store.reading() as tx:
            if row.kind == "digest":
                root = str(row.body.get("root", ""))
                card: Card | None = digest_card(
                    tx, desk, row.person or BOT, row.role, now, root
                )
                people = desk.roster(tx)
            else:
                opened = desk.open(tx, row.case_ref or "", row.person or BOT, now)
                people = opened.asking.roster
                if row.person in opened.case.conflicted:
                    return None
                card = tellings.card(as_telling(row.body), opened.case, opened.asking)
        if card is None:
            return None
        return card, people.person(row.person) if row.person else None

    async def _invite(self, row: Delivery) -> None:
        desk, now = self._desk(row.partnership), self._now()
        opened = await asyncio.to_thread(self._open, desk, row)
        invite = tellings.invite(
            as_telling(row.body), opened.case, opened.asking, self._ways.domain
        )
        person = opened.asking.roster.person(row.person)
        if invite is None or row.person in opened.case.conflicted:
            await asyncio.to_thread(self._end, row, DROPPED, "replaced by a later", "")
            return
        calendar = self._ways.calendar
        found = await calendar.find(invite, person, row.key) if row.doubt else None
        if found is None and not await self._still_mine(row):
            return
        receipt = found or await calendar.invite(invite, person, row.key, now)
        await asyncio.to_thread(self._end, row, SENT, "", receipt)

    def _open(self, desk: Desk, row: Delivery) -> Opened:
        with desk.store.reading() as tx:
            return desk.open(tx, row.case_ref or "", row.person or BOT, self._now())

    async def _redraw(self, row: Delivery) -> None:
        """Make every card that was shown about some steps say what is so now."""
        for receipt, card in await asyncio.to_thread(self._to_redraw, row):
            await self._ways.chat.update(receipt, card, self._now())
        await asyncio.to_thread(self._end, row, SENT, "", "")

    def _to_redraw(self, row: Delivery) -> list[tuple[str, Card]]:
        desk, now = self._desk(row.partnership), self._now()
        touched = set(row.body.get("parts", ()))
        found: list[tuple[str, Card]] = []
        with desk.store.reading() as tx:
            shown = outbox.find(tx, case_ref=row.case_ref, states=(SENT,))
            opened = desk.open(tx, row.case_ref or "", BOT, now)
        for one in shown:
            parts = {part.split("/")[0] for part in one.body.get("parts", ())}
            receipt = str(one.receipt.get("receipt", ""))
            if not receipt or one.body.get("mail") or not parts & touched:
                continue
            asking = replace(opened.asking, by=one.person or BOT)
            card = tellings.redrawn(as_telling(one.body), opened.case, asking)
            if card is not None:
                found.append((receipt, card))
        return found

    # -- how it ended ------------------------------------------------------------

    async def _still_mine(self, row: Delivery) -> bool:
        def ask() -> bool:
            with self._desk("").store.reading() as tx:
                return leases.still_mine(tx, row.key, row.fence, self._now())

        return await asyncio.to_thread(ask)

    def _end(self, row: Delivery, state: str, problem: str, receipt: str) -> None:
        """Settle a row, and record how it ended, in one transaction."""
        desk, now = self._desk(row.partnership), self._now()
        said = {"receipt": receipt} if receipt else {}
        with desk.store.writing() as tx:
            mine = leases.settle(
                tx, row.key, row.fence, state, now=now, receipt=said, problem=problem
            )
            if mine and row.case_ref and row.kind != "redraw":
                self._record(tx, desk, row, state, now)
        _log.info("delivery.ended", key=row.key, outcome=state, attempt=row.attempts)

    def _record(
        self, tx: Transaction, desk: Desk, row: Delivery, state: str, now: datetime
    ) -> None:
        ref = row.case_ref or ""
        journal.lock_case(tx, ref)
        behind = int((now - row.not_before).total_seconds() // 60)
        ended = DeliveryEnded(row.key, state, behind if behind > _LATE else 0)
        entries = journal.append(
            tx,
            desk.partnership,
            ref,
            (ended,),
            at=now,
            by=BOT,
            cause=f"courier/{row.key}/{row.fence}",
        )
        index.move_head(tx, ref, entries[-1].n, entries[-1].seal)

    def _wait(self, row: Delivery, seconds: float) -> None:
        until = self._now() + timedelta(seconds=seconds)
        with self._desk("").store.writing() as tx:
            if row.lane:
                leases.hold_lane(tx, row.lane, until)
            leases.postpone(tx, row.key, row.fence, until, counts=False)

    def _failed(self, row: Delivery, trouble: Exception) -> None:
        """Try again later, ever more patiently; give up in the end, and say so."""
        kind = type(trouble).__name__
        _log.warning(
            "delivery.failed", key=row.key, attempt=row.attempts, problem_kind=kind
        )
        final = isinstance(trouble, Refused)
        if final or row.attempts >= _TRIES:
            self._end(row, DEAD, kind, "")
            return
        until = self._now() + timedelta(seconds=min(2**row.attempts, 300))
        with self._desk("").store.writing() as tx:
            leases.postpone(
                tx, row.key, row.fence, until, counts=True, doubt=True, problem=kind
            )


def _child(row: Delivery, name: str) -> Delivery:
    return Delivery(
        key=f"{row.key}/{name}",
        partnership=row.partnership,
        kind=row.kind,
        not_before=row.not_before,
        case_ref=row.case_ref,
        n=row.n,
        step=row.step,
        role=row.role,
        body=row.body,
    )


def as_telling(body: Any) -> Telling:
    """Read a telling back from an outbox row."""
    known = {k: v for k, v in body.items() if k in Telling.__slots__}
    return Telling(**{**known, "parts": tuple(known.get("parts", ()))})


def _people(
    row: Delivery, said: Telling, case: Case, asking: Asking
) -> list[tuple[str, Person]]:
    """List who is meant, each once, with the role by which they are meant first."""
    roles = [said.role]
    if row.kind == "invite" and not said.role:
        roles = _invited(asking.procedure.by_id[said.parts[0]], case)
    found: dict[str, tuple[str, Person]] = {}
    for role in roles:
        for person in _holders(role, said.person, asking):
            if person.id not in case.conflicted:
                found.setdefault(person.id, (role, person))
    return list(found.values())


def _invited(step: AnyStep, case: Case) -> list[str]:
    """List the roles invited to a meeting, each agency involved among them."""
    if not isinstance(step, Meeting):
        return []
    roles: list[str] = []
    for role in (*step.invite, step.chair, step.owner, *step.may_come):
        if role == EVERY_AGENCY:
            roles.extend(OF_AGENCY + agency for agency in case.agencies)
        elif role:
            roles.append(role)
    return list(dict.fromkeys(roles))


def _holders(role: str, person: str, asking: Asking) -> Iterable[Person]:
    roster, today = asking.roster, asking.today
    if role.startswith(OF_AGENCY):
        return roster.of_agency(role.removeprefix(OF_AGENCY))
    if person:
        gone = roster.absence(person, today)
        return (roster.person(gone.deputy if gone and gone.deputy else person),)
    return roster.reached_by(role, today, asking.procedure.deputy_of(role))


def digest_card(
    tx: Transaction, desk: Desk, by: str, role: str, now: datetime, root: str = ""
) -> Card:
    """Make the morning's summary, as things stand at the minute it goes.

    Args:
        tx: The transaction.
        desk: The partnership's desk.
        by: Who will see it.
        role: The role it is for, or an empty string for the channel.
        now: The instant it goes.
        root: Proof of the record up to yesterday, for whoever keeps it.
    """
    asking = desk.asking(tx, by, now)
    names = {name: shape.title for name, shape in asking.procedure.role.items()}
    made = summary(tx, desk.partnership, asking.roster.title)
    if role:
        made = replace(made, whose=f"for the {asking.said(role)}", root=root)
    return digest(made, now, asking.offices, names)
