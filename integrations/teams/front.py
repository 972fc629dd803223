"""The one door for what comes from Teams, before and after its proof is checked.

Microsoft’s library checks each token, and is asked to do nothing else: what it would
make of an activity fails on several that Teams does send. So its check is used, its
reading is not, and what it leaves out is done here: whose keys, whose organisation,
which address, what was sent before.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass
from typing import Any, Final, Protocol, TypeAlias

import structlog
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route

from bot.posted import whole
from bot.settings_teams import MESSAGES_AT
from integrations.teams.library import ActivityEvent, App, look_up_in
from integrations.teams.repeats import Repeats, name_of
from integrations.teams.tokens import Claimed, Key, Keys, Unproved, claimed

Json: TypeAlias = Mapping[str, Any]
_BEARER: Final = "bearer "
_DONE: Final = 200
_UNREADABLE: Final = 400
_FORGED: Final = 401
_NOT_SERVED: Final = 403
_TOO_MUCH: Final = 413
_FAILED: Final = 500
_NOT_YET: Final = 503

_log = structlog.get_logger()


class Answered(Protocol):
    """What is answered to one activity."""

    @property
    def status(self) -> int:
        """The status of an invoke's answer."""
        ...

    @property
    def body(self) -> Json | None:
        """What an invoke is answered; nothing, for anything else."""
        ...


Take: TypeAlias = Callable[[Json], Coroutine[Any, Any, Answered]]


class Mounted:
    """Takes from the library what it would have served, so that we serve it."""

    handler: Any = None

    def register_route(self, method: str, path: str, handler: Any) -> None:
        """Keep what checks a request."""
        del method, path
        self.handler = handler

    def serve_static(self, path: str, directory: str) -> None:
        """Serve no files."""

    async def start(self, port: int) -> None:
        """Open no port."""

    async def stop(self) -> None:
        """Close nothing."""


@dataclass(slots=True)
class _Turn:
    """One request on its way through the library.

    Attributes:
        proved: Whether the library has found its token good.
    """

    claimed: Claimed
    key: Key
    proved: bool = False


class Front:
    """Lets in what is proved to come from Teams, and from an organisation we serve.

    Args:
        app: Microsoft’s library, which checks the tokens.
        mounted: What it would have served.
        keys: Microsoft’s keys.
        issuer: Who signs what comes from Teams.
        home: The organisation that the bot is set up for.
        serves: Says whether another organisation is one that we serve; it may wait.
        take: Takes what was let in.
        repeats: Knows what was answered before.
    """

    def __init__(  # noqa: PLR0913 - each is a thing of its own
        self,
        app: App,
        mounted: Mounted,
        keys: Keys,
        *,
        issuer: str,
        home: str,
        serves: Callable[[str], bool],
        take: Take,
        repeats: Repeats[Answered],
    ) -> None:
        self._app = app
        self._mounted = mounted
        self._keys = keys
        self._issuer = issuer
        self._home = home.casefold()
        self._serves = serves
        self._take = take
        self._repeats = repeats
        self._forged = 0
        self._open = False
        self._opening = asyncio.Lock()

    @property
    def routes(self) -> tuple[Route, ...]:
        """The address at which Teams reaches us."""
        return (Route(MESSAGES_AT, self.answer, methods=["POST"]),)

    async def open(self) -> None:
        """Have the library check what comes in, and hand it over to us."""
        if self._open:
            return
        async with self._opening:  # whoever comes meanwhile waits until it is done
            if not self._open:
                await self._app.initialize()
                look_up_in(self._app, self._keys)
                self._app.server.on_request = self._proved
                self._open = True

    async def answer(self, request: Request) -> Response:
        """Answer one request."""
        given = request.headers.get("authorization", "")
        token = given[len(_BEARER) :].strip()
        said = claimed(token) if given[: len(_BEARER)].lower() == _BEARER else None
        # The library would also let in what is signed for others of Microsoft's.
        if said is None or said.issuer != self._issuer:
            return self._refused()
        try:
            key = await self._keys.find(said.key)
        except Unproved:
            return Response(status_code=_NOT_YET, headers={"Retry-After": "5"})
        if key is None:
            return self._refused()
        turn = _Turn(said, key)
        # To read what anybody may have made up would keep everybody else waiting.
        if not await self._is_proved(token, said.service_url, turn):
            return self._refused()
        try:
            body = await whole(request.stream())
        except ClientDisconnect:
            return Response(status_code=_UNREADABLE)
        if body is None:
            return Response(status_code=_TOO_MUCH)
        activity = _object(body)
        if activity is None:
            return Response(status_code=_UNREADABLE)
        return await self._checked(token, turn, activity)

    async def _checked(self, token: str, turn: _Turn, activity: Json) -> Response:
        """Take what a good token came with, if it is for just that."""
        url = _text(activity.get("serviceUrl"))
        same = url == turn.claimed.service_url
        if not (same or await self._is_proved(token, url, turn)):
            return self._refused()
        if not turn.key.may_sign_for(_text(activity.get("channelId"))):
            return self._refused()
        return await self._answered(activity, turn.claimed.tenant)

    async def _is_proved(self, token: str, url: str, turn: _Turn) -> bool:
        """Ask the library whether a token is good for what is sent from an address."""
        if not url:
            return False  # the library would not look whether it is
        await self.open()
        turn.proved = False
        await self._mounted.handler(
            {
                "headers": {"authorization": f"Bearer {token}"},
                # No more of it than the library needs to check its token.
                "body": {"serviceUrl": url, "turn": turn},
            }
        )
        return turn.proved

    async def _proved(self, event: ActivityEvent) -> Any:
        """Note that the library has found a token to be signed by Microsoft, for us."""
        turn: _Turn = (event.body.model_extra or {})["turn"]
        turn.proved = True
        return {"status": _DONE}

    async def _answered(self, activity: Json, signed_for: str) -> Response:
        """Take what was proved to come from Teams, and answer it."""
        tenants = tenants_of(activity)
        all_of_them = [*tenants, signed_for] if signed_for else tenants
        if not tenants or not await self._all_served(all_of_them):
            _log.warning("teams.not-served")
            return Response(status_code=_NOT_SERVED)
        name = name_of(activity, tenants[0])
        done = await self._repeats.once(name, lambda: self._take(activity))
        if done.cancelled() or (trouble := done.exception()):
            _log.error("teams.failed", exc_info=None if done.cancelled() else trouble)
            return Response(status_code=_FAILED)  # sent again, it is tried again
        answered = done.result()
        if activity.get("type") != "invoke":
            return Response(status_code=_DONE)
        if answered.body is None:
            return Response(status_code=answered.status)
        said = json.dumps(answered.body, ensure_ascii=False, separators=(",", ":"))
        # What somebody typed may hold half a letter, which no answer can.
        content = said.encode(errors="replace")
        return Response(content, answered.status, media_type="application/json")

    async def _all_served(self, tenants: list[str]) -> bool:
        """Say whether each of several organisations is one that we serve."""
        others = {one for one in tenants if one.casefold() != self._home}
        # The roster is read only for them, and not while others wait.
        return not others or await asyncio.to_thread(
            lambda: all(map(self._serves, others))
        )

    def _refused(self) -> Response:
        """Refuse what is not proved; said ever more rarely, to flood no log."""
        before, self._forged = self._forged, self._forged + 1
        if self._forged.bit_length() > before.bit_length():
            _log.warning("teams.forged", count=self._forged)
        # One answer for all, so that nobody learns here whether a guess was right.
        return Response(status_code=_FORGED)


def tenants_of(activity: Json) -> list[str]:
    """List the organisations that an activity says it is from; mostly one, twice."""
    conversation = _mapping(activity.get("conversation")).get("tenantId")
    tenant = _mapping(_mapping(activity.get("channelData")).get("tenant")).get("id")
    return [text for text in (_text(conversation), _text(tenant)) if text]


def _mapping(value: object) -> Json:
    return value if isinstance(value, Mapping) else {}


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _object(body: bytes) -> Json | None:
    """Read an object; nothing, if it is none."""
    try:
        read = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return read if isinstance(read, dict) else None
