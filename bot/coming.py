"""Who is coming: replies taken from calendars and e-mail, and put on the record."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from bot.core import telling as tellings
from bot.core.asking import BOT
from bot.core.commands import NoteReply
from bot.core.events import Answered, CaseRef, PersonId, StepId
from bot.core.hearing import Telling
from bot.core.squared import looked_at_again
from bot.desk import Desk
from bot.inviting import KINDS, gone, is_shared
from bot.store import Store, Transaction, folded, index, outbox
from bot.store.outbox import SENT, Delivery

_UID: Final = re.compile(
    r"(?P<ref>[A-Z][A-Z0-9]*-\d{4}-\d{3,})\.(?P<step>[a-z][a-z0-9-]*)"
    r"(?:\.(?P<sitting>[1-9]\d{0,3}))?@[^@\s]+"
)


@dataclass(frozen=True, slots=True)
class Expected:
    """A meeting to come that is in the shared calendar.

    Attributes:
        sitting: Which one it is, of a meeting that is held again and again.
        sequence: Which change of it stands.
        receipt: By what the shared calendar finds its event.
        uid: The meeting, as invitations by e-mail call it.
    """

    partnership: str
    ref: CaseRef
    step: StepId
    sitting: int
    sequence: int
    receipt: str
    start: datetime
    uid: str


@dataclass(frozen=True, slots=True)
class Heard:
    """What one mailbox answered to an invitation.

    Attributes:
        email: The address that answered.
        at: When it answered.
        sequence: Which change it answers, or ``None`` where that is not said: then
            it answers what stands.
    """

    email: str
    answer: Answered
    at: datetime
    sequence: int | None = None


def of_uid(uid: str) -> tuple[CaseRef, StepId, int] | None:
    """Read which meeting an invitation is about; nothing if it is none of ours.

    Example:
        >>> of_uid("DOR-2026-004.rapid-review@dayzero.example.org")
        ('DOR-2026-004', 'rapid-review', 1)
        >>> of_uid("DOR-2026-004.review.2@dayzero.example.org")
        ('DOR-2026-004', 'review', 2)
        >>> of_uid("holiday@example.org") is None
        True
    """
    found = _UID.fullmatch(uid.strip())
    if found is None:
        return None
    return found["ref"], found["step"], int(found["sitting"] or 1)


def expected(store: Store, now: datetime) -> list[Expected]:
    """List the meetings to come that are in the shared calendar.

    One that is being held counts until it has ended.

    Args:
        store: The record.
        now: The instant.
    """
    found: list[Expected] = []
    with store.reading() as tx:
        refs = {row.ref for row in index.cases(tx, only_open=True)}
        receipts: dict[tuple[str, str, int], Delivery] = {}
        for row in _put(tx):
            if row.case_ref in refs:
                sitting = int(row.body.get("sitting", 1))
                receipts[row.case_ref or "", row.step, sitting] = row
        loaded = {ref: folded.load(tx, ref) for ref, _, _ in receipts}
    for (ref, step, sitting), row in receipts.items():
        known = loaded[ref]
        standing = known.case.expected(step) if known else None
        if standing is None or standing.sitting != sitting or row.receipt.get("off"):
            continue
        if standing.start + timedelta(minutes=standing.minutes) > now:
            found.append(
                Expected(
                    row.partnership,
                    ref,
                    step,
                    sitting,
                    standing.sequence,
                    str(row.receipt.get("receipt", "")),
                    standing.start,
                    str(row.receipt.get("uid", "")),
                )
            )
    return found


def _put(tx: Transaction) -> Iterator[Delivery]:
    """List what was put in the shared calendar, in the order in which it was queued."""
    rows = [
        row
        for kind in sorted(KINDS)
        for row in outbox.find(tx, kind=kind, person="", states=(SENT,))
        if is_shared(row)
    ]
    return iter(sorted(rows, key=lambda row: row.settled_at or row.not_before))


def note(
    desk_of: Callable[[str], Desk],
    about: Expected | str,
    answers: Iterable[Heard],
    cause: str,
    now: datetime,
) -> int:
    """Put what was answered to an invitation on the record.

    Whoever is not among those asked, and what is late or said already, changes
    nothing.

    Args:
        desk_of: Finds the desk of a partnership.
        about: The meeting, or its identifier as an invitation carries it.
        answers: What each mailbox answered.
        cause: What brought it: the same for the same news, so that a repeat is known.
        now: The instant.

    Returns:
        How many answers were new.
    """
    meeting = _meeting(desk_of, about)
    if meeting is None:
        return 0
    desk, ref, step, sitting = meeting
    with desk.store.reading() as tx:
        opened = desk.open(tx, ref, BOT, now)
        asked = Telling("attend", parts=(step,), sitting=sitting)
        sent = gone(tx, ref, asked).letters
    case, asking = opened.case, opened.asking
    standing = case.expected(step)
    if standing is None or standing.sitting != sitting:
        return 0
    people = {
        one.person.email.casefold(): one.person.id
        for one in tellings.coming(asked, case, asking)
    }
    new = 0
    for heard in answers:
        person = people.get(heard.email.casefold(), "")
        known = standing.replies.get(person)
        if person and not (known and known.answer == heard.answer):
            had = sent.get(person, tellings.Had())
            reply = _reply(heard, person, had, step, sitting)
            told = desk.ask(ref, reply, by=BOT, cause=f"{cause}/{person}", now=now)
            new += not told.code
    return new


def _reply(
    heard: Heard, person: PersonId, had: tellings.Had, step: StepId, sitting: int
) -> NoteReply:
    # What went to them alone was numbered that much higher.
    number = heard.sequence
    return NoteReply(
        step=step,
        person=person,
        answer=heard.answer,
        at=heard.at,
        sequence=None if number is None else max(0, number - had.withdrawn),
        sitting=sitting,
    )


def differs(
    desk_of: Callable[[str], Desk], about: Expected, cause: str, now: datetime
) -> bool:
    """Have a meeting put back that somebody moved, or took out, in the calendar itself.

    The case is what counts: a meeting is moved there, where everybody is told. That
    it was put back is recorded like every delivery.

    Args:
        desk_of: Finds the desk of a partnership.
        about: The meeting.
        cause: What was found: the same for the same state, so that it is put back once.
        now: The instant.

    Returns:
        Whether it is put back now; ``False`` if it was before, or is over.
    """
    desk = desk_of(about.partnership)
    with desk.store.writing(patient=True) as tx:
        opened = desk.open(tx, about.ref, BOT, now)
        standing = opened.case.expected(about.step)
        if standing is None or standing.sitting != about.sitting:
            return False
        telling = looked_at_again(about.step, standing)
        key = f"{about.ref}/attend/{about.step}/{cause}"
        row = desk.row(key, telling, about.ref, opened.case.length, now)
        queued = outbox.enqueue(tx, (row,), now)
    if queued:
        desk.wake()
    return bool(queued)


def _meeting(
    desk_of: Callable[[str], Desk], about: Expected | str
) -> tuple[Desk, CaseRef, StepId, int] | None:
    """Find which meeting of which case is meant, if it is one of ours."""
    if isinstance(about, Expected):
        return desk_of(about.partnership), about.ref, about.step, about.sitting
    named = of_uid(about)
    if named is None:
        return None
    with desk_of("").store.reading() as tx:
        row = index.case(tx, named[0])
    return (desk_of(row.partnership), *named) if row else None
