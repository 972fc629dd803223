"""A pack: the returns that are sent out together, and what is missing from it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from bot.core import words
from bot.core.asking import Asking
from bot.core.case import Case
from bot.core.errors import NotKnownYet
from bot.core.events import AgencyId
from bot.core.procedure import Meeting, Request, Task
from bot.core.progress import AnyStep, due_of, local_day, part_day


@dataclass(frozen=True, slots=True)
class Slot:
    """One agency's place in a pack.

    Attributes:
        came: The day its return came; nothing while it is missing.
        due: The day it is due, if that is known.
        asked: Whether it has been asked yet.
    """

    agency: AgencyId
    came: date | None
    due: date | None
    asked: bool


@dataclass(frozen=True, slots=True)
class Pack:
    """The returns to one request, as they stand.

    Attributes:
        request: The request they answer.
    """

    request: Request
    slots: tuple[Slot, ...]

    @property
    def inside(self) -> tuple[Slot, ...]:
        """Every return that has come in."""
        return tuple(slot for slot in self.slots if slot.came)

    @property
    def missing(self) -> tuple[Slot, ...]:
        """Every return that has not."""
        return tuple(slot for slot in self.slots if not slot.came)


def pack_of(step: AnyStep, case: Case, asking: Asking) -> Pack | None:
    """Find what a task sends, if it sends the returns to a request."""
    named = step.pack if isinstance(step, Task) else ""
    request = asking.procedure.by_id.get(named)
    if not isinstance(request, Request):
        return None
    try:
        due = due_of(request, asking.procedure, case.anchors, asking.offices, case)
        usual = part_day(due)
    except NotKnownYet:
        usual = None
    return Pack(
        request,
        tuple(
            Slot(
                agency,
                local_day(ask.returned.on) if ask.returned else None,
                ask.return_by or usual,
                ask.sent is not None,
            )
            for agency, ask in case.asks(request.id).items()
        ),
    )


def facts(pack: Pack, asking: Asking) -> Iterator[tuple[str, str]]:
    """Say what has come in and what is missing, each by its agency and its day."""
    if not pack.slots:
        yield "Come in", "nothing, because no agency has been identified yet"
        return
    came = [_said(slot, asking) for slot in pack.inside]
    yield "Come in", words.listed(came) or "nothing yet"
    missing = [_said(slot, asking) for slot in pack.missing]
    yield "Missing", words.listed(missing) or "nothing"


def _said(slot: Slot, asking: Asking) -> str:
    name = asking.roster.agency_name(slot.agency)
    if slot.came:
        return f"{name} ({words.day(slot.came)})"
    if not slot.asked:
        return f"{name} (not asked yet)"
    return f"{name} (due {words.day(slot.due)})" if slot.due else name


def meetings_of(task: Task, asking: Asking) -> tuple[Meeting, ...]:
    """Find the meetings that a pack is for, those that wait for it before others."""
    known = [step for step in asking.procedure.step if isinstance(step, Meeting)]
    waiting = [meeting for meeting in known if task.id in meeting.after]
    near = [m for m in known if m.agenda and m.stage == task.stage]
    return tuple(waiting or near)
