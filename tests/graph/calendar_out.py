"""What the tests of the shared calendar share: a meeting, and a way to put it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, Final

from bot.core.cards import Invite
from bot.core.people import Person
from bot.gateways import Gathering, Guest
from bot.settings_graph import GraphSettings
from integrations.graph.calendar import GraphCalendar
from integrations.graph.client import Client
from integrations.graph.loop import Apart
from tests.graph.fake import CLIENT, SECRET, TENANT, FakeGraph
from tests.graph.fake_world import AMINA, BO, US

UID: Final = "WVX-2026-001.rapid-review@dayzero.example.org"
AT: Final = datetime(2026, 12, 4, 9, 30, tzinfo=UTC)  # Fri 4 Dec 2026
LATER: Final = datetime(2026, 12, 7, 14, 0, tzinfo=UTC)  # Mon 7 Dec 2026
LINK: Final = "https://dayzero.example.org/open/WVX-2026-001"


def person(address: str, **more: Any) -> Person:
    name = address.partition("@")[0]
    return Person(name, name.title(), address, "police", frozenset(), **more)


def guests(*addresses: str) -> tuple[Guest, ...]:
    return tuple(Guest(person(one), required=True) for one in addresses)


def meeting(*addresses: str, **more: Any) -> Gathering:
    """Make a meeting as it stands, of two people if nobody is named."""
    invite = Invite(
        uid=UID,
        sequence=0,
        start=AT,
        minutes=90,
        subject="WVX-2026-001: Rapid Review Meeting",
        text="Rapid Review Meeting for case WVX-2026-001.",
        required=True,
        stood_down=False,
        changed=AT,
        link=LINK,
    )
    asked = guests(*(addresses or (AMINA, BO)))
    return Gathering(replace(invite, **more), asked, "wessex")


class Desk:
    """Puts meetings in the calendar as the courier would, one loop for each."""

    def __init__(self, settings: GraphSettings, now: Callable[[], datetime]) -> None:
        self.loop = Apart()
        self.client = Client(settings, self.loop, now)
        self.calendar = GraphCalendar(self.client)

    def put(self, gathering: Gathering, receipt: str | None = None) -> str:
        return asyncio.run(
            self.calendar.put(gathering, receipt, "WVX-2026-001/7/0", AT)
        )

    def find(self, gathering: Gathering) -> str | None:
        return asyncio.run(self.calendar.find(gathering, "WVX-2026-001/7/0"))

    def busy(self, start: datetime, end: datetime, *addresses: str) -> Any:
        people = tuple(person(one) for one in addresses)
        return asyncio.run(self.calendar.busy("wessex", people, start, end))


def settings_for(graph: FakeGraph, **more: Any) -> GraphSettings:
    given: dict[str, Any] = {
        "base_url": graph.url,
        "organiser": US,
        "tenant_id": TENANT,
        "client_id": CLIENT,
        "client_secret": SECRET,
        "authority": graph.authority,
        **more,
    }
    return GraphSettings(**given)


@contextmanager
def joined_to(graph: FakeGraph, **more: Any) -> Iterator[Desk]:
    """Join a Graph, and let go of it again."""
    desk = Desk(settings_for(graph, **more), graph.now)
    try:
        yield desk
    finally:
        desk.loop.stop()
