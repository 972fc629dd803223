"""The wire to Teams: one call with a token, and how it ended in the courier’s words.

Calls are made with Microsoft’s own client, but as plain data: its models would have
an answer be just so, and fail after the deed where it is not.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from typing import Any, Final, TypeAlias

import httpx

from bot.gateways import NotSent, TryLater
from bot.settings_teams import TeamsSettings
from bot.silences import Silences, seconds_asked
from integrations.teams.credentials import Tokens
from integrations.teams.library import Client, ClientOptions
from integrations.teams.names import NO_PROXY

Json: TypeAlias = dict[str, Any]

_WAITS: Final = httpx.Timeout(10.0, connect=5.0)
_IN_ALL: Final = 15.0
"""Seconds after which an answer that trickles in is none."""
_BEFORE: Final = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)
"""What goes wrong before anything has been sent."""
_REFUSED, _MEANWHILE, _TOO_MANY, _BROKEN, _NO = 401, 412, 429, 500, 400
_CODE: Final = re.compile(r"[\w.-]{1,64}", re.ASCII)


class Says(Exception):  # noqa: N818 - an answer from Teams
    """Teams says no, and by a name of its own why.

    Attributes:
        code: That name, such as ``ConversationNotFound``; empty if it gave none.
        status: The number of the answer, such as 403.
    """

    def __init__(self, code: str, status: int) -> None:
        self.code = code
        self.status = status
        super().__init__(f"{status} {code}".strip())


class Wire:
    """Calls Teams, once for each thing that is asked of it.

    Nothing is tried again here: that is for the courier, who knows what may be sent
    twice. While it answers nobody of an organisation, most calls for that one are not
    even made.

    Args:
        settings: How Teams is reached.
        tokens: Gives the token for each call.
        now: The machine’s time, or the rehearsal’s.

    Attributes:
        bot: What Teams calls the bot.
    """

    def __init__(
        self, settings: TeamsSettings, tokens: Tokens, now: Callable[[], datetime]
    ) -> None:
        self._tokens = tokens
        self._now = now
        self._silences = Silences(now)
        self._in_all = _IN_ALL
        self._client = Client(ClientOptions())
        self._client.http = httpx.AsyncClient(timeout=_WAITS, mounts=NO_PROXY)

        self.bot: Final = f"28:{settings.app_id}"

    @property
    def well(self) -> bool | None:
        """Whether Teams took the last call; ``None`` before the first."""
        return self._silences.well

    async def close(self) -> None:
        """Close every connection."""
        await self._client.http.aclose()

    async def call(self, method: str, url: str, tenant: str = "", **given: Any) -> Json:
        """Make one call, and give back what Teams answers, as plain data.

        Args:
            method: The method of HTTP.
            url: What is called.
            tenant: The organisation that it is about, if that is known.
            given: What goes with it.

        Raises:
            Says: Teams says no.
            TryLater: Teams asks for patience.
            NotSent: Teams was not reached, so nothing was done.
            OSError: Teams did not answer, so it may have been done.
        """
        if self._silences.resting(tenant):
            raise NotSent("Teams answered nobody a moment ago")
        token = await self._tokens.get()
        try:
            return await self._once(method, url, tenant, token, given)
        except Says as refusal:
            if refusal.status != _REFUSED:
                raise
        # The token was good a moment ago by our reckoning: perhaps it was withdrawn.
        self._tokens.renew(token)
        return await self._once(method, url, tenant, await self._tokens.get(), given)

    async def _once(
        self,
        method: str,
        url: str,
        tenant: str,
        token: str,
        given: Mapping[str, Any],
    ) -> Json:
        def ask() -> Awaitable[httpx.Response]:
            return self._client.request(method, url, token=token, **given)

        try:
            # The client's own patience begins anew with each byte that comes.
            async with asyncio.timeout(self._in_all):
                answer = await ask()
        except httpx.HTTPStatusError as refusal:
            self._silences.heard(tenant, well=False)
            raise self._meant(refusal.response) from None
        except (httpx.InvalidURL, httpx.UnsupportedProtocol, ValueError):
            raise NotSent("The address makes no sense") from None
        except _BEFORE:
            self._silences.unheard(tenant)
            raise NotSent("Teams was not reached") from None
        except (httpx.TimeoutException, TimeoutError):
            self._silences.unheard(tenant)
            raise TimeoutError("Teams took too long") from None
        except httpx.HTTPError:
            self._silences.unheard(tenant)
            raise ConnectionError("Teams broke off") from None
        self._silences.heard(tenant, well=True)
        return _read(answer)

    def _meant(self, answer: httpx.Response) -> Exception:
        """Say what an answer of no means for a delivery; never with what was sent."""
        status = answer.status_code
        if status == _TOO_MANY:
            asked = answer.headers.get("retry-after", "1")
            return TryLater(seconds_asked(asked, self._now()))
        if status >= _BROKEN:
            return ConnectionError("Teams failed")
        if status == _MEANWHILE or status < _NO:
            return NotSent(f"Teams did not take it ({status})")
        error = _read(answer).get("error")
        code = str((error.get("code") if isinstance(error, dict) else "") or "")
        return Says(code if _CODE.fullmatch(code) else "", status)


def _read(answer: httpx.Response) -> Json:
    """Read an answer; what is no answer is an empty one, as the deed was done."""
    try:
        told: Any = answer.json()
    except ValueError:
        return {}
    if isinstance(told, list):
        return {"members": told}
    return told if isinstance(told, dict) else {}
