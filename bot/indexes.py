"""The indexes of a case, worked out from it: what lists, nudges and digests read."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, Final

from bot.core import nudges
from bot.core.asking import Asking
from bot.core.case import Case
from bot.core.events import Entry
from bot.core.progress import Line, beside, left, plans, rests, status, undated
from bot.store.index import CaseRow, StepRow

ACTIONS: Final = "-"
"""Stands where a step would, before the number of an action of the plan."""


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
        doc={"raised_by": case.raiser},
    )


def step_rows(case: Case, asking: Asking) -> Iterator[StepRow]:
    """Make the index rows of every line that is still to be met on a case.

    Actions of the plan are among them: they are not steps, and go by a name that no
    step can have.
    """
    rules = asking.procedure
    yield from _action_rows(case, asking)
    for line in left(rules, asking.offices, case, asking.roster):
        yield _row(case, line, asking)
    for step in rules.step:
        wanted = not step.optional and not rests(step, case)
        if wanted and status(step, case, rules) == "open" and undated(step):
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


def _action_rows(case: Case, asking: Asking) -> Iterator[StepRow]:
    """Make the index rows of actions: to be done, or to be looked at once done."""
    for action in case.actions:
        sheet = plans.sheet_title(action.sheet, asking.procedure)
        title = f"Action {action.number} ({sheet})"
        due, role = action.due, action.owner
        if action.done:
            check_by = plans.check_by(action)
            if check_by is None:
                continue
            title = f"Check the impact of action {action.number} ({sheet})"
            due, role = check_by, asking.procedure.coordinator
        yield StepRow(
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


def _row(case: Case, line: Line, asking: Asking) -> StepRow:
    _, _, item = line.part.partition("/")
    due = line.due.due if line.due else None
    return StepRow(
        case_ref=case.ref,
        step=line.step.id,
        partnership=asking.roster.partnership,
        stage=line.step.stage,
        kind=line.step.kind,
        status=status(line.step, case, asking.procedure),
        role=line.role,
        item=item,
        due=_written(due),
        next_at=nudges.next_at(case, line, asking),
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
