"""How the bot is in Slack, for whoever watches over it. Nothing about anybody."""

from __future__ import annotations

from dataclasses import dataclass

from bot.store import Store, accounts, roster
from integrations.slack.calling import Calling
from integrations.slack.parts import SlackParts
from integrations.slack.places import SLACK
from integrations.slack.socket import Socket


@dataclass(frozen=True, slots=True)
class SlackHealth:
    """What is known of it without asking Slack.

    Attributes:
        socket: The line to Slack, where there is one.
    """

    store: Store
    parts: SlackParts
    calling: Calling
    socket: Socket | None

    @property
    def well(self) -> bool:
        """Whether Slack can reach us, as far as that hangs on us."""
        return self.socket is None or self.socket.well

    def says(self) -> dict[str, object]:
        """Say what is known, as plain data."""
        last = self.parts.heard.last
        with self.store.reading() as tx:
            known = {
                (one.partnership, one.person)
                for partnership in roster.partnerships(tx)
                for one in accounts.of_partnership(tx, SLACK, partnership)
            }
        return {
            "http": bool(self.parts.settings.signing_secret),
            "socket": self.socket.state if self.socket else "off",
            "last_heard": last.isoformat() if last else None,
            "workspace": self._workspace(),
            "people": len(known),
        }

    def _workspace(self) -> bool | None:
        """Say whether Slack took what it was last asked; nothing, before it was."""
        if self.calling.well is None and self.parts.clients.home:
            return True  # it has said whose the token is, and nothing went out since
        return self.calling.well
