"""A Slack on this machine: a real HTTP server that answers as Slack does."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Final, cast
from urllib.parse import parse_qs, urlencode, urlparse

from aiohttp import web

from tests.on_loopback import on_loopback
from tests.slack import fake_answers, fake_rooms, fake_talk, fake_views
from tests.slack.fake_calls import METHODS, UNKNOWN, Call, Method
from tests.slack.fake_faults import Fault, Kind
from tests.slack.fake_people import APP_ID, CLIENT_ID
from tests.slack.fake_socket import Switchboard
from tests.slack.fake_wire import arguments, cut, limited
from tests.slack.fake_world import (
    Channel,
    Failed,
    Json,
    Paced,
    Token,
    User,
    Workspace,
    World,
)

__all__ = ["APP_ID", "CLIENT_ID", "FakeSlack", "Fault"]

_TABLES: Final = (fake_rooms, fake_talk, fake_views)
"""Modules that fill the table of methods when they are loaded."""


@dataclass(frozen=True)
class Called:
    """A call that was made, and what was answered."""

    method: str
    args: Mapping[str, Any]
    token: str
    at: float
    answer: Json
    status: int = 200


@dataclass(eq=False)
class FakeSlack(World):
    """A whole Slack, with faults on demand and a note of every call.

    Attributes:
        down: Whether every line is cut before anything is done.
    """

    signing_secret: str = "the signing secret of the tests"
    calls: list[Called] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    down: bool = False

    def __post_init__(self) -> None:
        super().__init__()
        self.board = Switchboard(self)
        self._loop = asyncio.new_event_loop()

    # --- what there is ---------------------------------------------------------

    def workspace(self, name: str, scopes: frozenset[str]) -> Workspace:
        """Make a workspace where the app is installed with these scopes."""
        number = self.number()
        made = Workspace(
            id=self.new_id("T"),
            name=name,
            bot_user=f"U0BOT{number:06d}",
            bot_id=f"B0BOT{number:06d}",
            scopes=scopes,
        )
        self.workspaces[made.id] = made
        bot = User(made.bot_user, made.id, "Dayzero", "", is_bot=True)
        self.users[bot.id] = bot
        return made

    def bot_token(self, workspace: Workspace) -> str:
        value = f"xoxb-{workspace.id}-{self.number()}"
        self.tokens[value] = Token(value, workspace.id, "bot", workspace.scopes)
        return value

    def app_token(self, workspace: Workspace) -> str:
        value = f"xapp-1-{APP_ID}-{self.number()}"
        scopes = frozenset({"connections:write"})
        self.tokens[value] = Token(value, workspace.id, "app", scopes)
        return value

    def user(self, team: str, name: str, email: str, **more: Any) -> User:
        made = User(self.new_id("U"), team, name, email, **more)
        self.users[made.id] = made
        return made

    def room(
        self, team: str, name: str, *members: str, kind: str = "public"
    ) -> Channel:
        made = Channel(self.new_id("C"), team, name, kind, set(members))
        self.channels[made.id] = made
        return made

    # --- what goes wrong -------------------------------------------------------

    def later(self, seconds: float) -> None:
        """Move this Slack's clock on."""
        with self.changed:
            self.ahead += seconds

    def fault(self, kind: Kind, method: str = "*", **more: Any) -> Fault:
        """Have something go wrong with the next calls of a method."""
        made = Fault(kind, method, **more)
        with self.changed:
            self.faults.append(made)
        return made

    @contextmanager
    def slow(self, method: str = "*") -> Iterator[Fault]:
        """Answer calls of a method only once the test is done with this."""
        made = self.fault("hold", method, times=-1)
        try:
            yield made
        finally:
            made.end()

    def called(self, method: str) -> list[Called]:
        """List the calls of one method, oldest first."""
        return [call for call in list(self.calls) if call.method == method]

    # --- the server ------------------------------------------------------------

    @contextmanager
    def served(self) -> Iterator[FakeSlack]:
        """Serve it on loopback until the test is over."""
        self.board.loop = self._loop
        with on_loopback(self._app(), self._loop) as self.url:
            try:
                yield self
            finally:
                for fault in self.faults:
                    fault.end()

    @property
    def api_url(self) -> str:
        return f"{self.url}/api/"

    def _app(self) -> web.Application:
        app = web.Application(client_max_size=4 * 1024 * 1024)
        app.router.add_route("*", "/api/{method}", self._api)
        app.router.add_post("/actions/{name:.+}", self._response_url)
        app.router.add_get("/link/", self.board.serve)
        return app

    async def _api(self, request: web.Request) -> web.StreamResponse:
        name = request.match_info["method"]
        body = await request.read()
        return await self._with_faults(
            request, name, lambda: self._answer(request, name, body)
        )

    async def _response_url(self, request: web.Request) -> web.StreamResponse:
        body, name = await request.read(), request.match_info["name"]

        def answer() -> web.Response:
            with self.changed:
                said = json.loads(body)
                status, told = fake_answers.answer(self, name, said)
                self._note("response_url", said, "", told, status)
            return web.json_response(told, status=status)

        return await self._with_faults(request, "response_url", answer)

    async def _with_faults(
        self, request: web.Request, name: str, answer: Any
    ) -> web.StreamResponse:
        with self.changed:
            fault = next((f for f in self.faults if f.takes(name)), None)
        kind = fault.kind if fault and not self.down else ""
        if self.down or kind == "drop":
            self._note(name, {}, "", {}, 0)
            return cut(request)
        if fault and kind == "429":
            self._note(name, {}, "", {}, 429)
            return limited(fault.seconds)
        if fault and kind == "error":
            self._note(name, {}, "", {"ok": False, "error": fault.error}, 200)
            return web.json_response({"ok": False, "error": fault.error})
        if kind == "500":
            self._note(name, {}, "", {}, 500)
            return web.Response(status=500, text="server error")
        if fault and kind == "hold":
            await fault.held()
        made = cast("web.StreamResponse", answer())
        if fault and kind == "hold after":
            await fault.held()
        if kind == "500 after":
            return web.Response(status=500, text="server error")
        return cut(request) if kind == "drop after" else made

    def _answer(self, request: web.Request, name: str, body: bytes) -> web.Response:
        with self.changed:
            args: Json = {}
            token = None
            known = METHODS.get(name, UNKNOWN)
            try:
                args = arguments(request, body, known)
                token = self._token(request, args, known)
                call = Call(self, name, args, token)
                if known.scopes:
                    call.scope(*known.scopes)
                told = {"ok": True, **known.answer(call)}
            except Failed as failed:
                told = failed.body
            except Paced as paced:
                self._note(name, args, "", {}, 429)
                return limited(paced.seconds)
            self._note(name, args, token.value if token else "", told, 200)
        headers = {}
        if token is not None and token.kind != "none":
            headers["x-oauth-scopes"] = ",".join(sorted(token.scopes))
        if known.scopes:
            headers["x-accepted-oauth-scopes"] = ",".join(known.scopes)
        return web.json_response(told, headers=headers)

    def _token(self, request: web.Request, args: Json, known: Method) -> Token:
        given = request.headers.get("Authorization", "").removeprefix("Bearer ")
        given = str(args.pop("token", "")) or given
        if known.token == "none":
            return Token("", "", "none", frozenset())
        if not given:
            raise Failed("not_authed")
        token = self.tokens.get(given)
        if token is None:
            raise Failed("invalid_auth")
        if token.expires_at and token.expires_at <= self.now():
            raise Failed("token_expired")
        if not self.workspaces[token.team].installed:
            raise Failed("account_inactive")
        if known.token not in ("any", token.kind):
            raise Failed("not_allowed_token_type")
        return token

    def _note(
        self, method: str, args: Json, token: str, answer: Json, status: int
    ) -> None:
        with self.changed:
            at = self.now()
            self.calls.append(Called(method, args, token, at, answer, status))
            self.changed.notify_all()

    # --- somebody installs the app ---------------------------------------------

    def approve(self, address: str, workspace: Workspace) -> str:
        """Install the app as an administrator; returns where Slack then sends them."""
        asked = parse_qs(urlparse(address).query)
        assert asked["client_id"] == [CLIENT_ID], asked
        scopes = frozenset(asked["scope"][0].split(","))
        redirect = asked.get("redirect_uri", [""])[0]
        code = f"code.{self.number()}"
        self.codes[code] = (workspace.id, redirect, scopes, self.now())
        told = {"code": code, "state": asked["state"][0]}
        return f"{redirect}?{urlencode(told)}"
