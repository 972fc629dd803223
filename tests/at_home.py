"""The bot as ``dayzero run`` makes it, running, with a clock that a test moves."""

from __future__ import annotations

import asyncio
import socket
import ssl
import threading
from collections.abc import Coroutine, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final, Protocol, TypeVar

import uvicorn
from sqlalchemy import event

from bot import rosters
from bot.assembly import WIDTH, put_together
from bot.core.people import Roster
from bot.core.words import LONDON
from bot.courier import Courier
from bot.gateways import unhurried
from bot.serving import served
from bot.settings import read_settings
from bot.store import outbox, roster
from bot.store.outbox import LEASED, QUEUED, Delivery
from tests.log_lines import Written
from tests.slack.fake_faults import Fault
from tests.slack.fake_world import PATIENCE

T = TypeVar("T")

WESSEX: Final = Path(__file__).parents[1] / "integrations" / "web" / "wessex.toml"
NOBODY: Final = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
"""Trusts no authority: what is called is on this machine, and shows no certificate."""
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


class Outside(Protocol):
    """Something pretended that the bot is joined to."""

    faults: list[Fault]

    def later(self, seconds: float) -> None: ...


class Home:
    """A running bot, and what it is joined to.

    Attributes:
        works: What ``dayzero run`` puts together.
        logged: What it has written in its log.
        address: Where it answers.
        around: What its clock is moved on with, and what may go wrong.
    """

    def __init__(
        self,
        environ: dict[str, str],
        people: Roster,
        start: datetime,
        around: Sequence[Outside],
        *,
        hurried: bool = True,
    ) -> None:
        self.clock = HouseClock(start)
        self.people = people
        self.around = around
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
        self.address = ""

    @property
    def joined(self) -> list[Any]:
        """List the chat platforms that it is joined to."""
        both = (self.works.slack, self.works.teams)
        return [one for one in both if one is not None]

    # --- running ---------------------------------------------------------------

    @contextmanager
    def answering(self) -> Iterator[None]:
        """Serve until the test is over."""
        with socket.socket() as listening:
            listening.bind(("127.0.0.1", 0))
            self.address = f"http://127.0.0.1:{listening.getsockname()[1]}"
            ready, over = threading.Event(), asyncio.Event()
            live = self._live(listening, ready, over)
            thread = threading.Thread(target=lambda: asyncio.run(live))
            thread.start()
            assert ready.wait(PATIENCE)
            try:
                yield
            finally:
                for fault in [f for one in self.around for f in one.faults]:
                    fault.end()
                self.loop.call_soon_threadsafe(over.set)
                thread.join(PATIENCE)
                self.works.store.close()

    async def _live(
        self, listening: socket.socket, ready: threading.Event, over: asyncio.Event
    ) -> None:
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
        for one in self.joined:
            await one.learning.once()
        beside = [asyncio.create_task(one.run()) for one in self.joined]
        ready.set()
        await over.wait()
        await self._quiet()
        for task in beside:
            task.cancel()
        await asyncio.gather(*beside, return_exceptions=True)
        # Its own way to shut waits a while for nothing.
        for serving in server.servers:
            serving.close()
            await serving.wait_closed()
        await server.lifespan.shutdown()

    async def _quiet(self) -> None:
        for one in self.joined:
            await one.parts.afterwards.quiet()

    def begin(self, what: Coroutine[Any, Any, T]) -> Any:
        return asyncio.run_coroutine_threadsafe(what, self.loop)

    def do(self, what: Coroutine[Any, Any, T]) -> T:
        """Do something on the bot's own loop, and wait for it."""
        found: T = self.begin(what).result(PATIENCE)
        return found

    # --- what goes on beside the presses ---------------------------------------

    def learn(self) -> None:
        """Find out who everybody is, as the bot does when it starts."""
        for one in self.joined:
            self.do(one.learning.once())

    def settle(self) -> None:
        """Wait until all that was promised at an acknowledgement has been done."""
        self.do(self._quiet())

    def deliver(self) -> None:
        """Carry all that may go now; a place that asks for patience gets it."""
        for _ in range(_TURNS):
            self.do(self.courier.deliver())
            soon = [row.try_at for row in self.waiting() if row.try_at]
            near = self.clock.now + timedelta(seconds=2)
            if not soon or min(soon) > near:
                return
            self.pass_time(seconds=1)

    def cut_the_line(self) -> None:
        """Have the line to the record break, once, as something is written next."""
        engine = self.works.store.engine

        def cut(_: object, __: object, statement: str, *___: object) -> None:
            if statement.lstrip().startswith("INSERT"):
                event.remove(engine, "before_cursor_execute", cut)
                raise ConnectionResetError

        event.listen(engine, "before_cursor_execute", cut)

    def waiting(self) -> list[Delivery]:
        with self.works.store.reading() as tx:
            return list(outbox.find(tx, states=(QUEUED, LEASED)))

    def pass_time(self, **time: float) -> None:
        """Move the clock on, here and outside."""
        gone = timedelta(**time)
        self.clock.now += gone
        for one in self.around:
            one.later(gone.total_seconds())

    def tick(self) -> None:
        """Look at what is due, and carry what follows."""
        self.works.timetable.tick(self.clock.now)
        self.deliver()
