"""Everybody of a partnership in Slack, doing whatever they are offered, to the end."""

from __future__ import annotations

import random
from collections import Counter
from datetime import timedelta
from typing import Final

from bot.core.words import LONDON
from tests.slack import robot_forms
from tests.slack.fake_world import Message, texts
from tests.slack.house import House
from tests.slack.robot import Robot
from tests.slack.robot_acts import CHILD
from tests.slack.robot_forms import Field, Offered, Typed

_PAGES: Final = 25
_REFUSED: Final = "This could not be recorded"
"""What a form says that was filled in rightly, and yet cannot be recorded so."""
_NOT: Final = ("Add an action",)
"""A button that could be pressed for ever."""
_WEEKS: Final = 80
_TRIES: Final = 4
"""How often a button is pressed whose form may be answered otherwise."""
_ALSO: Final = ("Return received", "It was held", "Give a view")
"""Buttons that somebody presses though they are not the one most people want."""
_DOUBTS: Final = 0.3
"""How often what need not be answered is left."""


class Everybody:
    """The people of a partnership, who answer forms by their labels and by chance.

    Attributes:
        usual: How often the first of several ways is taken.
        presses: How many buttons were pressed.
        stuck: What was wrong in a form that could not be sent, if one could not.
    """

    def __init__(self, house: House, seed: int, usual: float = 0.7) -> None:
        self.house = house
        self.usual = usual
        self.chance = random.Random(seed)
        self.robots = [house.account(person) for person in house.people.people]
        self.tried: Counter[tuple[str, str]] = Counter()
        self.presses = 0
        self.stuck: list[str] = []
        self.ahead = 7

    # --- forms -----------------------------------------------------------------

    def through(self, robot: Robot) -> None:
        """Fill in whatever form is in front of somebody, until it is taken."""
        refused = 0
        for _ in range(_PAGES):
            view = robot.modal
            if view is None:
                return
            refused += _REFUSED in robot.told()
            done = "has already done this" in robot.told() or refused > _TRIES
            if done or not view.body.get("submit"):
                robot.close()
                return
            self._page(robot, anew=_REFUSED in robot.told())
            robot.submit()
            if robot.problems:
                self._put_right(robot)
        self.stuck.append(f"{robot.told()}: {robot.problems}")
        robot.close()

    def _page(self, robot: Robot, *, anew: bool) -> None:
        done: set[tuple[str, str]] = set()
        while robot.modal is not None:
            fields = robot_forms.fields(robot.modal)
            left = [field for field in fields if field.key not in done]
            if not left:
                return
            done.add(left[0].key)
            self._field(robot, left[0], anew=anew)

    def _field(self, robot: Robot, field: Field, *, anew: bool) -> None:
        assert robot.modal is not None
        held = robot.modal.kept.get(field.key) or robot_forms.begins_as(field.element)
        if not (anew or robot_forms.empty(held)):
            return
        if not anew and field.optional and self.chance.random() < _DOUBTS:
            return
        said = self._answer(field)
        if said:
            robot.fill_one(field, said)

    def _put_right(self, robot: Robot) -> None:
        """Answer otherwise whatever was said to be wrong."""
        for label in robot.problems:
            assert robot.modal is not None
            field = robot_forms.field_of(robot.modal, label)
            robot.fill_one(field, self._answer(field))

    def _answer(self, field: Field) -> Typed:
        now, kind = self.house.clock.now.astimezone(LONDON), field.element["type"]
        if kind == "datepicker":
            return f"{(now + timedelta(days=self._days(field))).date()}"
        if kind == "timepicker":
            return "10:00" if "start" in field.label.lower() else f"{now:%H:%M}"
        if field.options:
            names = [robot_forms.words(o["text"]) for o in field.options]
            # The first way is as a rule the one by which a case goes on.
            usual = self.chance.random() < self.usual
            one = names[0] if usual else self.chance.choice(names)
            return (one,) if kind in ("checkboxes", "multi_static_select") else one
        if "name" in field.label:
            return CHILD
        most = field.element.get("max_length", 3_000)
        return f"Something was written here about {CHILD}."[:most]

    def _days(self, field: Field) -> int:
        """Choose a day by what it is asked for: to come, or one that has been."""
        label = field.label.lower()
        if "start" in label or "until" in label:
            return self.chance.choice((1, 2, 3, 5, 8))
        if "by which day" in label:
            return 30
        return self.chance.choice((0, 0, 0, 9))

    # --- buttons ---------------------------------------------------------------

    def raise_alert(self) -> None:
        """Have somebody raise an alert by its command."""
        for robot in self.robots:
            robot.command("/alert")
            if robot.modal is not None:
                break
        self.through(robot)
        self.house.deliver()

    def one_round(self, *, looking: bool) -> bool:
        """Let each press what is offered to them; says whether anything was done."""
        before = self.length()
        self.chance.shuffle(self.robots)
        for robot in self.robots:
            if looking:
                robot.command("/case")
            while (found := self._wanted(robot)) is not None:
                button, message = found
                self.presses += 1
                robot.press_on(message, button)
                self.through(robot)
                self.house.deliver()
        return self.length() > before

    def _wanted(self, robot: Robot) -> tuple[Offered, Message] | None:
        own = [m for m in robot.messages() if m.only_for]
        for button, message in robot.offered():
            if message.only_for and message is not own[-1]:
                continue  # an older answer, which nobody looks at any more
            main = button.action.get("style") == "primary"
            if button.text in _NOT or not (main or button.text.startswith(_ALSO)):
                continue
            key = (robot.user.id, str(button.action.get("value")))
            most = _TRIES if main else 1
            if self.tried[key] < most and self._newest(robot, button) is message:
                self.tried[key] += 1
                return button, message
        return None

    def _newest(self, robot: Robot, wanted: Offered) -> Message:
        """Find the newest message with the same button."""
        same = wanted.action.get("value")
        return next(m for b, m in robot.offered() if b.action.get("value") == same)

    def length(self) -> int:
        """Say how much the record holds."""
        return sum(len(self._recorded(ref)) for ref in self.refs())

    def refs(self) -> list[str]:
        from bot.store import index  # noqa: PLC0415

        with self.house.works.store.reading() as tx:
            rows = index.cases(tx, self.house.people.partnership)
        return [row.ref for row in rows]

    def _recorded(self, ref: str) -> tuple[object, ...]:
        desk = self.house.works.desk(self.house.people.partnership)
        return desk.recorded(ref)

    # --- a whole case ----------------------------------------------------------

    def finish(self) -> bool:
        """Take a case to its end; says whether it was closed."""
        self.raise_alert()
        for _ in range(_WEEKS):
            while self.one_round(looking=False):
                pass
            if self.one_round(looking=True):
                self.ahead = 7
                continue
            if self.closes():
                return True
            self.tried.clear()
            self.ahead = min(self.ahead * 2, 28)
            self.house.pass_time(days=self.ahead)
            self.house.tick()
        return False

    def closes(self) -> bool:
        """Have whoever may close the case close it, if it lets itself be closed."""
        (ref,) = self.refs()
        for robot in self.robots:
            robot.command("/case", ref)
            found = [b for b, m in robot.offered(ref) if b.text == "Close the case"]
            if found:
                robot.press("Close the case", ref)
                self.through(robot)
                self.house.deliver()
                robot.command("/case", ref)
                return "losed" in robot.told()
        return False


def names_nobody(house: House) -> list[str]:
    """List whatever in Slack holds the name of the child, outside a form."""
    slack = house.slack
    said = [
        *texts([[m.text, m.blocks, m.before, m.metadata] for m in slack.messages]),
        *(f"{c.name} {c.topic}" for c in slack.channels.values()),
        *texts([home.body for home in slack.homes.values()]),
    ]
    return [text for text in said if CHILD.split()[-1] in text]
