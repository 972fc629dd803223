"""A whole partnership in Slack, with the bot as ``dayzero run`` makes it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from bot.gateways import room_of
from integrations.slack.scopes import SCOPES
from tests.contract.everywhere.in_slack import InSlack, seen
from tests.contract.everywhere.person import Person, Seen, Town
from tests.contract.everywhere.towns import Ground, Joined, Recorded
from tests.slack import house as slack_house
from tests.slack.fake import FakeSlack
from tests.slack.fake_world import texts
from tests.slack.house import House


class SlackTown(Recorded):
    """A partnership in a pretended Slack."""

    name = "Slack"

    def __init__(self, house: House) -> None:
        self.house = house
        self.works = house.works
        self.people = house.people
        self.page = Joined(house.works, house.people, house.clock)
        self._there: dict[str, InSlack] = {}

    def person(self, who: str) -> InSlack:
        if who not in self._there:
            self._there[who] = InSlack(self.house.robot(who))
        return self._there[who]

    def stranger(self) -> Person:
        return InSlack(self.house.stranger("Wanda Noone", "wanda@example.org"))

    def channel(self) -> list[Seen]:
        room = next(c for c in self.house.slack.channels.values() if c.kind == "public")
        return [seen(m) for m in reversed(self.house.slack.posted(room.id))]

    def inside(self, ref: str) -> set[str]:
        rooms = self.house.slack.channels.values()
        found = [c for c in rooms if c.name.startswith(room_of(ref))]
        users = [self.house.slack.users[who] for room in found for who in room.members]
        by_email = {p.email: p.id for p in self.people.people}
        return {by_email[user.email] for user in users if not user.is_bot}

    def said(self) -> list[str]:
        slack = self.house.slack
        seen_ = texts([[m.text, m.blocks, m.metadata] for m in slack.messages])
        return [*seen_, *(channel.name for channel in slack.channels.values())]

    def writes(self, who: str, text: str) -> None:
        robot = self.person(who).robot
        room = next(c for c in self.house.slack.channels.values() if c.kind == "public")
        robot.shortcut("Raise an alert from this", robot.writes(text, room))

    def deliver(self) -> None:
        self.house.deliver()

    def pass_time(self, **time: float) -> None:
        self.house.pass_time(**time)

    def tick(self) -> None:
        self.house.tick()


@contextmanager
def in_slack(ground: Ground) -> Iterator[Town]:
    with FakeSlack().served() as slack:
        workspace = slack.workspace("Wessex Vale", frozenset(SCOPES))
        there = [p for p in ground.people.people if p.id not in ground.missing]
        some = replace(ground.people, people=tuple(there))
        slack_house.populate(slack, workspace, some)
        given: dict[str, Any] = ground.environ()
        url = given["DAYZERO_DATABASE_URL"]
        theirs = slack_house.environ(ground.folder, url, slack, workspace)
        house = House(slack, workspace, theirs | given, ground.people)
        with house.running():
            town = SlackTown(house)
            try:
                yield town
            finally:
                town.page.close()
