"""What a running bot answers when asked: whether it is alive, and able to work.

Plain sentences and numbers, and nothing about anybody: it is asked without a name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any, Final

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import BaseRoute, Route

from bot.readiness import Ask, Condition, Readiness, Report, Wrong

__all__ = ["Ask", "Condition", "healthy"]

_WELL: Final = 200
_UNWELL: Final = 503


def healthy(
    now: Callable[[], datetime],
    readiness: Readiness,
    routes: Iterable[BaseRoute] = (),
) -> Starlette:
    """Make an application that says how it is, and has what else there is.

    Args:
        now: Says what time it is.
        readiness: Finds out how it is.
        routes: What else is answered to.
    """

    async def alive(_request: Request) -> JSONResponse:
        # On the loop itself: that it answers at all is half of what is asked.
        wrong = readiness.alive()
        said = {"status": "stopped" if wrong else "ok", "now": now().isoformat()}
        return _answer({**said, "wrong": _told(wrong)}, well=not wrong)

    def ready(_request: Request) -> JSONResponse:
        report = readiness.look()
        said = {"status": report.status, "now": now().isoformat()}
        return _answer({**said, **_report(report)}, well=not report.wrong)

    own = (Route("/healthz", alive), Route("/readyz", ready))
    return Starlette(routes=[*own, *routes])


def _report(report: Report) -> dict[str, Any]:
    parts = (report.parts or {}).items()
    return {
        "wrong": _told(report.wrong),
        "beside": list(report.beside),
        "parts": {name: {"well": one.well, **one.says} for name, one in parts},
    }


def _told(wrong: Iterable[Wrong]) -> list[dict[str, str]]:
    return [{"what": one.what, "says": one.says, "then": one.then} for one in wrong]


def _answer(said: dict[str, Any], *, well: bool) -> JSONResponse:
    return JSONResponse(said, status_code=_WELL if well else _UNWELL)
