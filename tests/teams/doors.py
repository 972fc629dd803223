"""The door by itself, and Microsoft's library without it: both served the same way.

Whatever is said to the one can be said to the other, so that a test can show what the
door is for.
"""

from __future__ import annotations

import asyncio
import json
import warnings
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any, TypeVar

import httpx
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.settings import TeamsSettings, read_settings
from integrations.teams.front import Front, Mounted
from integrations.teams.library import App, app_of
from integrations.teams.repeats import Repeats
from integrations.teams.tokens import Keys
from tests.teams.fake import FakeMicrosoft
from tests.teams.fake_things import Json
from tests.teams.robot_activities import activity

Did = TypeVar("Did")
_MESSAGE = "application/vnd.microsoft.activity.message"
NOW = datetime(2026, 11, 27, 9, 30, tzinfo=UTC)


@dataclass
class Answer:
    status: int = 200
    body: Mapping[str, Any] | None = None


@dataclass
class Taking:
    """Stands behind the door, and notes what it is given."""

    answers: Answer = field(default_factory=lambda: Answer(body={"statusCode": 200}))
    taken: list[Mapping[str, Any]] = field(default_factory=list)
    trouble: Exception | None = None
    begun: asyncio.Event | None = None
    wait: asyncio.Event | None = None

    async def take(self, given: Mapping[str, Any]) -> Answer:
        self.taken.append(given)
        if self.begun is not None and self.wait is not None:
            self.begun.set()
            await self.wait.wait()
        if self.trouble is not None:
            raise self.trouble
        return self.answers


@dataclass
class Hours:
    """A clock that can be moved."""

    now: datetime = NOW

    def __call__(self) -> datetime:
        return self.now

    def later(self, **much: float) -> None:
        self.now += timedelta(**much)


def settings_of(ms: FakeMicrosoft) -> TeamsSettings:
    found = read_settings(ms.environ()).teams
    assert found is not None
    return found


def no_token(_scope: object, _tenant: str | None) -> str:
    return "a token that nobody asks for"


@cache
def _made(ms: FakeMicrosoft) -> tuple[App, Mounted, Keys]:
    """Make what takes a while once for each Microsoft."""
    mounted, settings = Mounted(), settings_of(ms)
    keys = Keys(settings.openid_metadata_url, Hours())
    return app_of(settings, mounted, no_token), mounted, keys


@dataclass
class Door:
    """Our door, and what stands behind it.

    Attributes:
        anew: Whether it knows no key yet; one that does is ready at once.
    """

    ms: FakeMicrosoft
    hours: Hours = field(default_factory=Hours)
    behind: Taking = field(default_factory=Taking)
    guests: tuple[str, ...] = ()
    anew: bool = False

    def __post_init__(self) -> None:
        settings = settings_of(self.ms)
        app, mounted, known = _made(self.ms)
        self.keys = known
        if self.anew:
            self.keys = Keys(settings.openid_metadata_url, self.hours)
        self.front = Front(
            app,
            mounted,
            self.keys,
            issuer=settings.token_issuer,
            home=self.ms.home,
            serves=lambda tenant: tenant in self.guests,
            take=self.behind.take,
            repeats=Repeats(self.hours),
        )

    def served(self) -> Starlette:
        return Starlette(routes=self.front.routes)


class Bare:
    """Microsoft's library as it comes, with something to listen to everything."""

    def __init__(self, ms: FakeMicrosoft) -> None:
        self.mounted = Mounted()
        self.app: App = app_of(settings_of(ms), self.mounted, no_token)
        self.taken: list[str] = []
        self.app.on_card_action(self._echo)
        self.app.on_message(self._hear)

    async def _echo(self, given: Any) -> Any:
        self.taken.append(given.activity.id)
        return {"statusCode": 200, "type": _MESSAGE, "value": "Heard."}

    async def _hear(self, given: Any) -> None:
        self.taken.append(given.activity.id)

    def served(self) -> Starlette:
        async def answer(request: Request) -> Response:
            if self.mounted.handler is None:
                await self.app.initialize()
            given = {"body": await request.json(), "headers": dict(request.headers)}
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # of what it does itself
                said = await self.mounted.handler(given)
            return JSONResponse(said["body"], said["status"])

        return Starlette(routes=[Route("/api/messages", answer, methods=["POST"])])


Said = Callable[..., Awaitable[httpx.Response]]


def at(
    served: Starlette, ms: FakeMicrosoft, talk: Callable[[Said], Awaitable[Did]]
) -> Did:
    """Talk to what is served, as Teams does."""

    async def talked() -> Did:
        wire = httpx.ASGITransport(served)
        async with httpx.AsyncClient(transport=wire, base_url="http://bot") as http:

            async def say(
                said: Any, token: str | None = None, **headers: str
            ) -> httpx.Response:
                body = said if isinstance(said, bytes) else json.dumps(said).encode()
                url = said.get("serviceUrl", "") if isinstance(said, dict) else ""
                proof = ms.token(url) if token is None else token
                given = {"Authorization": f"Bearer {proof}"} if proof else {}
                return await http.post(
                    "/api/messages", content=body, headers=given | headers
                )

            return await talk(say)

    return asyncio.run(talked())


def one(served: Starlette, ms: FakeMicrosoft, said: Any, **more: Any) -> httpx.Response:
    """Say one thing to what is served."""
    return at(served, ms, lambda say: say(said, **more))


def an_activity(ms: FakeMicrosoft, type_: str = "message", **more: Any) -> Json:
    """Something that somebody does in their own chat with the app."""
    amina = next(iter(ms.users.values()), None) or ms.user("Amina Yusuf")
    return activity(ms, amina, ms.personal(amina), type_, **more)


def a_press(ms: FakeMicrosoft, **more: Any) -> Json:
    """A button that somebody presses on a card."""
    value = {
        "action": {
            "type": "Action.Execute",
            "verb": "press",
            "data": {"act": ["wessex-vale", "sign", "WVX-2026-001/sign-sin"]},
        },
        "trigger": "manual",
    }
    return an_activity(ms, "invoke", name="adaptiveCard/action", value=value) | more


@contextmanager
def a_microsoft() -> Iterator[FakeMicrosoft]:
    with FakeMicrosoft().served() as ms:
        yield ms
