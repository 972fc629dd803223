"""Somebody in Teams: the same acts, by the robot that reads words there."""

from __future__ import annotations

from tests.contract.everywhere.person import Answers, Person, Seen, absence, named
from tests.teams import robot_acts, robot_cards
from tests.teams.fake_things import CHANNEL, Json, Message
from tests.teams.robot import Robot
from tests.teams.robot_cards import words

_LONG = 30
"""The letters of a button beside which a telephone has room for few more."""


class InTeams:
    """Somebody with an account in a pretended Teams."""

    def __init__(self, robot: Robot) -> None:
        self.robot = robot
        self.payload: Json = {}
        self._pressed: Message | None = None
        self._notes = 0

    # --- what they see ---------------------------------------------------------

    def told(self) -> str:
        dialog = self.robot.dialog
        if dialog is not None:
            return f"{dialog.said}\n{words(dialog.card)}"
        if len(self.robot.notes) > self._notes:
            return self.robot.notes[-1]
        pressed = self._pressed
        if pressed is not None and self.robot.user.mri in pressed.views:
            return words(pressed.card_for(self.robot.user))
        seen = self.robot.messages()
        return words(seen[-1].card_for(self.robot.user)) or seen[-1].text

    def card(self, about: str) -> Seen:
        for message in reversed(self.robot.messages(about)):
            if message.conversation == self.robot.chat.id and message.card:
                return seen(self.robot.sees(message))
        message_ = f"{self.robot.user.name} has no card about {about!r}"
        raise AssertionError(message_)

    def hears(self, about: str = "") -> str:
        return self.robot.reads(about)

    # --- what they do ----------------------------------------------------------

    def types(self, command: str, text: str = "") -> None:
        self.robot.close()
        self._pressed = None
        self.robot.types(f"{command} {text}".strip())
        if command == "alert":
            self.robot.press("Open the alert form")

    def asks_before_others(self) -> None:
        places = self.robot.ms.conversations.values()
        named = (p for p in places if p.kind == CHANNEL and p.name)
        self.robot.types("case", next(named))
        self.robot.press("What waits for me")

    def presses(self, label: str, about: str = "") -> None:
        if self.robot.dialog is not None and about and not self.in_form():
            self.robot.close()
        self._notes = len(self.robot.notes)
        if self.robot.dialog is None:
            offers = self.robot.offered(about)
            near = [one for one in offers if called(one[0].text, label)]
            under = [one for one in near if about in one[0].under]
            assert near, f"{label!r} is not offered on {about!r}"
            button, self._pressed = (under or near)[0]
            self.payload = self.robot.pressing(self._pressed, button)
            self.robot.press_on(self._pressed, button)
        else:
            offered = self.robot.dialog.buttons
            self.robot.press_in(next(b for b in offered if called(b.text, label)))
        assert not self.robot.trouble, self.robot.trouble

    def in_form(self) -> bool:
        return self.robot.onward is not None

    def asked(self) -> tuple[str, ...]:
        assert self.robot.dialog is not None
        found = dict.fromkeys(named(one.label) for one in self.robot.dialog.fields)
        return tuple(found)

    def holds(self, label: str) -> str:
        return self.robot.holds(label)

    def fills(self, answers: Answers) -> None:
        robot_acts.fill_page(self.robot, answers)

    def sends(self) -> dict[str, str]:
        button = self.robot.onward
        if button is None:
            self.robot.close()
            return {}
        self.payload = self.robot.submitting(button)
        self.robot.press_in(button)
        assert not self.robot.trouble, self.robot.trouble
        return {named(label): said for label, said in self.robot.problems.items()}

    def leaves(self) -> None:
        self.robot.close()

    def takes_up(self) -> None:
        self.types("alert")

    def reads_written(self, ref: str) -> str:
        self.types("case", ref)
        self.robot.press("Read what was written", ref)
        dialog = self.robot.dialog
        assert dialog is not None
        read_it = next(
            button
            for button in robot_cards.pressable(dialog.card)
            if button.text == "Read"
        )
        self.robot.press_in(read_it)
        return self.told()

    def away(self, deputy: str, first: str, last: str) -> None:
        self.types("case")
        self.robot.press("I am away")
        self.fills(absence(self.robot.user.name, deputy, first, last))
        assert not self.sends()

    def again(self) -> None:
        self.robot.sends(self.payload)

    def forges(self, other: Person, label: str, about: str) -> None:
        assert isinstance(other, InTeams)
        button, message = next(
            (b, m) for b, m in other.robot.offered(about) if b.text == label
        )
        self._notes, self._pressed = len(self.robot.notes), message
        self.robot.press_on(message, button)


def called(text: str, label: str) -> bool:
    """Say whether a button is called so, where a long name may be cut short."""
    cut = text.endswith("…") or len(text) > _LONG
    return text == label or (cut and label.startswith(text.rstrip("…")))


def seen(card: Json | None) -> Seen:
    """Read a card as it is drawn."""
    offered = robot_cards.pressable(card)
    return Seen(words(card), tuple(sorted(one.text for one in offered)))
