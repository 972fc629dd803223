"""How a pretended Slack hears a request, and the ways in which it does not answer."""

from __future__ import annotations

import base64
import json
from urllib.parse import parse_qsl

from aiohttp import web

from tests.slack.fake_calls import Method
from tests.slack.fake_world import Failed, Json


def arguments(request: web.Request, body: bytes, known: Method) -> Json:
    args: Json = dict(request.query)
    kind = request.content_type
    if kind == "application/json":
        if known.takes_json and body:
            try:
                said = json.loads(body)
            except ValueError as wrong:
                raise Failed("invalid_json") from wrong
            if not isinstance(said, dict):
                raise Failed("json_not_object")
            args |= said
    elif kind == "application/x-www-form-urlencoded":
        args |= dict(parse_qsl(body.decode()))
    elif body:
        raise Failed("invalid_post_type")
    authorised = request.headers.get("Authorization", "")
    if authorised.startswith("Basic "):
        name, _, secret = base64.b64decode(authorised[6:]).decode().partition(":")
        args |= {"client_id": name, "client_secret": secret}
    return args


def limited(seconds: int) -> web.Response:
    told = {"ok": False, "error": "ratelimited"}
    headers = {"Retry-After": str(seconds)}
    return web.json_response(told, status=429, headers=headers)


def cut(request: web.Request) -> web.Response:
    if request.transport is not None:
        request.transport.abort()
    return web.Response(status=500)
