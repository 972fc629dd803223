"""The bot as ``dayzero run`` makes it, in Teams, with a clock that a test moves."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from bot.core.people import Person, Roster
from bot.settings_teams import MESSAGES_AT
from bot.store import accounts
from bot.store.accounts import Account
from tests.at_home import FRIDAY, Home, Outside, wessex
from tests.teams import robot_activities
from tests.teams.fake import FakeMicrosoft
from tests.teams.fake_things import Conversation, Team, User
from tests.teams.robot import Robot
from tests.teams.robot_wire import Wire

__all__ = ["FRIDAY", "House", "Place", "environ", "populate", "wessex"]

PLATFORM: Final = "teams"


@dataclass
class Place:
    """A partnership in Teams: its people’s accounts, its team and its channel.

    Attributes:
        people: Its roster, which names the accounts.
        users: The accounts, by the person’s name on the roster.
    """

    people: Roster
    users: dict[str, User]
    team: Team
    channel: Conversation
    admin: User = field(default_factory=lambda: User("", "", "", "", ""))


def populate(
    ms: FakeMicrosoft,
    people: Roster,
    *,
    without: tuple[str, ...] = (),
    elsewhere: tuple[str, ...] = (),
) -> Place:
    """Give everybody on a roster an account, and the partnership its channel.

    Args:
        without: Who has an account, and not the app.
        elsewhere: Who has no account, and is in no team.
    """
    there = [person for person in people.people if person.id not in elsewhere]
    users = {person.id: ms.user(person.name, person.email) for person in there}
    for name, user in users.items():
        ms.personal(user, installed=name not in without)
    team = ms.team(people.title, *users.values())
    channel = ms.channel(team, people.channel)
    named = tuple(
        _named(person, users[person.id]) if person.id in users else person
        for person in people.people
    )
    admin = ms.user("Ada Ministrator", "ada@example.org")
    return Place(replace(people, people=named), users, team, channel, admin)


def _named(person: Person, user: User) -> Person:
    return replace(person, accounts={**person.accounts, PLATFORM: user.aad})


def environ(folder: Path, url: str, ms: FakeMicrosoft) -> dict[str, str]:
    """Set what a partnership sets, for a bot in one organisation."""
    return {
        "DAYZERO_HOME": str(folder / "home"),
        "DAYZERO_DATABASE_URL": url,
        "DAYZERO_SECRET": bytes(range(32)).hex(),
        "DAYZERO_LOG_LEVEL": "INFO",
        **ms.environ(),
    }


class House(Home):
    """A running bot, the pretended Teams that it is in, and everybody there.

    Attributes:
        place: Where the partnership is in Teams.
    """

    def __init__(
        self,
        ms: FakeMicrosoft,
        place: Place,
        environ: dict[str, str],
        start: datetime = FRIDAY,
        *,
        hurried: bool = True,
        beside: tuple[Outside, ...] = (),
        met: bool = True,
    ) -> None:
        outside = (ms, *beside)
        super().__init__(environ, place.people, start, outside, hurried=hurried)
        self.ms = ms
        self.place = place
        self.wire: Wire | None = None
        if met:
            self._meet(start)

    def _meet(self, at: datetime) -> None:
        """Remember everybody who has the app, as the bot does once it has met them.

        Meeting them takes it longer than most tests do.
        """
        with self.works.store.writing() as tx:
            for name, user in self.place.users.items():
                chat = self.ms.personal(user)
                if not chat.installed:
                    continue
                reached = {"conversation": chat.id, "service_url": self._reached}
                basis = {"known_by": f"{user.tenant}/{user.aad}"}
                whose = (self.people.partnership, name, reached | basis, at)
                accounts.put(tx, Account(PLATFORM, user.tenant, user.aad, *whose))

    @property
    def _reached(self) -> str:
        return f"{self.ms.url}/teams"

    @contextmanager
    def running(self, *, known: bool = True) -> Iterator[House]:
        """Serve until the test is over.

        Args:
            known: Whether Teams has told the bot that it is in the team.
        """
        with self.answering():
            self.wire = Wire(self.ms, f"{self.address}{MESSAGES_AT}")
            try:
                if known:
                    self.joins(self.place.team)
                yield self
            finally:
                self.wire.close()

    def joins(self, team: Team) -> None:
        """Have the app installed in a team, as its owner does it."""
        assert self.wire is not None
        general = self.ms.conversations[team.id]
        for made in (robot_activities.members, robot_activities.installed):
            ack = self.wire.send(made(self.ms, self.place.admin, general))
            assert ack.status == 200, ack
        self.settle()
        self.learn()

    # --- who is there ----------------------------------------------------------

    def robot(self, person: str) -> Robot:
        """Find somebody of the roster by their name there."""
        return self.account(self.place.users[person])

    def account(self, user: User) -> Robot:
        assert self.wire is not None
        return Robot(self.ms, self.wire, user, self.settle)

    def stranger(self, name: str, **more: Any) -> Robot:
        """Somebody in the organisation whom the roster does not know."""
        user = self.ms.user(name, **more)
        self.ms.personal(user)
        self.place.team.members.append(user)
        return self.account(user)

    def recorded(self, ref: str) -> list[str]:
        """Give the kinds of what the journal holds of a case."""
        desk = self.works.desk(self.people.partnership)
        return [type(entry.event).__name__ for entry in desk.recorded(ref)]
