"""What the tests of keeping up with a calendar share: a bot that only listens."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import threading
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from typing import Final

import uvicorn
from starlette.applications import Starlette
from typing_extensions import override

from bot.coming import Expected, Heard
from bot.settings_graph import NOTIFIED_AT
from bot.store import Store
from integrations.graph.changes import Changes, Coming
from integrations.graph.client import Client
from integrations.graph.inbox import Inbox
from integrations.graph.inflow import Inflow
from integrations.graph.loop import Apart
from integrations.graph.memory import Memory, mark_of
from integrations.graph.news import Heap
from integrations.graph.notices import Notices
from integrations.graph.subscriptions import Subscription, secret_of
from tests.graph.calendar_out import UID, settings_for
from tests.graph.fake import FakeGraph
from tests.graph.fake_world import Event

OUTSIDE: Final = "https://dayzero.example.org"
URL: Final = OUTSIDE + NOTIFIED_AT
SECRET: Final = secret_of(b"a secret that is only for the tests, of 32 bytes")
_PATIENCE: Final = 10.0


@dataclass
class Record:
    """What the record would know of meetings, and what it was told of them."""

    meetings: list[Expected] = field(default_factory=list)
    noted: list[tuple[str, list[Heard], str]] = field(default_factory=list)
    differing: list[tuple[str, str]] = field(default_factory=list)
    letters: list[bytes] = field(default_factory=list)
    trouble: list[Exception] = field(default_factory=list)

    def note(self, meeting: Expected, heard: list[Heard], cause: str) -> None:
        if self.trouble:
            raise self.trouble.pop(0)
        self.noted.append((meeting.ref, heard, cause))

    def differs(self, meeting: Expected, cause: str) -> None:
        self.differing.append((meeting.ref, cause))

    @property
    def answers(self) -> list[tuple[str, str]]:
        """List what was answered and by whom, oldest first."""
        return [(one.email, one.answer) for _, heard, _ in self.noted for one in heard]

    def expect(self, event: Event, ref: str = "WVX-2026-001") -> Expected:
        meeting = Expected(
            partnership="wessex",
            ref=ref,
            step="rapid-review",
            sitting=1,
            sequence=0,
            receipt=f"graph/{event.id}",
            start=event.start,
            uid=UID,
        )
        self.meetings.append(meeting)
        return meeting


class Listener:
    """Everything that keeps up with a calendar, as the bot joins it."""

    def __init__(self, graph: FakeGraph, store: Store, secret: str = SECRET) -> None:
        self.graph = graph
        self.record = Record()
        self.loop = Apart()
        settings = settings_for(graph, notification_url=URL, inbox=True)
        self.client = Client(settings, self.loop, graph.now)
        self.memory = Memory(store, mark_of(settings.base_url, settings.organiser))
        self.heap = Heap()
        self.notices = Notices(secret, self.heap, graph.now)
        self.line = Subscription(self.client, self.memory, URL, secret)
        self.changes = Changes(
            self.client,
            self.memory,
            Coming(
                lambda: list(self.record.meetings),
                self.record.note,
                self.record.differs,
            ),
        )
        self.inbox = Inbox(self.client, self.memory, self.record.letters.append)
        self.waits: list[float] = []
        self.inflow = Inflow(
            self.changes, self.heap, self.line, self.inbox, graph.now, self._no_wait
        )

    async def _no_wait(self, seconds: float) -> None:
        self.waits.append(seconds)

    def do(self, work: Callable[[], Awaitable[None]]) -> None:
        asyncio.run(self.loop.call(work))

    @contextlib.contextmanager
    def reached(self) -> Iterator[None]:
        """Be reached by Graph at an address outside."""
        app = Starlette(routes=self.notices.routes(NOTIFIED_AT))
        with served(app) as address:
            self.graph.notices.stands_for = {OUTSIDE: address}
            yield
            self.graph.quiet()

    def told(self) -> None:
        """Look at what Graph told of, once all of it has arrived."""
        self.graph.quiet()
        self.do(self.inflow.hear)


@contextlib.contextmanager
def listening(
    graph: FakeGraph, store: Store, secret: str = SECRET
) -> Iterator[Listener]:
    listener = Listener(graph, store, secret)
    try:
        yield listener
    finally:
        listener.loop.stop()


@contextlib.contextmanager
def served(app: Starlette) -> Iterator[str]:
    """Serve an application on this machine, and say where."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        config = uvicorn.Config(app, log_config=None, access_log=False, ws="none")
        server = _Server(config)
        thread = threading.Thread(
            target=lambda: asyncio.run(server.serve(sockets=[listening]))
        )
        thread.start()
        assert server.ready.wait(_PATIENCE)
        try:
            yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join(_PATIENCE)


class _Server(uvicorn.Server):
    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.ready = threading.Event()

    @override
    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.ready.set()
