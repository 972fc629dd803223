"""How a pretended Microsoft puts an answer on the wire, and how it fails."""

from __future__ import annotations

import json
from typing import Any

from aiohttp import web

from tests.slack.fake_faults import Fault


def fails(fault: Fault) -> web.Response | None:
    """Answer as a fault has it, where nothing is done at all."""
    if fault.kind == "429":
        told = {"error": {"code": "Throttled", "message": "Too many requests."}}
        headers = {"Retry-After": str(fault.seconds)}
        return web.json_response(told, status=429, headers=headers)
    if fault.kind == "500":
        return web.json_response({"error": {"code": "ServiceError"}}, status=500)
    if fault.kind == "error":
        status, _, code = fault.error.partition(" ")
        told = {"error": {"code": code, "message": code}}
        return web.json_response(told, status=int(status))
    return None


def written(status: int, told: Any) -> web.Response:
    if told is None:
        return web.Response(status=status)
    return web.json_response(told, status=status)


def read(body: bytes) -> Any:
    try:
        return json.loads(body) if body else {}
    except ValueError:
        return None
