"""The addresses at which Slack reaches us, each request proved to be Slack’s."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from slack_bolt.adapter.starlette.async_handler import to_starlette_response
from slack_bolt.async_app import AsyncApp, AsyncBoltRequest
from slack_bolt.oauth.async_oauth_flow import AsyncOAuthFlow
from slack_sdk.signature import SignatureVerifier
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.posted import whole

EVENTS: Final = "/slack/events"
_READ: Final = ("content-type", "x-slack-request-timestamp", "x-slack-signature")
"""Only these count: the others are not signed, and some steer the library."""
_UNREADABLE: Final = 400
_FORGED: Final = 401
_TOO_MUCH: Final = 413


def routes(app: AsyncApp, signing_secret: str) -> list[Route]:
    """List the addresses that Slack is given.

    Args:
        app: Who listens.
        signing_secret: What Slack signs with. Without one, nothing that comes by
            HTTP could be proved, and nothing is listened to there.
    """
    found = []
    if signing_secret:
        inbox = Inbox(app, signing_secret)
        found.append(Route(EVENTS, inbox.answer, methods=["POST"]))
    if app.oauth_flow is not None:
        flow = Installing(app.oauth_flow)
        found.append(Route(flow.flow.install_path, flow.begin, methods=["GET"]))
        found.append(Route(flow.flow.redirect_uri_path, flow.end, methods=["GET"]))
    return found


class Inbox:
    """Takes what Slack posts, once it is proved that it was Slack.

    Args:
        app: Who listens.
        signing_secret: What Slack signs with.
    """

    def __init__(self, app: AsyncApp, signing_secret: str) -> None:
        self._app = app
        self._verifier = SignatureVerifier(signing_secret)

    async def answer(self, request: Request) -> Response:
        """Answer one request."""
        body = await whole(request.stream())
        if body is None:
            return Response(status_code=_TOO_MUCH)
        headers = {name: request.headers.get(name, "") for name in _READ}
        if not (self._proved(body, headers) or _looked_at(body)):
            return Response(status_code=_FORGED)
        try:
            asked = AsyncBoltRequest(body=body.decode(), headers=dict(headers))
        except (AttributeError, ValueError):
            return Response(status_code=_UNREADABLE)
        # The library stumbles over a window that is said to be nothing.
        if asked.body.get("view", asked) is None:
            del asked.body["view"]
        return to_starlette_response(await self._app.async_dispatch(asked))

    def _proved(self, body: bytes, headers: Mapping[str, str]) -> bool:
        # Looked at before anything is read of it, and again by the library.
        timestamp, signature = (headers[name] for name in _READ[1:])
        if not (timestamp.isascii() and timestamp.isdigit() and signature.isascii()):
            return False
        try:
            return self._verifier.is_valid(body, timestamp, signature)
        except ValueError:
            return False


class Installing:
    """Lets a workspace install the app.

    Args:
        flow: How Slack has it done.
    """

    def __init__(self, flow: AsyncOAuthFlow) -> None:
        self.flow = flow

    async def begin(self, request: Request) -> Response:
        """Send whoever wants to install the app on to Slack."""
        return to_starlette_response(await self.flow.handle_installation(_got(request)))

    async def end(self, request: Request) -> Response:
        """Take what a workspace gives, and say that it is installed."""
        return to_starlette_response(await self.flow.handle_callback(_got(request)))


def _looked_at(body: bytes) -> bool:
    """Say whether Slack only looks whether the address is sound; it does not sign that.

    The library answers it, and takes nothing that says so falsely.
    """
    return b"ssl_check=1" in body.split(b"&") and b"payload=" not in body


def _got(request: Request) -> AsyncBoltRequest:
    cookie = request.headers.get("cookie", "")
    query = dict(request.query_params)
    return AsyncBoltRequest(body="", query=query, headers={"cookie": cookie})
