"""How a pretended Graph puts an answer on the wire, or does not."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from email.utils import format_datetime
from typing import Final

from aiohttp import web

from tests.graph.fake_calls import Answer
from tests.graph.fake_faults import Fault
from tests.graph.fake_world import Failed

_MADE: Final = {"request-id": "0e0e0e0e-0000-4000-8000-000000000001"}
_CODES: Final = {
    "401": "InvalidAuthenticationToken",
    "429": "ApplicationThrottled",
    "500": "InternalServerError",
    "503": "ServiceUnavailable",
}


def failing(status: str) -> Answer:
    """Answer that something did not work, as Graph words it."""
    failed = Failed(int(status), _CODES[status], "It did not work this time.")
    return Answer(failed.status, failed.body)


def patience(fault: Fault, now: datetime) -> dict[str, str]:
    """Ask for a wait, as the fault has it."""
    if fault.seconds < 0:
        return {}
    until = now + timedelta(seconds=fault.seconds)
    said = format_datetime(until, usegmt=True) if fault.as_date else str(fault.seconds)
    return {"Retry-After": said}


def on_the_wire(answer: Answer, **more: str) -> web.Response:
    headers = {**_MADE, **more}
    if answer.doc is None and not answer.raw:
        return web.Response(status=answer.status, headers=headers)
    body = answer.raw or json.dumps(answer.doc).encode()
    return web.Response(
        status=answer.status, body=body, content_type=answer.kind, headers=headers
    )


def cut(request: web.Request) -> web.Response:
    if request.transport is not None:
        request.transport.abort()
    return web.Response(status=500)
