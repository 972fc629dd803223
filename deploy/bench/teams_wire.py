"""Microsoft's side of a measurement: presses that are really signed, and its own.

What is played are the keys, the tokens and the connector, which says yes to all.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import AbstractAsyncContextManager
from functools import cache
from itertools import count
from typing import Any, Final

import jwt
from cryptography.hazmat.primitives.asymmetric.rsa import (
    RSAPrivateKey,
    generate_private_key,
)

from bot.__main__ import machine as now
from bot.settings_teams import ISSUER
from deploy.bench.wire import played

APP: Final = "0da7e000-0000-4000-8000-00000000b07a"
HOME: Final = "0da7e000-0000-4000-8000-000000000001"
_KEY: Final = "a key of the benchmarks"
_BYTES: Final = 2048
_numbers = count(1)


def environ(port: int) -> dict[str, str]:
    """Set what makes a program use the Microsoft that is played at a port."""
    url = f"http://127.0.0.1:{port}"
    return {
        "TEAMS_APP_ID": APP,
        "TEAMS_TENANT_ID": HOME,
        "TEAMS_CLIENT_SECRET": "a secret of nobody's",
        "TEAMS_AUTHORITY": url,
        "TEAMS_OPENID_METADATA_URL": f"{url}/v1/.well-known/openidconfiguration",
        "TEAMS_SERVICE_URL": service(port),
    }


def service(port: int) -> str:
    """Say where the connector is."""
    return f"http://127.0.0.1:{port}/amer"


def invoke(port: int, user: str, name: str, value: Mapping[str, Any]) -> dict[str, Any]:
    """Make what somebody does in Teams, never done before."""
    number = next(_numbers)
    return {
        "type": "invoke",
        "name": name,
        "id": f"f:{number}",
        "timestamp": "2026-11-27T09:30:00.123Z",
        "localTimestamp": "2026-11-27T09:30:00.123+00:00",
        "serviceUrl": service(port),
        "channelId": "msteams",
        "from": {"id": f"29:{user}", "name": "Somebody", "aadObjectId": user},
        "conversation": {
            "conversationType": "personal",
            "tenantId": HOME,
            "id": f"a:{user}",
        },
        "recipient": {"id": f"28:{APP}", "name": "Dayzero"},
        "channelData": {"tenant": {"id": HOME}},
        "replyToId": "1",
        "locale": "en-GB",
        "value": value,
    }


def pressed_button(act: list[str]) -> dict[str, Any]:
    """Say what Teams says of a button that tells the app at once."""
    action = {"type": "Action.Execute", "verb": "press", "data": {"act": act}}
    return {"action": action, "trigger": "manual"}


def signed(activity: Mapping[str, Any]) -> bytes:
    """Write an activity as the request that Teams makes of it, signed."""
    body = json.dumps(activity).encode()
    return (
        b"POST /api/messages HTTP/1.1\r\nHost: localhost\r\n"
        b"Content-Type: application/json; charset=utf-8\r\n"
        b"Authorization: Bearer %s\r\nContent-Length: %d\r\n\r\n%s"
        % (_token(activity["serviceUrl"]).encode(), len(body), body)
    )


def microsoft() -> AbstractAsyncContextManager[int]:
    """Play Microsoft; gives its port."""
    return played(_say)


def _say(asked: str) -> Mapping[str, Any]:
    if "/.well-known/keys" in asked:
        listed = jwt.algorithms.RSAAlgorithm.to_jwk(_rsa().public_key(), as_dict=True)
        ours = {"kid": _KEY, "use": "sig", "endorsements": ["msteams"]}
        return {"keys": [{**listed, **ours}]}
    if "/oauth2/" in asked:
        return {"token_type": "Bearer", "expires_in": 3600, "access_token": "a.b.c"}
    if (
        "/members" in asked
        or "/conversations HTTP" in asked.rsplit("/v3/teams", maxsplit=1)[-1]
    ):
        return {"conversations": [], "members": [], "id": "a:1"}
    return {"id": f"1763700000{next(_numbers):06}"}


@cache
def _rsa() -> RSAPrivateKey:
    return generate_private_key(public_exponent=65537, key_size=_BYTES)


@cache
def _token(service_url: str) -> str:
    """Sign a token, good for an hour, as Teams uses one for many requests."""
    at = int(now().timestamp())
    claims = {
        "serviceurl": service_url,
        "nbf": at - 300,
        "iat": at,
        "exp": at + 3_600,
        "iss": ISSUER,
        "aud": APP,
    }
    return jwt.encode(claims, _rsa(), algorithm="RS256", headers={"kid": _KEY})
