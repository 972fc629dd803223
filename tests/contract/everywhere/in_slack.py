"""Somebody in Slack: the same acts, by the robot that reads words there."""

from __future__ import annotations

from tests.contract.everywhere.person import Answers, Person, Seen, absence, named
from tests.slack import robot_acts, robot_forms
from tests.slack.fake_world import Message
from tests.slack.robot import Robot, read
from tests.slack.robot_forms import pressable, words


class InSlack:
    """Somebody with an account in a pretended Slack."""

    def __init__(self, robot: Robot) -> None:
        self.robot = robot

    # --- what they see ---------------------------------------------------------

    def told(self) -> str:
        view = self.robot.modal
        if view is not None:
            return words(view.body["blocks"])
        # What is said to one person alone may be said where somebody else wrote.
        seen = self.robot.messages()
        me = self.robot.user.id
        last = [m for m in self.robot.slack.messages if m in seen or m.only_for == me]
        return words(last[-1].blocks) or last[-1].text if last else ""

    def card(self, about: str) -> Seen:
        for message in reversed(self.robot.messages(about)):
            if message.channel == self.robot.direct.id and not message.only_for:
                return seen(message)
        message_ = f"{self.robot.user.name} has no card about {about!r}"
        raise AssertionError(message_)

    def hears(self, about: str = "") -> str:
        return self.robot.reads(about)

    # --- what they do ----------------------------------------------------------

    def types(self, command: str, text: str = "") -> None:
        self.robot.command(f"/{command}", text)

    def asks_before_others(self) -> None:
        rooms = self.robot.slack.channels.values()
        self.robot.command("/case", "", next(r for r in rooms if r.kind == "public"))

    def presses(self, label: str, about: str = "") -> None:
        if self.robot.modal is not None and about and not self.in_form():
            self.robot.close()
        self.robot.press(label, about)

    def in_form(self) -> bool:
        return self.robot.modal is not None and bool(
            self.robot.modal.body.get("submit")
        )

    def asked(self) -> tuple[str, ...]:
        assert self.robot.modal is not None
        found = dict.fromkeys(
            named(field.label) for field in robot_forms.fields(self.robot.modal)
        )
        return tuple(found)

    def holds(self, label: str) -> str:
        assert self.robot.modal is not None
        field = robot_forms.field_of(self.robot.modal, label)
        kept = self.robot.modal.kept.get(field.key)
        return str((kept or robot_forms.begins_as(field.element)).get("value") or "")

    def fills(self, answers: Answers) -> None:
        robot_acts.fill_page(self.robot, answers)

    def sends(self) -> dict[str, str]:
        if self.robot.modal is not None and not self.robot.modal.body.get("submit"):
            self.robot.close()
            return {}
        self.again_ = self.robot.modal
        assert self.again_ is not None
        self.payload = self.robot.submitting(self.again_)
        self.robot.submit()
        assert not self.robot.trouble, self.robot.trouble
        return {named(label): said for label, said in self.robot.problems.items()}

    def leaves(self) -> None:
        self.robot.close()

    def takes_up(self) -> None:
        if self.robot.modal is not None:
            self.robot.close()
        self.robot.command("/alert")

    def reads_written(self, ref: str) -> str:
        self.types("case", ref)
        self.robot.press("Read what was written", ref)
        view = self.robot.modal
        assert view is not None
        read_it = next(
            button
            for button in pressable(view.body["blocks"])
            if button.text == "Read" and "alert was raised" in button.under
        )
        self.robot.press_in(view, read_it)
        return self.told()

    def away(self, deputy: str, first: str, last: str) -> None:
        self.robot.open_home()
        self.robot.press_at_home("I am away")
        self.fills(absence(self.robot.user.name, deputy, first, last))
        assert not self.sends()

    def again(self) -> None:
        self.robot.sends("interactive", self.payload)

    def forges(self, other: Person, label: str, about: str) -> None:
        assert isinstance(other, InSlack)
        button, message = next(
            (b, m) for b, m in other.robot.offered(about) if b.text == label
        )
        self.robot.press_on(message, button)


def seen(message: Message) -> Seen:
    """Read a message as it is drawn."""
    offered = tuple(sorted(one.text for one in pressable(message.blocks)))
    return Seen(words(message.blocks) or read(message), offered)
