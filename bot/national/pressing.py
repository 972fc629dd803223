"""How somebody presses a button: a form is opened, filled in and sent, as in a chat."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Final

from bot.answer import Answer
from bot.core import questions, routes
from bot.core.cards import Button
from bot.core.errors import Refused
from bot.core.events import PersonId
from bot.core.press import Press
from bot.core.procedure import Decision, Meeting
from bot.core.progress import due_of, part_day
from bot.core.words import LONDON
from bot.core.workdays import next_working_day
from bot.national.chance import chance, happens
from bot.national.life import Life
from bot.national.nation import Place
from bot.national.typed import Hints, filled
from bot.shown import View

_TIMES: Final = 4
"""How often somebody puts a form right before they leave it for another day."""
_TWICE: Final = 0.02
_AS_ADVISED: Final = 0.88
_HOURS: Final = (10, 14, 11, 15, 9, 13)


@dataclass
class Fingers:
    """Presses buttons for people, and fills in what is asked."""

    life: Life

    def press(self, place: Place, person: PersonId, button: Button, view: View) -> bool:
        """Press a button; returns whether it was recorded."""
        counter, now = self.life.desk(place.name), self.life.now
        answer = Answer("", code="unasked")
        for again in range(_TIMES):
            try:
                form = counter.form(button.does, button.about, person, now)
                hints = self._hints(place, person, button, view, again)
            except Refused as refusal:
                self._refused(place, button, refusal.code)
                return False
            given = filled(form, hints) if form else {}
            about = form.about if form else button.about
            answer = self.send(
                place, Press(person, button.does, about, self.life.cause(), given)
            )
            if not answer.code:
                return True
        self._refused(place, button, answer.code)
        return False

    def send(self, place: Place, pressed: Press) -> Answer:
        """Send what was pressed; now and then it comes twice, as platforms have it."""
        counter, now, counts = (
            self.life.desk(place.name),
            self.life.now,
            self.life.counts,
        )
        answer = counter.take(pressed, now)
        counts["presses"] += 1
        seed = self.life.terms.seed
        if not answer.code and happens(_TWICE, seed, "twice", pressed.cause):
            counts["pressed twice"] += 1
            if counter.take(pressed, now).says != answer.says:
                counts["answered otherwise"] += 1
        return answer

    def _refused(self, place: Place, button: Button, code: str) -> None:
        self.life.counts[f"refused {code}"] += 1
        step = button.about.split("/")[1:2]
        name = "/".join((place.procedure.slug, *step, button.does, code))
        self.life.stuck[name] += 1

    def _hints(
        self, place: Place, person: PersonId, button: Button, view: View, again: int
    ) -> Hints:
        case, asking = view.case, view.asking
        _, _, rest = button.about.partition("/")
        step, _, item = rest.partition("/")
        seed = self.life.terms.seed
        drawn = chance(
            seed, place.name, person, button.does, button.about, case.length, again
        )
        usual = questions.beginning(button.does, case, step, asking, item)
        known, wanted = asking.procedure.by_id.get(step), {}
        if button.does == "identify" and not again:
            usual = {}  # no agency has a day of its own, unless it is asked for
        if isinstance(known, Decision) and button.does in ("decide", "view"):
            ways = [way.id for way in routes.advised(known, case.facts)]
            if ways and drawn.random() < _AS_ADVISED:
                wanted = {"choice": tuple(ways), "view": tuple(ways)}
        begins = None
        if isinstance(known, Meeting) and button.does == "arrange":
            begins = _some_time(known, view, self.life.now, again)
        return Hints(self.life.now, drawn, usual, wanted, begins, again)


def _some_time(step: Meeting, view: View, now: datetime, again: int) -> datetime:
    """Think of a time for a meeting: as late as it may be, as soon as it can be."""
    case, asking = view.case, view.asking
    first = now.astimezone(LONDON).date() + timedelta(days=2)
    for name in step.later_than:
        earlier = case.to_come(name)
        if earlier:
            day = earlier.start.astimezone(LONDON).date()
            first = max(first, day + timedelta(days=1))
    day = next_working_day(first + timedelta(days=again), asking.offices)
    try:
        last = part_day(
            due_of(step, asking.procedure, case.anchors, asking.offices, case)
        )
    except Refused:
        last = None
    if last and last > day and not again:
        day = next_working_day(day + (last - day) // 2, asking.offices)
        day = min(day, last)
    hour = time(_HOURS[(case.length + again) % len(_HOURS)])
    return datetime.combine(day, hour, tzinfo=LONDON)
