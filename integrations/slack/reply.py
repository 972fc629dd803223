"""The answer to something that came in: what is said at once, and what follows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from integrations.slack.visiting import Visit
from integrations.slack.window import Json, Redraw, Say, Then

Look: TypeAlias = Callable[[Visit], Iterable[Then]]
"""Looks at the record after the acknowledgement, and says what is to be seen."""

Take: TypeAlias = Callable[[Visit], "Reply"]
"""Takes something that came in, in the desk's thread."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What Slack is answered, and what is shown and said once it has been.

    Attributes:
        text: What is said to the person alone, for a screen reader.
        blocks: The same, drawn.
        view: What the window that was sent becomes.
        errors: What is wrong with it, by field.
        then: What is seen afterwards.
        looks: What is worked out afterwards, to be seen then.
    """

    text: str = ""
    blocks: list[Json] = field(default_factory=list)
    view: Json | None = None
    errors: Mapping[str, str] = field(default_factory=dict)
    then: tuple[Then, ...] = ()
    looks: tuple[Look, ...] = ()

    @property
    def acknowledgement(self) -> dict[str, Any]:
        """What goes into the acknowledgement."""
        if self.errors:
            return {"response_action": "errors", "errors": dict(self.errors)}
        if self.view is not None:
            return {"response_action": "update", "view": self.view}
        if self.blocks:
            said = {"text": self.text, "blocks": self.blocks}
            return {"response_type": "ephemeral", **said}
        return {}

    def after(self, visit: Visit) -> tuple[Then, ...]:
        """Say what is seen when the acknowledgement has gone without it."""
        seen: list[Then] = []
        if self.blocks:
            seen.append(Say(self.text, self.blocks))
        if self.view is not None:
            seen.append(Redraw(self.view, str(visit.view.get("id", ""))))
        return (*seen, *self.then)
