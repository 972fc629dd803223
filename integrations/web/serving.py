"""Serving the page, so that it stops when it is told to.

Every open browser holds a line on which it hears of changes. A server that waits
for its requests to end would wait for those for ever; this one ends them first.
"""

from __future__ import annotations

import socket
from typing import Final

import uvicorn
from starlette.applications import Starlette
from typing_extensions import override

from integrations.web.parts import Parts

GRACE: Final = 3
"""Seconds that anything else still being answered is given."""


class Serving(uvicorn.Server):
    """A server that ends the lines to its browsers before it stops."""

    def __init__(self, config: uvicorn.Config, parts: Parts) -> None:
        super().__init__(config)
        self._parts = parts

    @override
    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """End every open line, then stop as any server does."""
        self._parts.live.end()
        await super().shutdown(sockets)


def serving(app: Starlette, host: str, port: int) -> Serving:
    """Make the server of a page; ``serve`` starts it."""
    config = uvicorn.Config(
        app,
        host=host,
        port=port,
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=GRACE,
    )
    parts: Parts = app.state.parts
    return Serving(config, parts)
