"""A person in Teams, who knows no ids of ours: they read words and press buttons."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from tests.teams import robot_activities, robot_cards
from tests.teams.fake_things import PERSONAL, Conversation, Json, Message
from tests.teams.robot_cards import Offered
from tests.teams.robot_dialog import Filler
from tests.teams.robot_wire import Ack

EXTENSION: Final = "alert"
"""The message extension's command, as the manifest calls it."""


class Robot(Filler):
    """Somebody with an account in a pretended Teams, and all that they can do."""

    # --- what they write -------------------------------------------------------

    def sends(self, activity: Json) -> Ack:
        ack = self.wire.send(activity)
        self.settle()
        return ack

    def types(self, text: str, place: Conversation | None = None) -> Ack:
        """Write to the app: in their own chat, or elsewhere by naming it."""
        where = place or self.chat
        mention = where.kind != PERSONAL
        said = robot_activities.typed(self.ms, self.user, where, text, mention=mention)
        self._written(said, where)
        return self.sends(said)

    def writes(self, text: str, place: Conversation) -> Message:
        """Write a message of their own, which is not for the app."""
        said = robot_activities.typed(self.ms, self.user, place, text, mention=False)
        return self._written(said, place)

    def _written(self, said: Json, place: Conversation) -> Message:
        made = Message(said["id"], place.id, self.user.mri, said, said["id"])
        with self.ms.changed:
            self.ms.messages.append(made)
        return made

    # --- what they press -------------------------------------------------------

    def press(self, text: str, about: str = "") -> Ack:
        """Press a button: in the dialog if one is open, else on the newest message."""
        if self.dialog is not None and not about:
            return self.press_in(robot_cards.named(self.dialog.buttons, text))
        offered = self.offered(about)
        near = [b for b, _ in offered if about and about in b.under]
        button = robot_cards.named([*near, *(b for b, _ in offered)], text)
        message = next(m for b, m in offered if b is button)
        return self.press_on(message, button)

    def press_on(
        self, message: Message, button: Offered, held: Mapping[str, str] | None = None
    ) -> Ack:
        ack = self.wire.send(self.pressing(message, button, held))
        self.takes(ack, message)
        self.settle()
        return ack

    def pressing(
        self, message: Message, button: Offered, held: Mapping[str, str] | None = None
    ) -> Json:
        """Make what Teams would send, without sending it."""
        place, data = self._place(message), {**button.data, **(held or {})}
        if button.action["type"] == "Action.Execute":
            return robot_activities.executed(
                self.ms, self.user, place, message, button.action, data
            )
        if button.opens:
            return robot_activities.fetched(self.ms, self.user, place, message, data)
        return robot_activities.submitted(self.ms, self.user, place, message, data)

    def takes(self, ack: Ack, message: Message) -> None:
        """Do with what the app answered what Teams would."""
        name = ack.sent.get("name", "")
        self.trouble = "" if ack.status == 200 else f"Unable to reach app: {ack.status}"
        if self.trouble or not name:
            return
        if name == "task/fetch":
            self._shows(ack, self._place(message))
            return
        body = ack.body if isinstance(ack.body, dict) else {}
        card = self._card_of(ack)
        if card is not None:
            message.views[self.user.mri] = (message.version, card)
        elif body.get("type") == "application/vnd.microsoft.activity.message":
            self.notes.append(str(body["value"]))
        elif str(body.get("type", "")).startswith("application/vnd.microsoft.error"):
            self.trouble = str((body.get("value") or {}).get("message"))
        else:
            assert not body, f"Teams does not know the answer {body}"

    # --- where the app is ------------------------------------------------------

    def extend(
        self, place: Conversation | None = None, message: Message | None = None
    ) -> Ack:
        """Choose the message extension, by itself or on a message."""
        where = place or (self._place(message) if message else self.chat)
        said = robot_activities.extension(
            self.ms, self.user, where, EXTENSION, message=message
        )
        ack = self.wire.send(said)
        self.trouble = "" if ack.status == 200 else f"Unable to reach app: {ack.status}"
        if not self.trouble:
            self._shows(ack, where, EXTENSION)
        self.settle()
        return ack

    def installs(self, action: str = "add") -> list[Ack]:
        """Install the app for themselves; Teams says so twice."""
        chat = self.chat
        chat.installed = True
        return [
            self.sends(robot_activities.members(self.ms, self.user, chat)),
            self.sends(robot_activities.installed(self.ms, self.user, chat, action)),
        ]

    def uninstalls(self, *, told: bool = True) -> list[Ack]:
        """Take the app away from themselves; not always does Teams say so."""
        chat = self.chat
        chat.installed = False
        if not told:
            return []
        removed = robot_activities.installed(self.ms, self.user, chat, "remove")
        return [self.sends(removed)]
