"""A Microsoft Graph on this machine: a real HTTP server that answers as Graph does."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any, Final
from urllib.parse import unquote

from aiohttp import web

from tests.graph import fake_events, fake_looking, fake_notices, fake_post
from tests.graph.fake_calls import Answer, Call, Called, Operation, found_for
from tests.graph.fake_checks import problems, schema_of
from tests.graph.fake_faults import PATIENCE, Fault, Kind
from tests.graph.fake_notices import Notices
from tests.graph.fake_post import kept, parsed
from tests.graph.fake_tokens import SECRET, Entra
from tests.graph.fake_wire import cut, failing, on_the_wire, patience
from tests.graph.fake_world import (
    CLIENT,
    NEVER,
    TENANT,
    Event,
    Failed,
    World,
    address_of,
    iso,
)
from tests.on_loopback import on_loopback

__all__ = ["CLIENT", "SECRET", "TENANT", "FakeGraph", "Fault"]

_TABLES: Final = (fake_events, fake_looking, fake_notices, fake_post)
"""Modules that fill the table of operations when they are loaded."""
_AT_ONCE: Final = 4
_SIZE: Final = 4 * 1024 * 1024


class FakeGraph(World):
    """A whole Graph, with faults on demand and a note of every call.

    Attributes:
        url: Where it is, with its version.
        authority: Where tokens are asked for.
        known_as: Where it takes itself to be, if something stands before it.
        down: Whether every line is cut before anything is done.
        ignores_filter: Whether a list is answered whole, whatever was asked.
        era: Which deltas it remembers; see :meth:`forget_deltas`.
        at_once: The most calls that were answered together, for each mailbox.
        wrong: What was wrong with its own answers; a test ends with none.
    """

    def __init__(self, *mailboxes: str) -> None:
        super().__init__()
        self.mailbox(*mailboxes)
        self.calls: list[Called] = []
        self.faults: list[Fault] = []
        self.known_as = ""
        self.down = False
        self.ignores_filter = False
        self.era = 0
        self.at_once: Counter[str] = Counter()
        self.wrong: list[str] = []
        self.entra = Entra(self)
        self._now_at: Counter[str] = Counter()
        self._loop = asyncio.new_event_loop()
        self.notices = Notices(self, self._loop)
        self.telling = self.notices.told

    # --- what people do --------------------------------------------------------

    def respond(self, event: Event, address: str, answer: str) -> None:
        """Have somebody answer an invitation."""
        with self.changed:
            for one in event.attendees:
                if address_of(one).casefold() == address.casefold():
                    one["status"] = {"response": answer, "time": iso(self.now())}
                    return self.touch(event, "updated")
        msg = f"{address} was not asked"
        raise AssertionError(msg)

    def move_by_hand(self, event: Event, start: datetime) -> None:
        """Have somebody move an event in the organiser's own calendar."""
        with self.changed:
            event.start, event.end = start, start + (event.end - event.start)
            for one in event.attendees:
                one["status"] = {"response": "none", "time": NEVER}
            self.mail("update", event, *event.addresses)
            self.touch(event, "updated")

    def deliver(self, mailbox: str, raw: bytes) -> None:
        """Have a letter arrive in a mailbox."""
        made = kept(self, mailbox, "inbox", raw)
        self.notices.told("created", made.mailbox, made.id, "messages")

    @property
    def sent(self) -> list[Any]:
        """Every letter that the bot has sent, as it can be read."""
        letters = [one for one in list(self.letters) if one.folder == "sentitems"]
        return [parsed(one.raw) for one in letters]

    # --- what goes wrong -------------------------------------------------------

    def later(self, seconds: float) -> None:
        """Move this Graph's clock on."""
        with self.changed:
            self.ahead += timedelta(seconds=seconds)

    def fault(self, kind: Kind, call: str = "*", **more: Any) -> Fault:
        """Have something go wrong with the next calls of a name."""
        made = Fault(kind, call, **more)
        with self.changed:
            self.faults.append(made)
        return made

    @contextmanager
    def slow(self, call: str = "*") -> Iterator[Fault]:
        """Answer calls of a name only once the test is done with this."""
        made = self.fault("hold", call, times=-1)
        try:
            yield made
        finally:
            made.end()

    def forget_deltas(self) -> None:
        """Have every link of a delta be gone."""
        self.era += 1

    def called(self, *names: str) -> list[Called]:
        """List the calls of some names, oldest first."""
        return [call for call in list(self.calls) if call.name in names]

    def wait_for(self, what: Callable[[], object]) -> None:
        """Wait until something is so."""
        with self.changed:
            assert self.changed.wait_for(lambda: bool(what()), PATIENCE)

    def quiet(self) -> None:
        """Wait until every notice has arrived, or has been lost."""
        self.wait_for(lambda: not self.notices.going)

    # --- the server ------------------------------------------------------------

    @contextmanager
    def served(self) -> Iterator[FakeGraph]:
        """Serve it on loopback until the test is over."""
        app = web.Application(client_max_size=_SIZE)
        app.router.add_post("/{tenant}/oauth2/v2.0/token", self._token)
        app.router.add_route("*", "/v1.0/{path:.*}", self._graph)
        with on_loopback(app, self._loop) as self.authority:
            self.url = f"{self.authority}/v1.0"
            try:
                yield self
            finally:
                for fault in self.faults:
                    fault.end()
                self.quiet()

    async def _token(self, request: web.Request) -> web.StreamResponse:
        body = await request.read()
        form = {key: str(value) for key, value in (await request.post()).items()}

        async def answer() -> Answer:
            return Answer(*self.entra.answer(request.match_info["tenant"], form))

        return await self._with_faults(request, "token", body, answer)

    async def _graph(self, request: web.Request) -> web.StreamResponse:
        body = await request.read()
        # Not unquoted yet: what stands in an address may hold a slash. Its own names
        # are written with brackets, and these may be quoted.
        path = request.raw_path.partition("?")[0].removeprefix("/v1.0")
        found = found_for(request.method, path.replace("%28%29", "()"))
        if found is None:
            code = Failed(400, "BadRequest", f"No such resource: {request.path}")
            return self._note(request, "unknown", body, Answer(400, code.body))
        what, parts = found
        where = {name: unquote(part) for name, part in parts.items() if part}
        mailbox = where.get("mailbox", "").casefold()
        self._now_at[mailbox] += 1
        self.at_once[mailbox] = max(self.at_once[mailbox], self._now_at[mailbox])

        async def answer() -> Answer:
            url = str(request.url.with_query(None))
            if self.known_as:
                url = url.replace(self.url, self.known_as)
            given = (url, where, dict(request.query), request.headers, body)
            return await self._answered(Call(self, what.name, *given), what)

        try:
            return await self._with_faults(request, what.name, body, answer)
        finally:
            self._now_at[mailbox] -= 1

    async def _with_faults(
        self, request: web.Request, name: str, body: bytes, answer: Any
    ) -> web.StreamResponse:
        with self.changed:
            fault = next((f for f in self.faults if f.takes(name)), None)
        kind = fault.kind if fault and not self.down else ""
        if self.down or kind == "drop":
            return self._note(request, name, body, None)
        if fault and kind in ("401", "429", "500", "503"):
            more = patience(fault, self.now()) if kind in ("429", "503") else {}
            return self._note(request, name, body, failing(kind), **more)
        if fault and kind == "hold":
            await fault.held()
        made = await answer()
        if fault and kind == "hold after":
            await fault.held()
        if kind == "drop after":
            return self._note(request, name, body, None)
        done = failing("500") if kind == "500 after" else made
        return self._note(request, name, body, done)

    async def _answered(self, call: Call, what: Operation) -> Answer:
        try:
            with self.changed:
                self._admit(call, what)
                made = what.answer(call)
            answer = made if isinstance(made, Answer) else await made
        except Failed as failed:
            return Answer(failed.status, failed.body)
        if call.name in ("create", "patch") and answer.doc is not None:
            # Against itself: an answer that Graph would not give proves nothing.
            self.wrong += problems(answer.doc, schema_of("answered.event"))
        return answer

    def _admit(self, call: Call, what: Operation) -> None:
        mailbox = call.mailbox
        if mailbox and self._now_at[mailbox] > _AT_ONCE:
            message = "Application is over its MailboxConcurrency limit."
            raise Failed(429, "ApplicationThrottled", message)
        self.entra.check(call.headers.get("Authorization", ""), what.roles)
        if mailbox and mailbox not in self.mailboxes:
            raise Failed(404, "ErrorInvalidUser", "The requested user is invalid.")
        if mailbox and self.allowed and mailbox not in self.allowed:
            raise Failed(403, "ErrorAccessDenied", "Access to OData is disabled.")

    def _note(
        self,
        request: web.Request,
        name: str,
        body: bytes,
        answer: Answer | None,
        **headers: str,
    ) -> web.StreamResponse:
        status, said = (answer.status, answer.doc or {}) if answer else (0, {})
        given = (dict(request.query), dict(request.headers), body, status, said)
        with self.changed:
            self.calls.append(Called(name, request.method, request.path, *given))
            self.changed.notify_all()
        return on_the_wire(answer, **headers) if answer else cut(request)
