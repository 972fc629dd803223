"""Tokens of a pretended Microsoft Entra: given for a secret, and run out in time."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from tests.graph.fake_checks import Json
from tests.graph.fake_world import CLIENT, ROLES, TENANT, Failed, World

SECRET: Final = "the client secret of the tests"
_LIVES: Final = timedelta(seconds=3599)


@dataclass
class Token:
    """A token that was given out.

    Attributes:
        roles: What the app may do with it.
    """

    value: str
    roles: tuple[str, ...]
    until: datetime


class Entra:
    """Whoever gives out tokens.

    Attributes:
        roles: The permissions that an administrator has consented to.
    """

    def __init__(self, world: World) -> None:
        self.world = world
        self.roles: tuple[str, ...] = ROLES
        self.tokens: dict[str, Token] = {}

    def token(self) -> str:
        """Give out a token as it would be asked for."""
        until = self.world.now() + _LIVES
        payload = {
            "aud": "https://graph.microsoft.com",
            "appid": CLIENT,
            "tid": TENANT,
            "roles": list(self.roles),
            "exp": int(until.timestamp()),
            "jti": str(self.world.number()),
        }
        parts = ({"typ": "JWT", "alg": "RS256"}, payload, "not signed")
        value = ".".join(_part(one) for one in parts)
        self.tokens[value] = Token(value, self.roles, until)
        return value

    def run_out(self) -> None:
        """Have every token that was given out run out now."""
        for token in self.tokens.values():
            token.until = self.world.now()

    def answer(self, tenant: str, form: Mapping[str, str]) -> tuple[int, Json]:
        """Answer whoever asks for a token, as Entra does."""
        if tenant != TENANT:
            return 400, _refused("invalid_request", 90002, f"Tenant '{tenant}' unknown")
        if form.get("grant_type") != "client_credentials":
            return 400, _refused("unsupported_grant_type", 70003, "Not supported")
        if not form.get("scope", "").endswith("/.default"):
            return 400, _refused("invalid_scope", 1002012, "The scope is not valid")
        if form.get("client_id") != CLIENT:
            return 400, _refused("unauthorized_client", 700016, "Application unknown")
        proved = form.get("client_secret") == SECRET or "client_assertion" in form
        if not proved:
            return 401, _refused("invalid_client", 7000215, "Invalid client secret")
        lives = int(_LIVES.total_seconds())
        return 200, {
            "token_type": "Bearer",
            "expires_in": lives,
            "ext_expires_in": lives,
            "access_token": self.token(),
        }

    def check(self, header: str, needs: tuple[str, ...]) -> None:
        """Refuse a call without a good token, or without a permission."""
        token = self.tokens.get(header.removeprefix("Bearer "))
        if token is None:
            message = "Access token is empty." if not header else "It is malformed."
            raise Failed(401, "InvalidAuthenticationToken", message)
        if token.until <= self.world.now():
            message = "Lifetime validation failed, the token is expired."
            raise Failed(401, "InvalidAuthenticationToken", message)
        if needs and not set(needs) & set(token.roles):
            message = "Access is denied. Check credentials and try again."
            raise Failed(403, "ErrorAccessDenied", message)


def _part(said: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(said).encode()).decode().rstrip("=")


def _refused(error: str, number: int, words: str) -> Json:
    return {
        "error": error,
        "error_description": f"AADSTS{number}: {words}. Trace ID: 0. Timestamp: now",
        "error_codes": [number],
    }
