"""What goes out to a pretended Teams, put together without what comes in."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from typing import Any, TypeVar

from bot import rosters
from bot.core.people import Roster
from bot.gateways import Place
from bot.settings_teams import TeamsSettings
from bot.store import Store, accounts, roster
from bot.store.accounts import Account
from bot.vault import Vault
from integrations.teams.calling import Calling
from integrations.teams.chat import TeamsChat
from integrations.teams.credentials import Tokens
from integrations.teams.learning import Learning
from integrations.teams.people import People
from integrations.teams.places import Places
from integrations.teams.references import References
from integrations.teams.rooms import Rooms
from tests.at_home import FRIDAY, HouseClock, wessex
from tests.teams.fake import APP_ID, FakeMicrosoft
from tests.teams.fake_things import Conversation, Json, User

T = TypeVar("T")


def settings_of(ms: FakeMicrosoft, **changed: Any) -> TeamsSettings:
    """Set what a bot in one organisation sets."""
    set_ = TeamsSettings(
        app_id=APP_ID,
        tenant_id=ms.home,
        client_secret=ms.entra.secret,
        authority=ms.url,
        openid_metadata_url=f"{ms.url}/v1/.well-known/openidconfiguration",
        service_url=f"{ms.url}/teams",
    )
    return replace(set_, **changed)


class Outgoing:
    """Everything that writes to Teams, around one record and one clock.

    Attributes:
        roster: The roster that was written last.
        tired: After how many pauses what goes on for ever is stopped.
    """

    roster: Roster
    tired: int = 0

    def __init__(self, ms: FakeMicrosoft, url: str, **changed: Any) -> None:
        self.ms = ms
        self.clock = HouseClock(FRIDAY)
        self.store = Store(url, Vault(bytes(range(32))))
        self.settings = settings_of(ms, **changed)
        self.slept: list[float] = []
        self._runner = asyncio.Runner()
        self.tokens = Tokens(self.settings, self.clock)
        self.calling = Calling(self.settings, self.tokens, self.clock)
        self.people = People(self.store, self.settings, self.clock)
        self.references = References(self.store, self.settings, self.clock)
        self.places = Places(self.store, self.calling, self.people, self.references)
        self.rooms = Rooms(self.store, self.calling, self.places)
        self.chat = TeamsChat(self.store, self.calling, self.places, self.rooms)
        self.learning = Learning(
            self.store, self.calling, self.places, self.clock, self._sleep
        )

    async def _sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        if len(self.slept) == self.tired:
            raise asyncio.CancelledError

    def run(self, deed: Coroutine[Any, Any, T]) -> T:
        """Do something, always on the same loop."""
        return self._runner.run(deed)

    def says(
        self, place: Conversation, text: str = "Good morning", tenant: str = ""
    ) -> str:
        """Say something in a place, and give back what Teams calls it."""
        message = {"type": "message", "text": text}
        at = self.ms.service_url()
        return self.run(self.calling.send(at, place.id, message, tenant))

    @contextmanager
    def at_work(self) -> Iterator[Outgoing]:
        """Let go of everything once the test is over."""
        try:
            yield self
        finally:
            self.run(self.calling.close())
            self._runner.close()
            self.store.close()

    # --- the record -------------------------------------------------------------

    @property
    def of(self) -> str:
        """The partnership whose roster was written last."""
        return self.roster.partnership

    def write(self, of: Roster, at: datetime | None = None) -> None:
        """Put a roster in place of the one there was."""
        with self.store.writing() as tx:
            doc = rosters.to_doc(of)
            roster.write(tx, of.partnership, doc, at or self.clock())

    def name(self, users: dict[str, User], **changed: Any) -> Roster:
        """Have the roster of the rehearsals name accounts, and nobody else."""
        of = wessex()
        people = tuple(
            replace(one, accounts={"teams": users[one.id].aad})
            if one.id in users
            else one
            for one in of.people
        )
        named = self.roster = replace(of, people=people, **changed)
        self.write(named)
        return named

    def account(self, of: str, person: str) -> Account | None:
        """Find what is kept of somebody's account."""
        with self.store.reading() as tx:
            return accounts.of_person(tx, "teams", of, person)

    def came(self, activity: Json) -> None:
        """Note something that came in from Teams."""
        sender = activity["from"]
        who = self.people.who(self.ms.home, sender.get("aadObjectId", ""))
        self.references.note(activity, who)


def came_from(ms: FakeMicrosoft, user: User, place: Conversation, **more: Any) -> Json:
    """Write what Teams sends when somebody does something in a place."""
    made: Json = {
        "type": "message",
        "serviceUrl": ms.service_url(),
        "channelId": "msteams",
        "from": {"id": user.mri, "name": user.name, "aadObjectId": user.aad},
        "recipient": {"id": f"28:{APP_ID}", "name": "Dayzero"},
        "conversation": {
            "id": place.id,
            "tenantId": place.tenant,
            "conversationType": place.kind,
            "isGroup": place.kind != "personal",
        },
        "channelData": {"tenant": {"id": place.tenant}},
    }
    if place.team is not None:
        data = {"team": {"id": place.team.id}, "channel": {"id": place.id}}
        made["channelData"] |= data
    data = made["channelData"] | more.pop("channelData", {})
    return {**made, **more, "channelData": data}


def to(of: Roster, person: str = "", channel: str = "") -> Place:
    """Name a place of a partnership."""
    return Place(of.partnership, channel, person)
