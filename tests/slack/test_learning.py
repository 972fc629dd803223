"""Who is who is learned in each workspace by itself."""

from __future__ import annotations

import asyncio

from slack_sdk.web.async_client import AsyncWebClient
from typing_extensions import override

from bot.store import Store
from bot.vault import Vault
from integrations.slack.installs import Clients
from integrations.slack.learning import Learning
from integrations.slack.people import Found, People
from tests.slack.fake import FakeSlack
from tests.slack.office import AMINA, EVERY, VALE, Office


class Two(Clients):
    """Two workspaces, of which one never says who is there."""

    silent = "T0SILENT"

    @override
    async def teams(self) -> tuple[str, ...]:
        return (self.silent, *await super().teams())


class Waiting(People):
    """Waits for the one for ever, and notes when the other has told."""

    learned: asyncio.Event

    @override
    async def learn(self, team: str, client: AsyncWebClient) -> Found:
        if team == Two.silent:
            await asyncio.Event().wait()
        found = await super().learn(team, client)
        self.learned.set()
        return found


def test_a_workspace_that_is_waited_for_holds_up_no_other(
    slack: FakeSlack, sqlite_url: str, vault: Vault
) -> None:
    store = Store(sqlite_url, vault)
    office = Office(slack, slack.workspace("Wessex Vale", EVERY), store)
    office.holds(VALE)
    amina = office.joins(AMINA)
    clients = Two(office.settings, office.store, office.time)
    people = Waiting(office.store, clients, office.time)
    learning = Learning(office.store, clients, people, office.time)

    async def until_told() -> None:
        people.learned = asyncio.Event()
        going = asyncio.create_task(learning.keep_on())
        await people.learned.wait()
        going.cancel()

    asyncio.run(asyncio.wait_for(until_told(), 5))

    (met,) = people.who(office.team, amina.id)
    assert met.person == "amina"
    store.close()
