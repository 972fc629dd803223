"""A Microsoft on this machine: keys, tokens and connector, on a real HTTP server."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import parse_qsl

from aiohttp import web

from tests.on_loopback import on_loopback
from tests.slack.fake_faults import Fault, Kind
from tests.slack.fake_wire import cut
from tests.teams.fake_connector import ROUTES, Answers, Call
from tests.teams.fake_keys import ISSUER, Keys
from tests.teams.fake_things import APP_ID, Failed
from tests.teams.fake_tokens import Entra
from tests.teams.fake_wire import fails, read, written
from tests.teams.fake_world import World

__all__ = ["APP_ID", "FakeMicrosoft", "Fault"]

Answered = tuple[int, Any]
_REGIONS: Final = "amer|emea|uk|teams"


@dataclass(frozen=True)
class Called:
    """A call that was made, and what was answered.

    Attributes:
        name: What it was for: ``send``, ``update``, ``open``, ``token``, ``keys``…
        service: The address that came before ``/v3``.
        at: When, by the clock of this Microsoft.
        status: What was answered, or nought if the line was cut.
    """

    name: str
    names: tuple[str, ...]
    said: Any
    answer: Any
    status: int
    service: str = ""
    at: float = 0.0


@dataclass(eq=False)
class FakeMicrosoft(World):
    """A whole Microsoft, with faults on demand and a note of every call.

    Attributes:
        down: Whether every line is cut before anything is done.
        keyless: Whether its keys cannot be had.
    """

    calls: list[Called] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    down: bool = False
    keyless: bool = False

    def __post_init__(self) -> None:
        super().__init__()
        self.keys = Keys(self)
        self.entra = Entra(self)

    # --- what it is called by --------------------------------------------------

    def service_url(self, region: str = "amer", tenant: str = "") -> str:
        """Give the address that Teams names in what it sends."""
        return f"{self.url}/{region}/{tenant or self.home}/"

    def environ(self) -> dict[str, str]:
        """Set what a partnership sets to be in this Teams and in no other."""
        return {
            "TEAMS_APP_ID": APP_ID,
            "TEAMS_TENANT_ID": self.home,
            "TEAMS_CLIENT_SECRET": self.entra.secret,
            "TEAMS_AUTHORITY": self.url,
            "TEAMS_OPENID_METADATA_URL": (
                f"{self.url}/v1/.well-known/openidconfiguration"
            ),
            "TEAMS_TOKEN_ISSUER": ISSUER,
            "TEAMS_SERVICE_URL": f"{self.url}/teams",
        }

    def token(self, service_url: str = "", **changed: Any) -> str:
        """Sign what proves that an activity is Teams' own."""
        return self.keys.token(service_url or self.service_url(), **changed)

    def forged(self, how: str, service_url: str = "") -> str:
        """Make a proof that proves nothing."""
        return self.keys.forged(how, service_url or self.service_url())

    # --- what goes wrong -------------------------------------------------------

    def later(self, seconds: float) -> None:
        """Move this Microsoft's clock on."""
        with self.changed:
            self.ahead += seconds

    def fault(self, kind: Kind, name: str = "*", **more: Any) -> Fault:
        """Have something go wrong with the next calls of one name.

        ``error`` answers a status and a code, such as ``403 BotDisabledByAdmin``.
        """
        made = Fault(kind, name, **more)
        with self.changed:
            self.faults.append(made)
        return made

    @contextmanager
    def slow(self, name: str = "*") -> Iterator[Fault]:
        """Answer calls of one name only once the test is done with this."""
        made = self.fault("hold", name, times=-1)
        try:
            yield made
        finally:
            made.end()

    def called(self, name: str) -> list[Called]:
        """List the calls of one name, oldest first."""
        return [call for call in list(self.calls) if call.name == name]

    def refused(self) -> list[Called]:
        """List the calls that were the app's own fault."""
        return [call for call in list(self.calls) if 400 <= call.status < 500]

    # --- the server ------------------------------------------------------------

    @contextmanager
    def served(self) -> Iterator[FakeMicrosoft]:
        """Serve it on loopback until the test is over."""
        with on_loopback(self._app()) as self.url:
            try:
                yield self
            finally:
                for fault in self.faults:
                    fault.end()

    def _app(self) -> web.Application:
        app = web.Application(client_max_size=4 * 1024 * 1024)
        route = app.router.add_route
        known = "/v1/.well-known"
        route("GET", f"{known}/openidconfiguration", self._plain("metadata"))
        route("GET", f"{known}/keys", self._plain("keys"))
        route("GET", "/common/discovery/instance", self._plain("discovery"))
        route("GET", "/msi/token", self._plain("managed"))
        for at in ("", "/v2.0"):
            described = f"/{{tenant}}{at}/.well-known/openid-configuration"
            route("GET", described, self._plain("described"))
        route("POST", "/{tenant}/oauth2/v2.0/token", self._plain("token"))
        for tenant in ("", "/{tenant}"):
            for method, path, name, answers in ROUTES:
                whole = f"/{{region:{_REGIONS}}}{tenant}/v3/{path}"
                route(method, whole, self._connector(name, answers))
        return app

    def _plain(self, name: str) -> Callable[[web.Request], Awaitable[Any]]:
        """Answer what is asked for without a token."""

        async def take(request: web.Request) -> web.StreamResponse:
            form = dict(parse_qsl((await request.read()).decode()))
            names = tuple(request.match_info.values())

            def answer() -> Answered:
                return self._told(name, request, form)

            return await self._with_faults(request, name, names, form, answer)

        return take

    def _told(self, name: str, request: web.Request, form: dict[str, str]) -> Answered:
        tenant = request.match_info.get("tenant", "common")
        match name:
            case "token":
                return self.entra.answer(tenant, form)
            case "managed":
                header = request.headers.get("X-IDENTITY-HEADER", "")
                return self.entra.managed(dict(request.query), header)
            case "described":
                return 200, self.entra.described(tenant)
            case "discovery":
                at = self.entra.described(self.home)["issuer"]
                told = {"tenant_discovery_endpoint": at, "api-version": "1.1"}
                return 200, {**told, "metadata": []}
            case _ if self.keyless:
                return 503, {"error": "unavailable"}
            case "keys":
                return 200, self.keys.published()
            case _:
                return 200, self._metadata()

    def _metadata(self) -> Mapping[str, Any]:
        return {
            "issuer": ISSUER,
            "authorization_endpoint": "https://invalid.botframework.com",
            "jwks_uri": f"{self.url}/v1/.well-known/keys",
            "id_token_signing_alg_values_supported": ["RS256"],
            "token_endpoint_auth_methods_supported": ["private_key_jwt"],
        }

    def _connector(
        self, name: str, answers: Answers
    ) -> Callable[[web.Request], Awaitable[Any]]:
        """Answer what is asked for with a token."""

        async def take(request: web.Request) -> web.StreamResponse:
            body = await request.read()
            info = request.match_info
            names = tuple(info[one] for one in ("a", "b") if one in info)
            said = read(body)
            service = str(request.url.origin()) + request.path.partition("/v3/")[0]

            def answer() -> Answered:
                self.entra.check(request.headers.get("Authorization", ""))
                query = dict(request.query)
                return answers(Call(self, name, names, said, query, service))

            return await self._with_faults(request, name, names, said, answer)

        return take

    async def _with_faults(
        self,
        request: web.Request,
        name: str,
        names: tuple[str, ...],
        said: Any,
        answer: Callable[[], Answered],
    ) -> web.StreamResponse:
        with self.changed:
            fault = next((f for f in self.faults if f.takes(name)), None)
        kind = fault.kind if fault and not self.down else ""
        service = str(request.url.origin()) + request.path.partition("/v3/")[0]

        def note(status: int, told: Any) -> None:
            with self.changed:
                at = self.now()
                self.calls.append(Called(name, names, said, told, status, service, at))
                self.changed.notify_all()

        if self.down or kind == "drop":
            note(0, None)
            return cut(request)
        early = fails(fault) if fault else None
        if early is not None:
            note(early.status, None)
            return early
        if fault and kind == "hold":
            await fault.held()
        try:
            with self.changed:
                status, told = answer()
        except Failed as failed:
            status, told = failed.status, failed.body
        note(status, told)
        if fault and kind == "hold after":
            await fault.held()
        if kind == "500 after":
            return web.json_response({"error": {"code": "ServiceError"}}, status=500)
        return cut(request) if kind == "drop after" else written(status, told)
