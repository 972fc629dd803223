"""How the bot is in Teams, for whoever watches over it. Nothing about anybody."""

from __future__ import annotations

from dataclasses import dataclass

from bot.store import Store, accounts, roster
from integrations.teams.calling import Calling
from integrations.teams.names import PLATFORM
from integrations.teams.parts import TeamsParts
from integrations.teams.references import CONVERSATION
from integrations.teams.tokens import Keys


@dataclass(frozen=True, slots=True)
class TeamsHealth:
    """What is known of it without asking Teams.

    Attributes:
        keys: By which what comes from Teams is proved.
    """

    store: Store
    parts: TeamsParts
    calling: Calling
    keys: Keys

    @property
    def well(self) -> bool:
        """Whether what Teams sends can be proved to be its own."""
        return self.keys.well is not False

    def says(self) -> dict[str, object]:
        """Say what is known, as plain data."""
        last = self.parts.heard.last
        with self.store.reading() as tx:
            known = [
                one
                for partnership in roster.partnerships(tx)
                for one in accounts.of_partnership(tx, PLATFORM, partnership)
            ]
        return {
            "keys": self.keys.well,
            "last_heard": last.isoformat() if last else None,
            "answers": self.calling.well,
            "people": len({(one.partnership, one.person) for one in known}),
            "with_the_app": len(
                {
                    (one.partnership, one.person)
                    for one in known
                    if one.address.get(CONVERSATION)
                }
            ),
        }
