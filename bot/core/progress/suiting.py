"""Which steps are for a case, by what was decided and answered, and which are not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from bot.core.case import Case
from bot.core.events import StepId
from bot.core.procedure import (
    DISPUTED,
    LATE,
    Decision,
    Meeting,
    Procedure,
    Request,
    SignOff,
    Task,
    When,
)
from bot.core.progress.disputes import disputed

AnyStep: TypeAlias = Task | SignOff | Request | Meeting | Decision


@dataclass(frozen=True, slots=True)
class Suiting:
    """Which steps of a procedure are for a case.

    Attributes:
        suits: Those that apply.
        undecided: Those of which that is not decided yet.
        needless: Those that are not for the case, whatever they wait for.
    """

    suits: frozenset[StepId]
    undecided: frozenset[StepId]
    needless: frozenset[StepId]


def suiting(case: Case, procedure: Procedure) -> Suiting:
    """Say which steps are for a case; worked out once, until something is another."""
    routed = case.rulings, case.views, case.facts, case.late
    ground = procedure, case.aside, *routed
    known: Suiting | None = case.known("suiting", *ground)
    return known or case.keep("suiting", _worked_out(case, procedure), *ground)


def _worked_out(case: Case, procedure: Procedure) -> Suiting:
    found = {step.id: applies(step, case) for step in procedure.step}
    finding = _Finding(case, procedure, found)
    return Suiting(
        frozenset(name for name, suits in found.items() if suits),
        frozenset(name for name, suits in found.items() if suits is None),
        frozenset(step.id for step in procedure.step if finding.needless(step)),
    )


class _Finding:
    """Finds which steps are needless, and finds none twice."""

    __slots__ = ("case", "known", "procedure", "suits")

    def __init__(
        self, case: Case, procedure: Procedure, suits: dict[StepId, bool | None]
    ) -> None:
        self.case, self.procedure, self.suits = case, procedure, suits
        self.known: dict[StepId, bool] = {}

    def needless(self, step: AnyStep) -> bool:
        if step.id not in self.known:
            suits = self.suits[step.id]
            out = suits is False or step.id in self.case.aside
            never = suits is None and self._never_decided(step)
            self.known[step.id] = out or never
        return self.known[step.id]

    def _never_decided(self, step: AnyStep) -> bool:
        """Say whether a step hangs on decisions or answers that nobody will give."""
        return all(
            any(self._never_known(name) for name in way)
            for way in step.when
            if _holds(way, self.case) is None
        )

    def _never_known(self, name: str) -> bool:
        if name in self.case.rulings or name in (DISPUTED, LATE):
            return False
        if name in self.procedure.by_id:
            return self.needless(self.procedure.by_id[name])
        return name not in self.case.facts  # left empty when the alert was raised


def applies(step: AnyStep, case: Case) -> bool | None:
    """Say whether a step applies to a case; nothing while that is undecided."""
    found: bool | None = not step.when
    for way in step.when:
        holds = _holds(way, case)
        if holds:
            return True
        if holds is None:
            found = None
    return found


def _holds(way: When, case: Case) -> bool | None:
    undecided = False
    for name, wanted in way.items():
        allowed = (wanted,) if isinstance(wanted, str) else wanted
        if name in (DISPUTED, LATE):
            # "No" until it happens, so that nothing waits for what may never be.
            if not any(_has_happened(name, step, case) for step in allowed):
                return False
            continue
        chosen = case.chosen(name)
        if chosen is None:
            undecided = True
        elif chosen.isdisjoint(allowed):
            return False
    return None if undecided else True


def _has_happened(name: str, step: str, case: Case) -> bool:
    return step in case.late if name == LATE else disputed(case, step)
