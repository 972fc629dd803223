"""The least that Microsoft's own library does with a press: prove it, and answer it.

Started by :mod:`deploy.bench.teams` as a process of its own, with a port and the
port at which Microsoft is played.
"""

from __future__ import annotations

import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.settings import read_settings
from integrations.teams.front import Mounted
from integrations.teams.library import app_of


async def echo(_given: Any) -> Any:
    """Answer, and do nothing."""
    message = "application/vnd.microsoft.activity.message"
    return {"statusCode": 200, "type": message, "value": "Heard."}


async def token(_scope: object, _tenant: str | None) -> str:
    """Give what is never asked for."""
    return ""


def application() -> Starlette:
    """Make the bare application, with nothing between it and what is posted."""
    settings = read_settings(os.environ).teams
    assert settings is not None
    mounted = Mounted()
    app = app_of(settings, mounted, token)
    app.on_card_action(echo)

    @asynccontextmanager
    async def begun(_served: Starlette) -> AsyncIterator[None]:
        await app.initialize()
        yield

    async def take(request: Request) -> Response:
        given = {"body": await request.json(), "headers": dict(request.headers)}
        said = await mounted.handler(given)
        return JSONResponse(said["body"], said["status"])

    async def health(_request: Request) -> Response:
        return Response("{}")

    return Starlette(
        lifespan=begun,
        routes=[
            Route("/api/messages", take, methods=["POST"]),
            Route("/healthz", health),
        ],
    )


if __name__ == "__main__":
    uvicorn.run(
        application(), port=int(sys.argv[1]), log_level="error", access_log=False
    )
