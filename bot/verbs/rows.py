"""The rows of a timeline, as plain data; their keys are a contract."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.core import clock
from bot.core.clock import Deadline, Term
from bot.core.events import AnchorId, Moment
from bot.core.procedure import Part, Procedure
from bot.core.progress import Line, compared
from bot.core.words import LONDON
from bot.core.workdays import Offices


@dataclass(frozen=True, slots=True)
class Rows:
    """Every deadline of a procedure, with what is needed to tell of it."""

    procedure: Procedure
    anchors: Mapping[AnchorId, Moment]
    offices: Offices
    lines: tuple[Line, ...]

    @property
    def titles(self) -> Mapping[str, str]:
        """What each anchor and step is called."""
        steps = {step.id: f"“{step.title}”" for step in self.procedure.step}
        return {**steps, **{k: v.title for k, v in self.procedure.anchor.items()}}

    def readings(self, line: Line) -> tuple[Part, ...]:
        """List the readings of the document that a date depends on, unconfirmed."""
        return self.procedure.unconfirmed(*_touched(line, self.procedure))


def row(line: Line, rows: Rows, *, explain: bool = False) -> dict[str, Any]:
    """Give one deadline as plain data. The keys, and their order, are a contract."""
    due, part = line.due, line.step
    count, unit, anchor = counted(line, rows.procedure)
    pending = due.waiting_for if due else ()
    readings = rows.readings(line)
    found: dict[str, Any] = {
        "step": line.part,
        "title": line.title,
        "stage": part.stage,
        "kind": part.kind,
        "role": line.role,
        "manner": line.deadline.manner,
        "anchor": anchor,
        "count": count,
        "unit": unit,
        "from": iso(due.start) if due else None,
        "due": iso(due.due) if due else None,
        "waiting_for": ", ".join(pending) or None,
        "advised": iso(due.advised) if due else None,
        "confirmed": not readings,
        "limit": part.limit,
        "source": part.source.para,
        "skipped": [
            {"day": iso(one.day), "why": one.why}
            for one in (due.skipped if due else ())
        ],
        "with": line.deadline.with_step,
        "earlier_if": list(due.earlier_if) if due else [],
        "refused": line.refused or None,
        "readings": [reading.reading for reading in readings],
        "national": iso(line.national.due) if line.national else None,
        "planned": iso(line.planned),
        "beside": compared(line, rows.offices) or None,
    }
    if explain:
        found["explained"] = explained(line, rows)
    return found


def iso(value: Moment | None) -> str | None:
    """Write a day, or an instant with its offset in London."""
    if isinstance(value, datetime):
        return value.astimezone(LONDON).isoformat()
    return value.isoformat() if value else None


def counted(line: Line, procedure: Procedure) -> tuple[int, str | None, str]:
    """Say what is counted from where: as worked out, or else as it is written."""
    due = line.due
    if due and due.due is not None:
        return due.count, due.unit, due.anchor
    term = _written(line.deadline, procedure)
    if line.deadline.every:
        count, unit = line.deadline.every
        return count, unit, term.anchor
    pending = due.waiting_for if due else ()
    for one in line.deadline.terms:
        if pending and one.anchor == pending[0]:
            term = one
    return term.count, term.unit, term.anchor


def _written(deadline: Deadline, procedure: Procedure) -> Term:
    """Find the term a deadline is written with; of another step, where it is shared."""
    if deadline.terms:
        return deadline.terms[0]
    other = procedure.by_id[deadline.with_step] if deadline.with_step else None
    if other is not None and other.deadline is not None:
        return _written(other.deadline, procedure)
    return Term(deadline.with_step or "")


def _touched(line: Line, procedure: Procedure) -> Iterator[str]:
    """Name everything a date depends on: the step, its anchors, a step it goes with."""
    deadline: Deadline | None = line.deadline
    yield line.step.id
    while deadline is not None:
        yield from sorted(deadline.anchors)
        other = deadline.with_step
        if other is None:
            return
        yield other
        deadline = procedure.by_id[other].deadline


def explained(line: Line, rows: Rows) -> list[str]:
    """Say in sentences how a day was come by, or why there is none."""
    if line.due is None:
        return [" ".join(filter(None, (line.refused, compared(line, rows.offices))))]
    shared = line.deadline.with_step
    before = [f"On the same day as {rows.titles[shared]}."] if shared else []
    also = compared(line, rows.offices)
    return [
        *before,
        *clock.explain(line.due, rows.offices, rows.titles),
        *([also] if also else []),
    ]
