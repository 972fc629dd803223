"""What is the same of every town: its ground, its record, and the page beside it.

The page can be joined to the record of any of them: so what somebody left half way in
a chat can be taken up there.
"""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

import httpx
from starlette.applications import Starlette
from typing_extensions import override

from bot.assembly import Works
from bot.core.people import Roster
from bot.counter import Counter
from bot.offices import load_offices
from bot.store import Store
from integrations.web.chat import WebChat
from integrations.web.listen import page
from integrations.web.parts import Clock, Parts
from integrations.web.session import Tokens
from tests.contract.everywhere.on_page import OnPage
from tests.contract.everywhere.person import Person, Town

SECRET: Final = bytes(range(32))


@dataclass(frozen=True)
class Ground:
    """Where a town is built: a folder, an empty record, people and their procedure.

    Attributes:
        missing: Who is not to be found at the platform.
    """

    folder: Path
    template: Path
    people: Roster
    procedures: Path | None = None
    missing: tuple[str, ...] = ()

    def environ(self) -> dict[str, str]:
        self.folder.mkdir(parents=True, exist_ok=True)
        file = self.folder / "dayzero.sqlite"
        shutil.copy(self.template, file)
        own = {"DAYZERO_PROCEDURES": str(self.procedures)} if self.procedures else {}
        return {
            "DAYZERO_HOME": str(self.folder / "home"),
            "DAYZERO_DATABASE_URL": f"sqlite:///{file}",
            "DAYZERO_SECRET": SECRET.hex(),
            "DAYZERO_LOG_LEVEL": "WARNING",
            **own,
        }


Opens = Callable[[Ground], AbstractContextManager[Town]]
"""Opens a town on some ground, until the story is over."""


class _Here(httpx.BaseTransport):
    """Hands a request to the page without a line between them."""

    def __init__(self, app: Starlette) -> None:
        self.app = app

    @override
    def handle_request(self, request: httpx.Request) -> httpx.Response:
        return asyncio.run(self._answered(request))

    async def _answered(self, request: httpx.Request) -> httpx.Response:
        asked = httpx.Request(
            request.method, request.url, headers=request.headers, content=request.read()
        )
        # What the page does is seen by what it answers, also when it fails.
        there = httpx.ASGITransport(self.app, raise_app_exceptions=False)
        answer = await there.handle_async_request(asked)
        body = await answer.aread()
        return httpx.Response(answer.status_code, headers=answer.headers, content=body)


class Joined:
    """A page that is joined to the record of a town."""

    def __init__(
        self, works: Works, people: Roster, now: Callable[[], datetime]
    ) -> None:
        self.works = works
        self.people = people
        self.chat = WebChat(works.store, works.live.changed)
        self.now = now
        self._there: dict[str, OnPage] = {}
        self.app = page(self._parts(), SECRET)

    def _parts(self) -> Parts:
        works = self.works

        async def advance(_: datetime) -> tuple[()]:
            return ()

        return Parts(
            desk=works.desk(self.people.partnership),
            chat=self.chat,
            clock=Clock(self.now, advance, lambda: None, lambda: load_offices("ENG")),
            diary=lambda _: (),
            letters=works.letters.listed,
            tokens=Tokens(SECRET),
            live=works.live,
        )

    def person(self, who: str) -> OnPage:
        if who not in self._there:
            client = httpx.Client(
                transport=_Here(self.app),
                base_url="http://localhost",
                follow_redirects=True,
            )
            self._there[who] = OnPage(client, who)
        return self._there[who]

    def close(self) -> None:
        for one in self._there.values():
            one.client.close()


class Recorded:
    """What is the same of every town: its record, and what went out by e-mail."""

    works: Works
    people: Roster
    page: Joined
    why: Mapping[str, str] = {}

    @property
    def desk(self) -> Counter:
        return self.works.desk(self.people.partnership)

    @property
    def store(self) -> Store:
        return self.works.store

    @property
    def now(self) -> datetime:
        return self.page.now()

    def beside(self, who: str) -> Person:
        return self.page.person(who)

    def letters(self, who: str) -> list[str]:
        person = next(p for p in self.people.people if p.id == who)
        return [one.subject for one in self.works.letters.of_person(person.email)]

    def invited(self, who: str) -> int:
        person = next(p for p in self.people.people if p.id == who)
        letters = self.works.letters.of_person(person.email)
        return len([one for one in letters if one.calendar])
