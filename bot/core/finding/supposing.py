"""What a time held ahead supposes: on which day an anchor not known yet will be set."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from bot.core.asking import Asking
from bot.core.case import Case
from bot.core.errors import OutOfTurn
from bot.core.events import AnchorId, Moment
from bot.core.progress import AnyStep, due_of, part_day, standings


@dataclass(frozen=True, slots=True)
class Supposed:
    """The anchors of a case, with those that had to be supposed.

    Attributes:
        anchors: All of them.
        days: Those that were supposed, each with its day.
    """

    anchors: Mapping[AnchorId, Moment]
    days: Mapping[AnchorId, date]

    @property
    def last(self) -> date | None:
        """The last of the days supposed; nothing where all was known."""
        return max(self.days.values(), default=None)


def supposed(
    step: AnyStep, case: Case, asking: Asking, *, soonest: bool = False
) -> Supposed:
    """Suppose whatever must be known before a step can have a day.

    An anchor is supposed to be set on the day its own step is due, or today where
    that day is past.

    Args:
        step: The step that is to have a day.
        case: The case as it stands.
        asking: The rules, and today.
        soonest: Whether to suppose instead that all of them are set today.

    Raises:
        Refused: It waits for something that the procedure gives no day for.
    """
    return _Supposing(case, asking, soonest=soonest).for_step(step)


def yet_to_be(anchor: AnchorId, asking: Asking) -> str:
    """Say what an anchor is, as of a day to come: "the notification is sent"."""
    return asking.procedure.anchor[anchor].title.replace(" was ", " is ", 1)


class _Supposing:
    __slots__ = ("anchors", "asking", "case", "days", "soonest", "under_way")

    def __init__(self, case: Case, asking: Asking, *, soonest: bool) -> None:
        self.case, self.asking, self.soonest = case, asking, soonest
        self.anchors: dict[AnchorId, Moment] = dict(case.anchors)
        self.days: dict[AnchorId, date] = {}
        self.under_way: set[AnchorId] = set()

    def for_step(self, step: AnyStep) -> Supposed:
        self._day_of(step)
        return Supposed(self.anchors, self.days)

    def _day_of(self, step: AnyStep) -> date | None:
        """Find when a step is due, supposing what that needs."""
        rules, offices = self.asking.procedure, self.asking.offices
        while True:
            due = due_of(step, rules, self.anchors, offices, self.case)
            unknown = [n for n in due.waiting_for if n not in self.under_way]
            if due.due or not unknown:
                return part_day(due)
            for name in unknown:
                self.days[name] = self.anchors[name] = self._set_on(name)

    def _set_on(self, anchor: AnchorId) -> date:
        """Suppose on which day an anchor will be set."""
        rules, today = self.asking.procedure, self.asking.today
        where = standings(self.case, rules).status
        setting = (step for step in rules.step if step.sets == anchor)
        setter = next((s for s in setting if where[s.id] != "not-needed"), None)
        if setter is None:
            raise self._unknown(anchor)
        if self.soonest:
            return today
        self.under_way.add(anchor)
        day = self._day_of(setter)
        self.under_way.discard(anchor)
        if day is None:
            raise self._unknown(anchor)
        return max(day, today)

    def _unknown(self, name: AnchorId) -> OutOfTurn:
        rules = self.asking.procedure
        if name in rules.anchor:
            what = yet_to_be(name, self.asking)
        else:
            what = f"“{rules.by_id[name].title}” is done"
        return OutOfTurn(
            f"Nobody can say yet when {what}.",
            next_step="Ask for times again once that day is recorded.",
        )
