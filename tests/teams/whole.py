"""Everybody of a partnership in Teams, doing whatever they are offered, to the end."""

from __future__ import annotations

import random
from collections import Counter
from datetime import timedelta
from typing import Final

from bot.core.words import LONDON
from tests.teams.fake_things import PERSONAL, Message
from tests.teams.house import House
from tests.teams.robot import Robot
from tests.teams.robot_acts import CHILD
from tests.teams.robot_cards import Field, Offered, Typed
from tests.teams.watching import cases

_PAGES: Final = 40
_REFUSED: Final = "This could not be recorded"
_NOT: Final = ("Add an action",)
"""A button that could be pressed for ever."""
_WEEKS: Final = 80
_TRIES: Final = 4
_ALSO: Final = ("Return received", "It was held", "Give a view")
"""Buttons that somebody presses though they are not the one most people want."""
_BEGUN: Final = ("Raise an alert", "Open the alert form", "Open ")
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
        self.robots = [house.robot(p.id) for p in house.people.people]
        self.tried: Counter[tuple[str, str]] = Counter()
        self.presses = 0
        self.stuck: list[str] = []

    # --- forms -----------------------------------------------------------------

    def through(self, robot: Robot) -> None:
        """Fill in whatever form is in front of somebody, until it is taken."""
        refused = 0
        for _ in range(_PAGES):
            if robot.dialog is None:
                return
            refused += _REFUSED in robot.told()
            done = "has already done this" in robot.told() or refused > _TRIES
            if done or robot.onward is None:
                robot.close()
                return
            self._page(robot, anew=_REFUSED in robot.told())
            robot.submit()
        self.stuck.append(f"{robot.told()}: {robot.problems}")
        robot.close()

    def _page(self, robot: Robot, *, anew: bool) -> None:
        assert robot.dialog is not None
        for one in robot.dialog.fields:
            wrong = anew or one.label in robot.problems
            if one.value and not wrong:
                continue
            left = one.label.endswith("(optional)")
            if not wrong and left and self.chance.random() < _DOUBTS:
                continue
            said = self._answer(one)
            if said:
                robot.fill_one(one, said)

    def _answer(self, one: Field) -> Typed:
        now = self.house.clock.now.astimezone(LONDON)
        label = one.label.lower()
        if one.kind == "Input.Date":
            return f"{(now + timedelta(days=self._days(label))).date()}"
        if one.kind == "Input.Time":
            return "10:00" if "start" in label else f"{now:%H:%M}"
        if one.options:
            names = [str(option["title"]) for option in one.options]
            # The first way is as a rule the one by which a case goes on.
            usual = self.chance.random() < self.usual
            return names[0] if usual else self.chance.choice(names)
        if one.kind == "Input.Toggle":
            return "no"
        return CHILD if "name" in label else f"Something was written about {CHILD}."

    def _days(self, label: str) -> int:
        """Choose a day by what it is asked for: to come, or one that has been."""
        if "start" in label or "until" in label:
            return self.chance.choice((1, 2, 3, 5, 8))
        return 30 if "by which day" in label else self.chance.choice((0, 0, 0, 9))

    # --- buttons ---------------------------------------------------------------

    def one_round(self, *, looking: bool) -> bool:
        """Let each press what is offered to them; says whether anything was done."""
        before = self.length()
        self.chance.shuffle(self.robots)
        for robot in self.robots:
            if looking:
                robot.types("case")
            while (found := self._wanted(robot)) is not None:
                button, message = found
                self.presses += 1
                robot.press_on(message, button)
                self.through(robot)
                self.house.deliver()
        return self.length() > before

    def _wanted(self, robot: Robot) -> tuple[Offered, Message] | None:
        seen: set[str] = set()
        for button, message in robot.offered():
            main = button.action.get("style") == "positive"
            if button.text in _NOT or not (main or button.text.startswith(_ALSO)):
                continue
            if button.text.startswith(_BEGUN) or not self._own(robot, message):
                continue
            act = str(button.data.get("act"))
            if act in seen:
                continue  # an older message with the same button
            seen.add(act)
            key = (robot.user.mri, act)
            if self.tried[key] < (_TRIES if main else 1):
                self.tried[key] += 1
                return button, message
        return None

    def _own(self, robot: Robot, message: Message) -> bool:
        return self.house.ms.conversations[message.conversation].kind == PERSONAL

    def length(self) -> int:
        """Say how much the record holds."""
        return sum(len(self.house.recorded(ref)) for ref in cases(self.house))

    # --- a whole case ----------------------------------------------------------

    def finish(self) -> bool:
        """Take a case to its end; says whether it was closed."""
        ahead = 7
        self.robots[0].extend()
        self.through(self.robots[0])
        self.house.deliver()
        for _ in range(_WEEKS):
            while self.one_round(looking=False):
                pass
            if self.one_round(looking=True):
                ahead = 7
                continue
            if self.closes():
                return True
            self.tried.clear()
            ahead = min(ahead * 2, 28)
            self.house.pass_time(days=ahead)
            self.house.tick()
        return False

    def closes(self) -> bool:
        """Have whoever may close the case close it, if it lets itself be closed."""
        (ref,) = cases(self.house)
        for robot in self.robots:
            robot.types(f"case {ref}")
            (last,) = robot.messages()[-1:]
            found = [b for b, m in robot.offered(ref) if m is last]
            named = [b for b in found if b.text == "Close the case"]
            if named:
                robot.press_on(last, named[0])
                self.through(robot)
                self.house.deliver()
                robot.types(f"case {ref}")
                return "losed" in robot.told()
        return False
