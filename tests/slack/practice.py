"""A doctor with a pretended Slack to look at."""

from __future__ import annotations

import socket
from datetime import UTC, datetime
from pathlib import Path

from bot import rosters
from bot.core.people import Roster
from bot.settings import read_settings
from bot.store import Store, roster
from integrations.slack.doctor import examine
from integrations.slack.scopes import SCOPES
from tests.slack.fake import FakeSlack
from tests.slack.fake_world import Workspace
from tests.slack.office import VALE

NOW = datetime(2026, 11, 27, 9, 30, tzinfo=UTC)
EVERY = frozenset(SCOPES)
COPY = (
    "Copy the Bot User OAuth Token from OAuth & Permissions once more; where it is "
    "not there, install the app again."
)


class Practice:
    """A doctor with a pretended Slack to look at."""

    def __init__(self, slack: FakeSlack, store: Store, home: Path) -> None:
        self.slack, self.store = slack, store
        self.environ = {
            "DAYZERO_HOME": str(home),
            "DAYZERO_PORT": str(_free()),
            "SLACK_API_URL": slack.api_url,
            "SLACK_SIGNING_SECRET": "signing",
        }

    def installed(self, scopes: frozenset[str] = EVERY) -> Workspace:
        made = self.slack.workspace("Wessex Vale", scopes)
        self.environ["SLACK_BOT_TOKEN"] = self.slack.bot_token(made)
        return made

    def whole(self, scopes: frozenset[str] = EVERY) -> Workspace:
        """Install it where everybody is, with the bot in the channel."""
        made = self.installed(scopes)
        for person in VALE.people:
            self.slack.user(made.id, person.name, person.email)
        self.slack.room(made.id, VALE.channel, made.bot_user)
        return made

    def holds(self, *of: Roster) -> None:
        with self.store.writing() as tx:
            for one in of:
                roster.write(tx, one.partnership, rosters.to_doc(one), NOW)

    def says(self) -> list[tuple[str, str]]:
        found = examine(read_settings(self.environ), self.store, lambda: NOW)
        return [(f.state, f"{f.says} {f.then}".strip()) for f in found]

    def looks(self) -> list[str]:
        """What deserves a look, beside that nothing is running."""
        return [
            said
            for state, said in self.says()
            if state == "look" and "/readyz" not in said
        ]

    def faults(self) -> list[str]:
        return [said for state, said in self.says() if state == "fault"]


def _free() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port: int = taken.getsockname()[1]
    return port
