"""The tokens of a pretended Entra: given for a secret or a certificate, and read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import jwt
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

from tests.teams.fake_keys import rsa
from tests.teams.fake_things import APP_ID, Failed, Json
from tests.teams.fake_world import World

SECRET: Final = "the client secret of the tests"
AUDIENCE: Final = "https://api.botframework.com"
_LIVES: Final = 3_599
_KEY: Final = "entra"
_ASSERTION: Final = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"


class Entra:
    """Whoever gives out tokens, for one app.

    Attributes:
        secret: What the app has to know.
        certificate: The public key of its certificate, where it has one.
        lives: Seconds for which a token is good.
        revoked: Whatever was given before this number is no longer taken.
    """

    def __init__(self, world: World) -> None:
        self.world = world
        self.secret = SECRET
        self.certificate: RSAPublicKey | None = None
        self.lives = _LIVES
        self.revoked = 0

    def described(self, tenant: str) -> Json:
        """Describe the endpoints of a tenant, as OpenID has it."""
        at = f"{self.world.url}/{tenant}"
        return {
            "token_endpoint": f"{at}/oauth2/v2.0/token",
            "authorization_endpoint": f"{at}/oauth2/v2.0/authorize",
            "device_authorization_endpoint": f"{at}/oauth2/v2.0/devicecode",
            "issuer": f"{at}/v2.0",
            "jwks_uri": f"{at}/discovery/v2.0/keys",
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
            "response_types_supported": ["code"],
            "subject_types_supported": ["pairwise"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "tenant_region_scope": "EU",
        }

    def token(self, tenant: str, **changed: Any) -> str:
        """Sign a token as it would be asked for."""
        now = self.world.machine_time()
        claims = {
            "aud": AUDIENCE,
            "iss": f"https://sts.windows.net/{tenant}/",
            "appid": APP_ID,
            "tid": tenant,
            "iat": now,
            "nbf": now,
            "exp": now + self.lives,
            "uti": self.world.number(),
            **changed,
        }
        return jwt.encode(claims, rsa(_KEY), algorithm="RS256", headers={"kid": _KEY})

    def run_out(self) -> None:
        """Have every token that was given out run out now."""
        self.revoked = self.world.number()

    def answer(self, tenant: str, form: Mapping[str, str]) -> tuple[int, Json]:
        """Answer whoever asks for a token, as Entra does."""
        if tenant.casefold() != self.world.home.casefold():
            said = f"Tenant '{tenant}' not found."
            return 400, _refused("invalid_request", 90002, said)
        if form.get("grant_type") != "client_credentials":
            return 400, _refused("unsupported_grant_type", 70003, "Not supported.")
        if form.get("client_id") != APP_ID:
            return 400, _refused("unauthorized_client", 700016, "Application unknown.")
        if form.get("scope") != f"{AUDIENCE}/.default":
            return 400, _refused("invalid_scope", 1002012, "The scope is not valid.")
        if "client_assertion" in form:
            wrong = self._wrong(tenant, form)
            if wrong:
                return 401, wrong
        elif form.get("client_secret") != self.secret:
            said = "Invalid client secret provided."
            return 400, _refused("invalid_client", 7000215, said)
        return 200, self._given(tenant)

    def managed(self, query: Mapping[str, str], header: str) -> tuple[int, Json]:
        """Answer a machine that has an identity of its own."""
        if header != "the header of the machine":
            return 401, {"message": "No"}
        if query.get("resource", "").rstrip("/") != AUDIENCE:
            return 400, {"error": "invalid_resource", "error_description": "unknown"}
        given = self._given(self.world.home)
        until = str(self.world.machine_time() + self.lives)
        return 200, {**given, "expires_on": until, "resource": AUDIENCE}

    def _given(self, tenant: str) -> Json:
        return {
            "token_type": "Bearer",
            "expires_in": self.lives,
            "ext_expires_in": self.lives,
            "access_token": self.token(tenant),
        }

    def _wrong(self, tenant: str, form: Mapping[str, str]) -> Json | None:
        """Say what is wrong with what was signed by a certificate, if anything is."""
        if form.get("client_assertion_type") != _ASSERTION or self.certificate is None:
            return _refused("invalid_client", 700027, "The certificate is unknown.")
        at = f"{self.world.url}/{tenant}/oauth2/v2.0/token"
        # Microsoft's own library knows of no authority without TLS.
        secure = at.replace("http://", "https://", 1)
        try:
            said = jwt.decode(
                form["client_assertion"],
                self.certificate,
                algorithms=["RS256", "PS256"],
                audience=[at, secure, self.described(tenant)["issuer"]],
                issuer=APP_ID,
            )
        except jwt.InvalidTokenError:
            return _refused("invalid_client", 700027, "The signature is not valid.")
        if said.get("sub") != APP_ID:
            return _refused("invalid_client", 700021, "Subject and app differ.")
        return None

    def check(self, header: str) -> None:
        """Refuse a call without a good token, as the connector does.

        Raises:
            Failed: The token is missing, has run out, or is for something else.
        """
        try:
            said = jwt.decode(
                header.removeprefix("Bearer "),
                rsa(_KEY).public_key(),
                algorithms=["RS256"],
                audience=AUDIENCE,
                options={"require": ["exp", "aud", "iss"]},
            )
        except jwt.InvalidTokenError as wrong:
            code = "Unauthorized"
            message = "Authorization has been denied for this request."
            raise Failed(401, code, message) from wrong
        if said.get("uti", 0) < self.revoked:
            raise Failed(401, "Unauthorized", "The token has expired.")
        ours = said.get("appid") == APP_ID and said.get("tid") == self.world.home
        if not ours:
            raise Failed(403, "Forbidden", "The bot does not have access.")


def _refused(error: str, number: int, words: str) -> Json:
    return {
        "error": error,
        "error_description": f"AADSTS{number}: {words} Trace ID: 0. Timestamp: now",
        "error_codes": [number],
        "timestamp": "2026-11-27 09:30:00Z",
        "trace_id": "0",
        "correlation_id": "0",
        "error_uri": f"https://login.microsoftonline.com/error?code={number}",
    }
