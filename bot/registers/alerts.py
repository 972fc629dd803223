"""The register: every alert of a partnership, and what has become of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from bot.caseload import Caseload, Opened
from bot.core import clock, routes
from bot.core.asking import Asking
from bot.core.case import Case
from bot.core.errors import NotKnownYet, NotYours
from bot.core.events import Moment, PersonId
from bot.core.procedure import Decision, Task
from bot.core.progress import Line, lines, local_day
from bot.core.progress.lateness import when_done
from bot.core.tracker import keepers
from bot.core.workdays import working_days_between
from bot.registers.wanted import Wanted
from bot.store import index

REGISTER_STATUSES: Final[Mapping[str, str]] = {"open": "Open", "closed": "Closed"}
NOTIFIED: Final = "sin-sent"
REVIEWED: Final = "panel-told"
_INCIDENT: Final = "incident"
_AWARE: Final = "aware"


@dataclass(frozen=True, slots=True)
class Alert:
    """One line of the register. Nothing in it was written by hand.

    Attributes:
        facts: What was answered to each question that routes a case, by question.
        routes: The routes decided on, as people read them.
        outcomes: Every other decision, with what was decided.
        notified: The day the notification was sent.
        reviewed: The day the rapid review was sent.
        next_due: The nearest day anything is due; nothing on a closed case.
        days_late: The most working days by which a legal or national limit was
            missed, or is missed by today. Nought if it was by less than one, or none
            was; nothing if nobody can count.
        what_was_late: What missed it; nothing if none was.
    """

    ref: str
    raised: date
    incident: date | None
    aware: Moment | None
    facts: Mapping[str, str]
    routes: tuple[str, ...]
    outcomes: tuple[str, ...]
    notified: date | None
    reviewed: date | None
    status: str
    next_due: date | None
    days_late: int | None
    what_was_late: str


@dataclass(frozen=True, slots=True)
class Register:
    """Every alert that is wanted.

    Attributes:
        questions: The questions that route a case, in the order they are asked, and
            each with all the answers it offers.
        routes: Every route that a decision offers.
        of: How many alerts there are, wanted or not.
        apart: How many are left out, because whoever looks takes no part in them.
    """

    alerts: tuple[Alert, ...]
    questions: Mapping[str, tuple[str, ...]]
    of: int
    apart: int
    wanted: Wanted
    partnership: str
    now: datetime


def register(desk: Caseload, by: PersonId, now: datetime, wanted: Wanted) -> Register:
    """List every alert of a partnership that is wanted, the latest first.

    Raises:
        Refused: Whoever asks neither keeps the cases nor may read them.
    """
    found: list[Alert] = []
    of = apart = 0
    with desk.store.reading() as tx:
        asking = desk.asking(tx, by, now)
        _may_see(asking)
        questions = {
            q.asks: tuple(o.title for o in q.options)
            for q in routes.facts_of(asking.procedure)
        }
        for row in index.cases(tx, desk.partnership):
            opened = desk.open(tx, row.ref, by, now)
            if by in opened.case.conflicted:
                apart += 1
                continue
            of += 1
            alert = _alert(opened)
            for name, said in alert.facts.items():
                questions.setdefault(name, (said,))
            if wanted.holds(alert.raised, alert.next_due, alert.status):
                found.append(alert)
    return Register(
        tuple(found), questions, of, apart, wanted, asking.roster.title, now
    )


def may_keep(desk: Caseload, by: PersonId, now: datetime) -> bool:
    """Say whether the register is open to somebody."""
    with desk.store.reading() as tx:
        asking = desk.asking(tx, by, now)
    try:
        _may_see(asking)
    except NotYours:
        return False
    return True


def _may_see(asking: Asking) -> None:
    """Make sure that the register is open to whoever asks.

    Raises:
        NotYours: They neither keep the cases nor may read what was written.
    """
    try:
        asking.any_standing(Case(""), keepers(asking))
    except NotYours:
        raise NotYours(
            "The register is for those who keep the cases, and those who may read "
            "what was written in them.",
            next_step="Ask the business manager for what you need.",
        ) from None


def _alert(opened: Opened) -> Alert:
    case, asking = opened.case, opened.asking
    known = lines(asking.procedure, case.anchors, asking.offices, case, asking.roster)
    late, what = _latest(case, known, asking)
    left = [
        line.day
        for line in known
        if line.day and not line.settled and not line.step.optional
    ]
    return Alert(
        ref=case.ref,
        raised=local_day(case.raised.at) if case.raised else asking.today,
        incident=_day(case, _INCIDENT),
        aware=case.anchors.get(_AWARE),
        facts=dict(_facts(case, asking)),
        routes=tuple(_chosen(case, asking, of_routes=True)),
        outcomes=tuple(_chosen(case, asking, of_routes=False)),
        notified=_day(case, NOTIFIED),
        reviewed=_day(case, REVIEWED),
        status="closed" if case.closed else "open",
        next_due=None if case.closed else min(left, default=None),
        days_late=late,
        what_was_late=what,
    )


def _day(case: Case, anchor: str) -> date | None:
    value = case.anchors.get(anchor)
    return None if value is None else local_day(value)


def _facts(case: Case, asking: Asking) -> Iterator[tuple[str, str]]:
    for question in routes.facts_of(asking.procedure):
        if question.id in case.facts:
            yield question.asks, routes.said_fact(question, case.facts[question.id])


def _chosen(case: Case, asking: Asking, *, of_routes: bool) -> Iterator[str]:
    """Say what each decision came to: of those that choose routes, or of the rest."""
    for step in asking.procedure.step:
        ruling = case.rulings.get(step.id)
        if not isinstance(step, Decision) or ruling is None:
            continue
        chooses = step.several or routes.advises(step)
        said = routes.titles(step, ruling.choice)
        if of_routes and chooses:
            yield from said
        elif not of_routes and not chooses:
            yield f"{step.title}: {', '.join(said)}"


def _latest(
    case: Case, known: tuple[Line, ...], asking: Asking
) -> tuple[int | None, str]:
    """Find by how much, and where, a legal or national limit was missed the worst."""
    late = [
        (_days_late(line, case, asking), line.title)
        for line in known
        if line.step.limit != "local"
        and line.part == line.step.id
        and _missed(line, case, asking)
    ]
    return max(late, key=lambda one: (one[0] is None, one[0] or 0), default=(0, ""))


def _missed(line: Line, case: Case, asking: Asking) -> bool:
    """Say whether a limit was missed, or has been by now.

    What somebody outside does late is not our lateness.
    """
    due, step = line.due.due if line.due else None, line.step
    if due is None or step.optional or (isinstance(step, Task) and step.awaits):
        return False
    until = _until(line, case, asking)
    return until is not None and clock.is_after(until, due)


def _days_late(line: Line, case: Case, asking: Asking) -> int | None:
    """Count the working days from a line's day to the day it was done, or today.

    None of them, if only a weekend or some hours lie between; nothing, if that is
    past the published bank holidays.
    """
    due, until = line.day, _until(line, case, asking)
    if due is None or until is None:
        return None
    try:
        return working_days_between(due, local_day(until), asking.offices)
    except NotKnownYet:
        return None


def _until(line: Line, case: Case, asking: Asking) -> Moment | None:
    """Find when a line was met, or else until when it could have been: so far."""
    if line.settled:
        return when_done(line.step, case, asking.procedure)
    return asking.now  # a case with such a line left cannot be closed
