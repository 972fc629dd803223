"""What is done with one delivery: whom it is for, what it says, and by which way.

Who is meant and what is said are worked out when it goes; what is no longer true
is dropped, and recorded as dropped. Nothing is sent again before looking whether
it is there already.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import datetime
from functools import partial
from types import MappingProxyType
from typing import Final

import structlog

from bot import inviting, letting, measured, seeking
from bot.addressing import addressed, as_telling, letter_of
from bot.core.asking import BOT, Asking
from bot.core.cards import Card, as_mail
from bot.core.case import Case
from bot.core.people import Person
from bot.desk import Desk
from bot.former import with_former
from bot.fresh import Fresh
from bot.gateways import Gathering, Letter, NotHere, Place, Ways
from bot.redrawing import Redrawing
from bot.saying import Said, look, made
from bot.settling import MAILED, End, Ended, settle, settle_all
from bot.store import Transaction, leases, outbox
from bot.store.alike import told_alike
from bot.store.drawn import proof
from bot.store.outbox import ADDRESSED, DROPPED, SENT, Delivery
from bot.together import Together

_log = structlog.get_logger()


class Carrier:
    """Takes one delivery where it is to go, and records how that ended.

    Args:
        desk: Finds the desk of a partnership.
        ways: The ways to the outside.
        now: The machine's time, or the rehearsal's.
        apart: Whether the record is read and written in threads apart.
    """

    def __init__(
        self,
        desk: Callable[[str], Desk],
        ways: Ways,
        now: Callable[[], datetime],
        *,
        apart: bool = True,
    ) -> None:
        self._desk = desk
        self._ways = ways
        self._now = now
        self.writes: Final = Together(self._writing, apart=apart)
        self._reads: Final = Together(self._reading, apart=apart)
        self._redrawing = Redrawing(desk, ways.chat, now, self._reads)
        self.notes: Final = self._redrawing.notes
        self.fresh: Final = Fresh(now)

    async def carry(self, row: Delivery) -> None:
        """Carry a delivery that has been leased.

        Raises:
            TryLater: The outside asks for patience.
            Undeliverable: It can never be delivered.
            Exception: It failed, and can be tried again.
        """
        if row.kind == "redraw":
            await self._redrawing.all_of(row)
            await self.end(row, Ended(SENT))
        elif row.kind == letting.KIND and not row.person and not row.place:
            desk = self._desk(row.partnership)
            await letting.see_to_room(desk, self._ways.chat, row, self._now())
        elif row.kind == seeking.KIND:
            desk = self._desk(row.partnership)
            await seeking.seek(desk, self._ways.shared, row, self._now)
        elif inviting.is_shared(row):
            await self._put(row)
        elif not row.person and not row.place:
            case = row.case_ref or ""
            await self.writes.do_each(self._address_all, row, case=case)
        else:
            await self._send(row)

    def _writing(self) -> AbstractContextManager[Transaction]:
        return self._desk("").store.writing(patient=True)

    def _reading(self) -> AbstractContextManager[Transaction]:
        return self._desk("").store.reading()

    # -- who is meant ------------------------------------------------------------

    def _address_all(self, tx: Transaction, rows: Sequence[Delivery]) -> list[None]:
        """Address rows, each after what the one before it has changed."""
        for row in rows:
            self._address(tx, row)
        leases.wake_next(tx, map(outbox.line_of, rows), self._now())
        return [None for _ in rows]

    def _address(self, tx: Transaction, row: Delivery) -> None:
        """Turn a row for a role into one row for each person, all together."""
        desk, now = self._desk(row.partnership), self._now()
        case, asking = self._rules(tx, desk, row)
        rows = list(self._addressed(tx, row, case, asking))
        if not rows and not told_alike(tx, row):
            settle(tx, row, Ended(DROPPED, "nobody to tell"), now)
        elif leases.settle(tx, row.key, row.fence, ADDRESSED, now=now):
            outbox.queue(tx, rows, now)

    def _addressed(
        self, tx: Transaction, row: Delivery, case: Case, asking: Asking
    ) -> Iterator[Delivery]:
        if row.kind not in inviting.KINDS:
            told, reaches = told_alike(tx, row), self._ways.chat.reaches
            return addressed(row, case, asking, reaches, told)
        known = inviting.gone(tx, case.ref, as_telling(row.body))
        everybody = with_former(tx, asking)
        return inviting.by_ways(row, case, everybody, self._ways.shared, known)

    def _rules(self, tx: Transaction, desk: Desk, row: Delivery) -> tuple[Case, Asking]:
        if row.case_ref is None:
            return Case(""), desk.asking(tx, BOT, self._now())
        opened = desk.open(tx, row.case_ref, BOT, self._now())
        return opened.case, opened.asking

    # -- what is said, and by which way ------------------------------------------

    async def _send(self, row: Delivery) -> None:
        """Send one card, letter or invitation, unless it is true no more."""
        said, by_mail = await self._reads.do(partial(self._said, row=row))
        if row.kind in inviting.KINDS and said.to is not None:
            await self._invite(row, said, said.to)
        elif said.to is not None and by_mail:
            outcome = MAILED if row.body.get("instead") else ""
            await self._post(row, said.card, said.to, outcome)
        else:
            await self._show(row, said)

    def _said(self, tx: Transaction, row: Delivery) -> tuple[Said, bool]:
        """Make what is said, and find whether it goes by e-mail."""
        said = made(tx, self._desk(row.partnership), row, self._ways, self._now())
        mailed = bool(row.body.get("mail"))
        reaches = self._ways.chat.reaches
        return said, mailed or not reaches(row.partnership, row.person)

    async def _show(self, row: Delivery, said: Said) -> None:
        chat, place = self._ways.chat, Place(row.partnership, row.place, row.person)
        found = await chat.find(place, row.key) if row.doubt else None
        if found is not None:
            looks = await self._redrawing.late(row, found)
        elif said.card is None:
            await self._drop(row)
            return
        elif await self._still_mine(row):
            try:
                found = await chat.post(place, said.card, row.key, self._now())
                looks = look(said.card)
            except NotHere:
                if said.to is None:
                    raise
                await self._instead(row, said.card, said.to)
                return
        else:
            return
        about = proof(looks, 0 if row.doubt else said.n)
        await self._sent(row, "chat", found, about=about, made_at=said.n)

    async def _instead(self, row: Delivery, card: Card, to: Person) -> None:
        """Tell somebody by e-mail whom the chat turned out not to reach any more."""
        letter = letter_of(row).key
        if await self._reads.do(lambda tx: outbox.get(tx, letter)) is not None:
            await self._drop(row, "told by e-mail")
        else:
            await self._post(row, card, to, MAILED)

    async def _post(
        self, row: Delivery, card: Card | None, to: Person, outcome: str = ""
    ) -> None:
        mail, desk = self._ways.mail, self._desk(row.partnership)
        roster = await self._reads.do(desk.roster)
        looked = Letter(to, "", "", self._now(), sender=roster.organiser)
        letter = (
            replace(looked, subject=card.heading, text=as_mail(card)) if card else None
        )
        looked = letter or looked
        found = await mail.find(looked, row.key) if row.doubt else None
        if found is None:
            if letter is None:
                await self._drop(row)
                return
            if not await self._still_mine(row):
                return
            if row.doubt:
                repeat = f"{letter.text}\n\nThis may be a repeat of {row.key}."
                letter = replace(letter, text=repeat)
            found = await mail.send(letter, row.key)
        await self._sent(row, "mail", found, outcome)

    async def _invite(self, row: Delivery, said: Said, to: Person) -> None:
        calendar, found = self._ways.calendar, None
        about = _about(inviting.method_of(row), int(row.body.get("sequence", 0)))
        if row.doubt and said.sought is not None:
            found = await calendar.find(said.sought, to, row.key)
        if found is None:
            if said.invite is None:
                await self._drop(row, "replaced by a later")
                return
            if not await self._still_mine(row):
                return
            found = await calendar.invite(said.invite, to, row.key, self._now())
            about = _about(said.method, said.sequence)
        about = {**about, "mark": inviting.mark_of(to)}
        await self._sent(row, inviting.LETTER, found, about=about)

    async def _put(self, row: Delivery) -> None:
        """Have the shared calendar hold a meeting as it stands now."""
        shared = self._ways.shared
        known, meeting = await self._reads.do(partial(self._gathered, row=row))
        if meeting is None:
            await self._drop(row, "replaced by a later")
            return
        receipt = known.receipt or None
        if receipt is None and known.unsure:
            receipt = await shared.find(meeting, row.key)
        if receipt is None and meeting.invite.stood_down:
            await self._drop(row, "was never in the calendar")
            return
        if not await self._still_mine(row):
            return
        receipt = await shared.put(meeting, receipt, row.key, self._now())
        off = {"off": "yes"} if meeting.invite.stood_down else {}
        about = {
            **_about("", meeting.invite.sequence),
            "uid": meeting.invite.uid,
            **off,
        }
        await self._sent(row, inviting.SHARED, receipt, about=about)

    def _gathered(
        self, tx: Transaction, row: Delivery
    ) -> tuple[inviting.Gone, Gathering | None]:
        desk, ways = self._desk(row.partnership), self._ways
        case, asking = self._rules(tx, desk, row)
        known = inviting.gone(tx, case.ref, as_telling(row.body))
        return known, inviting.gathering(row, case, asking, ways)

    # -- how it ended ------------------------------------------------------------

    async def _still_mine(self, row: Delivery) -> bool:
        """Check, just before sending, that nobody else can have it by now."""
        if self.fresh.holds(row):
            return True

        def ask(tx: Transaction) -> bool:
            return leases.still_mine(tx, row.key, row.fence, self._now())

        return await self._reads.do(ask)

    async def _sent(
        self,
        row: Delivery,
        way: str,
        receipt: str,
        outcome: str = "",
        about: Mapping[str, str] = MappingProxyType({}),
        made_at: int = 0,
    ) -> None:
        said = {"receipt": receipt, "way": way, **about}
        await self.end(row, Ended(SENT, "", said, outcome, made_at=made_at))

    async def _drop(self, row: Delivery, why: str = "no longer true") -> None:
        await self.end(row, Ended(DROPPED, why))

    async def end(self, row: Delivery, ended: Ended) -> None:
        """Settle a row, and record how it ended, in one transaction."""
        notes = tuple(self.notes(row).values())
        case, end = row.case_ref or "", (row, replace(ended, drawn=notes))
        mine = await self.writes.do_each(self._settle, end, case=case)
        late = (self._now() - row.not_before).total_seconds()
        measured.ended(ended.receipt, ended.state if mine else measured.LOST, late)
        _log.info(
            "delivery.ended", key=row.key, outcome=ended.state, attempt=row.attempts
        )

    def _settle(self, tx: Transaction, ends: Sequence[End]) -> list[bool]:
        return settle_all(tx, ends, self._now())


def _about(method: str, sequence: int) -> dict[str, str]:
    said = {"sequence": str(sequence)}
    return {"method": method, **said} if method else said
