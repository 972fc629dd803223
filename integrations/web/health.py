"""What a running bot answers when there is no page: whether it is well."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route


def healthy(now: Callable[[], datetime]) -> Starlette:
    """Make an application that only says that it is alive, and what time it has."""

    def health(_request: Request) -> JSONResponse:
        return JSONResponse({"status": "ok", "now": now().isoformat()})

    return Starlette(routes=[Route("/healthz", health)])
