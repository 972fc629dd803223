"""What a chat or a page may show of the record: forms, cases, lists and drafts.

The desk takes things in; this side of it shows how they stand, to whoever may
see. Reading what somebody wrote is itself recorded.
"""

from __future__ import annotations

import secrets
from dataclasses import replace
from datetime import datetime

from bot import absences, handing
from bot.core import commands, offers, questions, words
from bot.core.asking import Asking
from bot.core.cards import Card, Item
from bot.core.case import Case
from bot.core.commands import Command
from bot.core.decide import would_refuse
from bot.core.digest import Open, digest
from bot.core.errors import Conflicted, Refused
from bot.core.events import Entry, PersonId
from bot.core.forms import Answers, Form
from bot.core.items import item_of
from bot.core.moving import Moving, compared
from bot.core.people import Absence, Roster
from bot.core.plan_items import owned
from bot.core.procedure import Procedure, SignOff
from bot.core.progress import Line, lines, status
from bot.core.react import waiting_for
from bot.desk import Answer, Desk, Opened
from bot.handing import Handed
from bot.intake import is_name
from bot.shown import Listed, View, as_open, listed, summary
from bot.store import Transaction, drafts, index, journal, outbox
from bot.store.drafts import SECTION, Draft
from bot.store.outbox import Delivery

__all__ = ["Counter", "Listed", "View", "as_open", "summary"]


class Counter(Desk):
    """The desk, with everything that is shown of it."""

    def form(self, does: str, about: str, by: PersonId, now: datetime) -> Form | None:
        """Find what an act asks for; nothing if it can be done at once.

        What was written before is shown with it, to those who may read it, and
        the reading is recorded.

        Raises:
            Refused: The act would be refused whatever was answered.
        """
        if does == "raise-alert":
            with self.store.reading() as tx:
                asking = self.asking(tx, by, now)
                asking.roster.person(by)
                return questions.alert(asking)
        if does == SECTION:
            return handing.form(self, about, by, now)
        ref, _, rest = about.partition("/")
        step = rest.partition("/")[0]
        with self.store.reading() as tx:
            opened = self.open(tx, ref, by, now, newest=does == "move")
            made = questions.form_for(does, about, opened.case, opened.asking)
        entry = self._shown_with(does, step, opened)
        if made is None or not entry:
            return made
        cause = f"read/{ref}/{entry}/{by}/{opened.asking.today}"
        read = commands.ReadAnswers(entry=entry)
        answer = self.ask(ref, read, by=by, cause=cause, now=now)
        return replace(made, shows=answer.reads)

    def _shown_with(self, does: str, step: str, opened: Opened) -> int:
        """Find the entry whose text belongs with a form, and check the right to it."""
        if does not in ("sign", "send-back", "draft"):
            return 0
        known = opened.asking.procedure.by_id.get(step)
        chain = opened.case.chain(step)
        if not isinstance(known, SignOff):
            return 0
        samples: dict[str, Command] = {
            "draft": commands.WriteDraft(step=step, digest="a text"),
            "sign": commands.Sign(step=step, text=chain.text),
            "send-back": commands.SendBack(step=step, digest="a reason"),
        }
        refusal = would_refuse(opened.case, samples[does], opened.asking)
        if refusal:
            raise refusal
        return chain.last_text

    def view(self, ref: str, by: PersonId, now: datetime) -> View:
        """Show a case.

        Raises:
            Refused: There is no such case, or this person has no part in it.
        """
        with self.store.reading() as tx:
            opened = self.open(tx, ref, by, now, newest=True)
        case, asking = opened.case, opened.asking
        asking.roster.person(by)
        if by in case.conflicted:
            raise Conflicted(next_step="Speak to the business manager.")
        read = commands.ReadAnswers(entry=1)
        steps = asking.procedure.step
        buttons = {step.id: offers.of_step(step, case, asking) for step in steps}
        return View(
            case=case,
            asking=asking,
            journal=opened.entries,
            lines=_lines(case, asking),
            statuses={s.id: status(s, case, asking.procedure) for s in steps},
            buttons={**buttons, "": offers.of_case(case, asking)},
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
            made = summary(tx, self.partnership, "what is late and what is due")
        names = {name: role.title for name, role in asking.procedure.role.items()}
        return digest(made, now, asking.offices, names)

    def people(self) -> Roster:
        """Show the roster as it stands."""
        with self.store.reading() as tx:
            return self.roster(tx)

    def procedure(self) -> Procedure:
        """Show the procedure that a new case would follow."""
        rules, _ = self.shelf.current(self.people().procedure)
        return rules

    def record_absence(self, absence: Absence, by: PersonId, now: datetime) -> Answer:
        """Record that somebody is away, and who stands in."""
        return absences.record(self, absence, by, now)

    def keep_draft(
        self, draft: str, by: PersonId, does: str, about: str, said: Answers,
        now: datetime,
    ) -> str:  # fmt: skip
        """Keep what has been typed so far; returns the draft's identifier."""
        name = draft if is_name(draft) else secrets.token_urlsafe(12)
        act, to = (text if is_name(text) else "" for text in (does, about))
        with self.store.writing() as tx:
            known = drafts.load(tx, name)
            if known and known.person != by:
                name = secrets.token_urlsafe(12)
            drafts.save(tx, Draft(name, self.partnership, by, act, to, dict(said), now))
        return name

    def drafts_of(self, by: PersonId) -> tuple[Draft, ...]:
        """List what somebody began and has not sent."""
        with self.store.reading() as tx:
            return tuple(drafts.of_person(tx, self.partnership, by))

    def ask_for_section(
        self, draft: str, section: str, to: PersonId, by: PersonId, now: datetime
    ) -> Answer:
        """Ask somebody else to complete one section of an alert."""
        return handing.ask(self, draft, section, to, by, now)

    def take_section_back(
        self, draft: str, section: str, by: PersonId, now: datetime
    ) -> Answer:
        """Ask no more for a section; what was typed there is kept."""
        return handing.take_back(self, draft, section, by, now)

    def save_section(self, about: str, by: PersonId, now: datetime) -> Answer:
        """Say that a section somebody asked for is complete."""
        return handing.save(self, about, by, now)

    def handed(self, draft: str, by: PersonId) -> tuple[Handed, ...]:
        """List the sections of a draft that others were asked to complete."""
        return handing.handed(self, draft, by)

    def drop_draft(self, draft: str, by: PersonId) -> None:
        """Throw a draft away."""
        with self.store.writing() as tx:
            known = drafts.load(tx, draft)
            if known and known.person == by:
                drafts.drop(tx, draft)

    def undelivered(self, by: PersonId, now: datetime) -> tuple[Delivery, ...]:
        """List what could not be delivered, for whoever keeps the cases; else none."""
        with self.store.reading() as tx:
            asking = self.asking(tx, by, now)
            if asking.procedure.coordinator not in asking.roster.person(by).roles:
                return ()
            return tuple(outbox.dead(tx, self.partnership))

    def try_again(self, key: str, by: PersonId, now: datetime) -> Answer:
        """Send something again that was given up as undeliverable."""
        if key not in {row.key for row in self.undelivered(by, now)}:
            return Answer(
                "There is nothing undelivered by that name.",
                "It may have gone meanwhile.",
                code="unknown",
            )
        with self.store.writing() as tx:
            outbox.revive(tx, key, now)
        self.wake()
        return Answer("It is being tried again.")

    def recorded(self, ref: str) -> tuple[Entry, ...]:
        """Give a case's journal as it is."""
        with self.store.reading() as tx:
            return tuple(journal.load(tx, ref))


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
