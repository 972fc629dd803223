"""What people begin of their own accord: alerts, leave, the week's round, the plan."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import partial
from random import Random
from typing import Final

from bot.core import offers
from bot.core.cards import Button
from bot.core.events import CaseRef, PersonId
from bot.core.press import Press
from bot.core.procedure import Task
from bot.core.progress import AnyStep
from bot.core.words import LONDON
from bot.core.workdays import Offices, next_working_day
from bot.national.chance import chance
from bot.national.folk import Folk
from bot.national.life import Life
from bot.national.nation import Place, practitioners
from bot.national.temper import Leave, later
from bot.national.typed import alert_hints, filled
from bot.shown import View
from bot.store import index

_WEEK: Final = timedelta(days=7)
_ROUND: Final = time(9, 45)
_LATE: Final = ((0.82, 0.6), (0.13, 5.0), (0.05, 40.0))
"""How long an alert takes to be raised: most hours, some days, a few weeks or more."""
_ACTIONS: Final = 0.12
"""How likely it is in a week that an action is added to an open case’s plan."""
_PLAN: Final = 8
"""Actions of one case after which no more are added."""
_NOT_NEEDED: Final = 0.15
_RUNG: Final = 0.5
"""How likely it is that whoever is late is telephoned, in a week."""
_CLOSED: Final = 0.6
_HELD: Final = 0.3
"""How likely it is that times are held ahead, in a week."""
_CHECKED: Final = 80
"""Days after which somebody looks what difference an action has made."""
_RARE: Final = (("correct", 0.02), ("change-answer", 0.008), ("conflict", 0.006))
"""What is put right or declared in a week of a case, and how likely that is."""


@dataclass
class Duties:
    """What is done by whoever keeps the cases, and by people for themselves."""

    life: Life
    folk: Folk

    def begin(self) -> None:
        """Put on the agenda what the year will bring."""
        for place in self.life.places.values():
            for n, at in enumerate(place.alerts):
                self._agenda(at, place, n)
            self._round(place, self.life.now.astimezone(LONDON).date())
            for (name, _), gone in self.folk.away.items():
                for leave in gone if name == place.name else ():
                    self._leave(place, leave)

    def _agenda(self, at: datetime, place: Place, n: int) -> None:
        self.life.at(at, lambda: self.raise_alert(place, n))

    # -- alerts ------------------------------------------------------------------

    def raise_alert(self, place: Place, n: int) -> None:
        """Raise an alert, by whoever works with children."""
        drawn = chance(self.life.terms.seed, place.name, "alert", n)
        by = drawn.choice(practitioners(place)).id
        counter, now = self.life.desk(place.name), self.life.now
        form = counter.asks("raise-alert", "", by, now)
        if form is None:  # every alert has a form
            raise AssertionError
        left, since = drawn.random(), timedelta()
        for share, days in _LATE:
            if left < share:
                since = timedelta(days=drawn.random() * days)
                break
            left -= share
        hints = alert_hints(form, place.procedure, now, drawn, since)
        given = filled(form, hints)
        pressed = Press(by, "raise-alert", "", self.life.cause(), given)
        answer = self.folk.fingers.send(place, pressed)
        self.life.counts["alerts"] += not answer.code
        self.life.counts["alerts refused"] += bool(answer.code)

    # -- leave -------------------------------------------------------------------

    def _leave(self, place: Place, leave: Leave) -> None:
        if leave.told is None:
            return
        begins = datetime.combine(leave.first, datetime.min.time(), tzinfo=LONDON)
        at = begins - timedelta(days=leave.told) + timedelta(hours=11)
        self.life.at(max(at, self.life.now), lambda: self.say_away(place, leave))

    def say_away(self, place: Place, leave: Leave) -> None:
        """Record a leave, and who stands in if somebody does."""
        people = place.roster.people
        own = place.roster.person(leave.person)
        near = [p.id for p in people if p.id != own.id and p.agency == own.agency]
        drawn = chance(self.life.terms.seed, place.name, own.id, "deputy", leave.first)
        deputy = drawn.choice(near) if near and leave.deputy else "-"
        answers = {
            "person": own.id,
            "first": leave.first.isoformat(),
            "last": leave.last.isoformat(),
            "deputy": deputy,
        }
        pressed = Press(own.id, "away", "", self.life.cause(), answers)
        answer = self.folk.fingers.send(place, pressed)
        self.life.counts["leave recorded"] += not answer.code

    # -- the week's round --------------------------------------------------------

    def _round(self, place: Place, day: date) -> None:
        """Have the cases gone through once a week, on a day on which people work."""

        def go() -> None:
            self.review(place)
            self._round(place, day + _WEEK)

        self.life.at(round_of(day, self.life.offices), go)

    def review(self, place: Place) -> None:
        """Go through the open cases, as whoever keeps them does every week."""
        keepers = place.roster.holders(place.procedure.coordinator)
        here = [p.id for p in keepers if not self.folk.is_away(place.name, p.id)]
        if not here:
            return
        with self.life.desk(place.name).store.reading() as tx:
            rows = index.cases(tx, place.name, only_open=True)
        for row in rows:
            self._see_to(place, row.ref, here[0])

    def _see_to(self, place: Place, ref: CaseRef, keeper: PersonId) -> None:
        view = self.folk.view(place, ref, keeper)
        if view is None:
            return
        self.folk.outsiders.expect(place, view)
        drawn = chance(self.life.terms.seed, ref, "round", view.case.length)
        for step in view.asking.procedure.step:
            if view.statuses[step.id] == "open" and self._by_the_way(
                view, place, step, keeper, drawn
            ):
                view = self.folk.view(place, ref, keeper) or view
        self._plan(view, place, keeper, drawn)
        for button in self._of_the_whole(view, drawn):
            self.folk.fingers.press(place, keeper, button, view)
            return

    def _by_the_way(
        self, view: View, place: Place, step: AnyStep, keeper: PersonId, drawn: Random
    ) -> bool:
        """See to what nobody is asked for, and to what is late."""
        press = self.folk.fingers.press
        buttons = {button.does: button for button in view.buttons[step.id]}
        if isinstance(step, Task) and step.awaits:
            return False  # it is recorded on the day on which it comes
        late = any(
            line.late(view.asking.now) for line in view.lines if line.step is step
        )
        spare = step.optional or (late and step.kind == "request")
        if "set-aside" in buttons and spare and drawn.random() < _NOT_NEEDED:
            return press(place, keeper, buttons["set-aside"], view)
        if late and drawn.random() < _RUNG:
            self._ask_again(place, step, view)
        return False

    def _ask_again(self, place: Place, step: AnyStep, view: View) -> None:
        """Telephone whoever has not answered: some then do."""
        for person in place.roster.holders(step.owner):
            self.folk.told(place.name, person.id, view.case.ref)

    def _of_the_whole(self, view: View, drawn: Random) -> Iterator[Button]:
        """Find what is to be done about the whole case this week, if anything is."""
        buttons = view.buttons[""]
        for button in buttons:
            anchor = button.about.partition("/")[2]
            if button.does == "correct" and anchor not in view.case.anchors:
                yield button
        open_left = [
            step
            for step in view.asking.procedure.step
            if view.statuses[step.id] in ("open", "waiting") and not step.optional
        ]
        if not open_left and drawn.random() < _CLOSED:
            yield from (button for button in buttons if button.does == "close")
        for does, share in _RARE:
            if drawn.random() < share:
                found = [button for button in buttons if button.does == does]
                yield from found[:1]
        if drawn.random() < _HELD:
            yield from (b for b in buttons if b.does in ("seek-holds", "hold-times"))

    # -- the plan ----------------------------------------------------------------

    def _plan(self, view: View, place: Place, keeper: PersonId, drawn: Random) -> None:
        """Add actions, and see to those that are done or late."""
        fingers, case = self.folk.fingers, view.case
        add = next((b for b in view.buttons[""] if b.does == "add-action"), None)
        if add and len(case.actions) < _PLAN and drawn.random() < _ACTIONS:
            fingers.press(place, keeper, add, view)
        for action in case.actions:
            days = (view.asking.today - action.due).days
            seed = self.life.terms.seed
            late = chance(seed, case.ref, "action", action.number).gauss(2, 9)
            if action.done is None and days >= late:
                self._finish(place, case.ref, action.number, action.owner)
            elif action.done and not action.checked and days > _CHECKED:
                self._finish(place, case.ref, action.number, "")

    def _finish(self, place: Place, ref: CaseRef, number: int, owner: str) -> None:
        """Have whoever owns an action complete it, or its impact looked at."""
        role = owner or place.procedure.coordinator
        for person in place.roster.holders(role)[:1]:
            at = later(self.life.now, 60, self.life.offices)
            self.life.at(at, partial(self._act, place, ref, number, person.id))

    def _act(self, place: Place, ref: CaseRef, number: int, person: PersonId) -> None:
        view = self.folk.view(place, ref, person)
        if view is None or self.folk.is_away(place.name, person):
            return
        wanted = ("complete-action", "check-impact")
        for button in offers.of_action(number, view.case, view.asking):
            if button.does in wanted:
                self.folk.fingers.press(place, person, button, view)
                return


def round_of(day: date, offices: Offices) -> datetime:
    """Say when a week's cases are gone through: when offices are open on or after it.

    Args:
        day: The first day on which it could be.
        offices: When people work.
    """
    return datetime.combine(next_working_day(day, offices), _ROUND, tzinfo=LONDON)
