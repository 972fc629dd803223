"""A server of a test's own, on this machine alone, for as long as the test needs it."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from aiohttp import web

_PATIENCE: Final = 20.0


@contextmanager
def on_loopback(
    app: web.Application, loop: asyncio.AbstractEventLoop | None = None
) -> Iterator[str]:
    """Serve something in a thread of its own; gives the address it has there.

    Args:
        app: What answers.
        loop: What it is to run on, where others have to know that beforehand.
    """
    # Only now: what is never served has nothing to close.
    loop = loop or asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()

    def do(what: Any) -> None:
        asyncio.run_coroutine_threadsafe(what, loop).result(_PATIENCE)

    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    do(runner.setup())
    do(web.TCPSite(runner, "127.0.0.1", 0).start())
    host, port = runner.addresses[0][:2]
    try:
        yield f"http://{host}:{port}"
    finally:
        do(runner.cleanup())
        loop.call_soon_threadsafe(loop.stop)
        thread.join(_PATIENCE)
        loop.run_until_complete(loop.shutdown_default_executor())
        loop.close()
