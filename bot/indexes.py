"""The indexes of a case, worked out from it: what lists, nudges and digests read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any, Final, TypeAlias

from bot.core import nudges
from bot.core.asking import Asking
from bot.core.case import Action, Case
from bot.core.events import Entry
from bot.core.progress import (
    Line,
    Status,
    beside,
    left,
    plans,
    rests,
    standings,
    undated,
)
from bot.store import Transaction, index
from bot.store.index import CaseRow, StepRow

ACTIONS: Final = "-"
"""Stands where a step would, before the number of an action of the plan."""

_Known: TypeAlias = dict[
    str, tuple[Line | None, Status | None, datetime | None, StepRow | None]
]
"""By part: the line, where its step stands, when to speak of it, and its row."""
_UNKNOWN: Final = (None, None, None, None)
_Actions: TypeAlias = dict[int, tuple[Action | None, StepRow | None]]
"""By number: the action, and its row if there is anything to be done about it."""


def case_row(case: Case, last: Entry, asking: Asking) -> CaseRow:
    """Make the index row of a case."""
    return CaseRow(
        ref=case.ref,
        partnership=asking.roster.partnership,
        procedure=case.procedure,
        version=case.version,
        opened_at=case.raised.at if case.raised else last.at,
        closed_at=case.closed.at if case.closed else None,
        head_n=last.n,
        head_seal=last.seal,
        doc={"raised_by": case.raiser, **_meetings(case, asking)},
    )


def _meetings(case: Case, asking: Asking) -> dict[str, Any]:
    """List when each meeting to come begins; who is coming is asked of the case."""
    found = [
        [step.id, standing.start.astimezone(UTC).isoformat()]
        for step in asking.procedure.step
        if (standing := case.expected(step.id)) and not case.closed
    ]
    return {"meetings": found} if found else {}


def step_rows(case: Case, asking: Asking) -> Iterator[StepRow]:
    """Make the index rows of every line that is still to be met on a case.

    Actions of the plan are among them: they are not steps, and go by a name that no
    step can have.
    """
    rules = asking.procedure
    stands = standings(case, rules)
    yield from _action_rows(case, asking)
    ground = rules, asking.offices, asking.roster
    before: _Known = case.known("rows", *ground) or {}
    rows: _Known = {}
    known = left(rules, asking.offices, case, asking.roster)
    for line, at in nudges.next_of(case, known, asking):
        where = stands.status[line.step.id]
        was, stood, told, row = before.get(line.part, _UNKNOWN)
        if row is None or was is not line or stood != where or told is not at:
            row = _row(case, line, where, at, asking)
        rows[line.part] = line, where, at, row
        yield row
    case.keep("rows", rows, *ground)
    for step in stands.open:
        if not step.optional and not rests(step, case) and undated(step):
            yield StepRow(
                case.ref,
                step.id,
                asking.roster.partnership,
                step.stage,
                step.kind,
                "open",
                step.owner,
                doc={"title": step.title, "limit": step.limit},
            )


def as_rebuilt(tx: Transaction, case: Case, last: Entry, asking: Asking) -> bool:
    """Say whether the indexes of a case are as its journal makes them.

    When it is next to be spoken of depends on the hour: only whether it ever is
    counts, because what somebody silenced by hand would never be heard of again.
    """
    fresh = replace(case)  # nothing worked out before is taken over
    if index.case(tx, case.ref) != case_row(fresh, last, asking):
        return False
    if case.closed:
        return True  # nobody counts its days any more, when holidays are announced
    rows = {(one.step, one.item): one for one in step_rows(fresh, asking)}
    kept = {(one.step, one.item): one for one in index.steps_of(tx, case.ref)}
    return rows.keys() == kept.keys() and all(
        _alike(rows[part], kept[part]) for part in rows
    )


def _alike(made: StepRow, kept: StepRow) -> bool:
    silenced = made.next_at is not None and kept.next_at is None
    return replace(made, next_at=None) == replace(kept, next_at=None) and not silenced


def _action_rows(case: Case, asking: Asking) -> Iterator[StepRow]:
    """Make the index rows of actions; of each that has not changed, the very same."""
    ground = asking.procedure, asking.roster
    before: _Actions = case.known("action rows", *ground) or {}
    rows: _Actions = {}
    for action in case.actions:
        was, row = before.get(action.number, (None, None))
        if was is not action:
            row = _action_row(case, action, asking)
        rows[action.number] = action, row
        if row:
            yield row
    case.keep("action rows", rows, *ground)


def _action_row(case: Case, action: Action, asking: Asking) -> StepRow | None:
    """Make the row of an action: to be done, or to be looked at once done."""
    sheet = plans.sheet_title(action.sheet, asking.procedure)
    title = f"Action {action.number} ({sheet})"
    due, role = action.due, action.owner
    if action.done:
        check_by = plans.check_by(action)
        if check_by is None:
            return None
        title = f"Check the impact of action {action.number} ({sheet})"
        due, role = check_by, asking.procedure.coordinator
    return StepRow(
        case_ref=case.ref,
        step=ACTIONS,
        partnership=asking.roster.partnership,
        stage=action.sheet,
        kind="action",
        status="open",
        role=role,
        item=str(action.number),
        due=due.isoformat(),
        doc={"title": title, "limit": "local"},
    )


def _row(
    case: Case, line: Line, where: Status, at: datetime | None, asking: Asking
) -> StepRow:
    _, _, item = line.part.partition("/")
    due = line.due.due if line.due else None
    return StepRow(
        case_ref=case.ref,
        step=line.step.id,
        partnership=asking.roster.partnership,
        stage=line.step.stage,
        kind=line.step.kind,
        status=where,
        role=line.role,
        item=item,
        due=_written(due),
        next_at=at.astimezone(UTC) if at else None,
        doc=_doc(line, asking),
    )


def _doc(line: Line, asking: Asking) -> dict[str, Any]:
    doc: dict[str, Any] = {"title": line.title, "limit": line.step.limit}
    said = [list(fact) for fact in beside(line, asking.offices)]
    return {**doc, "beside": said} if said else doc


def _written(due: date | None) -> str:
    if isinstance(due, datetime):
        return due.isoformat(timespec="minutes")
    return due.isoformat() if due else ""
