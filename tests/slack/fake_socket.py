"""Socket Mode of a pretended Slack: envelopes out, acknowledgements in."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass, field
from typing import Any

from aiohttp import WSMsgType, web

from tests.slack.fake_calls import Call, method
from tests.slack.fake_people import APP_ID
from tests.slack.fake_world import PATIENCE, Failed, Json, World


@dataclass
class Line:
    """One open socket."""

    socket: web.WebSocketResponse
    refreshed: bool = False


@dataclass
class Switchboard:
    """All sockets of one app, and what has been acknowledged on them.

    Attributes:
        tickets: Addresses that were given out and not yet used.
        acks: What was acknowledged, by envelope: an answer, or nothing.
    """

    world: World
    tickets: set[str] = field(default_factory=set)
    lines: list[Line] = field(default_factory=list)
    acks: dict[str, Json] = field(default_factory=dict)
    loop: asyncio.AbstractEventLoop | None = None
    shut: bool = False
    opened: int = 0

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """Take one socket, say hello, and listen for acknowledgements."""
        ticket = request.query.get("ticket", "")
        if ticket not in self.tickets or self.shut:
            return web.Response(status=408 if self.shut else 403)
        self.tickets.discard(ticket)
        socket = web.WebSocketResponse(autoping=True)
        await socket.prepare(request)
        line = Line(socket)
        hello = {
            "type": "hello",
            "num_connections": len(self.lines) + 1,
            "debug_info": {"host": "applink-1", "approximate_connection_time": 18060},
            "connection_info": {"app_id": APP_ID},
        }
        await socket.send_json(hello)
        with self.world.changed:
            self.lines.append(line)
            self.opened += 1
            self.world.changed.notify_all()
        try:
            async for heard in socket:
                if heard.type == WSMsgType.TEXT:
                    self._heard(heard.data)
        finally:
            with self.world.changed:
                self.lines.remove(line)
                self.world.changed.notify_all()
        return socket

    def _heard(self, data: str) -> None:
        said = json.loads(data)
        name = said.get("envelope_id")
        with self.world.changed:
            self.acks[name] = said.get("payload") or {}
            self.world.changed.notify_all()

    def send(self, kind: str, payload: Json, *, retry: int = 0) -> str:
        """Send an envelope down the newest line; returns its identifier."""
        name = f"{self.world.number():08d}-aaaa-bbbb-cccc-000000000000"
        envelope: Json = {
            "envelope_id": name,
            "type": kind,
            "accepts_response_payload": kind != "events_api",
            "payload": payload,
        }
        if kind == "events_api":
            envelope |= {
                "retry_attempt": retry,
                "retry_reason": "timeout" if retry else "",
            }
        self.world.until(self._lines, "a socket is open")
        self._do(self._lines()[-1].socket.send_json(envelope))
        return name

    def acknowledged(self, name: str) -> Json:
        """Wait for the answer to an envelope."""
        self.world.until(lambda: name in self.acks, f"an answer to {name}")
        return self.acks[name]

    def refresh(self) -> None:
        """Ask for new sockets, as Slack does every few hours; the old ones stay."""
        for line in self._lines():
            line.refreshed = True
            self._do(line.socket.send_json({
                "type": "disconnect",
                "reason": "refresh_requested",
                "debug_info": {"host": "applink-1"},
            }))  # fmt: skip

    def drop(self) -> None:
        """Cut every line without a word."""
        for line in list(self.lines):
            self._do(self._cut(line.socket))

    async def _cut(self, socket: web.WebSocketResponse) -> None:
        transport = socket._req.transport if socket._req else None
        if transport is not None:
            transport.abort()

    def _lines(self) -> list[Line]:
        return [line for line in self.lines if not line.refreshed]

    def _do(self, what: Any) -> None:
        assert self.loop is not None
        asyncio.run_coroutine_threadsafe(what, self.loop).result(PATIENCE)


@method("apps.connections.open", "connections:write", token="app")
def connections_open(call: Call) -> Json:
    board: Switchboard | None = getattr(call.world, "board", None)
    if board is None:
        raise Failed("internal_error")
    ticket = f"{call.world.number():024x}"
    board.tickets.add(ticket)
    return {"url": f"{call.world.url.replace('http', 'ws', 1)}/link/?ticket={ticket}"}
