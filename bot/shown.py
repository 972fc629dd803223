"""What is shown of the record: a case, a list of cases, what a digest is made of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from typing_extensions import override

from bot.core import offers
from bot.core.asking import Asking
from bot.core.cards import Button
from bot.core.case import Case
from bot.core.coming import coming, sentence
from bot.core.digest import Ahead, Open, Summary, day_of, is_late, last_day
from bot.core.events import Entry, StepId
from bot.core.moving import Moving
from bot.core.progress import Line, Status
from bot.desk import Desk, Opened
from bot.store import Transaction, index, outbox, soon


class Offered(Mapping[StepId, tuple[Button, ...]]):
    """What somebody may do, by step; under "" about the whole case.

    Most of a case is still to come, and a card shows little of that. To find what
    may be done about a step, all that could be is tried, so it is left until asked.

    Args:
        case: The case, as it stands.
        asking: Who looks, and when.
    """

    def __init__(self, case: Case, asking: Asking) -> None:
        self._case = case
        self._asking = asking
        self._found: dict[StepId, tuple[Button, ...]] = {}

    @override
    def __getitem__(self, step: StepId) -> tuple[Button, ...]:
        """List what they may do about one step; ``KeyError`` if there is none such."""
        if step not in self._found:
            self._found[step] = self._worked_out(step)
        return self._found[step]

    @override
    def __iter__(self) -> Iterator[StepId]:
        """List the steps, in the order of the procedure, and the whole case."""
        yield from self._asking.procedure.by_id
        yield ""

    @override
    def __len__(self) -> int:
        """Count the steps, and the whole case."""
        return len(self._asking.procedure.by_id) + 1

    def _worked_out(self, step: StepId) -> tuple[Button, ...]:
        if not step:
            return offers.of_case(self._case, self._asking)
        known = self._asking.procedure.by_id[step]
        return offers.of_step(known, self._case, self._asking)


@dataclass(frozen=True, slots=True)
class View:
    """A case as one person may see it.

    Attributes:
        lines: Every deadline, worked out.
        statuses: Where each step stands.
        buttons: What this person may do, by step; under "" about the whole case.
        readable: Whether this person may read what was written.
        moving: What a newer version of the procedure would change, for whoever keeps
            the case; nothing where there is none.
    """

    case: Case
    asking: Asking
    journal: tuple[Entry, ...]
    lines: tuple[Line, ...]
    statuses: Mapping[StepId, Status]
    buttons: Mapping[StepId, tuple[Button, ...]]
    readable: bool
    moving: Moving | None = None


@dataclass(frozen=True, slots=True)
class Listed:
    """One case in a list.

    Attributes:
        late: How many of its lines are late.
        next_due: The nearest day anything is due, if any is known.
        next_title: What is due then.
    """

    ref: str
    opened_at: datetime
    closed: bool
    late: int
    next_due: date | None
    next_title: str


def listed(row: index.CaseRow, due: list[Open], now: datetime) -> Listed:
    """Make one line of a list of cases, from the indexes."""
    late = sum(is_late(line, now) for line in due)
    coming = sorted((day_of(o.due), o.title) for o in due if not is_late(o, now))
    day, title = coming[0] if coming else (None, "")
    closed = row.closed_at is not None
    return Listed(row.ref, row.opened_at, closed, late, day, title)


def summary(tx: Transaction, desk: Desk, asking: Asking, whose: str) -> Summary:
    """Gather what a digest is made of: the indexes, and who is coming to meetings.

    Args:
        tx: The transaction.
        desk: The partnership's desk.
        asking: The people and the time.
        whose: Whom it is for, as a person would say it.
    """
    # A day more than is shown: an instant is written as its own zone has it.
    until = last_day(asking.today, asking.offices) + timedelta(days=2)
    rows, later, undated = soon.steps_soon(tx, desk.partnership, until)
    cases = index.cases(tx, desk.partnership, only_open=True)
    return Summary(
        whose,
        tuple(as_open(row) for row in rows),
        undated,
        len(cases),
        outbox.count_dead(tx, desk.partnership),
        ahead=tuple(_ahead(tx, desk, cases, asking)),
        later=later,
    )


def _ahead(
    tx: Transaction, desk: Desk, cases: Iterable[index.CaseRow], asking: Asking
) -> Iterator[Ahead]:
    """Find the meetings that are soon, and ask their cases who is coming."""
    last = last_day(asking.today, asking.offices)
    for row in cases:
        starts = {
            step: datetime.fromisoformat(start)
            for step, start in row.doc.get("meetings", ())
        }
        soon = [s for s, at in starts.items() if asking.now < at and day_of(at) <= last]
        if soon:
            opened = desk.open(tx, row.ref, asking.by, asking.now)
            for name in soon:
                yield from _coming(name, opened)


def _coming(name: StepId, opened: Opened) -> Iterator[Ahead]:
    case, asking = opened.case, opened.asking
    step = asking.procedure.by_id.get(name)
    who = coming(step, case, asking) if step else None
    if step and who:
        start, held = who.arranged.start, who.arranged.pencilled
        yield Ahead(case.ref, step.title, start, sentence(who, asking), held)


def as_open(row: index.StepRow) -> Open:
    """Turn an index row into a line of a digest."""
    timed = len(row.due) > len("2026-11-27")
    due = datetime.fromisoformat(row.due) if timed else date.fromisoformat(row.due)
    title, limit = str(row.doc.get("title", row.step)), str(row.doc.get("limit", ""))
    beside = tuple((str(what), str(said)) for what, said in row.doc.get("beside", ()))
    return Open(row.case_ref, title, row.role, due, limit, beside)
