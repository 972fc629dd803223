"""The days of a meeting one by one: when each opens and closes, and who sits."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Final

from bot.core.asking import OF_AGENCY, Asking
from bot.core.attending import Seat
from bot.core.case import Case
from bot.core.errors import NotKnownYet
from bot.core.events import PersonId
from bot.core.finding.seated import seated
from bot.core.finding.window import Window, on_from, working_days
from bot.core.finding.wishes import Day
from bot.core.procedure import Meeting, Request
from bot.core.progress import due_of, local_day, part_day, status
from bot.core.words import LONDON

FURTHEST: Final = 40
"""How many working days are looked at: diaries are not made further ahead."""
BEYOND: Final = 10
"""How many are looked at after the last day, for what would help."""
_DAY: Final = timedelta(days=1)
_HOUR: Final = timedelta(hours=1)


class Days:
    """The days on which a meeting may be held, and those on which it nearly may."""

    __slots__ = ("asking", "case", "returns", "step", "window")

    def __init__(
        self, step: Meeting, case: Case, asking: Asking, window: Window
    ) -> None:
        """Look at a meeting in the days that the procedure leaves it."""
        self.step, self.case, self.asking, self.window = step, case, asking, window
        self.returns = returns_due(step, case, asking, window)

    def allowed(self) -> tuple[Day, ...]:
        """List the days that the procedure allows."""
        return tuple(self._days(self.window.first, self._last))

    def sooner(self) -> tuple[Day, ...]:
        """List the days there would be without notice; today only if it is the last."""
        window, today = self.window, self.asking.today
        begun = max((day for _, day in window.supposed), default=today)
        first = max(begun + _DAY, window.opens or begun)
        days = tuple(self._days(first, min(window.first - _DAY, window.last)))
        if not days and not window.supposed and window.last == today < window.first:
            return tuple(self._days(today, today))
        return days

    def later(self) -> tuple[Day, ...]:
        """List the first days after the last one, where that is known and near."""
        if self.window.open or self._last < self.window.last:
            return ()
        first = max(self._last + _DAY, self.window.first)
        return tuple(self._days(first, on_from(first, BEYOND - 1, self.asking)))

    @property
    def _last(self) -> date:
        window = self.window
        return min(window.last, on_from(window.first, FURTHEST - 1, self.asking))

    def _days(self, first: date, last: date) -> Iterator[Day]:
        hours, until = self.asking.procedure.hours, self.window.until
        for day in working_days(first, last, self.asking):
            opens, closes = (
                datetime.combine(day, at, LONDON).astimezone(UTC)
                for at in (hours.opens, hours.closes)
            )
            if day == self.asking.today:  # nobody can come within the hour
                now = self.asking.now.astimezone(UTC).replace(second=0, microsecond=0)
                opens = max(opens, now + _HOUR)
            if until and day == local_day(until):
                closes = min(closes, until.astimezone(UTC))
            if opens < closes:
                yield self._day(day, opens, closes)

    def _day(self, day: date, opens: datetime, closes: datetime) -> Day:
        sat = seated(self.step, self.case, self.asking, day)
        deputies = tuple(self._deputies(sat, day))
        people = {person for seat in sat for person in seat.people}
        people.update(person for _, some in deputies for person in some)
        roster, early = self.asking.roster, bool(self.returns and day < self.returns)
        away = frozenset(one for one in people if roster.absence(one, day))
        return Day(day, opens, closes, sat, away, deputies, early)

    def _deputies(
        self, sat: tuple[Seat, ...], day: date
    ) -> Iterator[tuple[str, tuple[PersonId, ...]]]:
        """Find who could fill a seat instead, by the procedure."""
        roster, rules = self.asking.roster, self.asking.procedure
        for seat in sat:
            role = seat.name.partition("@")[0]
            deputy = rules.deputy_of(role, self.step)
            if not seat.needed or role.startswith(OF_AGENCY) or not deputy:
                continue
            people = tuple(
                person.id
                for person in roster.reached_by(deputy, day)
                if person.id not in (*seat.people, *self.case.conflicted)
                and not roster.absence(person.id, day)
            )
            if people:
                yield seat.name, people


def returns_due(
    step: Meeting, case: Case, asking: Asking, window: Window
) -> date | None:
    """Find by which day the returns are due that a meeting would deal with.

    They are those of the same part of the procedure that are still to come in.
    """
    anchors = {**case.anchors, **dict(window.supposed)}
    found = []
    for request in asking.procedure.step:
        if not isinstance(request, Request) or request.stage != step.stage:
            continue
        where = status(request, case, asking.procedure)
        asks = case.asks(request.id).values()
        over = asks and all(ask.returned for ask in asks)
        ours = request.deadline and request.deadline.with_step == step.id
        if where not in ("open", "waiting") or over or ours:
            continue
        try:
            due = due_of(request, asking.procedure, anchors, asking.offices, case)
        except NotKnownYet:
            continue
        found.append(part_day(due))
    return max((day for day in found if day), default=None)
