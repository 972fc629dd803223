"""Programs that are measured: a record to work on, and a process of their own."""

from __future__ import annotations

import asyncio
import json
import os
import secrets
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from time import perf_counter
from typing import Any, Final

from bot.__main__ import machine as now
from bot.store import leases, outbox
from deploy.bench.partnership import Partnership, partnership

ROOT: Final = Path(__file__).parents[2]
PATIENCE: Final = 60.0


@contextmanager
def prepared(home: Path) -> Iterator[Partnership]:
    """Begin a record, of which nothing is left to be delivered in the end."""
    home.mkdir(mode=0o700)
    secret = secrets.token_bytes(32)
    (home / "secret").write_text(secret.hex(), encoding="utf-8")
    (home / "secret").chmod(0o600)
    url, begun = f"sqlite:///{home}/dayzero.sqlite3", now() - timedelta(hours=1)
    with partnership(url, secret, begun) as at_work:
        yield at_work
        with at_work.desk.store.writing() as tx:
            # What went before is no part of the measurement.
            for row in outbox.find(tx, states=(outbox.QUEUED,)):
                taken = leases.lease(tx, row.key, now(), timedelta(minutes=1))
                fence = taken.fence if taken else row.fence
                leases.settle(tx, row.key, fence, outbox.DROPPED, now=now())


@contextmanager
def running(
    environ: Mapping[str, str], arguments: tuple[str, ...] = ("-m", "bot", "run")
) -> Iterator[int]:
    """Start a program in a process of its own; gives the port that it is told.

    Args:
        environ: What is set for it.
        arguments: What Python is to run; ``PORT`` stands for the port.
    """
    port = _free_port()
    with subprocess.Popen(
        [sys.executable, *(one.replace("PORT", str(port)) for one in arguments)],
        cwd=ROOT,
        env={**os.environ, "DAYZERO_PORT": str(port), **environ},
        stdout=subprocess.DEVNULL,
    ) as program:
        try:
            yield port
        finally:
            program.terminate()


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


async def answering(
    port: int,
    ready: Callable[[Mapping[str, Any]], bool] = lambda _: True,
    at: str = "/healthz",
) -> None:
    """Wait until a program answers.

    Args:
        port: Where it does.
        ready: Says, by what it says of its health, whether it is as it should be.
        at: Where it says so.
    """
    start = perf_counter()
    address = f"http://127.0.0.1:{port}{at}"
    while True:
        said = await asyncio.to_thread(_said, address)
        if said is not None and ready(said):
            return
        assert perf_counter() - start < PATIENCE, "it does not answer"
        await asyncio.sleep(0.05)


def _said(address: str) -> Mapping[str, Any] | None:
    try:
        with urllib.request.urlopen(address) as answer:  # noqa: S310 - our own address
            said: Mapping[str, Any] = json.load(answer)
    except OSError:
        return None
    return said
