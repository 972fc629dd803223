"""What to know about a procedure that is sound: nothing here stops it being used."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Final

from bot.core import clock, words
from bot.core.clock import Deadline
from bot.core.errors import NotKnownYet
from bot.core.nowhere import nowhere
from bot.core.procedure import Meeting, Part, Procedure, Request, Task
from bot.core.progress import AnyStep
from bot.core.workdays import Offices

UNREAD: Final = "Not read yet"
"""What a part cites until somebody has read where the document says it."""
_YEAR: Final = 366


def notices(procedure: Procedure, offices: Offices) -> tuple[str, ...]:
    """List what somebody should confirm or know about a procedure.

    That is each reading nobody has confirmed, each step whose own date can fall
    after the national limit, each step without a date, each anchor that nothing
    is counted from, each signer who may not read what is written, and a room that
    whoever keeps the case is not let into.
    """
    return (
        *_unread(procedure),
        *nowhere(procedure),
        *_unconfirmed(procedure),
        *(said for step in procedure.step for said in _late(step, procedure, offices)),
        *_undated(procedure),
        *_endless(procedure),
        *_uncounted(procedure),
        *_blind(procedure),
        *_left_outside(procedure),
    )


def _unread(procedure: Procedure) -> Iterator[str]:
    """Name what was begun with, and not yet found in the document."""
    named = (procedure.role, procedure.anchor, procedure.by_id, procedure.rooms)
    parts: dict[str, Part] = {
        name: part for each in named for name, part in each.items()
    }
    found = [name for name, part in parts.items() if part.source.para == UNREAD]
    if found:
        yield (
            f"{words.counted(len(found), 'part')} not yet read in the document: "
            f"{', '.join(found)}. Write the paragraph under para, or take the part out."
        )


def _unconfirmed(procedure: Procedure) -> Iterator[str]:
    for name, part in procedure.readings():
        if not part.confirmed:
            yield (
                f"{name}: nobody has confirmed this reading of {part.source.para}. "
                f"{part.reading}"
            )


def _late(step: AnyStep, procedure: Procedure, offices: Offices) -> Iterator[str]:
    """Try each day of a year, until the local date falls after the national."""
    limit = step.national_deadline
    deadline = _counted(step.deadline, procedure)
    limit = _counted(limit, procedure)
    if deadline is None or limit is None:
        return
    end = offices.known_to
    start = max(offices.known_from, end - timedelta(days=2 * _YEAR))
    for day in (start + timedelta(days=n) for n in range(_YEAR)):
        try:
            # Every anchor on one day: what is counted from, in either, began then.
            known = dict.fromkeys(procedure.anchor, day)
            own = clock.work_out(deadline, known, offices)
            most = clock.work_out(limit, known, offices)
        except NotKnownYet:
            return
        if own.due and most.due and clock.on_day(own.due) > clock.on_day(most.due):
            yield (
                f"{step.id}: the date here can fall after the national limit. "
                f"Counted from {words.day(day)}, it is due "
                f"{words.day(clock.on_day(own.due))}, and the limit "
                f"({step.national}) is {words.day(clock.on_day(most.due))}."
            )
            return


def _counted(deadline: Deadline | None, procedure: Procedure) -> Deadline | None:
    """Find the deadline that counts: of another step, where the day is shared."""
    while deadline is not None and deadline.with_step is not None:
        deadline = procedure.by_id[deadline.with_step].deadline
    return deadline


def _undated(procedure: Procedure) -> Iterator[str]:
    for step in procedure.step:
        if not step.due and not step.optional:
            yield (
                f"{step.id}: the document gives no date for this, so nobody is "
                "reminded of it."
            )


def _endless(procedure: Procedure) -> Iterator[str]:
    """Name what comes round, and is never said to be over."""
    for step in procedure.step:
        deadline = step.deadline
        ends = isinstance(step, Task | Meeting) and step.until
        if deadline and deadline.manner == "every" and not (deadline.until or ends):
            yield (
                f"{step.id}: this comes round for as long as the case is open. If it "
                'ends, say when: due = "every ... from ... until ...", with an anchor.'
            )


def _uncounted(procedure: Procedure) -> Iterator[str]:
    counted: set[str] = set()
    for step in procedure.step:
        found = [step.deadline, step.national_deadline]
        if isinstance(step, Meeting):
            found.append(step.invite_deadline)
        if isinstance(step, Request):
            found.append(step.send_deadline)
        counted.update(*(deadline.anchors for deadline in found if deadline))
        counted.add(step.target)
    for name in procedure.anchor:
        if name not in counted:
            yield f"{name}: nothing is counted from this anchor."


def _blind(procedure: Procedure) -> Iterator[str]:
    for step in procedure.step:
        if step.kind == "sign-off":
            signers = {role for link in step.links for role in link.named}
            for role in sorted(signers - set(procedure.readers)):
                yield (
                    f"{step.id}: {procedure.title_of(role)} signs this, and is not "
                    "among the readers."
                )


def _left_outside(procedure: Procedure) -> Iterator[str]:
    keeper = procedure.coordinator
    if procedure.room and keeper not in procedure.room.roles:
        yield (
            f"room: {procedure.title_of(keeper)} keeps the cases, and is not let into "
            "their rooms."
        )
