"""Cases and steps as they stand now: indexes over the journal, made to be rebuilt."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from datetime import datetime
from operator import itemgetter
from typing import Any

from sqlalchemy import (
    Row,
    UpdateBase,
    and_,
    bindparam,
    func,
    literal_column,
    or_,
    select,
)

from bot.canonical import canonical
from bot.columns import written
from bot.store.opening import Transaction, inserting, upsert, values_of
from bot.store.prepared import Prepared, Question
from bot.tables import cases as cases_table
from bot.tables import steps as steps_table


class Torn(Exception):  # noqa: N818 - it says what is the matter with the record
    """A case's journal is shorter than it was. Run ``dayzero verify``."""


@dataclass(frozen=True, slots=True)
class CaseRow:
    """A case, as the lists and the pages find it.

    Attributes:
        version: The digest of the procedure's text it is pinned to.
        head_n: The place of the last entry in its journal.
        head_seal: The seal of that entry.
        doc: Whatever else the index is asked for, as plain data. Never free text.
    """

    ref: str
    partnership: str
    procedure: str
    version: str
    opened_at: datetime
    closed_at: datetime | None
    head_n: int
    head_seal: str
    doc: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class StepRow:
    """A step of a case, or one agency's part of it.

    Attributes:
        item: The agency, or ``invite``, or an empty string for the step itself.
        due: The day or the instant it is due, as text; empty while unknown.
        next_at: When something is next due to be said about it, if ever.
        doc: Whatever else the index is asked for, as plain data. Never free text.
    """

    case_ref: str
    step: str
    partnership: str
    stage: str
    kind: str
    status: str
    role: str
    item: str = ""
    due: str = ""
    next_at: datetime | None = None
    doc: Mapping[str, Any] = field(default_factory=dict)
    _texts: list[tuple[str | None, ...]] = field(
        init=False, repr=False, compare=False, default_factory=list
    )

    def texts(self) -> tuple[str | None, ...]:
        """Give it as it is stored, column by column; written once."""
        if not self._texts:
            *plain, next_at, doc = (getattr(self, name) for name in _STEP_NAMES)
            at = written(next_at) if next_at else None
            self._texts.append((*plain, at, canonical(doc)))
        return self._texts[0]


def _case_upsert(for_sqlite: bool) -> UpdateBase:  # noqa: FBT001 - a key
    statement = inserting(for_sqlite, cases_table)
    new = statement.excluded
    return statement.on_conflict_do_update(
        index_elements=["ref"],
        set_={name: new[name] for name in CaseRow.__slots__ if name != "ref"},
        where=cases_table.c.head_n <= new.head_n,
    )


_CASE = [cases_table.c[name] for name in CaseRow.__slots__]
_CASE_OF = select(*_CASE).where(cases_table.c.ref == bindparam("of"))
_OPEN_CASES = Prepared(
    lambda _: (
        select(*_CASE)
        .where(
            cases_table.c.partnership == bindparam("whose"),
            cases_table.c.closed_at.is_(None),
        )
        .order_by(cases_table.c.opened_at.desc(), cases_table.c.ref.desc())
    )
)
_NEXT_DUE = Prepared(
    lambda _: select(func.min(steps_table.c.next_at)).where(
        steps_table.c.next_at.is_not(None)
    )
)
_STEP_NAMES = tuple(one.name for one in fields(StepRow) if one.init)
_part = itemgetter(_STEP_NAMES.index("step"), _STEP_NAMES.index("item"))
STEP_COLUMNS = [steps_table.c[name] for name in _STEP_NAMES]
_STEPS_OF = Prepared(
    lambda _: (
        select(*STEP_COLUMNS)
        .where(steps_table.c.case_ref == bindparam("ref"))
        .order_by(steps_table.c.step, steps_table.c.item)
    )
)
_ACTION: Any = literal_column("'action'")
_OPEN_STEPS = Prepared(
    lambda _: (
        select(*STEP_COLUMNS)
        .join(cases_table, cases_table.c.ref == steps_table.c.case_ref)
        .where(
            cases_table.c.partnership == bindparam("whose"),
            or_(cases_table.c.closed_at.is_(None), steps_table.c.kind == _ACTION),
        )
        .order_by(steps_table.c.case_ref, steps_table.c.step, steps_table.c.item)
    )
)
_GONE = Prepared(
    lambda _: steps_table.delete().where(
        steps_table.c.case_ref == bindparam("ref"),
        steps_table.c.step == bindparam("of"),
        steps_table.c.item == bindparam("part"),
    )
)
_WRITE_STEPS = Prepared(lambda sqlite: upsert(sqlite, steps_table), _STEP_NAMES)
_MOVE_HEAD = Prepared(
    lambda _: (
        cases_table.update()
        .where(cases_table.c.ref == bindparam("of"))
        .values(head_n=bindparam("n"), head_seal=bindparam("seal"))
    )
)
_WRITE_CASE = Prepared(_case_upsert, CaseRow.__slots__)


def write_case(tx: Transaction, row: CaseRow) -> None:
    """Write down how a case stands.

    Raises:
        Torn: The journal now ends before the place it had already reached.
    """
    values = values_of(row) | {
        "opened_at": written(row.opened_at),
        "closed_at": written(row.closed_at) if row.closed_at else None,
        "doc": canonical(row.doc),
    }
    _WRITE_CASE.later(tx, values, table=cases_table.name, empty=Torn(row.ref))


def move_head(tx: Transaction, ref: str, n: int, seal: str) -> None:
    """Write down that a case's journal has grown, when nothing else has changed."""
    values = {"of": ref, "n": n, "seal": seal}
    _MOVE_HEAD.later(tx, values, table=cases_table.name)


def steps_wanted(ref: str) -> Question:
    """Ask ahead for the steps of a case."""
    return _STEPS_OF, {"ref": ref}


def write_steps(tx: Transaction, ref: str, rows: Iterable[StepRow]) -> int:
    """Write down how each step of a case stands, touching only what has changed.

    The case itself must have been written first.

    Returns:
        How many rows were written or taken away.
    """
    statement, values = steps_wanted(ref)
    old = {_part(texts): texts for texts in statement.rows(tx, values)}
    new = {_part(texts): texts for texts in (row.texts() for row in rows)}
    changed = [texts for part, texts in new.items() if old.get(part) != texts]
    gone = [part for part in old if part not in new]
    if gone:
        parts = ({"ref": ref, "of": of, "part": item} for of, item in gone)
        _GONE.later(tx, *parts, table=steps_table.name)
    if changed:
        named = (dict(zip(_STEP_NAMES, texts, strict=True)) for texts in changed)
        _WRITE_STEPS.later(tx, *named, table=steps_table.name)
    return len(changed) + len(gone)


def case(tx: Transaction, ref: str) -> CaseRow | None:
    """Find one case; ``None`` if there is none by that reference."""
    row = tx.execute(_CASE_OF, {"of": ref}).one_or_none()
    return _case(row) if row else None


def cases(
    tx: Transaction, partnership: str | None = None, *, only_open: bool = False
) -> list[CaseRow]:
    """List cases, the latest first: of one partnership, or of all."""
    if partnership is not None and only_open:
        return open_cases(tx, partnership)
    query = select(*_CASE)
    if partnership is not None:
        query = query.where(cases_table.c.partnership == partnership)
    if only_open:
        query = query.where(cases_table.c.closed_at.is_(None))
    latest = query.order_by(cases_table.c.opened_at.desc(), cases_table.c.ref.desc())
    return [_case(row) for row in tx.execute(latest)]


def open_cases(tx: Transaction, partnership: str) -> list[CaseRow]:
    """List a partnership's open cases, the latest first: each digest asks for them."""
    found = []
    for row in _OPEN_CASES.rows(tx, {"whose": partnership}):
        ref, whose, slug, version, opened, _, n, seal, doc = row
        at, said = datetime.fromisoformat(opened), json.loads(doc)
        found.append(CaseRow(ref, whose, slug, version, at, None, n, seal, said))
    return found


def steps_of(tx: Transaction, ref: str) -> list[StepRow]:
    """List the steps of one case."""
    return [as_stored(texts) for texts in _STEPS_OF.rows(tx, {"ref": ref})]


def open_steps(tx: Transaction, partnership: str) -> list[StepRow]:
    """List every step of a partnership's open cases, for its digest.

    Actions outlive their case: those of a closed one are among them.
    """
    known: dict[str, Any] = {}
    rows = _OPEN_STEPS.rows(tx, {"whose": partnership})
    return [as_stored(texts, known) for texts in rows]


def steps_due(tx: Transaction, now: datetime, limit: int = 500) -> list[StepRow]:
    """Find what is due to be said by now, the oldest first, over all partnerships.

    The cost follows what is due, not what waits.
    """
    due = and_(steps_table.c.next_at.is_not(None), steps_table.c.next_at <= now)
    query = select(*STEP_COLUMNS).where(due).order_by(steps_table.c.next_at)
    return [_step(row) for row in tx.execute(query.limit(limit))]


def next_due(tx: Transaction) -> datetime | None:
    """Say when something is next due to be said about any step at all."""
    ((due,),) = _NEXT_DUE.rows(tx, {})
    return datetime.fromisoformat(due) if due else None


def clear_indexes(tx: Transaction, partnership: str | None = None) -> None:
    """Forget every step, so that they can be written again from the journal.

    Cases are left to be written over one by one: where each journal had got to
    is evidence, and a rebuild must not be a way to be rid of it.
    """
    gone = steps_table.delete()
    if partnership is not None:
        gone = gone.where(steps_table.c.partnership == partnership)
    tx.execute(gone)


def _case(row: Row[Any]) -> CaseRow:
    return CaseRow(*tuple(row))


def _step(row: Row[Any]) -> StepRow:
    return StepRow(*tuple(row))


def as_stored(texts: tuple[Any, ...], known: dict[str, Any] | None = None) -> StepRow:
    """Read a step from its columns; what was read of others is looked for first."""
    *plain, next_at, doc = texts
    at = datetime.fromisoformat(next_at) if next_at else None
    if known is None:
        said = json.loads(doc)
    else:
        said = known.get(doc) or known.setdefault(doc, json.loads(doc))
    values = (*plain, at, said)
    return StepRow(*values)
