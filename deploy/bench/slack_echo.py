"""The least that Slack's own library does with a press: prove it, and acknowledge it.

Started by :mod:`deploy.bench.slack` as a process of its own, with a port and the
secret that requests are signed with.
"""

from __future__ import annotations

import re
import sys
from typing import Any

import uvicorn
from slack_bolt.adapter.starlette.async_handler import AsyncSlackRequestHandler
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.authorization import AuthorizeResult
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route


async def authorize(**_asked: Any) -> AuthorizeResult:
    """Let everything in without asking anybody."""
    return AuthorizeResult(enterprise_id=None, team_id="T1", bot_token="xoxb-echo")  # noqa: S106 - nobody's


async def echo(ack: AsyncAck) -> None:
    """Acknowledge, and do nothing."""
    await ack()


def application(secret: str) -> Starlette:
    """Make the bare application, as the library's own guide has it."""
    bolt = AsyncApp(
        signing_secret=secret, authorize=authorize, process_before_response=True
    )
    bolt.action(re.compile(""))(echo)
    taking = AsyncSlackRequestHandler(bolt)

    async def take(request: Request) -> Response:
        return await taking.handle(request)

    async def health(_request: Request) -> Response:
        return Response("{}")

    return Starlette(
        routes=[
            Route("/slack/events", take, methods=["POST"]),
            Route("/healthz", health),
        ]
    )


if __name__ == "__main__":
    port, signing = sys.argv[1:3]
    uvicorn.run(
        application(signing), port=int(port), log_level="warning", access_log=False
    )
