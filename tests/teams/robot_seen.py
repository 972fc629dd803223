"""What a person in Teams sees: messages, cards as they are for them, and a dialog."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from tests.teams import fake_checks, robot_activities, robot_cards
from tests.teams.fake import FakeMicrosoft
from tests.teams.fake_things import Conversation, Failed, Json, Message, User
from tests.teams.robot_cards import Field, Offered, words
from tests.teams.robot_wire import Ack, Wire


@dataclass
class Dialog:
    """A dialog in front of somebody: a card to fill in, or a sentence.

    Attributes:
        command: The message extension that it was opened by, if it was by one.
        kept: What has been typed, by the id of its field.
    """

    place: Conversation
    value: Json
    said: str = ""
    command: str = ""
    kept: dict[str, str] = field(default_factory=dict)

    @property
    def title(self) -> str:
        return str(self.value.get("title", ""))

    @property
    def card(self) -> Json | None:
        shown = self.value.get("card")
        return shown["content"] if shown else None

    @property
    def fields(self) -> list[Field]:
        return robot_cards.fields(self.card)

    @property
    def buttons(self) -> list[Offered]:
        return robot_cards.pressable(self.card)


class Onlooker:
    """Somebody with an account in a pretended Teams.

    Attributes:
        settle: Waits until the app has done all that it was asked to.
        dialog: The dialog in front of them, if there is one.
        problems: What was said at the fields of the last form sent, by label.
        trouble: What Teams itself said, when it could not show an answer.
        notes: What was said to them alone, for a moment, after a press.
        fresh: Whether cards draw themselves afresh for them when they look.
        blanks: Whether their client sends empty fields too, as some do.
    """

    def __init__(
        self,
        ms: FakeMicrosoft,
        wire: Wire,
        user: User,
        settle: Callable[[], None] = lambda: None,
    ) -> None:
        self.ms = ms
        self.wire = wire
        self.user = user
        self.settle = settle
        self.dialog: Dialog | None = None
        self.problems: dict[str, str] = {}
        self.trouble = ""
        self.notes: list[str] = []
        self.fresh = True
        self.blanks = False

    # --- what they see ---------------------------------------------------------

    @property
    def chat(self) -> Conversation:
        """Their own chat with the app."""
        return self.ms.personal(self.user)

    def messages(self, about: str = "") -> list[Message]:
        """List what they can read, oldest first, of those that mention something."""
        seen = self.ms.seen_by(self.user)
        if self.fresh:
            for message in seen:
                self.refresh(message)
        return [m for m in seen if about in self.read(m)]

    def refresh(self, message: Message) -> Ack | None:
        """Let a card draw itself afresh for them, as it does when it is looked at."""
        wanted = (message.card or {}).get("refresh") or {}
        version, _ = message.views.get(self.user.mri, (-1, {}))
        if self.user.mri not in wanted.get("userIds", ()) or version == message.version:
            return None
        before = message.version
        action = wanted["action"]
        said = robot_activities.executed(
            self.ms, self.user, self._place(message), message, action,
            dict(action.get("data") or {}), automatic=True,
        )  # fmt: skip
        ack = self.wire.send(said)
        card = self._card_of(ack)
        # Seen now, whatever was answered: it is not asked for twice.
        message.views[self.user.mri] = (before, card or message.card or {})
        return ack

    def read(self, message: Message) -> str:
        """Read out a message, as the screen shows it and as a screen reader says it."""
        card = message.card_for(self.user)
        said = str((card or {}).get("speak") or "")
        summary = str(message.activity.get("summary") or "")
        parts = (summary, message.text, said, words(card))
        return "\n".join(filter(None, parts))

    def reads(self, about: str = "") -> str:
        return "\n\n".join(self.read(m) for m in self.messages(about))

    def told(self) -> str:
        """Read out the dialog in front of them, or else the last message."""
        if self.dialog is not None:
            shown = words(self.dialog.card)
            return f"{self.dialog.title}\n{self.dialog.said}\n{shown}"
        seen = self.messages()
        return self.read(seen[-1]) if seen else ""

    def waits_for(self, text: str) -> Message:
        """Wait until a message that they can see says something."""

        def found() -> Message | None:
            seen = self.ms.seen_by(self.user)
            return next((m for m in reversed(seen) if text in self.read(m)), None)

        message: Message = self.ms.until(found, f"{self.user.name} reads {text!r}")
        return message

    def offered(self, about: str = "") -> list[tuple[Offered, Message]]:
        """List the buttons on messages they can see, newest message first."""
        return [
            (button, message)
            for message in reversed(self.messages(about))
            for button in robot_cards.pressable(message.card_for(self.user))
        ]

    def sees(self, message: Message) -> Json | None:
        """Give the card as they see it."""
        self.refresh(message)
        return message.card_for(self.user)

    def _card_of(self, ack: Ack) -> Json | None:
        body = ack.body if isinstance(ack.body, dict) else {}
        if body.get("type") != fake_checks.CARD:
            return None
        assert body.get("statusCode") == 200, body
        try:
            wrong = fake_checks.card(body["value"])
        except Failed as failed:
            raise AssertionError(str(failed)) from failed
        assert not wrong, wrong
        found: Json = body["value"]
        return found

    def _shows(self, ack: Ack, place: Conversation, command: str = "") -> None:
        """Show the dialog that was answered; with no answer there is none any more."""
        body = ack.body if isinstance(ack.body, dict) else {}
        task = body.get("task")
        if task is None:
            assert not body, f"Teams does not know the answer {body}"
            self.dialog = None
            return
        fake_checks.dialog(body)
        if task["type"] == "message":
            self.dialog = Dialog(place, {}, task["value"], command)
        else:
            self.dialog = Dialog(place, task["value"], command=command)
        found = self.dialog.fields
        self.problems = {f.label: "\n".join(f.above) for f in found if f.above}

    def _place(self, message: Message) -> Conversation:
        return self.ms.conversations[message.conversation]
