"""The ways out of a world of faults: a chat, a calendar and a mail on one wire.

Some places of the chat can be asked what they were shown, and others cannot; the
calendar knows a repeat by its key; the mail can never be asked.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final
from zlib import crc32

from bot.core.cards import Card
from bot.core.events import PersonId
from bot.core.people import Person
from bot.gateways import (
    Gathering,
    Letter,
    NotSent,
    Place,
    Room,
    TryLater,
    Ways,
    room_of,
)
from integrations.calendars.ics import IcsCalendar, read
from tests.faults.points import Points
from tests.faults.record import acts_of

if TYPE_CHECKING:
    from bot.core.finding import Diary

SENDER: Final = "dayzero@example.org"
REPEAT: Final = "This may be a repeat of"
_PATIENCE: Final = 0.6
"""Seconds for which an answer is waited for."""
_OK, _ASKS_FOR_PATIENCE, _AWAY = 200, 429, 503

_Line = tuple[asyncio.StreamReader, asyncio.StreamWriter]


class Unsure(OSError):  # noqa: N818 - it says what is known
    """It may have gone, and it may not."""


def askable(place: str) -> bool:
    """Say whether a place of the chat can be asked what it was shown."""
    return bool(crc32(place.encode()) % 3)


def in_chat(person: str) -> bool:
    """Say whether the chat has somebody at all."""
    return bool(crc32(person.encode()) % 6)


@dataclass
class Wire:
    """Calls the receiver, over a few lines that are kept."""

    port: int
    points: Points
    free: list[_Line] = field(default_factory=list)

    async def call(self, path: str, **asked: Any) -> dict[str, Any]:
        """Ask for something, between two points at which it may all end.

        Raises:
            TryLater: The outside asks for patience.
            NotSent: It was surely not done.
            Unsure: It may have been done.
            TimeoutError: The same, as nothing was said in time.
        """
        self.points.pass_one(f"before {path}")
        status, wait, said = await self._called(path, json.dumps(asked).encode())
        self.points.pass_one(f"after {path}")
        if status == _ASKS_FOR_PATIENCE:
            raise TryLater(wait)
        if status == _AWAY:
            raise NotSent(str(status))
        if status != _OK:
            raise Unsure(str(status))
        found: dict[str, Any] = said
        return found

    def close(self) -> None:
        """Let go of every line."""
        for _, writer in self.free:
            writer.close()
        self.free.clear()

    async def _called(self, path: str, body: bytes) -> tuple[int, float, Any]:
        try:
            line = self.free.pop() if self.free else await self._opened()
        except OSError as trouble:
            raise NotSent from trouble
        reader, writer = line
        try:
            async with asyncio.timeout(_PATIENCE):
                head = f"POST {path} HTTP/1.1\r\nContent-Length: {len(body)}\r\n\r\n"
                writer.write(head.encode() + body)
                answer = (await reader.readuntil(b"\r\n\r\n")).decode()
                length = int(answer.partition("Content-Length: ")[2])
                said = json.loads(await reader.readexactly(length))
        except (asyncio.IncompleteReadError, OSError) as trouble:
            writer.close()
            with suppress(OSError):
                await writer.wait_closed()
            raise Unsure from trouble
        self.free.append(line)
        wait = answer.partition("Retry-After: ")[2].partition("\r")[0]
        return int(answer.split(" ", 2)[1]), float(wait or 0), said

    async def _opened(self) -> _Line:
        return await asyncio.open_connection("127.0.0.1", self.port)


@dataclass
class LineChat:
    """A chat, of which only some places can be asked what they were shown."""

    wire: Wire
    unseen: set[str] = field(default_factory=set)

    def reaches(self, partnership: str, person: str) -> bool:
        del partnership
        return not person or in_chat(person)

    async def post(self, place: Place, card: Card, key: str, at: datetime) -> str:
        del at
        if key in self.unseen:
            card = replace(card, text=(*card.text, f"{REPEAT} {key}."))
        said = await self.wire.call(
            "/post",
            key=key,
            place=_named(place),
            text=[card.heading, *card.text],
            case=card.case,
            acts=acts_of(card),
        )
        self.unseen.discard(key)
        return str(said["receipt"])

    async def update(self, receipt: str, card: Card, at: datetime) -> None:
        del at
        asked = {"key": receipt, "receipt": receipt, "acts": acts_of(card)}
        await self.wire.call("/update", **asked)

    async def find(self, place: Place, key: str) -> str | None:
        if not askable(_named(place)):
            self.unseen.add(key)
            return None
        said = await self.wire.call("/find", key=key)
        found: str | None = said["receipt"]
        return found

    async def room(
        self, partnership: str, ref: str, people: tuple[str, ...], at: datetime
    ) -> Room:
        del at
        await self.wire.call("/room", key=f"room/{ref}")
        inside = (p for p in people if self.reaches(partnership, p))
        return Room(room_of(ref), frozenset(inside))

    async def close_room(self, partnership: str, ref: str, at: datetime) -> None:
        del partnership, at
        await self.wire.call("/close", key=f"room/{ref}")


@dataclass
class LineMail:
    """A mail that can never be asked what it has sent."""

    wire: Wire

    async def send(self, letter: Letter, key: str) -> str:
        change = ""
        if letter.calendar:
            item = read(letter.calendar)
            change = f"{item.uid} {item.sequence} {item.method}"
        said = await self.wire.call(
            "/mail",
            key=key,
            place=letter.to.id,
            text=[letter.subject, letter.text],
            change=change,
        )
        return str(said["receipt"])

    async def find(self, letter: Letter, key: str) -> str | None:
        del letter, key
        return None


@dataclass
class LineCalendar:
    """A calendar that knows a repeat by its key, and does nothing about it."""

    wire: Wire

    def reaches(self, partnership: str, person: Person | None) -> bool:
        del partnership
        return person is None or bool(crc32(person.id.encode()) % 2)

    async def put(
        self, gathering: Gathering, receipt: str | None, key: str, at: datetime
    ) -> str:
        del at
        invite = gathering.invite
        said = await self.wire.call(
            "/put",
            key=f"{key}/{invite.sequence}",
            uid=invite.uid,
            receipt=receipt,
            text=[invite.subject],
        )
        return str(said["receipt"])

    async def find(self, gathering: Gathering, key: str) -> str | None:
        del key
        said = await self.wire.call("/find", key=gathering.invite.uid)
        found: str | None = said["receipt"]
        return found

    async def busy(
        self,
        partnership: str,
        people: tuple[Person, ...],
        start: datetime,
        end: datetime,
    ) -> Mapping[PersonId, Diary]:
        del partnership, people, start, end
        return {}


def ways(port: int, points: Points) -> Ways:
    """Make the ways to a receiver that listens on a port."""
    wire = Wire(port, points)
    mail = LineMail(wire)
    return Ways(
        LineChat(wire),
        IcsCalendar(mail, SENDER),
        mail,
        shared=LineCalendar(wire),
    )


def _named(place: Place) -> str:
    return f"{place.partnership}/{place.channel or place.person}"
