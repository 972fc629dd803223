"""The one door in: one command, one transaction, one answer.

Everything a command causes is written together: the journal entries, what was
typed, the indexes, and the deliveries to be made. So "Recorded" is never a hope,
and a request that comes twice finds its work done.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from typing import Final

from bot import indexes, rosters
from bot.core import account, commands, forms, press, questions
from bot.core.asking import Asking
from bot.core.case import Case
from bot.core.commands import Command
from bot.core.decide import decide
from bot.core.errors import Refused, Unknown
from bot.core.events import AnswersRead, Entry, PersonId
from bot.core.evolve import evolve, fold
from bot.core.forms import Problem
from bot.core.people import Roster
from bot.core.press import Press
from bot.core.react import Telling, react
from bot.core.words import LONDON
from bot.core.workdays import Offices
from bot.core.written import written_words
from bot.shelf import Shelf
from bot.store import (
    Raced,
    Store,
    Transaction,
    answers,
    facts,
    index,
    journal,
    outbox,
    procedures,
    roster,
)

_TRIES: Final = 8


@dataclass(frozen=True, slots=True)
class Answer:
    """What the person who asked is told.

    Attributes:
        says: One sentence.
        next_step: What they can do about a refusal.
        case: The case's reference, if there is one.
        code: Empty when it was recorded; otherwise the refusal's stable name.
        problems: What to put right in the form, each at its question.
        reads: What was written, by question, when that is what was asked for.
    """

    says: str
    next_step: str = ""
    case: str = ""
    code: str = ""
    problems: tuple[Problem, ...] = ()
    reads: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Opened:
    """A case laid open inside a transaction."""

    case: Case
    asking: Asking
    entries: tuple[Entry, ...] = field(repr=False)


class Desk:
    """Takes what people do, decides by the procedure, and records it.

    Args:
        store: The record.
        partnership: Whose desk it is.
        shelf: Where procedures are found.
        offices: Finds when offices are open, by subdivision.
        wake: Called after a commit that queued a delivery.
    """

    def __init__(
        self,
        store: Store,
        partnership: str,
        shelf: Shelf,
        offices: Callable[[str], Offices],
        wake: Callable[[], None] = lambda: None,
    ) -> None:
        self.store = store
        self.partnership = partnership
        self.shelf = shelf
        self.offices = offices
        self.wake = wake

    def handle(self, pressed: Press, now: datetime) -> Answer:
        """Do what a press means, or say why not and what then."""
        return self._tried(
            lambda tx: (
                self._repeated(tx, pressed, now) or self._pressed(tx, pressed, now)
            )
        )

    def ask(
        self, ref: str, command: Command, *, by: PersonId, cause: str, now: datetime
    ) -> Answer:
        """Do what a command says, for the bot itself or from the command line."""

        def act(tx: Transaction) -> Answer:
            done = journal.seen(tx, self.partnership, cause)
            if done:
                return self._said(tx, done, by, now)
            opened = self.open(tx, ref, by, now, locked=True)
            return self._record(tx, opened, command, cause)

        return self._tried(act)

    def _tried(self, act: Callable[[Transaction], Answer]) -> Answer:
        for attempt in range(_TRIES):
            try:
                with self.store.writing() as tx:
                    answer = act(tx)
            except Refused as refusal:
                return refused(refusal)
            except Raced:
                if attempt == _TRIES - 1:
                    raise
            else:
                self.wake()
                return answer
        raise AssertionError  # the loop returns or raises

    def _repeated(
        self, tx: Transaction, pressed: Press, now: datetime
    ) -> Answer | None:
        done = journal.seen(tx, self.partnership, pressed.cause)
        return self._said(tx, done, pressed.by, now) if done else None

    def _pressed(self, tx: Transaction, pressed: Press, now: datetime) -> Answer:
        if pressed.does == "raise-alert":
            return self._raised(tx, pressed, now)
        opened = self.open(tx, pressed.case, pressed.by, now, locked=True)
        about = pressed.about
        form = questions.form_for(pressed.does, about, opened.case, opened.asking)
        asked = form.questions if form else ()
        found = forms.problems(asked, pressed.answers, now)
        if found:
            return Answer(
                "Nothing has been recorded yet.",
                "Put these right and send it again.",
                opened.case.ref,
                "problems",
                found,
            )
        command = press.understand(pressed, opened.case, opened.asking, asked)
        return self._record(tx, opened, command, pressed.cause)

    def _raised(self, tx: Transaction, pressed: Press, now: datetime) -> Answer:
        asking = self.asking(tx, pressed.by, now)
        form = questions.alert(asking)
        found = forms.problems(form.questions, pressed.answers, now)
        if found:
            return Answer(
                "Nothing has been recorded yet.",
                "Put these right and send it again.",
                code="problems",
                problems=found,
            )
        slug = asking.roster.procedure
        text = self.shelf.text(slug)
        _, version = self.shelf.current(slug)
        command = press.read_alert(
            pressed.answers, form.questions, asking.procedure, version
        )
        asking.roster.person(pressed.by)
        year = now.astimezone(LONDON).year
        ref = facts.allot_ref(tx, asking.roster.prefix, year)
        answers.new_key(tx, ref, self.partnership)
        procedures.pin(tx, slug, version, text, now)
        opened = Opened(Case(ref), asking, ())
        return self._record(tx, opened, command, pressed.cause)

    def _record(
        self, tx: Transaction, opened: Opened, command: Command, cause: str
    ) -> Answer:
        """Decide, and write everything that follows, together."""
        before, asking = opened.case, opened.asking
        if command.says:
            digest = answers.digest(tx, before.ref, command.says)
            command = replace(command, digest=digest)
        standing, events = decide(before, command, asking)
        entries = journal.append(
            tx,
            self.partnership,
            before.ref,
            events,
            at=asking.now,
            by=asking.by,
            role=standing.role,
            instead_of=standing.instead_of,
            cause=cause,
            after=opened.entries[-1] if opened.entries else None,
        )
        after = before
        for entry in entries:
            after = evolve(after, entry)
        if command.says:
            answers.keep(tx, before.ref, _kept_at(entries), command.says)
        if isinstance(command, commands.Erase):
            answers.erase(tx, before.ref, asking.now)
        self._queue(tx, before, entries, after, asking)
        self.reindex(tx, Opened(after, asking, (*opened.entries, *entries)))
        return self._said(tx, entries, asking.by, asking.now, asking)

    def _queue(
        self,
        tx: Transaction,
        before: Case,
        entries: Sequence[Entry],
        after: Case,
        asking: Asking,
    ) -> None:
        told = react(before, entries, after, asking)
        n = after.length
        rows = (
            self.row(f"{after.ref}/{n}/{i}", t, after.ref, n, asking.now)
            for i, t in enumerate(told)
        )
        outbox.enqueue(tx, rows, asking.now)

    def row(
        self, key: str, telling: Telling, ref: str | None, n: int | None, at: datetime
    ) -> outbox.Delivery:
        """Make the outbox row of something that somebody must hear of."""
        return outbox.Delivery(
            key=key,
            partnership=self.partnership,
            kind=telling.kind,
            not_before=at,
            case_ref=ref,
            n=n,
            step=telling.parts[0].split("/")[0] if telling.parts else "",
            role=telling.role,
            body=asdict(telling),
        )

    def reindex(self, tx: Transaction, opened: Opened) -> None:
        """Write how a case stands into the indexes."""
        if not opened.entries:
            return
        case, asking = opened.case, opened.asking
        index.write_case(tx, indexes.case_row(case, opened.entries[-1], asking))
        index.write_steps(tx, case.ref, indexes.step_rows(case, asking))

    def _said(
        self,
        tx: Transaction,
        entries: Sequence[Entry],
        by: PersonId,
        now: datetime,
        asking: Asking | None = None,
    ) -> Answer:
        """Answer with what was recorded: the same words however often it is asked."""
        if not entries:
            return Answer("Nothing needed to be recorded.")
        ref = entries[0].case
        asking = asking or self.open(tx, ref, by, now).asking
        shown = [account.said(entry, asking) for entry in entries[:2]]
        reads: tuple[tuple[str, str], ...] = ()
        if isinstance(entries[0].event, AnswersRead):
            reads = self._read(tx, ref, entries[0].event.entry, asking)
        return Answer(" ".join(shown), case=ref, reads=reads)

    def _read(
        self, tx: Transaction, ref: str, n: int, asking: Asking
    ) -> tuple[tuple[str, str], ...]:
        entry = journal.load(tx, ref)[n - 1]
        kept = answers.read(tx, ref, n)
        return written_words(entry.event, kept or {}, asking.procedure)

    def roster(self, tx: Transaction) -> Roster:
        """Read the partnership's roster as it stands.

        Raises:
            Unknown: There is none yet.
        """
        doc = roster.get(tx, self.partnership)
        if doc is None:
            raise Unknown(
                "This partnership has no roster yet.",
                next_step="Import one first; deploy/README.md says how.",
            )
        return rosters.from_doc(doc)

    def asking(
        self, tx: Transaction, by: PersonId, now: datetime, pinned: Case | None = None
    ) -> Asking:
        """Gather the rules a request is decided by.

        Args:
            tx: The transaction.
            by: Who asks.
            now: When.
            pinned: A case, whose own version of the procedure is meant.

        Raises:
            Unknown: There is no such procedure or roster.
        """
        people = self.roster(tx)
        if pinned and pinned.version:
            rules = self.shelf.pinned(tx, pinned.procedure, pinned.version)
        else:
            rules, _ = self.shelf.current(people.procedure)
        return Asking(by, now, rules, people, self.offices(rules.holidays))

    def open(
        self,
        tx: Transaction,
        ref: str,
        by: PersonId,
        now: datetime,
        *,
        locked: bool = False,
    ) -> Opened:
        """Lay a case open.

        Args:
            tx: The transaction.
            ref: The case.
            by: Who asks.
            now: When.
            locked: Whether nobody else may change it until the transaction ends.

        Raises:
            Unknown: There is no such case in this partnership.
        """
        if locked:
            journal.lock_case(tx, ref)
        known = index.case(tx, ref)
        entries = tuple(journal.load(tx, ref)) if known else ()
        if known is None or known.partnership != self.partnership or not entries:
            raise Unknown(
                f"There is no case called {ref[:40] or '(nothing)'}.",
                next_step="Check the reference; it looks like WVX-2026-001.",
            )
        case = fold(ref, entries)
        return Opened(case, self.asking(tx, by, now, case), entries)


def refused(refusal: Refused) -> Answer:
    """Turn a refusal into an answer."""
    return Answer(refusal.reason, refusal.next_step, code=refusal.code)


def _kept_at(entries: Sequence[Entry]) -> int:
    """Find the entry whose digest proves what was typed."""
    for entry in entries:
        if getattr(entry.event, "digest", ""):
            return entry.n
    return entries[0].n
