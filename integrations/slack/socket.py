"""A line to Slack that is opened from here, for a place that Slack cannot reach.

It is opened again whenever it breaks, with growing pauses. Slack asks for a new one
every few hours: the old one is then listened to until the new one is there.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any, Final

import structlog
from aiohttp import ClientError, ClientSession, ClientWebSocketResponse, WSMsgType
from slack_bolt.adapter.socket_mode.async_internals import run_async_bolt_app
from slack_bolt.async_app import AsyncApp
from slack_bolt.response import BoltResponse
from slack_sdk.errors import SlackApiError
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.web.async_client import AsyncWebClient

from integrations.slack.afterwards import Afterwards, asked_to_wait

_OPENING: Final = 10
"""Seconds that opening a line may take."""
_PULSE: Final = 15
"""Seconds between two signs of life; a line without one is dead."""
_LONGEST: Final = 60.0
_STEADY: Final = 30.0
"""Seconds after which a line that broke was a good one all the same."""
_LEAVING: Final = 30.0
"""Seconds that a line which Slack is leaving is still listened to."""
_DOWN: Final = timedelta(minutes=3)
_OK: Final = 200
_FAILURES: Final = (SlackApiError, ClientError, OSError, TimeoutError, ValueError)

_log = structlog.get_logger()


class Socket:
    """Listens to Slack on a line of its own, until it is stopped.

    Args:
        app: Takes what comes in; answers once it has been recorded.
        app_token: By what right the line is opened.
        api_url: Where Slack's methods are.
        now: The machine's time.
        sleep: Waits; a test passes its own.
    """

    def __init__(
        self,
        app: AsyncApp,
        app_token: str,
        api_url: str,
        now: Callable[[], datetime],
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._app = app
        self._token = app_token
        self._api_url = api_url
        self._now = now
        self._sleep = sleep
        self._open = 0
        self._down_since: datetime | None = now()
        self._failures = 0

    @property
    def state(self) -> str:
        """Say how the line is: ``connected``, or ``connecting``."""
        return "connected" if self._open else "connecting"

    @property
    def well(self) -> bool:
        """Whether the line is open, or has only been down for a moment."""
        since = self._down_since
        return since is None or self._now() - since < _DOWN

    async def run(self) -> None:
        """Keep a line open until this is cancelled."""
        leaving: set[asyncio.Task[None]] = set()
        async with ClientSession(trust_env=True) as session:
            try:
                while True:
                    asked = asyncio.Event()
                    line = asyncio.create_task(self._line(session, asked), name="line")
                    leaving.add(line)
                    line.add_done_callback(leaving.discard)
                    await _first(line, asked)
                    if not asked.is_set():
                        await self._sleep(self._pause(line))
            finally:
                for line in leaving:
                    line.cancel()
                await asyncio.gather(*leaving, return_exceptions=True)

    def _pause(self, line: asyncio.Task[None]) -> float:
        trouble = line.exception()
        _log.warning(
            "slack.line-lost",
            attempt=self._failures,
            problem_kind=type(trouble).__name__ if trouble else "Closed",
        )
        if trouble is not None and not isinstance(trouble, _FAILURES):
            raise trouble
        asked = asked_to_wait(trouble) if isinstance(trouble, SlackApiError) else 0.0
        return max(asked, min(2.0**self._failures, _LONGEST))

    async def _line(self, session: ClientSession, asked: asyncio.Event) -> None:
        """Open one line and listen to it until it ends.

        Args:
            session: What it is opened with.
            asked: Set when Slack asks for another line in its place.
        """
        self._failures += 1
        begun = asyncio.get_running_loop().time()
        async with asyncio.timeout(_OPENING):
            client = AsyncWebClient(
                base_url=self._api_url, timeout=_OPENING, retry_handlers=[]
            )
            told = await client.apps_connections_open(app_token=self._token)
            opened = await session.ws_connect(str(told["url"]), heartbeat=_PULSE)
        taking, said_hello = Afterwards(), False
        try:
            while True:
                limit = _LEAVING if asked.is_set() else None
                heard = await opened.receive(timeout=limit)
                if heard.type is not WSMsgType.TEXT:
                    return  # anything else is its end
                message = json.loads(heard.data)
                if message.get("type") == "hello":
                    said_hello = True
                    self._opened(1)
                elif message.get("type") == "disconnect":
                    if message.get("reason") == "link_disabled":
                        return
                    asked.set()
                else:
                    taking.do(self._take(opened, message), "envelope")
        finally:
            if said_hello:
                self._opened(-1)
            if asyncio.get_running_loop().time() - begun > _STEADY or asked.is_set():
                self._failures = 0
            await taking.stop()
            await opened.close()

    def _opened(self, by: int) -> None:
        self._open += by
        if self._open:
            self._down_since = None
        elif self._down_since is None:
            self._down_since = self._now()

    async def _take(
        self, opened: ClientWebSocketResponse, message: dict[str, Any]
    ) -> None:
        """Have one thing taken, and acknowledge it once that is done.

        What failed is not acknowledged, so Slack sends it again.
        """
        request = SocketModeRequest.from_dict(message)
        if request is None:
            return
        answer: BoltResponse = await run_async_bolt_app(self._app, request)
        if answer.status != _OK:
            return
        acknowledged: dict[str, Any] = {"envelope_id": request.envelope_id}
        if answer.body:
            kinds = answer.headers.get("content-type", [""])
            is_json = kinds[0].startswith("application/json")
            said = json.loads(answer.body) if is_json else {"text": answer.body}
            acknowledged["payload"] = said
        await opened.send_json(acknowledged)


async def _first(line: asyncio.Task[None], asked: asyncio.Event) -> None:
    """Wait until a line has ended, or another is asked for in its place."""
    waiting = asyncio.create_task(asked.wait())
    try:
        await asyncio.wait({line, waiting}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        waiting.cancel()
