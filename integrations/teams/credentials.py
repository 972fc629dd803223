"""By what right the bot writes to Teams: a token, got before it is needed.

It is asked for by Microsoft’s own library, in a thread and with an end to every wait;
whoever sends something finds it here already.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from bot.gateways import NotSent
from bot.settings_teams import TeamsSettings
from integrations.teams.granting import Grant, granted

_AHEAD: Final = timedelta(minutes=5)
"""How long before a token ends another is got."""
_PAUSE: Final = timedelta(seconds=5)
"""How long whoever gives out tokens is let be after saying no."""
_NUMBER: Final = re.compile(r"AADSTS\d{4,8}")
_WHY: Final = {
    "AADSTS7000215": (
        "the client secret is wrong",
        "Copy the secret’s value, and not its id, into TEAMS_CLIENT_SECRET.",
    ),
    "AADSTS7000222": (
        "the client secret has expired",
        "Make a new one for the app registration, and set TEAMS_CLIENT_SECRET.",
    ),
    "AADSTS700016": (
        "the organisation knows no app with that id",
        "Check TEAMS_APP_ID and TEAMS_TENANT_ID; the bot must be single tenant.",
    ),
    "AADSTS90002": (
        "there is no such organisation",
        "Check TEAMS_TENANT_ID: it is the Directory (tenant) ID.",
    ),
    "AADSTS900023": (
        "there is no such organisation",
        "Check TEAMS_TENANT_ID: it is the Directory (tenant) ID.",
    ),
    "AADSTS700027": (
        "the certificate is not the app’s",
        "Upload its public part to the app registration, or set the right file.",
    ),
    "AADSTS7000112": (
        "the app is disabled in the organisation",
        "Ask whoever looks after Microsoft 365 there to enable it.",
    ),
    "certificate": (
        "the certificate’s file cannot be used",
        "It must hold the key and the certificate as PEM; check its password.",
    ),
    "unreachable": (
        "it could not be reached",
        "See that this machine may reach it over HTTPS.",
    ),
}
"""What is wrong, and what to do about it, by Microsoft’s number for it or our word."""
_TENANT: Final = "AADSTS90002"


class NoToken(NotSent):
    """Microsoft gives no token.

    Attributes:
        problem: Microsoft’s number for why, or a word of ours.
        why: The same in words.
        then: What can be done about it.
    """

    def __init__(self, problem: str) -> None:
        self.problem = problem
        unknown = f"it says {problem}" if problem else "it does not say why"
        then = "Check the app registration and what is set for Teams."
        self.why, self.then = _WHY.get(problem, (unknown, then))
        super().__init__(f"Microsoft gives no token: {self.why}")


@dataclass(frozen=True, slots=True)
class _Held:
    token: str
    until: datetime


class Tokens:
    """Has a token whenever one is needed.

    Args:
        settings: By what Microsoft is to know us.
        now: The machine’s time.
    """

    def __init__(self, settings: TeamsSettings, now: Callable[[], datetime]) -> None:
        self._settings = settings
        self._now = now
        self._held: _Held | None = None
        self._no: tuple[NoToken, datetime] | None = None
        self._turn = asyncio.Lock()

    async def __call__(self, scope: str, tenant_id: str | None = None) -> str:
        """Give a token to Microsoft’s own library, which asks for it like this.

        Raises:
            NoToken: There is none to be had.
        """
        del scope, tenant_id  # there is one of each
        return await self.get()

    async def get(self) -> str:
        """Give a token that is good for some minutes yet.

        Raises:
            NoToken: There is none to be had.
        """
        if (held := self._fresh()) is not None:
            return held.token
        # Whoever gives out tokens is asked once, however many wait for one.
        async with self._turn:
            if (held := self._fresh()) is not None:
                return held.token
            return await self._fetched()

    def renew(self, refused: str) -> None:
        """Throw away a token that was refused, unless there is another already."""
        if self._held is not None and self._held.token == refused:
            self._held = None

    def _fresh(self) -> _Held | None:
        held = self._held
        return held if held and self._now() < held.until - _AHEAD else None

    async def _fetched(self) -> str:
        began = self._now()
        if self._no is not None and self._no[1] <= began < self._no[1] + _PAUSE:
            return self._left(began, self._no[0])
        try:
            # A thread of its own, as what is asked of Microsoft may take a while.
            grant = await asyncio.to_thread(granted, self._settings)
        except (OSError, ValueError, KeyError, RuntimeError) as trouble:
            no = NoToken(_problem_of(trouble))
        else:
            if isinstance(grant, Grant):
                until = began + timedelta(seconds=grant.seconds)
                self._held, self._no = _Held(grant.token, until), None
                return grant.token
            no = NoToken(_number_of(grant))
        self._no = (no, self._now())
        return self._left(began, no)

    def _left(self, now: datetime, no: NoToken) -> str:
        """Go on with what is left of the token there is, if Microsoft gives no other.

        Raises:
            NoToken: There is nothing left of it.
        """
        if self._held is not None and now < self._held.until:
            return self._held.token
        raise NoToken(no.problem)


def _number_of(answer: dict[str, Any]) -> str:
    """Read why there is no token: never more of it than Microsoft’s number."""
    said = str(answer.get("error_description") or answer.get("error") or "")
    found = _NUMBER.search(said)
    return found.group() if found else re.sub(r"[^\w-]", "", str(answer.get("error")))


def _problem_of(trouble: Exception) -> str:
    if isinstance(trouble, OSError):  # what the wire raises is one, too
        return "unreachable"
    found = _NUMBER.search(str(trouble))
    if found:
        return found.group()
    return _TENANT if "authority" in str(trouble) else "certificate"
