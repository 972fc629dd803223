"""What to know about a procedure that is sound: nothing here stops it being used."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

from bot.core import clock, words
from bot.core.clock import Deadline, Due
from bot.core.errors import NotKnownYet
from bot.core.procedure import Meeting, Procedure
from bot.core.progress import AnyStep
from bot.core.workdays import Offices

_YEAR: Final = 366


def notices(procedure: Procedure, offices: Offices) -> tuple[str, ...]:
    """List what somebody should confirm or know about a procedure.

    That is each reading nobody has confirmed, each step whose own date can fall
    after the national limit, each step without a date, each anchor that nothing
    is counted from, and each signer who may not read what is written.
    """
    return (
        *_unconfirmed(procedure),
        *(said for step in procedure.step for said in _late(step, offices)),
        *_undated(procedure),
        *_uncounted(procedure),
        *_blind(procedure),
    )


def _unconfirmed(procedure: Procedure) -> Iterator[str]:
    for name, part in procedure.readings():
        if not part.confirmed:
            yield (
                f"{name}: nobody has confirmed this reading of {part.source.para}. "
                f"{part.reading}"
            )


def _late(step: AnyStep, offices: Offices) -> Iterator[str]:
    """Try each day of a year, until the local date falls after the national."""
    if step.deadline is None or not step.national:
        return
    limit = clock.read(step.national)
    end = offices.known_to
    start = max(offices.known_from, end - timedelta(days=2 * _YEAR))
    for day in (start + timedelta(days=n) for n in range(_YEAR)):
        try:
            own, most = _on(step.deadline, day, offices), _on(limit, day, offices)
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


def _on(deadline: Deadline, day: date, offices: Offices) -> Due:
    return clock.work_out(deadline, dict.fromkeys(deadline.anchors, day), offices)


def _undated(procedure: Procedure) -> Iterator[str]:
    for step in procedure.step:
        if not step.due and not step.optional:
            yield (
                f"{step.id}: the document gives no date for this, so nobody is "
                "reminded of it."
            )


def _uncounted(procedure: Procedure) -> Iterator[str]:
    counted: set[str] = set()
    for step in procedure.step:
        found = [step.deadline]
        if isinstance(step, Meeting):
            found.append(step.invite_deadline)
        counted.update(*(deadline.anchors for deadline in found if deadline))
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
