"""A partnership's bot in a pretended Slack, with a clock that a test moves."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from bot import rosters
from bot.core.people import Agency, Person, Roster
from bot.settings import SlackSettings
from bot.store import Store, roster
from bot.store.accounts import Account
from integrations.slack.installs import Clients
from integrations.slack.people import Found, People
from integrations.slack.scopes import SCOPES
from tests.slack.fake import FakeSlack
from tests.slack.fake_world import User, Workspace

NOW = datetime(2026, 11, 27, 9, 30, tzinfo=UTC)
AMINA = Person(
    "amina", "Amina Yusuf", "Amina.Yusuf@example.org", "council", frozenset()
)
BO = Person("bo", "Bo Lund", "bo.lund@example.org", "council", frozenset())
VALE = Roster(
    partnership="wessex-vale",
    title="Wessex Vale Partnership",
    procedure="dorset",
    prefix="WVX",
    people=(AMINA, BO),
    agencies=(Agency("council", "Wessex Vale Council"),),
)
EVERY = frozenset(SCOPES)


@dataclass
class Office:
    """A partnership's bot in a pretended Slack, with a clock that a test moves."""

    slack: FakeSlack
    workspace: Workspace
    store: Store
    now: datetime = NOW
    slept: list[float] = field(default_factory=list)

    def __post_init__(self) -> None:
        token = self.slack.bot_token(self.workspace)
        url = self.slack.api_url
        self.settings = SlackSettings(token, "signing", "", url, "", "")
        self.clients = Clients(self.settings, self.store, self.time)
        self.people = People(self.store, self.clients, self.time, self.sleep)

    @property
    def team(self) -> str:
        return self.workspace.id

    def time(self) -> datetime:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)

    def holds(self, *of: Roster) -> None:
        with self.store.writing() as tx:
            for one in of:
                roster.write(tx, one.partnership, rosters.to_doc(one), self.now)

    def joins(self, person: Person, **more: Any) -> User:
        return self.slack.user(self.team, person.name, person.email, **more)

    def learn(self, team: str = "") -> Found:
        async def learned() -> Found:
            client = await self.clients.for_team(team or self.team)
            return await self.people.learn(team or self.team, client)

        return asyncio.run(learned())

    def meet(self, user: User) -> list[tuple[str, str]]:
        async def met() -> tuple[Account, ...]:
            client = await self.clients.for_team(self.team)
            return await self.people.meet(self.team, user.id, client)

        return [(a.partnership, a.person) for a in asyncio.run(met())]

    def who(self, user: User, team: str = "") -> list[tuple[str, str]]:
        found = self.people.who(team or self.team, user.id)
        return [(a.partnership, a.person) for a in found]


def named(person: Person, user: User) -> Person:
    return replace(person, accounts={"slack": user.id})
