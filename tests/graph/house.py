"""The bot as ``dayzero run`` makes it, in Slack, in Microsoft 365 and with e-mail."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any, Final

from aiosmtpd.controller import Controller

from bot.core.people import Roster
from bot.core.words import LONDON
from integrations.graph.inflow import Inflow
from integrations.slack.scopes import SCOPES
from tests.contract.post_office import LOOPBACK, PostOffice, a_free_port
from tests.graph.fake import CLIENT, SECRET, TENANT, FakeGraph
from tests.graph.fake_world import US, Event
from tests.log_lines import caught
from tests.slack.fake import FakeSlack
from tests.slack.fake_world import Workspace
from tests.slack.house import FRIDAY, House, environ, populate, wessex
from tests.slack.robot_acts import CHILD

OUTSIDE: Final = "https://dayzero.example.org"
"""Where the world finds the bot: on this machine, in the tests."""
BY_EMAIL: Final = ("yemi",)
"""Whoever wants their invitations by e-mail alone."""
NONE: Final[Mapping[str, str]] = {}
WITHIN: Final = ("council", "adult-social-care", "partnership")
"""The agencies whose people have a mailbox in the tenant."""


def people() -> Roster:
    """The people of the rehearsals, one of whom is reached by e-mail alone."""
    roster = wessex()
    return replace(
        roster,
        people=tuple(
            replace(one, invitations="email") if one.id in BY_EMAIL else one
            for one in roster.people
        ),
    )


@dataclass
class Outside:
    """Everything around the bot that a test may look into.

    Attributes:
        office: The mail server that takes the bot's letters.
        port: Where it takes them.
        now: What time it was when the last bot here was stopped.
    """

    graph: FakeGraph
    slack: FakeSlack
    office: PostOffice
    workspace: Workspace
    port: int
    now: datetime = FRIDAY

    def letters(self, to: str = "") -> list[EmailMessage]:
        """Read the letters that somebody was sent, oldest first; or that all were."""
        by_server = [
            message_from_bytes(one.original_content or b"", policy=policy.default)
            for one in self.office.taken
        ]
        every = [*by_server, *self.graph.sent]
        return [one for one in every if to in str(one["To"])]

    def must_be_right(self) -> None:
        """See that nothing was said that must never be, or more than Graph takes."""
        assert not self.graph.wrong
        assert max(self.graph.at_once.values(), default=0) <= 4
        said = [call.body.decode() for call in self.graph.calls]
        sent = [
            f"{letter} {part.get_content()}"
            for letter in self.letters()
            for part in letter.walk()
            if not part.is_multipart()
        ]
        assert names(CHILD, *said, *sent) == set()


class GraphHouse(House):
    """A running bot with a calendar, and what goes on beside it done when asked."""

    outside: Outside

    @property
    def graph(self) -> FakeGraph:
        return self.outside.graph

    @property
    def inflow(self) -> Inflow:
        assert self.works.graph is not None
        return self.works.graph.inflow

    def on_graph(self, work: Any) -> Any:
        """Do something on the loop that everything of Graph runs on."""
        assert self.works.graph is not None
        return self.do(self.works.graph.loop.call(work))

    def listen(self) -> None:
        """Have Graph tell of changes, as a bot that has just been started does."""
        assert self.inflow.subscription is not None
        self.on_graph(self.inflow.subscription.keep)
        self.on_graph(self.inflow.changes.round)

    def hear(self) -> None:
        """Take what Graph has told by now, and carry what follows."""
        self.graph.quiet()
        self.on_graph(self.inflow.look)
        self.deliver()

    def look_again(self) -> None:
        """Ask what has changed, told or not, and carry what follows."""
        self.on_graph(self.inflow.changes.round)
        self.deliver()

    def email(self, person: str) -> str:
        return next(one.email for one in self.people.people if one.id == person)

    def of(self, title: str) -> Event:
        """Find the one event of a meeting by its title."""
        (event,) = (e for e in self.graph.standing() if title in e.doc["subject"])
        return event


@contextmanager
def around(roster: Roster) -> Iterator[Outside]:
    """Make everything that there is around a bot."""
    with ExitStack() as stack:
        within = [p.email for p in roster.people if p.agency in WITHIN]
        graph = stack.enter_context(FakeGraph(US, *within).served())
        slack = stack.enter_context(FakeSlack().served())
        workspace = slack.workspace("Wessex Vale", frozenset(SCOPES))
        populate(slack, workspace, roster)
        office, port = PostOffice(), a_free_port()
        post = Controller(office, hostname=LOOPBACK, port=port)
        post.start()
        stack.callback(post.stop)
        yield Outside(graph, slack, office, workspace, port)


@contextmanager
def inside(
    outside: Outside,
    folder: Path,
    url: str,
    roster: Roster,
    more: Mapping[str, str] = NONE,
) -> Iterator[GraphHouse]:
    """Run a bot amid what is around it. What is set to nothing is not set."""
    graph, slack, workspace = outside.graph, outside.slack, outside.workspace
    settings = {
        **environ(folder, url, slack, workspace),
        "DAYZERO_BASE_URL": OUTSIDE,
        "DAYZERO_ORGANISER": US,
        "DAYZERO_SMTP_HOST": LOOPBACK,
        "DAYZERO_SMTP_PORT": str(outside.port),
        "DAYZERO_SMTP_STARTTLS": "no",
        "GRAPH_BASE_URL": graph.url,
        "GRAPH_AUTHORITY": graph.authority,
        "GRAPH_TENANT_ID": TENANT,
        "GRAPH_CLIENT_ID": CLIENT,
        "GRAPH_CLIENT_SECRET": SECRET,
        **more,
    }
    given = {name: value for name, value in settings.items() if value}
    with caught() as logged:
        house = GraphHouse(slack, workspace, given, roster, outside.now)
        house.logged, house.outside = logged, outside
        graph.clock = house.clock
        try:
            with house.running():
                graph.notices.stands_for[OUTSIDE] = house.address
                yield house
                outside.must_be_right()
                assert names(CHILD, logged.getvalue()) == set()
        finally:
            house.works.stop()
            outside.now = house.clock.now
            # Shown with a test that fails, and with no other.
            sys.stdout.write(logged.getvalue())


@contextmanager
def opened(
    folder: Path, url: str, roster: Roster | None = None, more: Mapping[str, str] = NONE
) -> Iterator[GraphHouse]:
    """Run a bot with everything around it."""
    roster = roster or people()
    with (
        around(roster) as outside,
        inside(outside, folder, url, roster, more) as house,
    ):
        yield house


def at(text: str) -> datetime:
    """Read a time as London's clocks show it."""
    return datetime.fromisoformat(text).replace(tzinfo=LONDON)


def names(child: str, *texts: str) -> set[str]:
    """Say which parts of a name are in any of some texts."""
    return {part for part in child.split() for text in texts if part in text}
