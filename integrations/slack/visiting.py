"""Who did something in Slack, where, and by which name a repeat of it is known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from bot.counter import Counter
from bot.intake import named
from bot.store.accounts import Account
from bot.visitor import person_of
from integrations.slack.parts import SlackParts

_TOLD: Final = ("action_id", "value")


@dataclass(frozen=True, slots=True)
class Visit:
    """Something that came in from Slack, proved to have come from there.

    Attributes:
        body: What Slack sent.
        accounts: Who did it: once for each partnership that knows them.
        late: Whether Slack has its acknowledgement, so that nothing more can be
            said in it.
    """

    parts: SlackParts
    body: Mapping[str, Any]
    accounts: tuple[Account, ...] = ()
    late: bool = False

    @property
    def team(self) -> str:
        """The workspace."""
        return team_of(self.body)

    @property
    def user(self) -> str:
        """The person, as the workspace knows them."""
        return user_of(self.body)

    @property
    def now(self) -> datetime:
        """The time it is."""
        return self.parts.now()

    @property
    def view(self) -> Mapping[str, Any]:
        """The window that it was done in, or nothing."""
        return _mapping(self.body.get("view"))

    @property
    def in_modal(self) -> bool:
        """Whether it was done in a window over the chat."""
        return bool(self.view) and self.view.get("type") != "home"

    @property
    def channel(self) -> str:
        """The channel that it was done in, or an empty string."""
        channel = _mapping(self.body.get("channel")).get("id")
        return str(channel or self.body.get("channel_id") or "")

    @property
    def message(self) -> Mapping[str, Any]:
        """The message that it was done on, or nothing."""
        return _mapping(self.body.get("message"))

    @property
    def ephemeral(self) -> bool:
        """Whether it was done on a message that only this person sees."""
        return bool(_mapping(self.body.get("container")).get("is_ephemeral"))

    @property
    def action(self) -> Mapping[str, Any]:
        """The button or field that was used, or nothing."""
        actions = self.body.get("actions") or [{}]
        return _mapping(actions[0])

    @property
    def cause(self) -> str:
        """The name of this request: a repeat of it has the same."""
        where = self.view.get("id") or self.channel
        container = _mapping(self.body.get("container"))
        drawn = self.view.get("hash") or container.get("message_ts")
        at = self.action.get("action_ts")
        # Without a moment of its own, what was pressed tells one press from another.
        which = [at] if at else [self.action[k] for k in _TOLD if k in self.action]
        return named("slack", self.team, where, drawn, *which, self.user)

    def desk(self, partnership: str) -> Counter:
        """Find a partnership's desk."""
        return self.parts.desk(partnership)

    def person(self, partnership: str) -> str:
        """Say who this is on a partnership's roster.

        Raises:
            Unknown: Nobody, there.
        """
        return person_of(self.accounts, partnership)


def team_of(body: Mapping[str, Any]) -> str:
    """Read which workspace something comes from."""
    team = _mapping(body.get("team")).get("id") or body.get("team_id")
    granted = body.get("authorizations") or [{}]
    user = _mapping(body.get("user"))
    first = _mapping(granted[0])
    return str(team or first.get("team_id") or user.get("team_id") or "")


def user_of(body: Mapping[str, Any]) -> str:
    """Read who did something: from a press, a command or an event."""
    event = _mapping(body.get("event"))
    user = body.get("user") or body.get("user_id") or event.get("user")
    return str(user.get("id") or "") if isinstance(user, Mapping) else str(user or "")


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}
