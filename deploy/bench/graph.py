"""Invitations through Graph against the same requests bare, and what Graph weighs.

Graph allows four requests at once for a mailbox, and the stand-in takes a while over
each, as the real one does. The bare loop sends the very requests that an invitation
needs (look, then make) by the same HTTP library, four at once, and nothing else.
"""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from time import perf_counter
from typing import Final

import httpx

from bot.core.cards import Invite
from bot.core.people import Person
from bot.core.words import LONDON
from bot.gateways import Gathering, Guest
from bot.settings_graph import GraphSettings
from deploy.bench.start import PATIENCE, ROOT, memory, opened
from deploy.bench.table import Row, machine, table
from integrations.graph.calendar import GraphCalendar
from integrations.graph.client import Client
from integrations.graph.loop import Apart

WAIT: Final = 0.05
"""Seconds that the stand-in takes over a request."""
MEETINGS: Final = 200
GUESTS: Final = 12
AT_ONCE: Final = 4
TIMES: Final = 1.25
MEGABYTES: Final = 110.0
_MAILBOX: Final = "meetings@wessex.example.org"
_START: Final = datetime(2026, 12, 4, 9, 30, tzinfo=LONDON)


def rows() -> Iterator[Row]:
    """Measure sending invitations, and memory without Graph and with it."""
    with stand_in() as port:
        bare = asyncio.run(_bare(port))
        ours = asyncio.run(_ours(port))
        refused = _counted(port, "refused")
    assert not refused, f"more than {AT_ONCE} at once: {refused} refused"
    yield Row("an invitation, against its requests bare", ours, bare, "ms", TIMES)
    without, with_graph = _weighed("off"), _weighed("on")
    yield Row("memory with Graph, against without", with_graph, without, "MB")


@contextmanager
def stand_in() -> Iterator[int]:
    """Start the stand-in; gives its port."""
    command = [sys.executable, "-m", "deploy.bench.graph_stand_in", str(WAIT)]
    with subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as program:
        assert program.stdout is not None
        yield int(program.stdout.readline())
        program.terminate()


def settings(port: int) -> GraphSettings:
    """Make settings for a Graph on this machine."""
    base = f"http://127.0.0.1:{port}/v1.0"
    return GraphSettings(base, _MAILBOX, access_token="bench")  # noqa: S106 - none


def _gathering(number: int) -> Gathering:
    guests = (
        Person(f"p{n}", f"Person {n}", f"p{n}@example.org", "council", frozenset())
        for n in range(GUESTS)
    )
    invite = Invite(
        uid=f"DOR-2026-{number:03}.rapid-review@bench.example.org",
        sequence=0,
        start=_START + timedelta(minutes=number),
        minutes=60,
        subject=f"DOR-2026-{number:03}: Rapid Review Meeting",
        text="Rapid Review Meeting.",
        required=True,
        stood_down=False,
        changed=_START,
    )
    return Gathering(invite, tuple(Guest(one, required=True) for one in guests), "dor")


async def _ours(port: int) -> float:
    """Put meetings in the calendar: milliseconds for each."""
    apart = Apart()
    client = Client(settings(port), apart, lambda: _START)
    calendar = GraphCalendar(client)
    try:
        await calendar.put(_gathering(0), None, "warm", _START)
        start = perf_counter()
        numbers = iter(range(1, MEETINGS + 1))

        async def carry() -> None:
            for number in numbers:
                await calendar.put(_gathering(number), None, str(number), _START)

        async with asyncio.TaskGroup() as tasks:
            for _ in range(2 * AT_ONCE):  # as many as the courier carries
                tasks.create_task(carry())
        return (perf_counter() - start) / MEETINGS * 1_000
    finally:
        apart.stop()


async def _bare(port: int) -> float:
    """Send the same requests with nothing around them: milliseconds for each two."""
    numbers = iter(range(MEETINGS))
    events = f"/v1.0/users/{_MAILBOX}/events"
    event = {"subject": "x" * 40, "body": {"content": "y" * 1_500}}

    async def carry(client: httpx.AsyncClient) -> None:
        for _ in numbers:
            (await client.get(events)).raise_for_status()
            (await client.post(events, json=event)).raise_for_status()

    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}") as client:
        start = perf_counter()
        async with asyncio.TaskGroup() as tasks:
            for _ in range(AT_ONCE):
                tasks.create_task(carry(client))
        return (perf_counter() - start) / MEETINGS * 1_000


def _counted(port: int, what: str) -> int:
    address = f"http://127.0.0.1:{port}/counted"
    return int(httpx.get(address).raise_for_status().json()[what])


def _weighed(graph: str) -> float:
    """Run the bot for real, with Graph or without, and read its memory."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        own = free.getsockname()[1]
    with (
        stand_in() as port,
        tempfile.TemporaryDirectory(dir=ROOT, prefix=".bench-") as home,
    ):
        environ = {**os.environ, "DAYZERO_HOME": home, "DAYZERO_PORT": str(own)}
        if graph == "on":
            environ |= {
                "GRAPH_BASE_URL": f"http://127.0.0.1:{port}/v1.0",
                "GRAPH_ACCESS_TOKEN": "bench",
                "GRAPH_ORGANISER": _MAILBOX,
            }
        with subprocess.Popen(
            [sys.executable, "-m", "bot", "run"],
            cwd=ROOT,
            env=environ,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        ) as program:
            try:
                start = perf_counter()
                while not opened(f"http://127.0.0.1:{own}/healthz"):
                    assert program.poll() is None, "it did not start"
                    assert perf_counter() - start < PATIENCE, "it does not answer"
                # It loads Graph beside, and asks at once what has changed.
                while graph == "on" and not _counted(port, "asked"):
                    assert perf_counter() - start < PATIENCE, "it does not ask"
                return memory(program.pid)
            finally:
                program.send_signal(signal.SIGINT)


if __name__ == "__main__":
    print(machine())
    print(table(rows()))
