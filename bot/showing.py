"""What may be shown of the record: cases, lists, drafts, and what did not arrive."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot import handing
from bot.core import commands, words
from bot.core.asking import Asking
from bot.core.cards import Button, Card, Item
from bot.core.case import Case
from bot.core.decide import would_refuse
from bot.core.digest import Open, digest
from bot.core.errors import Conflicted, Refused
from bot.core.events import Entry, PersonId
from bot.core.items import item_of
from bot.core.moving import Moving, compared
from bot.core.people import Roster
from bot.core.plan_items import owned
from bot.core.procedure import Procedure
from bot.core.progress import Line, lines, status
from bot.core.react import waiting_for
from bot.desk import Desk
from bot.handing import Handed
from bot.shown import Listed, Offered, View, as_open, listed, summary
from bot.store import Transaction, drafts, index, journal, outbox
from bot.store.drafts import Draft
from bot.store.outbox import Delivery


class Showing(Desk):
    """The desk, with what is shown of the record to whoever may see it."""

    def view(self, ref: str, by: PersonId, now: datetime) -> View:
        """Show a case.

        Raises:
            Refused: There is no such case, or this person has no part in it.
        """
        with self.store.reading() as tx:
            opened = self.open(tx, ref, by, now, newest=True, whole=True)
        case, asking = opened.case, opened.asking
        asking.roster.person(by)
        if by in case.conflicted:
            raise Conflicted(next_step="Speak to the business manager.")
        read = commands.ReadAnswers(entry=1)
        steps = asking.procedure.step
        return View(
            case=case,
            asking=asking,
            journal=opened.entries,
            lines=_lines(case, asking),
            statuses={s.id: status(s, case, asking.procedure) for s in steps},
            buttons=Offered(case, asking),
            readable=would_refuse(case, read, asking) is None,
            moving=_moving(case, asking),
        )

    def cases(self, by: PersonId, now: datetime) -> tuple[Listed, ...]:
        """List every case of the partnership, newest first.

        Raises:
            Refused: This person is not on the roster.
        """
        with self.store.reading() as tx:
            self.roster(tx).person(by)
            rows = index.cases(tx, self.partnership)
            due = self._due(tx)
        return tuple(listed(row, due.get(row.ref, []), now) for row in rows)

    def _due(self, tx: Transaction) -> dict[str, list[Open]]:
        found: dict[str, list[Open]] = {}
        for row in index.open_steps(tx, self.partnership):
            if row.due:
                found.setdefault(row.case_ref, []).append(as_open(row))
        return found

    def mine(self, by: PersonId, now: datetime) -> Card:
        """Say what waits for one person, over every open case."""
        with self.store.reading() as tx:
            people = self.roster(tx)
            people.person(by)
            rows = index.cases(tx, self.partnership, only_open=True)
            opened = [self.open(tx, row.ref, by, now) for row in rows]
        found = []
        for one in opened:
            if by in one.case.conflicted:
                continue
            known = _lines(one.case, one.asking)
            for name in waiting_for(one.case, one.asking):
                step = one.asking.procedure.by_id[name]
                item = item_of(step, one.case, known, one.asking)
                found.append(replace(item, title=f"{one.case.ref}: {_asked(item)}"))
            found += owned(one.case, one.asking)
        found.sort(key=lambda item: not item.late)
        said = words.counted(len(found), "thing") if found else "Nothing"
        verb = "waits" if len(found) <= 1 else "wait"
        return Card(f"{said} {verb} for you", items=tuple(found))

    def deadlines(self, by: PersonId, now: datetime) -> Card:
        """Say what is late and what is due this week, over every open case."""
        with self.store.reading() as tx:
            asking = self.asking(tx, by, now)
            asking.roster.person(by)
            made = summary(tx, self, asking, "what is late and what is due")
            keeps = made.undelivered and self._keeps(tx, by, now)
        names = {name: role.title for name, role in asking.procedure.role.items()}
        card = digest(made, now, asking.offices, names)
        more = Button("See what could not be delivered", "undelivered", "")
        return replace(card, buttons=(*card.buttons, more)) if keeps else card

    def people(self) -> Roster:
        """Show the roster as it stands."""
        with self.store.reading() as tx:
            return self.roster(tx)

    def procedure(self) -> Procedure:
        """Show the procedure that a new case would follow."""
        rules, _ = self.shelf.current(self.people().procedure)
        return rules

    def drafts_of(self, by: PersonId) -> tuple[Draft, ...]:
        """List what somebody began and has not sent."""
        with self.store.reading() as tx:
            return tuple(drafts.of_person(tx, self.partnership, by))

    def handed(self, draft: str, by: PersonId) -> tuple[Handed, ...]:
        """List the sections of a draft that others were asked to complete."""
        return handing.handed(self, draft, by)

    def undelivered(self, by: PersonId, now: datetime) -> tuple[Delivery, ...]:
        """List what could not be delivered, for whoever keeps the cases; else none."""
        with self.store.reading() as tx:
            if not self._keeps(tx, by, now):
                return ()
            return tuple(outbox.dead(tx, self.partnership))

    def _keeps(self, tx: Transaction, by: PersonId, now: datetime) -> bool:
        """Say whether somebody keeps the partnership's cases."""
        asking = self.asking(tx, by, now)
        return asking.procedure.coordinator in asking.roster.person(by).roles

    def recorded(self, ref: str) -> tuple[Entry, ...]:
        """Give a case's journal as it is; nothing of what is another's."""
        with self.store.reading() as tx:
            row = index.case(tx, ref)
            ours = row is not None and row.partnership == self.partnership
            return tuple(journal.load(tx, ref)) if ours else ()


def _asked(item: Item) -> str:
    """Say what is asked: a view, of somebody who may give one and does not decide."""
    acts = {button.does for button in item.buttons}
    only = "view" in acts and "decide" not in acts
    return f"Give a view: {item.title}" if only else item.title


def _moving(case: Case, asking: Asking) -> Moving | None:
    """Find what a newer version would change, for whoever keeps the case."""
    if asking.newest is None or case.closed:
        return None
    try:
        asking.standing(case, asking.procedure.coordinator)
    except Refused:
        return None
    return compared(case, asking)


def _lines(case: Case, asking: Asking) -> tuple[Line, ...]:
    return lines(asking.procedure, case.anchors, asking.offices, case, asking.roster)
