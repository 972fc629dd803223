"""Microsoft’s keys, and what a request says of itself before that is proved.

The keys are read off the loop that answers people, kept for a day, and kept on when
Microsoft cannot be reached. A key that is not known is looked for again, because keys
change; but only so often, because anybody can make one up.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any, Final
from urllib.parse import urlsplit

import httpx
import jwt
import structlog

from bot.settings_teams import METADATA_ENDS
from integrations.teams.names import NO_PROXY

ALGORITHM: Final = "RS256"
_SECONDS: Final = 10.0
_DAY: Final = timedelta(days=1)
_TRIES: Final = 5
_WHILE: Final = timedelta(minutes=1)
"""How often the keys are asked for at the most: that many times in that while."""
_LAST: Final = "/keys"
_TOKENS: Final = 64
"""How many are remembered as read; Teams sends many things with one."""

_log = structlog.get_logger()


class Unproved(Exception):  # noqa: N818 - it is an outcome, and Teams tries again
    """None of Microsoft’s keys could be read yet, so nothing can be proved."""


@dataclass(frozen=True, slots=True)
class Key:
    """One of Microsoft’s keys.

    Attributes:
        signs: The key itself.
        endorsed: For which platforms it may sign; for any, if there are none.
    """

    signs: jwt.PyJWK
    endorsed: frozenset[str]

    def may_sign_for(self, platform: str) -> bool:
        """Say whether what comes from a platform may be signed with it."""
        return not (self.endorsed and platform) or platform in self.endorsed


@dataclass(frozen=True, slots=True)
class Claimed:
    """What a token says of itself. None of it is proved by having been read.

    Attributes:
        key: The name of the key that it says it is signed with.
        claims: What it says.
    """

    key: str
    claims: Mapping[str, Any]

    @property
    def issuer(self) -> str:
        """Who is said to have signed it."""
        return str(self.claims.get("iss") or "")

    @property
    def service_url(self) -> str:
        """Where Teams is said to be answered; nothing, if none is said."""
        url = self.claims.get("serviceurl")
        return url if isinstance(url, str) else ""

    @property
    def tenant(self) -> str:
        """The organisation that it is said to be of; mostly none is said."""
        return str(self.claims.get("tid") or "")


@lru_cache(_TOKENS)
def claimed(token: str) -> Claimed | None:
    """Read what a token says of itself; nothing, if it cannot be one of Microsoft’s."""
    try:
        read = jwt.decode_complete(token, options={"verify_signature": False})
    except (jwt.PyJWTError, ValueError, RecursionError):
        return None
    key = read["header"].get("kid")
    if read["header"].get("alg") != ALGORITHM or not isinstance(key, str):
        return None
    # One that never ends would never stop being good.
    return Claimed(key, read["payload"]) if "exp" in read["payload"] else None


class Keys:
    """Microsoft’s keys, as they were last read.

    Args:
        metadata_url: Where Microsoft says where they are.
        now: The machine's time.
    """

    def __init__(self, metadata_url: str, now: Callable[[], datetime]) -> None:
        self._url = metadata_url
        self._now = now
        self._known: Mapping[str, Key] = {}
        self._read: datetime | None = None
        self._tried: deque[datetime] = deque(maxlen=_TRIES)
        self._reading: asyncio.Task[None] | None = None

    @property
    def well(self) -> bool | None:
        """Whether they could be read; nothing, before that was tried."""
        return bool(self._known) if self._tried else None

    async def find(self, name: str) -> Key | None:
        """Find a key by its name; nothing, if Microsoft has none of that name.

        Raises:
            Unproved: None could be read yet.
        """
        if name not in self._known:
            await self.renew()
        elif self._read is not None and self._now() - self._read > _DAY:
            self._begin()  # those that are known are good until others are read
        if not self._known:
            raise Unproved
        return self._known.get(name)

    async def renew(self) -> None:
        """Read the keys again, unless that was done too often of late."""
        reading = self._begin()
        if reading is not None:
            # Whoever gives up waiting does not keep the others from what is read.
            await asyncio.shield(reading)

    async def stop(self) -> None:
        """Let go of what is being read."""
        if self._reading is not None and not self._reading.done():
            self._reading.cancel()
            await asyncio.wait([self._reading])

    def get_signing_key_from_jwt(self, token: str) -> jwt.PyJWK:
        """Give the key of a token to the library, which asks by this name.

        Raises:
            PyJWKClientError: It is none of Microsoft’s.
        """
        said = claimed(token)
        key = self._known.get(said.key) if said else None
        if key is None:
            raise jwt.PyJWKClientError("It is not known.")
        return key.signs

    def _begin(self) -> asyncio.Task[None] | None:
        """Begin to read them, or find who does already; one does, for all."""
        if self._reading is None or self._reading.done():
            now = self._now()
            if len(self._tried) == _TRIES and now - self._tried[0] < _WHILE:
                return None
            self._tried.append(now)
            self._reading = asyncio.get_running_loop().create_task(self._renewed())
        return self._reading

    async def _renewed(self) -> None:
        try:
            found = await asyncio.to_thread(read_keys, self._url)
        except (httpx.HTTPError, httpx.InvalidURL, OSError, ValueError) as trouble:
            _log.warning("teams.keys_unread", problem_kind=type(trouble).__name__)
            return
        self._known = found
        self._read = self._now()


def read_keys(metadata_url: str) -> dict[str, Key]:
    """Read Microsoft’s keys from where it says they are. It waits for Microsoft.

    Raises:
        httpx.HTTPError: Microsoft cannot be reached.
        ValueError: What it says holds no keys.
    """
    with httpx.Client(timeout=_SECONDS, mounts=NO_PROXY) as http:
        usual = metadata_url.removesuffix(METADATA_ENDS) + _LAST
        named = _object(http, metadata_url).get("jwks_uri")
        url = named if isinstance(named, str) and _is_beside(named, usual) else usual
        listed = _object(http, url).get("keys")
    given = [_key(one) for one in listed] if isinstance(listed, list) else []
    found = {key.signs.key_id: key for key in given if key is not None}
    if not found:
        raise ValueError("There are no keys.")
    return {name: key for name, key in found.items() if name}


def _is_beside(named: str, usual: str) -> bool:
    """Say whether an address is as safe as the one that is set."""
    return urlsplit(named).scheme == "https" or (
        urlsplit(named).netloc == urlsplit(usual).netloc
    )


def _object(http: httpx.Client, url: str) -> Mapping[str, Any]:
    answer = http.get(url)
    answer.raise_for_status()
    read = answer.json()
    if not isinstance(read, dict):
        raise ValueError("This is no object.")  # noqa: TRY004 - of what was answered
    return read


def _key(one: object) -> Key | None:
    """Read one key; nothing, if it is of a kind that Microsoft does not sign with."""
    if not isinstance(one, dict) or one.get("use", "sig") != "sig":
        return None
    if one.get("kty") != "RSA" or not isinstance(one.get("kid"), str):
        return None
    try:
        signs = jwt.PyJWK.from_dict(one, algorithm=ALGORITHM)
    except (jwt.PyJWTError, ValueError, TypeError):
        return None
    listed = one.get("endorsements")
    endorsed = [str(name) for name in listed] if isinstance(listed, list) else []
    return Key(signs, frozenset(endorsed))
