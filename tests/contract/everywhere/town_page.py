"""A partnership that has nothing but the page."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta

from bot import rosters
from bot.assembly import WIDTH, put_together
from bot.courier import Courier
from bot.gateways import room_of, unhurried
from bot.settings import read_settings
from bot.store import roster
from tests.at_home import FRIDAY, HouseClock
from tests.contract.everywhere.on_page import OnPage
from tests.contract.everywhere.person import Cannot, Person, Seen, Town
from tests.contract.everywhere.towns import Ground, Joined, Recorded


class PageTown(Recorded):
    """A partnership that has nothing but the page."""

    name = "Page"
    why: Mapping[str, str] = {"e-mail": "Everybody on the roster is on the page."}

    def __init__(self, ground: Ground) -> None:
        self.people = ground.people
        self.clock = HouseClock(FRIDAY)
        made = put_together(read_settings(ground.environ()), self.clock)
        with made.store.writing() as tx:
            roster.write(
                tx, self.people.partnership, rosters.to_doc(self.people), FRIDAY
            )
        self.page = Joined(made, self.people, self.clock)
        ways = replace(made.ways, chat=self.page.chat, pace=unhurried)
        self.works = replace(made, ways=ways)
        self.courier = Courier(made.desk, ways, self.clock, width=WIDTH)

    def person(self, who: str) -> OnPage:
        return self.page.person(who)

    def stranger(self) -> Person:
        message = (
            "The page asks nobody who they are: whoever is there acts as somebody."
        )
        raise Cannot(message)

    def channel(self) -> list[Seen]:
        return self.person(self.people.people[0].id).in_channel()

    def inside(self, ref: str) -> set[str]:
        def told(who: str) -> bool:
            shown = self.person(who)
            return (
                f"Private channel: {room_of(ref)}"
                in shown.client.get(f"/case/{ref}").text
            )

        return {p.id for p in self.people.people if told(p.id)}

    def said(self) -> list[str]:
        partnership, most = self.people.partnership, 10_000
        places = [self.page.chat.channel(partnership, self.people.channel, most)]
        places += [
            self.page.chat.direct(partnership, p.id, most) for p in self.people.people
        ]
        return [str(shown.card) for place in places for shown in place]

    def writes(self, who: str, text: str) -> None:
        message = "Nobody writes messages on the page: it takes commands only."
        raise Cannot(message)

    def deliver(self) -> None:
        asyncio.run(self.courier.deliver())

    def pass_time(self, **time: float) -> None:
        self.clock.now += timedelta(**time)

    def tick(self) -> None:
        self.works.timetable.tick(self.clock.now)
        self.deliver()

    def close(self) -> None:
        self.page.close()
        self.works.store.close()


@contextmanager
def on_page(ground: Ground) -> Iterator[Town]:
    town = PageTown(ground)
    try:
        yield town
    finally:
        town.close()
