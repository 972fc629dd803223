"""What the doctor looks at: each examination gives findings, and changes nothing."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Literal

from bot.core import words
from bot.core.faults import Faulty
from bot.core.words import LONDON
from bot.counter import Counter
from bot.offices import KNOWN_TO, OfficesProblem, load_offices
from bot.rosters import fits
from bot.settings import Settings, master_secret
from bot.store import Store, facts, guards, outbox, roster
from bot.store.migrate import HEAD, schema_version
from bot.store.migrate import fits as suits
from bot.verbs.papers import folder, read_paper

PUT_BACK: Final = "Keep the file, and put back the last backup that verifies."
_TRIAL: Final = "doctor/trial"
_AHEAD: Final = timedelta(days=365)
_A_WHILE: Final = timedelta(minutes=10)
_FEW: Final = 5


@dataclass(frozen=True, slots=True)
class Finding:
    """What one examination found.

    Attributes:
        state: ``fine``; ``look``, where somebody should; or ``fault``.
        says: What was found.
        then: What to do about it.
    """

    state: Literal["fine", "look", "fault"]
    says: str
    then: str = ""


def fine(says: str) -> Finding:
    """Say that something is as it should be."""
    return Finding("fine", says)


def look(says: str, then: str = "") -> Finding:
    """Say that something may be right, and somebody should make sure."""
    return Finding("look", says, then)


def fault(says: str, then: str = "") -> Finding:
    """Say that something is wrong."""
    return Finding("fault", says, then)


def holidays(settings: Settings, now: datetime) -> Iterator[Finding]:
    """See that the clock can be right, and that bank holidays are known for a year."""
    today = now.astimezone(LONDON).date()
    said = f"The clock says {words.moment(now)} in London"
    try:
        offices = load_offices(announced=settings.announced_holidays)
    except OfficesProblem as wrong:
        for problem in wrong.problems:
            yield fault(problem)
        return
    if not offices.known_from <= today <= offices.known_to:
        yield fault(
            f"{said}, and bank holidays are known from "
            f"{words.day(offices.known_from)} to {words.day(offices.known_to)}.",
            "Set the machine's clock, or install a newer release.",
        )
        return
    yield fine(f"{said}.")
    known = f"Bank holidays are known to {words.day(KNOWN_TO)}"
    if KNOWN_TO - today < _AHEAD:
        then = "Install the release that knows the next year before it is needed."
        yield look(f"{known}, which is less than a year.", then)
    else:
        yield fine(f"{known}.")


def procedures(settings: Settings) -> Iterator[Finding]:
    """See that every procedure in use is sound."""
    where = folder(settings)
    papers = [read_paper(path, kept=True) for path in sorted(where.glob("*.toml"))]
    if not papers:
        yield fault(f"There is no procedure in {where}.", "Put one there.")
    for paper in papers:
        if paper.procedure is None:
            count = words.counted(len(paper.problems), "problem")
            then = f"To see each with its line, run: dayzero check {paper.name}"
            yield fault(f"{paper.name} has {count}.", then)
            continue
        unsure = sum(not part.confirmed for _, part in paper.procedure.readings())
        yield fine(f"{paper.name} is sound.")
        if unsure:
            count = words.counted(unsure, "reading")
            then = "To see them, run: dayzero check"
            yield look(f"{count} in it: nobody has confirmed them.", then)


def mail(settings: Settings) -> Iterator[Finding]:
    """See by which way e-mail goes; whether a server lets us in is found out there."""
    if settings.smtp is not None:
        return
    if settings.graph is not None:
        yield fine(
            f"E-mail goes out from {settings.graph.organiser}, in Microsoft 365."
        )
        return
    kept = settings.mail_folder
    there = next(path for path in (kept, *kept.parents) if path.exists())
    if not there.is_dir() or not os.access(there, os.W_OK | os.X_OK):
        then = f"Let this account write there, or set DAYZERO_HOME. ({there})"
        yield fault(f"E-mail cannot be kept in {kept}.", then)
    else:
        yield look(
            f"No mail server is set: each e-mail is kept as a file in {kept}.",
            "Set DAYZERO_SMTP_HOST to send them.",
        )


def secret(settings: Settings) -> Iterator[Finding]:
    """See that the master secret is there; it is not made by looking."""
    file, database = settings.secret_file, settings.database_file
    first_run = database is None or not database.exists()
    if settings.secret is None and not file.exists() and first_run:
        then = "It is made when the bot is first run. Back it up then."
        yield look(f"There is no master secret yet at {file}.", then)
        return
    master_secret(settings)
    whence = "set" if settings.secret is not None else f"in {file}"
    yield fine(f"The master secret is {whence}. See that it is backed up.")


def database(store: Store) -> Iterator[Finding]:
    """See that the database has our shape and our secret, and can be written."""
    version, misfit = schema_version(store), suits(store)
    if misfit:
        then = "Run the release that belongs to it, or start this one to bring it up."
        yield fault(misfit, then)
        return
    if version != HEAD:
        yield look(
            f"A newer release has brought the database to migration {version}.",
            "This one can still work on it: upgrade it as well.",
        )
    with store.writing() as tx:
        facts.set_(tx, _TRIAL, "1")
        facts.unset(tx, _TRIAL)
    with store.reading() as tx:
        mark = facts.get(tx, facts.VAULT_MARK)
        damage = guards.damage(tx)
    if damage:
        yield fault(f"The database is damaged: {damage}.", PUT_BACK)
        return
    if mark not in (None, store.vault.mark):
        yield fault(
            "The record was sealed with another secret than the one in use.",
            "Put back the secret that belongs to this database.",
        )
        return
    yield fine(f"The database can be written, and is at migration {version}.")


def journal(store: Store) -> Iterator[Finding]:
    """See that the database still refuses to change the journal."""
    with store.reading() as tx:
        gone, shown = guards.missing(tx), guards.unguarded(tx)
    if shown:
        yield fault(
            f"The database no longer keeps partnerships apart: {words.listed(shown)}.",
            "Find out who took the rules away, and restore the backup to have them.",
        )
    if gone:
        yield fault(
            f"The database no longer guards the journal: {words.listed(gone)} is gone.",
            "Run dayzero verify, find out who removed it, and restore the backup.",
        )
    else:
        yield fine("The database refuses to change or remove what was recorded.")


def rosters(
    store: Store, desk: Callable[[Store, str], Counter], now: datetime
) -> Iterator[Finding]:
    """See that each partnership has the people that its procedure needs."""
    with store.reading() as tx:
        names = roster.partnerships(tx)
    if not names:
        then = "Take one from a file: dayzero roster import FILE"
        yield fault("No partnership has a roster yet.", then)
    for name in names:
        counter = desk(store, name)
        people = counter.people()
        try:
            misfits = fits(people, counter.procedure())
        except Faulty:
            then = "To see what is wrong with it, run: dayzero check"
            yield fault(f"{name} follows a procedure that cannot be used.", then)
            continue
        for misfit in misfits:
            yield fault(f"{name}: {misfit}")
        away = sum(absence.covers(now.date()) for absence in people.absences)
        if not misfits:
            count = words.counted(len(people.people), "person", "people")
            yield fine(f"{name} has a roster that fits: {count}, {away} away today.")


def deliveries(store: Store, now: datetime) -> Iterator[Finding]:
    """See that nothing was given up on, and that nothing waits too long."""
    with store.reading() as tx:
        dead, pending = outbox.dead(tx), outbox.waiting(tx)
        late = outbox.find(tx, states=(outbox.QUEUED,))
    for row in dead[:_FEW]:
        why = row.problem or "no reason was given"
        yield fault(
            f"{row.key} could not be delivered: {why}.",
            "Put that right, tell whoever should have had it, and see the runbook.",
        )
    if len(dead) > _FEW:
        yield fault(f"So could {len(dead) - _FEW} more.")
    overdue = sum(row.not_before < now - _A_WHILE for row in late)
    if overdue:
        count = words.counted(overdue, "delivery", "deliveries")
        yield look(f"{count} should have gone by now.", "Is dayzero run running?")
    elif not dead:
        yield fine(f"Nothing is stuck; {pending} still to go.")


def timetable(store: Store, now: datetime) -> Iterator[Finding]:
    """See that what is due is being said."""
    with store.reading() as tx:
        kept = facts.get(tx, facts.LAST_TICK)
    if kept is None:
        then = "Start dayzero run, or have dayzero tick run every few minutes."
        yield look("Nobody has looked at what is due yet.", then)
        return
    last = datetime.fromisoformat(kept)
    said = f"What is due was last looked at on {words.moment(last)}"
    if last > now + _A_WHILE:
        yield look(f"{said}, which is still to come.", "Check the machine's clock.")
    elif last < now - _A_WHILE:
        yield look(f"{said}.", "Is dayzero run running?")
    else:
        yield fine(f"{said}.")
