"""Bodies outside a partnership, such as the national Panel: nobody here writes to them.

They answer by themselves: mostly by the day that a procedure expects of them, some
late, a few never. Whoever keeps the case records it when the answer has come.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Final

from bot.core.events import CaseRef, PersonId, StepId
from bot.core.procedure import Task
from bot.core.words import LONDON
from bot.core.workdays import working_days_between
from bot.national.chance import chance
from bot.national.life import Life
from bot.national.nation import Place
from bot.national.pressing import Fingers
from bot.national.temper import CLOSES, DAY, later
from bot.shown import View

_NEVER: Final = 0.03
"""How often no answer ever comes."""
_OF_ITS_TIME: Final = (-0.45, 0.6)
"""What share of the time it has a body takes: about four in five keep their day."""
_IN_ITS_TIME: Final = (2.0, 0.8)
"""The working days that it takes where no day is expected of it."""

Await = tuple[str, CaseRef, StepId]


@dataclass
class Outsiders:
    """Everybody outside from whom a case of one store awaits something.

    Attributes:
        look: Opens the page of a case as somebody here.
        away: Finds out whether somebody here is away today.
    """

    life: Life
    fingers: Fingers
    look: Callable[[Place, CaseRef, PersonId], View | None]
    away: Callable[[str, PersonId], object]
    _awaited: set[Await] = field(default_factory=set)

    def awaited_after(self, place: Place, step: StepId) -> bool:
        """Say whether a body outside has something to answer once a step is done."""
        return any(
            isinstance(task, Task) and task.awaits and step in task.after
            for task in place.procedure.step
        )

    def expect(self, place: Place, view: View) -> None:
        """Note what a case awaits from outside, and have each answer come in its time.

        Args:
            place: The partnership.
            view: The case, as it is now.
        """
        for step in view.asking.procedure.step:
            if not isinstance(step, Task) or not step.awaits:
                continue
            what = place.name, view.case.ref, step.id
            if view.statuses[step.id] != "open" or what in self._awaited:
                continue
            self._awaited.add(what)
            minutes = answered_after(
                self.life.terms.seed, what, time_left(view, step.id)
            )
            if minutes is not None:
                at = later(self.life.now, minutes, self.life.offices)
                self.life.at(at, partial(self._came, place, what))

    def _came(self, place: Place, what: Await) -> None:
        """Have somebody here record what came; on another day, if nobody is here."""
        _, ref, name = what
        owner = place.procedure.by_id[name].owner
        roles = dict.fromkeys((owner, place.procedure.coordinator))
        people = [p.id for role in roles for p in place.roster.holders(role)]
        here = [person for person in people if not self.away(place.name, person)]
        if not here:
            at = later(self.life.now, DAY, self.life.offices)
            self.life.at(at, partial(self._came, place, what))
            return
        self._awaited.discard(what)
        view = self.look(place, ref, here[0])
        if view is None or view.statuses[name] != "open":
            return
        for button in view.buttons[name]:
            if button.does == "complete":
                done = self.fingers.press(place, here[0], button, view)
                after = self.look(place, ref, here[0]) if done else None
                if after is not None:
                    self.expect(place, after)
                return


def answered_after(seed: int, what: Await, left: float | None) -> float | None:
    """Draw the working minutes until a body outside answers; nothing if it never does.

    Args:
        seed: The seed of the year.
        what: What is awaited.
        left: The working minutes until it is expected, if there is such a day.
    """
    drawn = chance(seed, *what, "outside")
    if drawn.random() < _NEVER:
        return None
    if left is None:
        return DAY * drawn.lognormvariate(*_IN_ITS_TIME)
    return left * drawn.lognormvariate(*_OF_ITS_TIME)


def time_left(view: View, step: StepId) -> float | None:
    """Count the working minutes until a step is due; nothing if it has no day yet.

    Where its day has gone by, a day of work is left for it all the same.
    """
    now = view.asking.now.astimezone(LONDON)
    days = [line.day for line in view.lines if line.step.id == step and line.day]
    if not days:
        return None
    today = now.date()
    whole = working_days_between(today, max(today, min(days)), view.asking.offices)
    closes = datetime.combine(today, CLOSES, tzinfo=LONDON)
    rest = (closes - now).total_seconds() / 60
    open_yet = view.asking.offices.open_on(today)
    return max(whole * DAY + (min(max(rest, 0.0), DAY) if open_yet else 0.0), DAY)
