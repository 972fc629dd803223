"""The bot as ``dayzero run`` makes it, in Slack, with a clock that a test moves."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final, TypeVar

import uvicorn

from bot import rosters
from bot.assembly import WIDTH, put_together
from bot.core.people import Person, Roster
from bot.core.words import LONDON
from bot.courier import Courier
from bot.gateways import unhurried
from bot.serving import served
from bot.settings import read_settings
from bot.store import outbox, roster
from bot.store.outbox import LEASED, QUEUED, Delivery
from tests.log_lines import Written
from tests.slack.fake import FakeSlack
from tests.slack.fake_world import PATIENCE, Workspace
from tests.slack.robot import Robot
from tests.slack.robot_wire import HttpWire, SocketWire, Wire

T = TypeVar("T")

WESSEX: Final = Path(__file__).parents[2] / "integrations" / "web" / "wessex.toml"
FRIDAY: Final = datetime(2026, 11, 27, 9, 30, tzinfo=LONDON)
"""Fri 27 Nov 2026: an ordinary morning."""
_TURNS: Final = 400


def wessex() -> Roster:
    return rosters.read_roster(WESSEX.read_text(encoding="utf-8"))


@dataclass
class HouseClock:
    """The machine's time, as far as the bot can tell."""

    now: datetime

    def __call__(self) -> datetime:
        return self.now


class House:
    """A running bot, the pretended Slack that it is in, and everybody there.

    Attributes:
        works: What ``dayzero run`` puts together.
        logged: What it has written in its log.
        address: Where it answers.
    """

    def __init__(
        self,
        slack: FakeSlack,
        workspace: Workspace,
        environ: dict[str, str],
        people: Roster,
        start: datetime = FRIDAY,
        *,
        hurried: bool = True,
    ) -> None:
        self.slack = slack
        self.workspace = workspace
        self.clock = HouseClock(start)
        self.people = people
        self.works = put_together(read_settings(environ), self.clock)
        with self.works.store.writing() as tx:
            roster.write(tx, people.partnership, rosters.to_doc(people), start)
        if hurried:
            ways = replace(self.works.ways, pace=unhurried)
            self.works = replace(self.works, ways=ways)
        self.courier = Courier(
            self.works.desk, self.works.ways, self.clock, width=WIDTH
        )
        self.loop: asyncio.AbstractEventLoop
        self.logged = Written()
        self.wire: Wire | None = None
        self.address = ""

    # --- running ---------------------------------------------------------------

    @contextmanager
    def running(self, *, by_socket: bool = False) -> Iterator[House]:
        """Serve until the test is over."""
        with socket.socket() as listening:
            listening.bind(("127.0.0.1", 0))
            self.address = f"http://127.0.0.1:{listening.getsockname()[1]}"
            ready, over = threading.Event(), asyncio.Event()
            live = self._live(listening, ready, over)
            thread = threading.Thread(target=lambda: asyncio.run(live))
            thread.start()
            assert ready.wait(PATIENCE)
            http = HttpWire(self.slack, f"{self.address}/slack/events")
            self.wire = SocketWire(self.slack) if by_socket else http
            try:
                yield self
            finally:
                http.close()
                for fault in self.slack.faults:
                    fault.end()
                self.loop.call_soon_threadsafe(over.set)
                thread.join(PATIENCE)
                self.works.store.close()

    async def _live(
        self, listening: socket.socket, ready: threading.Event, over: asyncio.Event
    ) -> None:
        assert self.works.slack is not None
        self.loop = asyncio.get_running_loop()
        config = uvicorn.Config(
            served(self.works, self.clock),
            log_config=None,
            access_log=False,
            ws="none",
            timeout_graceful_shutdown=1,
        )
        config.load()
        server = uvicorn.Server(config)
        server.lifespan = config.lifespan_class(config)
        await server.startup(sockets=[listening])
        await self.works.slack.learning.once()
        beside = asyncio.create_task(self.works.slack.run())
        ready.set()
        await over.wait()
        await self.works.slack.parts.afterwards.quiet()
        beside.cancel()
        await asyncio.gather(beside, return_exceptions=True)
        # Its own way to shut waits a while for nothing.
        for serving in server.servers:
            serving.close()
            await serving.wait_closed()
        await server.lifespan.shutdown()

    def begin(self, what: Coroutine[Any, Any, T]) -> Any:
        return asyncio.run_coroutine_threadsafe(what, self.loop)

    def do(self, what: Coroutine[Any, Any, T]) -> T:
        """Do something on the bot's own loop, and wait for it."""
        found: T = self.begin(what).result(PATIENCE)
        return found

    # --- what goes on beside the presses ---------------------------------------

    def learn(self) -> None:
        """Find out who everybody is, as the bot does when it starts."""
        assert self.works.slack is not None
        self.do(self.works.slack.learning.once())

    def settle(self) -> None:
        """Wait until all that was promised at an acknowledgement has been done."""
        assert self.works.slack is not None
        self.do(self.works.slack.parts.afterwards.quiet())

    def deliver(self) -> None:
        """Carry all that may go now; a place that asks for patience gets it."""
        for _ in range(_TURNS):
            self.do(self.courier.deliver())
            soon = [row.try_at for row in self.waiting() if row.try_at]
            near = self.clock.now + timedelta(seconds=2)
            if not soon or min(soon) > near:
                return
            self.pass_time(seconds=1)

    def waiting(self) -> list[Delivery]:
        with self.works.store.reading() as tx:
            return list(outbox.find(tx, states=(QUEUED, LEASED)))

    def pass_time(self, **time: float) -> None:
        """Move the clock on, here and in Slack."""
        gone = timedelta(**time)
        self.clock.now += gone
        self.slack.later(gone.total_seconds())

    def tick(self) -> None:
        """Look at what is due, and carry what follows."""
        self.works.timetable.tick(self.clock.now)
        self.deliver()

    # --- who is there ----------------------------------------------------------

    def robot(self, person: str) -> Robot:
        """Find somebody of the roster by their name there."""
        known = next(p for p in self.people.people if p.id == person)
        return self.account(known)

    def account(self, person: Person) -> Robot:
        assert self.wire is not None
        user = self.slack.user_by_email(self.workspace.id, person.email)
        assert user is not None, f"{person.id} is not in the workspace"
        return Robot(self.slack, self.wire, user, self.settle)

    def stranger(self, name: str, email: str, **more: Any) -> Robot:
        """Somebody in the workspace whom the roster does not know."""
        assert self.wire is not None
        user = self.slack.user(self.workspace.id, name, email, **more)
        return Robot(self.slack, self.wire, user, self.settle)


def environ(
    folder: Path, url: str, slack: FakeSlack, workspace: Workspace
) -> dict[str, str]:
    """Set what a partnership sets, for a bot in one workspace by HTTP."""
    return {
        "DAYZERO_HOME": str(folder / "home"),
        "DAYZERO_DATABASE_URL": url,
        "DAYZERO_SECRET": bytes(range(32)).hex(),
        "DAYZERO_LOG_LEVEL": "INFO",
        "SLACK_BOT_TOKEN": slack.bot_token(workspace),
        "SLACK_SIGNING_SECRET": slack.signing_secret,
        "SLACK_API_URL": slack.api_url,
    }


def populate(slack: FakeSlack, workspace: Workspace, people: Roster) -> None:
    """Give everybody on a roster an account, and the partnership its channel."""
    users = [slack.user(workspace.id, p.name, p.email).id for p in people.people]
    slack.room(workspace.id, people.channel, workspace.bot_user, *users)
