"""People at their browsers: what they press, by seed, and how clumsily they send it.

They look at the record as the page shows it to them, choose a button, fill in its
form and send it. What is not answered they send again, under the same name, as a
browser does. Some send it twice, or to two processes at once, or too late; some try
what is for somebody else.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from itertools import count
from random import Random
from typing import Any, Final

from bot import invented, rosters
from bot.core import offers
from bot.core.asking import BOT, Asking
from bot.core.cards import Button
from bot.core.case import Case
from bot.core.errors import Refused
from bot.core.faults import read as read_procedure
from bot.core.forms import Question
from bot.core.people import Roster
from bot.core.react import asked_of
from bot.core.words import LONDON
from bot.shelf import Shelf
from bot.store import Store, index, roster
from tests.faults.record import Record, Told
from tests.stories.filling import SOMETHING, filled

PROCEDURES: Final = {
    "eastmarsh": "dorset",
    "westmoor": "southampton",
    "northfell": "kirklees",
    "southlea": "national",
}
"""Invented partnerships, and the procedures that they follow."""
SELDOM: Final = frozenset(
    {
        *("close", "correct", "set-aside", "conflict", "dissent", "change-answer"),
        *("snooze", "read", "add-action", "move", "stand-down"),
    }
)
_PAGES: Final = frozenset(
    {"open", "whole", "readings", "mine", "deadlines", "letter", "pack", "away"}
)


@cache
def partnership(name: str) -> Roster:
    """Invent the people of a partnership, by the procedure that it follows."""
    return invented.invented(
        read_procedure(Shelf().text(PROCEDURES[name])), partnership=name
    )


def settle_in(store: Store, names: tuple[str, ...], now: datetime) -> None:
    """Give each partnership its people, before anything happens."""
    with store.writing() as tx:
        for name in names:
            roster.write(tx, name, rosters.to_doc(partnership(name)), now)


@dataclass
class People:
    """Everybody in some partnerships, and what they are about to send.

    Attributes:
        open: What was sent and has not been answered, by number.
        told: What was answered with a yes.
    """

    record: Record
    names: tuple[str, ...]
    chance: Random
    open: dict[int, dict[str, Any]] = field(default_factory=dict)
    told: list[Told] = field(default_factory=list)
    drafts: dict[str, tuple[str, str, datetime]] = field(default_factory=dict)
    answered: dict[str, int] = field(default_factory=dict)
    numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def press(self, now: datetime) -> Iterator[dict[str, Any]]:
        """Do one thing; yields each line that is sent for it."""
        name = self.chance.choice(self.names)
        with self.record.store.reading() as tx:
            cases = [row.ref for row in index.cases(tx, name, only_open=True)]
        begun = {line["partnership"] for line in self.open.values()}
        if not cases or (len(cases) < 3 and self.chance.random() < 0.1):
            if name not in begun:
                yield from self._alert(name, now)
            return
        try:
            chosen = self._chosen(name, self.chance.choice(cases), now)
        except Refused:
            return
        if chosen is not None:
            yield from self._sent(name, *chosen)

    def _alert(self, name: str, now: datetime) -> Iterator[dict[str, Any]]:
        by = invented.holder(partnership(name), "practitioner").id
        form = self.record.desk(name).asks("raise-alert", "", by, now)
        assert form is not None
        given = self._filled(form.questions, now)
        draft = ""
        if self.chance.random() < 0.5:
            draft = f"draft-{next(self.numbers)}"
            left = self.chance.random() < 0.3
            kept = {"does": "keep", "about": "", "answers": given, "draft": draft}
            at = now.isoformat()
            yield self._line(name, by, {**kept, "left": left, "at": at})
            if left:
                return
        pressed = {"does": "raise-alert", "about": "", "answers": given}
        yield self._line(name, by, {**pressed, "draft": draft})

    def _chosen(
        self, name: str, ref: str, now: datetime
    ) -> tuple[str, Button, dict[str, Any]] | None:
        """Choose a person, a button that they are shown, and what they fill in."""
        desk = self.record.desk(name)
        with self.record.store.reading() as tx:
            opened = desk.open(tx, ref, BOT, now)
            by, step = self._whose_turn(name, opened.case, opened.asking)
            opened = desk.open(tx, ref, by, now)
        case, asking = opened.case, opened.asking
        steps = list(asking.procedure.step)
        if step and self.chance.random() < 0.85:
            steps = [asking.procedure.by_id[step]]
        found = [b for one in steps for b in offers.of_step(one, case, asking)]
        if self.chance.random() < 0.1:
            found += offers.of_case(case, asking)
        else:
            found = [b for b in found if b.does not in SELDOM] or found
        found = [b for b in found if b.does not in _PAGES]
        if not found:
            return None
        mains = [b for b in found if b.main] or found
        button = self.chance.choice(mains)
        form = desk.asks(button.does, button.about, by, now)
        if form is None:
            return by, button, {}
        given = self._filled(form.questions, now)
        return by, Button(button.label, button.does, form.about), given

    def _whose_turn(self, name: str, case: Case, asking: Asking) -> tuple[str, str]:
        seats = sorted(asked_of(case, asking))
        people = partnership(name)
        if seats and self.chance.random() < 0.9:
            role, person, step = self.chance.choice(seats)
            held = [one.id for one in people.holders(role)]
            if person or held:
                return person or self.chance.choice(held), step
        return self.chance.choice(people.people).id, ""

    def _filled(self, questions: tuple[Question, ...], now: datetime) -> dict[str, Any]:
        asked = {question.id for question in questions}
        local = now.astimezone(LONDON)
        ahead = local + timedelta(days=self.chance.randrange(2, 9))
        says = {
            "start": f"{ahead:%a} {ahead.day} {ahead:%b %Y}, 10am",
            "due": f"{ahead:%a} {ahead.day} {ahead:%b %Y}",
            "until": f"{ahead:%a} {ahead.day} {ahead:%b %Y}",
            "minutes": "60",
        }
        return filled(questions, {k: v for k, v in says.items() if k in asked}, now)

    def _sent(
        self, name: str, by: str, button: Button, given: dict[str, Any]
    ) -> Iterator[dict[str, Any]]:
        pressed = {"does": button.does, "about": button.about, "answers": given}
        way = self.chance.random()
        if way < 0.1:
            other = self.chance.choice(partnership(name).people).id
            yield self._line(name, other, pressed)
        line = self._line(name, by, pressed)
        yield line
        if way > 0.8:
            again = {**line, "id": next(self.numbers)}
            self.open[again["id"]] = again
            yield again

    def _line(self, name: str, by: str, pressed: dict[str, Any]) -> dict[str, Any]:
        number = next(self.numbers)
        line = {
            "id": number,
            "partnership": name,
            "by": by,
            "cause": f"browser/{number}",
            **pressed,
        }
        self.open[number] = line
        return line

    def hear(self, said: dict[str, Any]) -> None:
        """Take an answer; what went wrong on the other side is sent again later."""
        line = self.open.get(said["id"])
        if line is None or said.get("code") == "500":
            return
        del self.open[said["id"]]
        code = said.get("code", "kept")
        self.answered[code] = self.answered.get(code, 0) + 1
        if line.get("left"):
            at = datetime.fromisoformat(line["at"])
            self.drafts[line["draft"]] = line["partnership"], line["by"], at
        elif not code and said["case"] and "Nothing needed" not in said["says"]:
            given = line["partnership"], line["by"], line["cause"], said["case"]
            self.told.append(Told(*given))

    def filled_record(self) -> Record:
        """Give the record with what these people know of it."""
        self.record.told, self.record.drafts = self.told, self.drafts
        self.record.typed = (SOMETHING,)
        return self.record
