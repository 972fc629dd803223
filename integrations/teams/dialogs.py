"""What Teams opens over the chat for one person: a dialog with one card in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from integrations.teams import limits
from integrations.teams.cards import ADAPTIVE, adaptive
from integrations.teams.elements import UNNAMED
from integrations.teams.limits import Json, light, short
from integrations.teams.marks import one_line

ROOM: Final = limits.WEIGHT - 1_000
"""What the elements of a dialog may weigh together, in bytes."""
LARGE: Final = "large"
MEDIUM: Final = "medium"
SMALL: Final = "small"
_SAID: Final = 4_000


@dataclass(frozen=True, slots=True)
class Dialog:
    """What is shown to one person over the chat.

    Attributes:
        title: What stands above it.
        card: What is in it.
        height: How high it is: ``small``, ``medium`` or ``large``.
        width: How wide, in the same words.
    """

    title: str
    card: Json
    height: str = LARGE
    width: str = MEDIUM

    @property
    def response(self) -> Json:
        """The answer to Teams, when it asks for a dialog or sends one in."""
        value = {
            "title": self.title,
            "height": self.height,
            "width": self.width,
            "card": {"contentType": ADAPTIVE, "content": self.card},
        }
        return {"task": {"type": "continue", "value": value}}


def of_elements(
    title: str, body: Sequence[Json], *, height: str = LARGE, width: str = MEDIUM
) -> Dialog:
    """Make a dialog of what is in it; its name is all that is spoken of it at once."""
    name = titled(title)
    return Dialog(name, adaptive(list(body), name), height, width)


def titled(title: str) -> str:
    """Make the title of a dialog of a text."""
    return short(one_line(title) or UNNAMED, limits.TITLE)


def message_dialog(text: str) -> Json:
    """Answer with a sentence alone, where a dialog has nothing more to ask or show."""
    said = light(text.strip() or UNNAMED, _SAID)
    return {"task": {"type": "message", "value": said}}
