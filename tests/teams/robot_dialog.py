"""What a person in Teams does in a dialog: they fill it in, and press its buttons."""

from __future__ import annotations

from collections.abc import Mapping

from tests.teams import robot_activities, robot_cards
from tests.teams.fake_things import Json
from tests.teams.robot_cards import Field, Offered, Typed
from tests.teams.robot_seen import Dialog, Onlooker
from tests.teams.robot_wire import Ack


class Filler(Onlooker):
    """Somebody who can fill in what is in front of them."""

    # --- what they do in a dialog ----------------------------------------------

    def fill(self, answers: Mapping[str, Typed]) -> None:
        """Fill in the dialog in front of them, by the labels of its fields."""
        for label, answer in answers.items():
            assert self.dialog is not None, "there is nothing to fill in"
            self.fill_one(robot_cards.field_of(self.dialog.card, label), answer)

    def fill_one(self, one: Field, answer: Typed) -> None:
        assert self.dialog is not None
        self.dialog.kept[one.id] = robot_cards.typed(one, answer)

    def holds(self, label: str) -> str:
        """Read what a field of the dialog holds."""
        assert self.dialog is not None
        one = robot_cards.field_of(self.dialog.card, label)
        return self.dialog.kept.get(one.id, one.value)

    def press_in(self, button: Offered) -> Ack:
        """Press a button of the dialog; nothing goes while a field is wanting."""
        dialog = self.dialog
        assert dialog is not None
        if button.action.get("associatedInputs") != "none":
            wanting = robot_cards.incomplete(dialog.fields, dialog.kept)
            self.problems = wanting
            if wanting:
                return Ack(0, None, 0.0)
        ack = self.wire.send(self.submitting(button))
        self.trouble = "" if ack.status == 200 else f"Something went wrong: {ack.text}"
        if not self.trouble:
            self.problems = {}
            self._shows(ack, dialog.place, dialog.command)
        self.settle()
        return ack

    def submitting(self, button: Offered | str) -> Json:
        """Make what Teams would send for a button of the dialog."""
        dialog = self.dialog
        assert dialog is not None, "there is nothing to send"
        if isinstance(button, str):
            button = robot_cards.named(dialog.buttons, button)
        data = dict(button.data)
        if button.action.get("associatedInputs") != "none":
            data |= self._held(dialog)
        if dialog.command:
            return robot_activities.extension_sent(
                self.ms, self.user, dialog.place, dialog.command, data
            )
        return robot_activities.task_sent(self.ms, self.user, dialog.place, data)

    def _held(self, dialog: Dialog) -> dict[str, str]:
        """Give what is in the fields; most clients leave out what is empty."""
        held = {f.id: dialog.kept.get(f.id, f.value) for f in dialog.fields}
        return {name: value for name, value in held.items() if value or self.blanks}

    @property
    def onward(self) -> Offered | None:
        """The button by which a form goes on, if there is one in front of them."""
        if self.dialog is None:
            return None
        found = self.dialog.buttons
        usual = [
            b for b in found if b.action.get("style") == "positive" and "form" in b.data
        ]
        return next(iter(usual), None)

    def submit(self) -> Ack:
        """Press the button by which the form goes on."""
        button = self.onward
        assert button is not None, f"there is nothing to send: {self.told()}"
        return self.press_in(button)

    def close(self) -> None:
        """Close the dialog: Teams tells nobody."""
        self.dialog = None
