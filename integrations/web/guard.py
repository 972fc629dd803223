"""What every answer of the page carries, and how much a browser may send at once."""

from __future__ import annotations

from typing import Final

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

MOST_SENT: Final = 1_000_000
"""Bytes. Ten thousand characters in every field of the longest form fit in it."""

_MOST_LET_GO: Final = 50 * MOST_SENT

_HEADERS: Final = {
    "Content-Security-Policy": (
        "default-src 'self'; base-uri 'none'; form-action 'self'; "
        "frame-ancestors 'none'; object-src 'none'"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


class TooMuch(Exception):  # noqa: N818 - it says what was sent, and is answered
    """More was sent than any of our forms can hold."""


class Guarded:
    """Put the headers on every answer, and stop reading what is too long."""

    def __init__(self, app: ASGIApp) -> None:
        """Stand before ``app``."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass one request on, and its answer back."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        read = 0

        async def counted() -> Message:
            nonlocal read
            message = await receive()
            read += len(message.get("body", b""))
            if read <= MOST_SENT:
                return message
            # A browser shows no answer until it has sent everything, so what is
            # too long is let go by, within reason, before it is told so.
            while message.get("more_body") and read < _MOST_LET_GO:
                message = await receive()
                read += len(message.get("body", b""))
            raise TooMuch

        async def headed(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.update(_HEADERS)
                headers.setdefault("Cache-Control", "no-store")
            await send(message)

        await self._app(scope, counted, headed)
