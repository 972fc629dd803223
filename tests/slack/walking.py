"""A whole case of one procedure by its rules alone, and all that it shows."""

from __future__ import annotations

import random
import tomllib
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

from typing_extensions import override

from bot import standing_cards
from bot.core import fields, offers, questions, telling
from bot.core.asking import BOT
from bot.core.cards import Button, Card
from bot.core.errors import Refused
from bot.core.fields import Typed
from bot.core.forms import Form
from bot.core.procedure import Procedure
from bot.core.react import Telling
from bot.invented import holder
from bot.shown import View
from tests.core.played import REF
from tests.procedures.finishing import Finisher

_NO_CARDS: Final = ("invite", "uninvite", "attend", "seek")
_EVERY: Final = 12
"""Presses after which the case itself is looked at."""
_REDRAWN: Final = 12
"""Cards, counted back, that are drawn again after each press."""


@dataclass
class Shown:
    """What a case showed: cards, and forms with what was typed in them."""

    cards: list[Card] = field(default_factory=list)
    forms: list[tuple[Form, Typed]] = field(default_factory=list)


class Watcher(Finisher):
    """Somebody who takes a case to its end, and keeps all that was shown."""

    def __init__(self, procedure: Procedure, seed: int) -> None:
        self.shown = Shown()
        self.tellings: list[Telling] = []
        self.seen_at: datetime | None = None
        super().__init__(procedure, seed)
        alert = questions.alert(self.played.asking(self.pressed[0].by))
        self._keep(alert)
        self._look()

    @override
    def _press(self, by: str, button: Button) -> bool:
        self._morning()
        form = self.played.form(by, button.does, button.about)
        done = super()._press(by, button)
        if done and form is not None:
            self._keep(form)
        if done:
            self._look()
        return done

    def _keep(self, form: Form) -> None:
        given = next(
            p.given for p in reversed(self.pressed) if p.button.does == form.does
        )
        self.shown.forms.append((form, fields.spread(form, given)))

    def _morning(self) -> None:
        """Let the bot say in the morning what is due to be said."""
        now = self.played.now
        if self.seen_at is None or now - self.seen_at >= timedelta(days=1):
            self.seen_at = now
            self.played.nudges()
            self._look()

    def _look(self) -> None:
        for one in self.played.told:
            if one.kind not in _NO_CARDS:
                self._card(one, again=False)
                self.tellings.append(one)
        for one in self.tellings[-_REDRAWN:]:
            self._card(one, again=True)
        if self.presses % _EVERY == 0:
            self._pages()

    def _card(self, one: Telling, *, again: bool) -> None:
        asking = self.played.asking(self._person(one))
        make = telling.redrawn if again else telling.card
        try:
            card = make(one, self.played.case, asking)
        except Refused:
            return
        if card is not None:
            self.shown.cards.append(card)

    def _person(self, one: Telling) -> str:
        roster = self.played.roster
        agency = one.role.removeprefix("agency:")
        there = [p for p in roster.people if p.agency == agency]
        found = [one.person] if one.person else []
        return [*found, *(p.id for p in (*roster.holders(one.role), *there)), BOT][0]

    def _pages(self) -> None:
        played = self.played
        for role in (played.procedure.coordinator, "practitioner"):
            view = self._view(holder(played.roster, role).id)
            self.shown.cards.append(standing_cards.brief(view))
            self.shown.cards.append(standing_cards.whole(view))
            self.shown.cards.append(standing_cards.readings(view))

    def _view(self, by: str) -> View:
        played, case = self.played, self.played.case
        asking, steps = played.asking(by), played.procedure.step
        buttons = {step.id: offers.of_step(step, case, asking) for step in steps}
        return View(
            case=case,
            asking=asking,
            journal=tuple(played.journal),
            lines=tuple(played.lines().values()),
            statuses={step.id: played.status(step.id) for step in steps},
            buttons={**buttons, "": offers.of_case(case, asking)},
            readable=True,
        )


def shown(procedure: Procedure, seed: int) -> Shown:
    """Take a case to its end, and give all that it showed."""
    one = Watcher(procedure, seed)
    one.finish()
    one.closes()
    return one.shown


def step_of(form: Form) -> str:
    """Say which step a form is about, without the text that it is bound to."""
    return form.about.removeprefix(REF).strip("/").partition("/")[0]


_READ: Final = frozenset(
    {
        "title", "asks", "hint", "text", "doing", "submit", "agenda", "basis",
        "short", "asks_for", "asked", "reading", "because", "document", "files",
    }
)  # fmt: skip
_FILLER: Final = "and so on, at a length that no list, label or button could ever hold "


def stretched(path: Path, seed: int) -> Procedure:
    """Read a procedure with every text in it as long as a file can hold, and more."""
    parts = tomllib.loads(path.read_text(encoding="utf-8"))
    return Procedure.model_validate(_stretched(parts, random.Random(seed)))


def _stretched(part: Any, chance: random.Random) -> Any:
    if isinstance(part, dict):
        read = _READ - {"text"} if "chain" in part else _READ  # there, a form's name
        return {
            name: _long(value, chance) if name in read else _stretched(value, chance)
            for name, value in part.items()
        }
    return [_stretched(one, chance) for one in part] if isinstance(part, list) else part


def _long(value: Any, chance: random.Random) -> Any:
    if isinstance(value, str):
        return f"{value} {_FILLER * chance.choice((0, 1, 4, 50))}".strip()
    return [_long(one, chance) for one in value] if isinstance(value, list) else value
