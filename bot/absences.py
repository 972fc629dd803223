"""Recording that somebody is away, and asking whoever stands in."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Final

from bot import rosters
from bot.answer import Answer, put_right, refused
from bot.core import forms, words
from bot.core.asking import Asking
from bot.core.errors import NotYours, OutsideTheDates, Refused
from bot.core.events import PersonId
from bot.core.forms import Form
from bot.core.people import Absence
from bot.core.press import Press
from bot.core.questions import of_people
from bot.core.react import asked_again
from bot.desk import Desk
from bot.intake import answers_to
from bot.squaring import square
from bot.store import Transaction, index, journal, outbox, roster
from bot.store.outbox import QUEUED

_AWAY: Final = "/away/"


def form(desk: Desk, by: PersonId, now: datetime) -> Form:
    """Ask about an absence: one's own, or anybody's of whoever keeps the cases.

    Raises:
        Unknown: They are not on the roster.
    """
    with desk.store.reading() as tx:
        asking = desk.asking(tx, by, now)
    keeps = asking.procedure.coordinator in asking.roster.person(by).roles
    return of_people.away(asking.roster, others=keeps)


def take(desk: Desk, pressed: Press, now: datetime) -> Answer:
    """Record an absence as it was answered, or say what is wrong with it.

    Raises:
        Unknown: They are not on the roster.
    """
    asked, by = form(desk, pressed.by, now).questions, pressed.by
    given = answers_to(asked, pressed.answers)
    wrong = forms.problems(asked, given, now) or tuple(of_people.amiss(given, by))
    if wrong:
        return put_right(wrong)
    return record(desk, of_people.absence(given, by), by, now)


def record(desk: Desk, absence: Absence, by: PersonId, now: datetime) -> Answer:
    """Record that somebody is away, and who stands in.

    It may be recorded by the person, or by whoever keeps the cases. Recorded
    again, it changes nothing.
    """
    try:
        with desk.store.writing() as tx:
            # Two at once would each write the roster without the other's absence.
            journal.lock_case(tx, f"roster/{desk.partnership}")
            asking = desk.asking(tx, by, now)
            _may_record(absence, asking)
            known = asking.roster
            latest = [a for a in known.absences if a.person == absence.person][-1:]
            if latest != [absence]:
                added = replace(known, absences=(*known.absences, absence))
                roster.write(tx, desk.partnership, rosters.to_doc(added), now)
                _reach_deputy(tx, desk, absence, now)
                square(tx, desk, now, absence.covers)
    except Refused as refusal:
        return refused(refusal)
    desk.wake()
    name = known.name(absence.person)
    stands = f"{known.name(absence.deputy)} stands in." if absence.deputy else ""
    return Answer(
        f"{name} is away from {words.day(absence.first)} to "
        f"{words.day(absence.last)}. {stands or 'Nobody stands in by name.'}"
    )


def _reach_deputy(tx: Transaction, desk: Desk, absence: Absence, now: datetime) -> None:
    """Ask again, of whoever now stands in, what waits for the person away."""
    for row in index.cases(tx, desk.partnership, only_open=True):
        opened = desk.open(tx, row.ref, absence.person, now)
        if not absence.covers(opened.asking.today):
            continue
        again = asked_again(absence.person, opened.case, opened.asking)
        if _still_to_be_addressed(tx, row.ref, absence.person):
            continue
        n = opened.case.length
        # The deputy is part of the key: another, named later, is asked as well.
        key = f"{row.ref}/{n}{_AWAY}{absence.person}/{absence.deputy}"
        rows = (
            desk.row(f"{key}/{i}", telling, row.ref, n, now)
            for i, telling in enumerate(again)
        )
        outbox.enqueue(tx, rows, now)


def _still_to_be_addressed(tx: Transaction, ref: str, person: PersonId) -> bool:
    """Say whether an earlier absence is still to be told: it will reach the latest."""
    queued = (
        row
        for kind in ("ask", "wanted")
        for row in outbox.find(tx, case_ref=ref, kind=kind, person="", states=(QUEUED,))
    )
    return any(f"{_AWAY}{person}/" in row.key for row in queued)


def _may_record(absence: Absence, asking: Asking) -> None:
    """Make sure that an absence makes sense, and is recorded by who may.

    Raises:
        Refused: It does not, or they may not.
    """
    asking.roster.person(absence.person)
    if absence.last < absence.first:
        raise OutsideTheDates(
            "The last day away is before the first.",
            next_step="Put the two days the other way round.",
        )
    if absence.deputy == absence.person:
        raise OutsideTheDates(
            "Nobody can stand in for themselves.", next_step="Choose somebody else."
        )
    if absence.deputy:
        asking.roster.person(absence.deputy)
    if asking.by == absence.person:
        return
    roles = asking.roster.person(asking.by).roles
    if asking.procedure.coordinator not in roles:
        keeper = asking.procedure.title_of(asking.procedure.coordinator)
        raise NotYours(
            f"An absence is recorded by the person away, or by the {keeper}.",
            next_step=f"Ask the {keeper}.",
        )
