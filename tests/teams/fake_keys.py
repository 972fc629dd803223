"""The keys of a pretended Microsoft, and what is signed with them: truly, or not."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from dataclasses import dataclass, field
from threading import Lock
from typing import Any, Final

import jwt
from cryptography.hazmat.primitives.asymmetric.rsa import (
    RSAPrivateKey,
    generate_private_key,
)
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from tests.teams.fake_things import APP_ID, Json
from tests.teams.fake_world import World

ISSUER: Final = "https://api.botframework.com"
FORGERIES: Final = (
    "no signature",
    "an empty signature",
    "the public key as a secret",
    "another key by the name of a known one",
    "a key that nobody knows",
    "no name of a key",
    "a key of its own in the header",
    "changed after it was signed",
    "three words",
    "two parts",
)
"""Names of tokens that were never signed by whom they say."""
_MADE: Final[dict[str, RSAPrivateKey]] = {}
_MAKING: Final = Lock()


def rsa(name: str) -> RSAPrivateKey:
    """Make a key, once for all tests."""
    with _MAKING:  # both sides may ask for the same at once
        if name not in _MADE:
            _MADE[name] = generate_private_key(public_exponent=65537, key_size=2048)
        return _MADE[name]


@dataclass
class Keys:
    """The keys that are published, and the one that is signed with.

    Attributes:
        named: The names of the published ones; the last of them signs.
    """

    world: World
    named: list[str] = field(default_factory=lambda: ["kid-of-spring"])

    def rotate(self, name: str = "kid-of-autumn", *, keep: bool = True) -> str:
        """Sign with another key from now on."""
        self.named = [*(self.named if keep else ()), name]
        return name

    def published(self) -> Json:
        """Give the keys as ``/v1/.well-known/keys`` does."""
        return {"keys": [_published(name) for name in self.named]}

    def token(
        self, service_url: str, *, kid: str | None = None, key: str = "", **changed: Any
    ) -> str:
        """Sign a token as the connector does for what it sends.

        Args:
            kid: What it says its key is called.
            key: The key that it is really signed with.
            changed: Claims that are otherwise; ``None`` leaves one out.
        """
        named = self.named[-1]
        claims = {**self.claims(service_url), **changed}
        kept = {name: value for name, value in claims.items() if value is not None}
        return _signed(kept, kid or named, rsa(key or named))

    def claims(self, service_url: str) -> Json:
        """Give what a good token says."""
        now = self.world.machine_time()
        return {
            "serviceurl": service_url,
            "nbf": now - 300,
            "iat": now,
            "exp": now + 3_600,
            "iss": ISSUER,
            "aud": APP_ID,
        }

    def forged(self, how: str, service_url: str) -> str:
        """Make a token that is not what it seems, in one of the known ways."""
        named, claims = self.named[-1], self.claims(service_url)
        true = self.token(service_url)
        head, body, mark = true.split(".")
        plain = _part({"typ": "JWT", "alg": "none", "kid": named})
        other = rsa("a stranger")
        forged = {
            "no signature": f"{plain}.{body}.",
            "an empty signature": f"{head}.{body}.",
            "the public key as a secret": _as_secret(claims, named),
            "another key by the name of a known one": _signed(claims, named, other),
            "a key that nobody knows": _signed(claims, "kid-of-nobody", other),
            "no name of a key": _signed(claims, None, other),
            "a key of its own in the header": _signed(
                claims, named, other, jwk=_published("a stranger")
            ),
            "changed after it was signed": f"{head}.{_part(claims | {'x': 1})}.{mark}",
            "three words": "not.a.token",
            "two parts": f"{head}.{body}",
        }
        return forged[how]


def _published(name: str) -> Json:
    made: Json = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(rsa(name).public_key()))
    made.pop("key_ops", None)
    print_ = base64.urlsafe_b64encode(hashlib.sha256(name.encode()).digest()[:20])
    return {
        **made,
        "use": "sig",
        "kid": name,
        "x5t": print_.decode().rstrip("="),
        "endorsements": ["msteams", "skype", "webchat"],
    }


def _signed(claims: Json, kid: str | None, key: RSAPrivateKey, **more: Any) -> str:
    headers = {"kid": kid, "x5t": kid} if kid else {}
    return jwt.encode(claims, key, algorithm="RS256", headers=headers | more)


def _as_secret(claims: Json, kid: str) -> str:
    """Sign with what everybody may read, as if it were a secret."""
    pem = (
        rsa(kid)
        .public_key()
        .public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    )
    said = f"{_part({'typ': 'JWT', 'alg': 'HS256', 'kid': kid})}.{_part(claims)}"
    mark = hmac.new(pem, said.encode(), hashlib.sha256).digest()
    return f"{said}.{base64.urlsafe_b64encode(mark).decode().rstrip('=')}"


def _part(said: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(said).encode()).decode().rstrip("=")
