"""Where each step of a case stands: which wait, which are open and which are done."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from bot.core.case import Case
from bot.core.events import StepId
from bot.core.procedure import Meeting, Procedure, Task
from bot.core.progress.suiting import AnyStep, Suiting, suiting

Status: TypeAlias = Literal["waiting", "open", "done", "not-needed"]
_AGAIN: Final = (Task, Meeting)
"""The kinds of step that may be done again and again, until another is done."""


@dataclass(frozen=True, slots=True)
class Standings:
    """Where every step of a case stands.

    Attributes:
        status: Where each stands, by its identifier.
        open: Those that can be done now, in the order of the procedure.
        gone: Those that are not for the case, by what was decided and answered.
        over: Those that nobody waits for any more: done for good, or resting.
    """

    status: Mapping[StepId, Status]
    open: tuple[AnyStep, ...]
    gone: frozenset[StepId]
    over: frozenset[StepId]


def standings(case: Case, procedure: Procedure) -> Standings:
    """Say where every step stands; worked out once, until something is another."""
    routed, aside = (case.rulings, case.views, case.facts, case.late), case.aside
    ground = procedure, aside, case.done, case.anchors, *routed
    known: Standings | None = case.known("standings", *ground)
    return known or case.keep("standings", _worked_out(case, procedure), *ground)


def status(step: AnyStep, case: Case, procedure: Procedure) -> Status:
    """Say where one step stands."""
    return standings(case, procedure).status[step.id]


def _worked_out(case: Case, procedure: Procedure) -> Standings:
    ways = suiting(case, procedure)
    finding = _Finding(case, procedure, ways)
    found = {step.id: finding.status(step) for step in procedure.step}
    gone = {name for name, where in found.items() if where == "not-needed"}
    return Standings(
        found,
        tuple(step for step in procedure.step if found[step.id] == "open"),
        frozenset(gone).difference(case.aside, ways.suits),
        frozenset(finding.over),
    )


class _Finding:
    """Finds where each step stands, and finds none twice."""

    __slots__ = ("case", "known", "over", "procedure", "ways")

    def __init__(self, case: Case, procedure: Procedure, ways: Suiting) -> None:
        self.case, self.procedure, self.ways = case, procedure, ways
        self.known: dict[StepId, Status] = {}
        self.over: set[StepId] = set()

    def status(self, step: AnyStep) -> Status:
        known = self.known.get(step.id)
        if known is None:
            known = self.known[step.id] = self._status(step)
        return known

    def _status(self, step: AnyStep) -> Status:
        name, done = step.id, self.case.done
        if name in self.ways.needless:
            return "not-needed"
        if name not in self.procedure.recurring:
            over = finished = name in done
        else:
            finished = self._finished(step)
            over = finished or rests(step, self.case)
        if over:
            self.over.add(name)
        if finished:
            return "done" if name in done or not again(step) else "not-needed"
        if name in self.ways.undecided or self._waits(step):
            return "waiting"
        return "open"

    def _waits(self, step: AnyStep) -> bool:
        by_id, done = self.procedure.by_id, self.case.done
        for name in step.after:
            if name in done or by_id[name].optional:
                continue
            if self.status(by_id[name]) in ("waiting", "open"):
                return True
        return False

    def _finished(self, step: AnyStep) -> bool:
        """Say whether what comes round has been done for good.

        What is repeated until another step is done is finished too when that other
        step is not for the case, or no longer is.
        """
        if isinstance(step, _AGAIN) and step.repeats:
            # Not by its status: the other step may wait for this one.
            over = step.until in self.case.done or step.until in self.ways.needless
            if over or not _every(step):
                return over
        until = step.deadline.until if step.deadline else None
        # With a count, it goes on until that day: then no further day is found.
        if until is None or until.count:
            return False
        return until.anchor in self.case.anchors


def waits_for(step: AnyStep, case: Case, procedure: Procedure) -> Iterator[AnyStep]:
    """List the steps that must be settled before this one can be done."""
    where = standings(case, procedure).status
    for earlier in map(procedure.by_id.__getitem__, step.after):
        unsettled = where[earlier.id] in ("waiting", "open")
        if unsettled and not earlier.optional and earlier.id not in case.done:
            yield earlier


def still_before(step: Meeting, case: Case, procedure: Procedure) -> Iterator[StepId]:
    """List the meetings that must come before another and have still to be held.

    One that is held again and again need only have been held once.
    """
    where = standings(case, procedure).status
    for name in step.later_than:
        if name not in case.done and where[name] in ("waiting", "open"):
            yield name


def reordered(before: Case, after: Case, procedure: Procedure) -> Iterator[StepId]:
    """List the meetings before which others, or none any more, have still to come."""
    for step in procedure.step:
        if isinstance(step, Meeting) and step.later_than:
            was = set(still_before(step, before, procedure))
            if was != set(still_before(step, after, procedure)):
                yield step.id


def again(step: AnyStep) -> bool:
    """Say whether a step can be done again and again, until another is done."""
    return isinstance(step, _AGAIN) and step.repeats


def rests(step: AnyStep, case: Case) -> bool:
    """Say whether a step may be done again, but nobody waits for that."""
    return again(step) and not _every(step) and step.id in case.done


def _every(step: AnyStep) -> bool:
    return step.deadline is not None and step.deadline.manner == "every"
