"""The one door in: one command, one transaction, one answer.

Everything a command causes is written together: the journal entries, what was
typed, the indexes, and the deliveries to be made. So "Recorded" is never a hope,
and a request that comes twice finds its work done.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from functools import reduce
from typing import Final

from bot import indexes, measured, traces
from bot.answer import Answer, put_right, refused
from bot.caseload import Caseload, Opened
from bot.core import account, commands, forms, press, questions, registered, words
from bot.core.asking import BOT, Asking
from bot.core.case import Case
from bot.core.commands import Command
from bot.core.decide import decide, would_refuse
from bot.core.errors import AlreadyDone, OutOfTurn, Refused
from bot.core.events import AnswersRead, Entry, PersonId
from bot.core.evolve import evolve
from bot.core.press import Press
from bot.core.react import Telling, react
from bot.core.words import LONDON
from bot.core.written import written_words
from bot.intake import asked_only, check, is_name
from bot.store import (
    Raced,
    Transaction,
    answers,
    drafts,
    facts,
    folded,
    index,
    journal,
    outbox,
    procedures,
)
from bot.store.ahead import look_ahead
from bot.store.opening import values_of

__all__ = ["Answer", "Desk", "Opened", "refused"]

_TRIES: Final = 8
_MOST_SAID: Final = 4


class Desk(Caseload):
    """Takes what people do, decides by the procedure, and records it."""

    @measured.press
    def handle(self, pressed: Press, now: datetime, draft: str = "") -> Answer:
        """Do what a press means, or say why not and what then.

        What was kept of its form is thrown away with what is recorded.
        """

        def act(tx: Transaction) -> Answer:
            check(pressed)
            answer = self._taken(tx, pressed, now)
            if draft and is_name(draft) and not answer.code:
                drafts.drop_own(tx, draft, self.partnership, pressed.by)
            return answer

        return self._tried(act, patient=False)

    def _taken(self, tx: Transaction, pressed: Press, now: datetime) -> Answer:
        if pressed.does != "raise-alert":
            # Before looking whether it is a repeat: the first may be at it now.
            look_ahead(tx, self.partnership, pressed.case, pressed.cause, now)
            journal.lock_case(tx, pressed.case)
        done = self._done_before(tx, pressed.by, pressed.cause)
        if done:
            return self._said(tx, done, pressed.by, now)
        if pressed.does == "raise-alert":
            return self._raised(tx, pressed, now)
        return self._pressed(tx, pressed, now)

    @measured.command
    def ask(
        self, ref: str, command: Command, *, by: PersonId, cause: str, now: datetime
    ) -> Answer:
        """Do what a command says, for the bot itself or from the command line."""

        def act(tx: Transaction) -> Answer:
            moves = isinstance(command, commands.Move)
            if is_name(ref):
                look_ahead(tx, self.partnership, ref, cause, now)
            opened = self.open(tx, ref, by, now, locked=True, newest=moves)
            done = self._done_before(tx, by, cause)
            if done:
                return self._said(tx, done, by, now)
            return self._record(tx, opened, command, cause)

        return self._tried(act, patient=by == BOT)

    def _done_before(self, tx: Transaction, by: PersonId, cause: str) -> list[Entry]:
        """Find what a request did when it came before.

        Raises:
            AlreadyDone: It was somebody else's: nobody is told another's answer.
        """
        done = journal.seen(tx, self.partnership, cause)
        if done and done[0].by != by:
            raise AlreadyDone(
                "Somebody else has already sent this.",
                next_step="Open the case page to see how it stands.",
            )
        return done

    def _tried(self, act: Callable[[Transaction], Answer], *, patient: bool) -> Answer:
        for attempt in range(_TRIES):
            try:
                with self.store.writing(patient=patient) as tx:
                    answer = act(tx)
                    queued = outbox.queued(tx)
            except Refused as refusal:
                return refused(refusal)
            except Raced:
                if attempt == _TRIES - 1:
                    raise
            else:
                (self.wake if queued else self.changed)()
                return answer
        raise AssertionError  # the loop returns or raises

    def _pressed(self, tx: Transaction, pressed: Press, now: datetime) -> Answer:
        moves = pressed.does == "move"
        opened = self.open(tx, pressed.case, pressed.by, now, newest=moves)
        about = pressed.about
        form = questions.form_for(pressed.does, about, opened.case, opened.asking)
        asked = form.questions if form else ()
        taken = asked_only(pressed, asked)
        found = forms.problems(asked, taken.answers, now)
        if found:
            return put_right(found, opened.case.ref)
        command = press.understand(taken, opened.case, opened.asking, asked)
        return self._record(tx, opened, command, pressed.cause)

    def _raised(self, tx: Transaction, pressed: Press, now: datetime) -> Answer:
        asking = self.asking(tx, pressed.by, now)
        asking.roster.person(pressed.by)
        slug = asking.roster.procedure
        rules, version, text = self.rules(slug)
        asking = replace(asking, procedure=rules)
        asked = questions.alert(asking).questions
        given = asked_only(pressed, asked).answers
        found = forms.problems(asked, given, now)
        if found:
            return put_right(found)
        command = press.read_alert(given, asked, rules, version)
        year = now.astimezone(LONDON).year
        ref = facts.allot_ref(tx, asking.roster.prefix, year)
        answers.new_key(tx, ref, self.partnership)
        procedures.pin(tx, slug, version, text, now)
        return self._record(tx, Opened(Case(ref), asking, None), command, pressed.cause)

    def _record(
        self, tx: Transaction, opened: Opened, command: Command, cause: str
    ) -> Answer:
        """Decide, and write everything that follows, together."""
        before, asking = opened.case, opened.asking
        if command.says:
            digest = _digest(tx, before.ref, command)
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
            after=opened.last,
        )
        after = reduce(evolve, entries, before)
        if command.says:
            answers.keep(tx, before.ref, _kept_at(entries), command.says)
        if isinstance(command, commands.Erase):
            answers.erase(tx, before.ref, asking.now)
        earlier = asking
        if isinstance(command, commands.Move):
            asking = asking.renewed()
            text = self.shelf.text(before.procedure)
            procedures.pin(tx, before.procedure, command.version, text, asking.now)
        only_read = {type(one.event) for one in entries} == {AnswersRead}
        if not only_read:  # that moves nothing, and nobody is told of it
            self._queue(tx, before, entries, after, asking, earlier)
        stands = opened.grown(after, asking, entries)
        self.reindex(tx, stands, steps=not only_read)
        return self._said(tx, entries, asking.by, asking.now, stands)

    def _queue(
        self,
        tx: Transaction,
        before: Case,
        entries: Sequence[Entry],
        after: Case,
        asking: Asking,
        earlier: Asking,
    ) -> None:
        told = react(before, entries, after, asking, earlier)
        n = after.length
        rows = (
            self.row(f"{after.ref}/{n}/{i}", t, after.ref, n, asking.now)
            for i, t in enumerate(told)
        )
        outbox.queue(tx, rows, asking.now)

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
            body=values_of(telling) | traces.cause(),
        )

    def reindex(self, tx: Transaction, opened: Opened, *, steps: bool = True) -> None:
        """Write how a case stands into the indexes; of its steps too, if they moved."""
        case, asking, last = opened.case, opened.asking, opened.last
        if last is None:
            return
        folded.keep(tx, folded.Folded(self.partnership, case, last, opened.recorded))
        index.write_case(tx, indexes.case_row(case, last, asking))
        if steps:
            index.write_steps(tx, case.ref, indexes.step_rows(case, asking))

    def _said(
        self,
        tx: Transaction,
        entries: Sequence[Entry],
        by: PersonId,
        now: datetime,
        opened: Opened | None = None,
    ) -> Answer:
        """Answer with what was recorded: the same words however often it is asked."""
        if not entries:
            return Answer("Nothing needed to be recorded.")
        opened = opened or self.open(tx, entries[0].case, by, now)
        asking = opened.asking
        shown = [account.said(entry, asking) for entry in entries[:_MOST_SAID]]
        if more := len(entries) - len(shown):
            shown.append(f"And {words.counted(more, 'more entry', 'more entries')}.")
        reads: tuple[tuple[str, str], ...] = ()
        then = registered.at_alert(entries, asking)
        if isinstance(entries[0].event, AnswersRead):
            reads = _read(tx, opened, entries[0].event.entry)
        return Answer(" ".join(shown), then, opened.case.ref, reads=reads)


def _read(tx: Transaction, opened: Opened, n: int) -> tuple[tuple[str, str], ...]:
    """Open what was written, for somebody who may still read it.

    Raises:
        Refused: They no longer may, whatever they could once.
    """
    refusal = would_refuse(opened.case, commands.ReadAnswers(entry=n), opened.asking)
    if refusal:
        raise refusal
    kept = answers.read(tx, opened.case.ref, n) or {}
    entry = journal.entry(tx, opened.case.ref, n)
    return written_words(entry.event, kept, opened.asking.procedure) if entry else ()


def _digest(tx: Transaction, ref: str, command: Command) -> str:
    """Prove what was typed with the case's own key.

    Raises:
        OutOfTurn: The key has been destroyed, so nothing more can be kept.
    """
    try:
        return answers.digest(tx, ref, command.says)
    except answers.Erased:
        raise OutOfTurn(
            "What was written on this case has been erased, and nothing more can "
            "be written on it.",
            next_step="Raise a new alert if something has happened since.",
        ) from None


def _kept_at(entries: Sequence[Entry]) -> int:
    """Find the entry whose digest proves what was typed."""
    proofs = (one.n for one in entries if getattr(one.event, "digest", ""))
    return next(proofs, entries[0].n)
