"""A person in Slack, who knows no ids of ours: they read words and press buttons."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from tests.by_words import named
from tests.slack import fake_checks, fake_talk, fake_views, robot_forms, robot_payloads
from tests.slack.fake import FakeSlack
from tests.slack.fake_world import Channel, Json, Message, User, View
from tests.slack.robot_forms import Field, Offered, Typed, words
from tests.slack.robot_wire import ACT, COMMAND, EVENT, Ack, Wire

MANIFEST: Final = Path(__file__).parents[2] / "deploy" / "slack-manifest.yaml"


class Robot:
    """Somebody with an account in a pretended Slack.

    Attributes:
        settle: Waits until the app has done all that it was asked to.
        problems: What was said at the fields of the last form sent, by label.
        trouble: What Slack itself said, when it could not show an answer.
    """

    def __init__(
        self,
        slack: FakeSlack,
        wire: Wire,
        user: User,
        settle: Callable[[], None] = lambda: None,
    ) -> None:
        self.slack = slack
        self.wire = wire
        self.user = user
        self.settle = settle
        self.problems: dict[str, str] = {}
        self.trouble = ""

    # --- what they see ---------------------------------------------------------

    @property
    def direct(self) -> Channel:
        return self.slack.direct(self.user.team, self.user.id)

    @property
    def modal(self) -> View | None:
        """The modal in front of them, if there is one."""
        stack = self.slack.stack(self.user.team, self.user.id)
        return stack[-1] if stack else None

    @property
    def home(self) -> View | None:
        return self.slack.homes.get((self.user.team, self.user.id))

    def messages(self, about: str = "") -> list[Message]:
        """List what they can read, oldest first, of those that mention something."""
        seen = self.slack.seen_by(self.user)
        return [m for m in seen if about in read(m)]

    def reads(self, about: str = "") -> str:
        return "\n\n".join(read(m) for m in self.messages(about))

    def told(self) -> str:
        """Read out the modal in front of them, or else the last message."""
        if self.modal is not None:
            return title(self.modal) + "\n" + words(self.modal.body["blocks"])
        seen = self.messages()
        return read(seen[-1]) if seen else ""

    def waits_for(self, text: str) -> Message:
        """Wait until a message that they can see says something."""

        def found() -> Message | None:
            return next(reversed(self.messages(text)), None)

        message: Message = self.slack.until(found, f"{self.user.name} reads {text!r}")
        return message

    def waits_for_modal(self, text: str = "") -> View:
        """Wait until a modal that says something is in front of them."""

        def found() -> View | None:
            there = self.modal
            return there if there and text in self.told() else None

        view: View = self.slack.until(found, f"{self.user.name} sees {text!r}")
        return view

    def offered(self, about: str = "") -> list[tuple[Offered, Message]]:
        """List the buttons on messages they can see, newest message first."""
        return [
            (button, message)
            for message in reversed(self.messages(about))
            for button in robot_forms.pressable(message.blocks)
        ]

    # --- what they do ----------------------------------------------------------

    def sends(self, kind: str, payload: Json) -> Ack:
        ack = self.wire.send(kind, payload)
        self.settle()
        return ack

    def command(self, name: str, text: str = "", channel: Channel | None = None) -> Ack:
        """Type a command; in their own messages with the app, or in a channel."""
        scopes = self.slack.workspaces[self.user.team].scopes
        assert "commands" in scopes, f"{name} is not a valid command"
        where = channel or self.direct
        payload = robot_payloads.command(self.slack, self.user, where, name, text)
        ack = self.wire.send(COMMAND, payload)
        self._said_at_once(ack, where)
        self.settle()
        return ack

    def _said_at_once(self, ack: Ack, where: Channel) -> None:
        if ack.status != 200 or not (ack.body.get("text") or ack.body.get("blocks")):
            return
        text, blocks = ack.body.get("text", ""), ack.body.get("blocks")
        shown = ack.body.get("response_type") == "in_channel"
        fake_checks.message(text, blocks)
        self.slack.messages.append(Message(
            ts=self.slack.new_ts(),
            channel=where.id,
            user=self.slack.workspaces[self.user.team].bot_user,
            text=text,
            blocks=fake_talk.with_ids(blocks),
            only_for="" if shown else self.user.id,
        ))  # fmt: skip

    def press(self, text: str, about: str = "") -> Ack:
        """Press a button: in the modal if one is open, else on the newest message."""
        view = self.modal
        if view is not None and not about:
            found = list(robot_forms.pressable(view.body["blocks"]))
            return self.press_in(view, _named(found, text))
        offered = self.offered(about)
        near = [b for b, _ in offered if about and about in b.under]
        button = _named([*near, *(b for b, _ in offered)], text)
        message = next(m for b, m in offered if b is button)
        return self.press_on(message, button)

    def press_on(self, message: Message, button: Offered) -> Ack:
        return self.sends(ACT, self.pressing(message, button))

    def pressing(self, message: Message, button: Offered) -> Json:
        """Make what Slack would send, without sending it."""
        return robot_payloads.in_message(self.slack, self.user, message, button.action)

    def press_in(self, view: View, button: Offered) -> Ack:
        held = robot_forms.values(view)
        return self.sends(
            ACT,
            robot_payloads.in_view(self.slack, self.user, view, button.action, held),
        )

    def press_at_home(self, text: str) -> Ack:
        assert self.home is not None
        found = list(robot_forms.pressable(self.home.body["blocks"]))
        return self.press_in(self.home, _named(found, text))

    def fill(self, answers: Mapping[str, Typed]) -> None:
        """Fill in the modal in front of them, by the labels of its fields."""
        for label, answer in answers.items():
            assert self.modal is not None, "there is nothing to fill in"
            self.fill_one(robot_forms.field_of(self.modal, label), answer)

    def fill_one(self, field: Field, answer: Typed) -> None:
        view = self.modal
        assert view is not None
        held = robot_forms.typed(field, answer)
        view.kept[field.key] = held
        action = robot_forms.dispatched(field, held)
        if action is not None:
            self.press_in(view, Offered("", action))

    def submit(self) -> Ack | None:
        """Send the modal in front of them; nothing goes while a field is wanting."""
        view = self.modal
        assert view is not None, "there is nothing to send"
        self.problems = dict.fromkeys(
            robot_forms.incomplete(view), "Please complete this required field."
        )
        if self.problems:
            return None
        ack = self.wire.send(ACT, self.submitting(view))
        self._answered(view, ack)
        self.settle()
        return ack

    def submitting(self, view: View) -> Json:
        held = robot_forms.values(view)
        return robot_payloads.submitted(self.slack, self.user, view, held)

    def _answered(self, view: View, ack: Ack) -> None:
        """Do with a modal what the app answered, as Slack would."""
        self.trouble = "" if ack.status == 200 else "We had some trouble connecting."
        if self.trouble or view.id not in self.slack.views:
            return
        team, user, body = self.user.team, self.user.id, ack.body
        with self.slack.changed:
            match body.get("response_action"):
                case "errors":
                    labels = {f.key[0]: f.label for f in robot_forms.fields(view)}
                    wrong = set(body["errors"]) - set(labels)
                    assert not wrong, f"problems at blocks that are not there: {wrong}"
                    self.problems = {labels[k]: v for k, v in body["errors"].items()}
                case "update":
                    fake_views.change(self.slack, view, body["view"])
                case "push":
                    fake_views.place(self.slack, team, user, body["view"], view)
                case "clear":
                    fake_views.clear(self.slack, team, user)
                case None:
                    assert not body, f"Slack does not know the answer {body}"
                    fake_views.pop(self.slack, view)
                case other:
                    message = f"Slack does not know the answer {other}"
                    raise AssertionError(message)
            self.slack.changed.notify_all()

    def close(self) -> Ack | None:
        """Close the modal in front of them, and with it all that are beneath."""
        view = self.modal
        assert view is not None, "there is nothing to close"
        payload = robot_payloads.closed(self.slack, self.user, view, cleared=True)
        fake_views.clear(self.slack, self.user.team, self.user.id)
        if not view.body.get("notify_on_close"):
            return None
        return self.sends(ACT, payload)

    def open_home(self) -> Ack:
        return self.sends(EVENT, robot_payloads.home_opened(self.slack, self.user))

    def shortcut(self, name: str, message: Message | None = None) -> Ack:
        """Choose a shortcut by its name in the manifest."""
        callback = callback_of(name)
        if message is None:
            payload = robot_payloads.shortcut(self.slack, self.user, callback)
        else:
            payload = robot_payloads.on_message(
                self.slack, self.user, message, callback
            )
        return self.sends(ACT, payload)

    def writes(self, text: str, channel: Channel) -> Message:
        """Write a message of their own in a channel."""
        made = Message(self.slack.new_ts(), channel.id, self.user.id, text, [])
        self.slack.messages.append(made)
        return made


def read(message: Message) -> str:
    """Read out a message, as the screen shows it and as a screen reader says it."""
    return f"{message.text}\n{words(message.blocks)}"


def title(view: View) -> str:
    return words(view.body.get("title"))


def callback_of(name: str) -> str:
    """Find a shortcut's callback in the manifest that installs the app."""
    lines = MANIFEST.read_text(encoding="utf-8").splitlines()
    at = next(i for i, line in enumerate(lines) if f"name: {name}" in line)
    near = lines[max(0, at - 4) : at + 5]
    found = next(line for line in near if "callback_id:" in line)
    return found.partition("callback_id:")[2].strip().strip("\"'")


def _named(found: list[Offered], text: str) -> Offered:
    return named(found, text, lambda one: one.text)
