"""Somebody who takes any case to its end by pressing what is offered.

No desk and no database: the rules alone, on a partnership invented for the file.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from bot.core import offers, questions
from bot.core.cards import Button
from bot.core.decide import would_refuse
from bot.core.errors import Refused
from bot.core.forms import Answer, Question, asked
from bot.core.press import read_alert
from bot.core.procedure import Decision, Meeting, Procedure, SignOff
from bot.core.progress import AnyStep
from bot.core.words import LONDON
from bot.invented import holder, invented
from bot.offices import load_offices
from tests.core.played import REF, Played

BEGINS: Final = "Wed 23 Dec 2026 15:00"
_MOST: Final = 2_000
"""Presses; far more than the longest procedure takes."""
_WEEKS: Final = 52
"""How long a case may take, waiting for meetings and for first days."""
_DOUBTS: Final = 0.3
"""How often somebody disagrees, or leaves what need not be answered."""


@dataclass(frozen=True, slots=True)
class Pressed:
    """A button that was pressed, and what was answered."""

    at: datetime
    by: str
    button: Button
    given: Mapping[str, Any]


class Finisher:
    """Everybody of an invented partnership, doing whatever there is to do.

    Attributes:
        played: The case.
        presses: How many buttons were pressed.
        pressed: Each of them: when, by whom, on what, and what was answered.
    """

    def __init__(self, procedure: Procedure, seed: int) -> None:
        self.chance = random.Random(seed)
        self.played = Played(
            procedure, invented(procedure), load_offices(procedure.holidays), BEGINS
        )
        self.presses = 0
        self.pressed: list[Pressed] = []
        self.viewed: set[tuple[str, str]] = set()
        self._raise_alert()

    def finish(self) -> str:
        """Do all that there is to do; says what is left that nobody can do."""
        weeks = 0
        while left := self._left():
            if self.presses < _MOST and self._does_one(left):
                continue
            if weeks == _WEEKS or self.presses >= _MOST:
                return ", ".join(f"{s.id} {self.played.status(s.id)}" for s in left)
            weeks += 1
            self.played.now += timedelta(days=7)
        return ""

    def closes(self) -> bool:
        """Close the case, as whoever keeps it."""
        keeper = self.played.procedure.coordinator
        by = holder(self.played.roster, keeper).id
        return self._press(by, Button("Close", "close", REF))

    def _raise_alert(self) -> None:
        played = self.played
        by = holder(played.roster, "practitioner").id
        form = questions.alert(played.asking(by))
        given: dict[str, Answer] = {}
        for question in form.questions:
            if asked(question, given) and (
                question.required or self.chance.random() > _DOUBTS
            ):
                given[question.id] = self._answer("", question)
        raise_alert = Button("Raise", "raise-alert", "")
        self.pressed.append(Pressed(played.now, by, raise_alert, given))
        played.does(by, read_alert(given, form.questions, played.procedure, "1"))

    def _left(self) -> list[AnyStep]:
        """List what is neither settled, nor done once and only to come round again."""
        played = self.played
        return [
            step
            for step in played.procedure.step
            if played.status(step.id) in ("waiting", "open")
            and step.id not in played.case.done
        ]

    def _does_one(self, left: list[AnyStep]) -> bool:
        ready = [step for step in left if self.played.status(step.id) == "open"]
        self.chance.shuffle(ready)
        return any(self._tries(step) for step in ready)

    def _tries(self, step: AnyStep) -> bool:
        for by in self._who(step):
            found = offers.of_step(step, self.played.case, self.played.asking(by))
            wanted = [b for b in found if b.main or b.does == "returned"]
            if self._press_once(by, found) or any(self._press(by, b) for b in wanted):
                return True
        return False

    def _press_once(self, by: str, found: tuple[Button, ...]) -> bool:
        """Give a view, which may be given again and again, once for each who can."""
        for button in found:
            if button.does == "view" and (by, button.about) not in self.viewed:
                self.viewed.add((by, button.about))
                return self._press(by, button)
        return False

    def _who(self, step: AnyStep) -> Iterator[str]:
        """List people who may have something to do with a step."""
        roles = [step.owner]
        if isinstance(step, SignOff):
            roles += [role for link in step.links for role in link.named]
        if isinstance(step, Decision):
            roles = [*step.views, step.owner]
        roster = self.played.roster
        yield from dict.fromkeys(p.id for r in roles for p in roster.holders(r))

    def _press(self, by: str, button: Button) -> bool:
        played = self.played
        form = played.form(by, button.does, button.about)
        asks = form.questions if form else ()
        given = {q.id: self._answer(button.about, q) for q in asks}
        if button.does == "decide":
            given |= self._possible(by, button, given)
        about = form.about if form else button.about
        command, wrong = played.means(by, button.does, about, given)
        assert command is not None, (button, given, wrong)
        try:
            played.does(by, command)
        except Refused:
            return False
        self.presses += 1
        self.pressed.append(Pressed(played.now, by, button, given))
        if button.does == "decide":
            self._disagree(button.about)
        return True

    def _disagree(self, about: str) -> None:
        step = self.played.procedure.by_id[about.partition("/")[2]]
        assert isinstance(step, Decision)
        for role in step.views:
            if self.chance.random() < _DOUBTS:
                by = holder(self.played.roster, role).id
                self._press(by, Button("Disagree", "dissent", about))

    def _possible(
        self, by: str, button: Button, given: dict[str, Answer]
    ) -> dict[str, Answer]:
        """Choose what would not be refused; anything, if all of it would be."""
        step = self.played.procedure.by_id[button.about.partition("/")[2]]
        assert isinstance(step, Decision)
        ways = [choice.id for choice in step.choices]
        self.chance.shuffle(ways)
        for way in ways:
            choice: Answer = (way,) if step.several else way
            tried = {**given, "choice": choice}
            command, _ = self.played.means(by, button.does, button.about, tried)
            assert command is not None
            command = replace(command, digest="why")
            if would_refuse(self.played.case, command, self.played.asking(by)) is None:
                return {"choice": choice}
        return {}

    def _answer(self, about: str, question: Question) -> Answer:
        now = self.played.now.astimezone(LONDON)
        if question.id == "start":
            return f"{self._after_what_comes_first(about):%Y-%m-%d %H:%M}"
        if question.options:
            ids = [option.id for option in question.options]
            if question.id == "agencies":
                return tuple(ids[:2])
            one = self.chance.choice(ids)
            return (one,) if question.kind == "choices" else one
        match question.kind:
            case "date" if question.id == "return_by":
                return ""
            case "date":
                ahead = 0 if question.past else self.chance.choice((9, 300))
                return f"{now.date() + timedelta(days=ahead)}"
            case "time":
                return f"{now:%Y-%m-%d %H:%M}"
            case _:
                return "Something was written here."

    def _after_what_comes_first(self, about: str) -> datetime:
        case, start = self.played.case, self.played.now.astimezone(UTC)
        step = self.played.procedure.by_id[about.partition("/")[2]]
        assert isinstance(step, Meeting)
        for name in step.later_than:
            earlier = case.to_come(name)
            start = max(start, earlier.start if earlier else start)
        day = start.astimezone(LONDON) + timedelta(days=1)
        return day.replace(hour=10, minute=0)
