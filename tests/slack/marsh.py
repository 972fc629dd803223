"""An invented coast in Slack, whose procedure wants a private channel for each case."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

from bot.core.events import RoomOpened
from bot.core.faults import read
from bot.core.press import Press
from bot.invented import holder, invented
from bot.store.outbox import Delivery, find
from tests.slack.fake_world import Channel, User
from tests.slack.house import House

FILES = Path(__file__).parents[1] / "procedures" / "elsewhere"
PEOPLE = invented(
    read((FILES / "saltmarsh.toml").read_text(encoding="utf-8")), "saltmarsh"
)
MANAGER = holder(PEOPLE, "business-manager")
HEAD = holder(PEOPLE, "head-of-service")
DIRECTOR = holder(PEOPLE, "director")
PLAIN = holder(PEOPLE, "practitioner")
CASE = "SAL-2026-001"
NAME = "sal-2026-001"
ALL = {MANAGER.email, HEAD.email, DIRECTOR.email}
CAUSES = itertools.count(1)

Lets = Callable[..., AbstractContextManager["Marsh"]]


class Marsh:
    """The invented coast in Slack, where each case has a private channel."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.slack = house.slack
        self.desk = house.works.desk(PEOPLE.partnership)

    def does(self, by: str, act: str, about: str = "", **answers: Any) -> str:
        press = Press(by, act, about, f"test/{next(CAUSES)}", answers)
        answer = self.desk.handle(press, self.house.clock.now)
        assert not answer.code, answer
        return answer.case

    def alert(self) -> str:
        said = {"harm": "died", "aware-at": "2026-11-27 09:00"}
        return self.does(PLAIN.id, "raise-alert", **said)

    def decided(self, choice: str = "notify") -> str:
        """A case after the decision with which its channel opens."""
        ref = self.alert()
        self.does(HEAD.id, "decide", f"{ref}/agree", choice=choice, note="x")
        self.house.deliver()
        return ref

    def account(self, email: str) -> User:
        found = self.slack.user_by_email(self.house.workspace.id, email)
        assert found is not None
        return found

    def rooms(self) -> list[Channel]:
        found = self.slack.channels.values()
        return [c for c in found if c.name.startswith(NAME)]

    def inside(self, channel: Channel) -> set[str]:
        """Who is in a channel besides the bot, by e-mail address."""
        known = (self.slack.users[who] for who in channel.members)
        return {user.email for user in known if not user.is_bot}

    def record(self) -> list[tuple[str, ...]]:
        """Who was let in, each time that this changed, as the record has it."""
        view = self.desk.view(CASE, MANAGER.id, self.house.clock.now)
        events = (entry.event for entry in view.journal)
        return [e.people for e in events if isinstance(e, RoomOpened)]

    def rows(self, state: str) -> list[Delivery]:
        with self.house.works.store.reading() as tx:
            return find(tx, kind="room", states=[state])

    def says(self, channel: Channel) -> str:
        (message,) = self.slack.posted(channel.id)
        return f"{message.text} {message.blocks}"

    def letters(self, email: str) -> list[str]:
        return [one.subject for one in self.house.works.letters.of_person(email)]

    def close(self) -> None:
        """Decide against it, after which the channel opens, and close the case."""
        ref = self.decided("do-not")
        self.does(MANAGER.id, "close", ref, note="Not for us.")
        self.house.deliver()
