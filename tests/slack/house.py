"""The bot as ``dayzero run`` makes it, in Slack, with a clock that a test moves."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from bot.core.people import Person, Roster
from tests.at_home import FRIDAY, WESSEX, Home, HouseClock, wessex
from tests.slack.fake import FakeSlack
from tests.slack.fake_world import Workspace
from tests.slack.robot import Robot
from tests.slack.robot_wire import HttpWire, SocketWire, Wire

__all__ = [
    "FRIDAY",
    "WESSEX",
    "House",
    "HouseClock",
    "environ",
    "populate",
    "wessex",
]


class House(Home):
    """A running bot, the pretended Slack that it is in, and everybody there."""

    def __init__(
        self,
        slack: FakeSlack,
        workspace: Workspace,
        environ: dict[str, str],
        people: Roster,
        start: datetime = FRIDAY,
        *,
        hurried: bool = True,
    ) -> None:
        super().__init__(environ, people, start, [slack], hurried=hurried)
        self.slack = slack
        self.workspace = workspace
        self.wire: Wire | None = None

    @contextmanager
    def running(self, *, by_socket: bool = False) -> Iterator[House]:
        """Serve until the test is over."""
        with self.answering():
            http = HttpWire(self.slack, f"{self.address}/slack/events")
            self.wire = SocketWire(self.slack) if by_socket else http
            try:
                yield self
            finally:
                http.close()

    # --- who is there ----------------------------------------------------------

    def robot(self, person: str) -> Robot:
        """Find somebody of the roster by their name there."""
        known = next(p for p in self.people.people if p.id == person)
        return self.account(known)

    def account(self, person: Person) -> Robot:
        assert self.wire is not None
        user = self.slack.user_by_email(self.workspace.id, person.email)
        assert user is not None, f"{person.id} is not in the workspace"
        return Robot(self.slack, self.wire, user, self.settle)

    def stranger(self, name: str, email: str, **more: Any) -> Robot:
        """Somebody in the workspace whom the roster does not know."""
        assert self.wire is not None
        user = self.slack.user(self.workspace.id, name, email, **more)
        return Robot(self.slack, self.wire, user, self.settle)


def environ(
    folder: Path, url: str, slack: FakeSlack, workspace: Workspace
) -> dict[str, str]:
    """Set what a partnership sets, for a bot in one workspace by HTTP."""
    return {
        "DAYZERO_HOME": str(folder / "home"),
        "DAYZERO_DATABASE_URL": url,
        "DAYZERO_SECRET": bytes(range(32)).hex(),
        "DAYZERO_LOG_LEVEL": "INFO",
        "SLACK_BOT_TOKEN": slack.bot_token(workspace),
        "SLACK_SIGNING_SECRET": slack.signing_secret,
        "SLACK_API_URL": slack.api_url,
    }


def populate(slack: FakeSlack, workspace: Workspace, people: Roster) -> None:
    """Give everybody on a roster an account, and the partnership its channel."""
    users = [slack.user(workspace.id, p.name, p.email).id for p in people.people]
    slack.room(workspace.id, people.channel, workspace.bot_user, *users)
