"""A bot that is set up in one workspace, or that several install."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, TypeVar
from urllib.parse import parse_qs, urlparse

from slack_bolt.async_app import AsyncBoltRequest

from bot.settings import SlackSettings
from bot.store import Store
from integrations.slack.installs import Clients
from integrations.slack.oauth import States, flow
from integrations.slack.scopes import SCOPES
from tests.slack.fake import CLIENT_ID, FakeSlack
from tests.slack.fake_people import CLIENT_SECRET
from tests.slack.fake_world import Workspace as There

T = TypeVar("T")
EVERY = frozenset(SCOPES)
BASE = "https://dayzero.example.org"


@dataclass
class Watch:
    """The time, as the pretended Slack has it and a test moves it."""

    slack: FakeSlack

    def __call__(self) -> datetime:
        return datetime.fromtimestamp(self.slack.now(), UTC)


def alone(slack: FakeSlack, store: Store, token: str, **more: str) -> Clients:
    """A bot with a token that was set."""
    given = {"client_id": "", "client_secret": "", **more}
    return Clients(
        SlackSettings(token, "signing", "", slack.api_url, **given), store, Watch(slack)
    )


def shared(slack: FakeSlack, store: Store, token: str = "") -> Clients:
    """A bot that workspaces install for themselves."""
    id_ = {"client_id": CLIENT_ID, "client_secret": CLIENT_SECRET}
    return alone(slack, store, token, **id_)


def do(what: Awaitable[T]) -> T:
    async def done() -> T:
        return await what

    return asyncio.run(done())


def install(slack: FakeSlack, clients: Clients, vale: There, **also: Any) -> str:
    """Install the app as an administrator does, by its own addresses."""
    states = States(clients._store, b"secret", Watch(slack))
    made = flow(clients.settings, clients.installed, states, BASE)
    assert made is not None

    async def through() -> str:
        begun = await made.handle_installation(AsyncBoltRequest(body="", query={}))
        (cookie,) = begun.headers["set-cookie"]
        (there,) = begun.headers["location"]
        assert there.startswith(f"{slack.url}/oauth/v2/authorize?")
        back = slack.approve(there, vale)
        query = {k: v[0] for k, v in parse_qs(urlparse(back).query).items()}
        query.update(also)
        headers: dict[str, Any] = {"cookie": cookie.partition(";")[0]}
        asked = AsyncBoltRequest(body="", query=query, headers=headers)
        ended = await made.handle_callback(asked)
        return f"{ended.status} {ended.body}"

    return asyncio.run(through())
