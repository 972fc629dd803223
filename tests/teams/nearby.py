"""The bot in a pretended Teams with no line between them: what it is told and says.

Everything is as ``dayzero run`` makes it but the two ends of the wire: an activity is
handed to the listener as the door would hand it on, and what the bot calls Teams for
is done at once. What the wire itself does is looked at elsewhere.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from bot import rosters
from bot.assembly import WIDTH, put_together
from bot.chats import Chats
from bot.core.forms import Answer, Question
from bot.core.people import Roster
from bot.core.press import Press
from bot.counter import Counter
from bot.courier import Courier
from bot.gateways import unhurried
from bot.settings import read_settings
from bot.settings_teams import TeamsSettings
from bot.store import drafts, journal, roster
from bot.store.drafts import Draft
from integrations.teams.afterwards import Afterwards
from integrations.teams.calling import Opened, Says
from integrations.teams.chat import TeamsChat
from integrations.teams.listen import Listener
from integrations.teams.parts import TeamsParts
from integrations.teams.people import People
from integrations.teams.places import Places
from integrations.teams.references import References
from integrations.teams.rooms import Rooms
from tests.at_home import FRIDAY, HouseClock
from tests.teams import fake_connector, robot_activities
from tests.teams.fake_connector import Call
from tests.teams.fake_things import APP_ID, Failed, Json
from tests.teams.fake_world import World
from tests.teams.house import populate, wessex
from tests.teams.robot import Robot
from tests.teams.robot_acts import ALERT, CONSULTED, NOTIFY, TEXT
from tests.teams.robot_cards import Typed
from tests.teams.robot_wire import Ack

SERVICE = "http://127.0.0.1:9/emea"


class Still(World):
    """A pretended Teams that answers on no line."""

    def service_url(self, region: str = "emea", tenant: str = "") -> str:
        del region, tenant
        return SERVICE


class Spoken:
    """Does at once what the bot calls Teams for, as the connector would.

    Attributes:
        trouble: What the next calls end with instead.
        calls: What was called for, oldest first.
    """

    def __init__(self, world: World) -> None:
        self.world = world
        self.trouble: list[Exception] = []
        self.calls: list[tuple[str, Any]] = []
        self.well = True

    def _call(self, name: str, *names: str, said: Any = None) -> Any:
        self.calls.append((name, said))
        if self.trouble:
            raise self.trouble.pop(0)
        does = {
            "send": fake_connector.send,
            "update": fake_connector.change,
            "open": fake_connector.open_,
        }
        try:
            _, told = does[name](Call(self.world, name, names, said, {}, SERVICE))
        except Failed as failed:
            raise Says(failed.body["error"]["code"], failed.status) from None
        return told

    async def send(
        self, url: str, conversation: str, activity: Any, tenant: str = ""
    ) -> str:
        del tenant
        assert url.rstrip("/") == SERVICE
        return str(self._call("send", conversation, said=activity)["id"])

    async def update(
        self,
        url: str,
        conversation: str,
        activity_id: str,
        activity: Any,
        tenant: str = "",
    ) -> None:
        del tenant
        assert url.rstrip("/") == SERVICE
        self._call("update", conversation, activity_id, said=activity)

    async def open(
        self, url: str, tenant: str, bot: str, members: list[str], **more: Any
    ) -> Opened:
        del url, bot, more
        said = {"tenantId": tenant, "members": [{"id": one} for one in members]}
        told = self._call("open", said=said)
        return Opened(told["id"], told.get("activityId", ""))


class Line:
    """Hands an activity to the listener, and waits for all that follows."""

    def __init__(self, near: Nearby) -> None:
        self.near = near

    def send(self, activity: Json) -> Ack:
        return asyncio.run(self._sent(activity))

    async def _sent(self, activity: Mapping[str, Any]) -> Ack:
        heard = await self.near.listener.take(activity)
        await self.near.parts.afterwards.quiet()
        body = dict(heard.body) if heard.body is not None else None
        return Ack(heard.status, body, 0.0, sent=dict(activity))


class Nearby:
    """The bot, and everybody of a roster beside it."""

    def __init__(self, environ: dict[str, str], *rosters_: Roster) -> None:
        self.world = _still()
        self.clock = HouseClock(FRIDAY)
        self.works = put_together(read_settings(environ), self.clock)
        self.place = populate(self.world, rosters_[0])
        self.people = self.place.people
        for people in (self.people, *rosters_[1:]):
            self.holds(people)
        talk: Any = Spoken(self.world)
        self.talk: Spoken = talk
        self.slept: list[float] = []
        self.parts = self._parts(talk)
        self.listener = Listener(self.parts)
        self.line = Line(self)
        self.courier = self._courier()

    async def _sleep(self, seconds: float) -> None:
        self.slept.append(seconds)

    def _parts(self, talk: Any) -> TeamsParts:
        home = self.world.home
        settings = TeamsSettings(APP_ID, home, "secret", service_url=SERVICE)
        store = self.works.store
        people = People(store, settings, self.clock)
        references = References(store, settings, self.clock)
        return TeamsParts(
            desk=self.works.desk,
            people=people,
            talk=talk,
            references=references,
            settings=settings,
            now=self.clock,
            store=store,
            afterwards=Afterwards(self._sleep),
        )

    def _courier(self) -> Courier:
        talk: Any = self.talk
        store, parts = self.works.store, self.parts
        places = Places(store, talk, parts.people, parts.references)
        chat = TeamsChat(store, talk, places, Rooms(store, talk, places))
        ways = replace(self.works.ways, chat=Chats({"teams": chat}), pace=unhurried)
        return Courier(self.works.desk, ways, self.clock, width=WIDTH)

    def holds(self, people: Roster) -> None:
        with self.works.store.writing() as tx:
            roster.write(tx, people.partnership, rosters.to_doc(people), self.clock.now)

    def robot(self, person: str) -> Robot:
        """Find somebody of the roster, whom Teams has told the bot of."""
        user = self.place.users[person]
        robot = self.account(user)
        told = robot_activities.installed(
            self.world,
            user,
            robot.chat,
            "add-upgrade",
        )
        self.line.send(told)
        return robot

    def account(self, user: Any) -> Robot:
        line: Any = self.line
        return Robot(self.world, line, user)

    def deliver(self) -> None:
        asyncio.run(self.courier.deliver())

    def raised(self) -> str:
        """Raise an alert at the desk, and carry what follows; gives its reference."""
        ref = self.does("amina", "raise-alert", "", ALERT)
        self.deliver()
        return ref

    def chained(self) -> str:
        """Take a case to where the notification is to be signed."""
        ref = self.raised()
        for label, said in (
            ("Record the decision", CONSULTED),
            ("Record the decision", NOTIFY),
            ("Write the text", TEXT),
        ):
            self.pressed("helen", label, ref, said)
        self.deliver()
        return ref

    def pressed(
        self, by: str, label: str, ref: str, said: Mapping[str, Typed] | None = None
    ) -> str:
        """Do at the desk what a button of a case says."""
        view = self.desk.view(ref, by, self.clock.now)
        offered = (one for buttons in view.buttons.values() for one in buttons)
        button = next(one for one in offered if one.label == label)
        return self.does(by, button.does, button.about, said or {})

    def does(self, by: str, does: str, about: str, said: Mapping[str, Typed]) -> str:
        """Do something at the desk, answering its questions by how they begin."""
        form = self.desk.asks(does, about, by, self.clock.now)
        questions = form.questions if form else ()
        answers = {one.id: _answer(one, said) for one in questions}
        cause = f"nearby/{self.world.number()}"
        # What is signed is the text that the form was opened with.
        to = form.about if form else about
        answer = self.desk.take(Press(by, does, to, cause, answers), self.clock.now)
        assert not answer.code, answer
        return answer.case

    @property
    def desk(self) -> Counter:
        return self.works.desk(self.people.partnership)

    def drafts(self, person: str, partnership: str = "") -> list[Draft]:
        whose = partnership or self.people.partnership
        with self.works.store.reading() as tx:
            return drafts.of_person(tx, whose, person)

    def recorded(self, ref: str) -> list[str]:
        """Give the kinds of what the journal holds of a case."""
        with self.works.store.reading() as tx:
            return [type(entry.event).__name__ for entry in journal.load(tx, ref)]


def _still() -> Any:
    """Make a Teams that is enough of one for whoever does things there."""
    return Still()


def _answer(question: Question, said: Mapping[str, Typed]) -> Answer:
    told = [text for asks, text in said.items() if question.asks.startswith(asks)]
    wanted = told[-1] if told else ""
    if not isinstance(wanted, str):
        return tuple(_chosen(question, one) for one in wanted)
    return _chosen(question, wanted)


def _chosen(question: Question, wanted: str) -> str:
    ids = {option.title: option.id for option in question.options}
    near = [one for title, one in ids.items() if wanted and title.startswith(wanted)]
    return ids.get(wanted, near[0] if near else wanted)


@contextmanager
def nearby(folder: Path, url: str, *people: Roster) -> Iterator[Nearby]:
    """Put the bot and everybody of a roster beside one another."""
    environ = {
        "DAYZERO_HOME": str(folder / "home"),
        "DAYZERO_DATABASE_URL": url,
        "DAYZERO_SECRET": bytes(range(32)).hex(),
    }
    near = Nearby(environ, *(people or (wessex(),)))
    try:
        yield near
    finally:
        near.works.store.close()
