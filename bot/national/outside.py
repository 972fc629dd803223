"""The outside of a simulated year: it shows, it delivers, it invites, and it fails.

It keeps the promises of the gateways, and counts what a person would see. It can always
be asked what it has, so whatever arrives twice under one key is a fault of ours.
"""

from __future__ import annotations

from collections import Counter as Count
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from bot.core.cards import Card, Invite
from bot.core.events import PersonId
from bot.core.finding import Diary
from bot.core.people import Person
from bot.gateways import (
    Gathering,
    Letter,
    NotHere,
    NotSent,
    Room,
    TryLater,
    Undeliverable,
    room_of,
)
from bot.gateways import (
    Place as Where,
)
from bot.invented_diaries import InventedDiaries
from bot.national.life import Life
from bot.national.weather import Trouble, Weather


class Killed(BaseException):
    """The process was stopped in the middle of a delivery, as if by a power cut."""


class Listener(Protocol):
    """Whoever reads what arrives."""

    def told(self, partnership: str, person: PersonId, case: str) -> None:
        """Hear of a card or a letter about a case."""

    def invited(self, invite: Invite, to: Person) -> None:
        """Find a meeting in one's calendar."""


@dataclass
class Outside:
    """Chat, mail and calendars, all in one, for the partnerships of one store.

    Attributes:
        reader: Hears of what arrives.
        arrived: How often something was shown or delivered under each key.
        kills: When the process is to be stopped, the next one last.
        mended: Whether the year is over, and nothing fails any more.
    """

    life: Life
    weather: Weather
    reader: Listener
    arrived: Count[str] = field(default_factory=Count)
    kills: list[datetime] = field(default_factory=list)
    mended: bool = False
    _tries: Count[str] = field(default_factory=Count)

    # -- a chat ------------------------------------------------------------------

    def reaches(self, partnership: str, person: str) -> bool:
        """Say whether the chat has somebody; it has every channel."""
        return person not in self.life.places[partnership].unreached

    async def post(self, place: Where, card: Card, key: str, at: datetime) -> str:
        """Show a card."""
        del at
        self.attempt("chat", key, lambda: self._shown(place, card))
        return f"chat:{key}"

    def _shown(self, place: Where, card: Card) -> None:
        self.life.counts["cards shown"] += 1
        if place.person and card.case:
            self.reader.told(place.partnership, place.person, card.case)

    async def update(self, receipt: str, card: Card, at: datetime) -> None:
        """Draw a card again; that may be done twice."""
        del card
        self.again("chat", f"{receipt}@{at.isoformat()}")
        self.life.counts["cards drawn again"] += 1

    async def room(
        self, partnership: str, ref: str, people: tuple[str, ...], at: datetime
    ) -> Room:
        """Open the room of a case; that may be done twice."""
        self.again("chat", f"{ref}@{at.isoformat()}")
        inside = (p for p in people if self.reaches(partnership, p))
        return Room(room_of(ref), frozenset(inside))

    async def close_room(self, partnership: str, ref: str, at: datetime) -> None:
        """Close the room of a case."""
        del partnership, ref, at

    async def find(self, place: Where, key: str) -> str | None:
        """Find a card that was shown."""
        del place
        return f"chat:{key}" if self.arrived[key] else None

    # -- what goes wrong ---------------------------------------------------------

    def attempt(self, way: str, key: str, deed: Callable[[], None]) -> None:
        """Do something outside that a person must find once, or fail at it."""
        lost = self._trouble(way, key)
        self.arrived[key] += 1
        if self.arrived[key] == 1:
            deed()
        else:
            self.life.counts["seen twice"] += 1
        self._answer(lost=lost)

    def again(
        self, way: str, key: str, deed: Callable[[], None] = lambda: None
    ) -> None:
        """Do something outside that may be done again and again, or fail at it."""
        lost = self._trouble(way, key)
        deed()
        self._answer(lost=lost)

    def _trouble(self, way: str, key: str) -> bool:
        """Fail before the deed, or say whether the answer to it is to be lost."""
        attempt = self._tries[key]
        self._tries[key] += 1
        if self.mended:
            return False
        trouble = self.weather.trouble(way, key, attempt, self.life.now)
        if trouble:
            self.life.counts[f"trouble {trouble}"] += 1
            if trouble != "after":
                raise _raised(trouble)
        return trouble is not None

    def _answer(self, *, lost: bool) -> None:
        if self.kills and self.life.now >= self.kills[-1]:
            self.kills.pop()
            raise Killed
        if lost:
            raise ConnectionError


@dataclass
class Post:
    """The mail of the same outside, and its calendars by e-mail."""

    outside: Outside

    async def send(self, letter: Letter, key: str) -> str:
        """Deliver a letter."""
        self.outside.attempt("mail", key, lambda: self._delivered(letter, key))
        return f"<{key}>"

    def _delivered(self, letter: Letter, key: str) -> None:
        self.outside.life.counts["letters"] += 1
        partnership, case = _about(key, self.outside.life)
        if case:
            self.outside.reader.told(partnership, letter.to.id, case)

    async def find(self, letter: Letter, key: str) -> str | None:
        """Find a letter that was delivered."""
        del letter
        return f"<{key}>" if self.outside.arrived[key] else None


@dataclass
class Invitations:
    """Invitations by e-mail, one for each person."""

    outside: Outside

    async def invite(self, invite: Invite, to: Person, key: str, at: datetime) -> str:
        """Put one change of a meeting in one person's calendar."""
        del at
        self.outside.attempt("mail", key, lambda: self._came(invite, to))
        return f"<{key}>"

    def _came(self, invite: Invite, to: Person) -> None:
        self.outside.life.counts["invitations"] += 1
        self.outside.reader.invited(invite, to)

    async def find(self, invite: Invite, to: Person, key: str) -> str | None:
        """Find an invitation that went."""
        del invite, to
        return f"<{key}>" if self.outside.arrived[key] else None


@dataclass
class OneCalendar:
    """The calendar that holds each meeting once, where a partnership has one."""

    outside: Outside
    _hung: dict[str, str] = field(default_factory=dict)
    _asked: set[tuple[str, str, datetime]] = field(default_factory=set)
    _diaries: InventedDiaries = field(default_factory=InventedDiaries)

    def reaches(self, partnership: str, person: Person | None) -> bool:
        """Say whether it asks anybody, or this person."""
        place = self.outside.life.places[partnership]
        if person is None:
            return place.shared
        return place.shared and person.id not in place.unreached

    async def put(
        self, gathering: Gathering, receipt: str | None, key: str, at: datetime
    ) -> str:
        """Make or change the event of a meeting; a repeat changes nothing."""
        del at
        self.outside.again("calendar", key, lambda: self._put(gathering, receipt))
        return receipt or f"event:{gathering.invite.uid}"

    def _put(self, gathering: Gathering, receipt: str | None) -> None:
        invite = gathering.invite
        if receipt is None and invite.uid in self._hung:
            self.outside.life.counts["seen twice"] += 1  # a second event beside it
        self._hung[invite.uid] = f"event:{invite.uid}"
        self.outside.life.counts["shared events"] += 1
        for guest in gathering.guests:
            asked = (invite.uid, guest.person.id, invite.start)
            if asked not in self._asked:
                self._asked.add(asked)
                self.outside.reader.invited(invite, guest.person)

    async def find(self, gathering: Gathering, key: str) -> str | None:
        """Find the event of a meeting."""
        del key
        return self._hung.get(gathering.invite.uid)

    async def busy(
        self,
        partnership: str,
        people: tuple[Person, ...],
        start: datetime,
        end: datetime,
    ) -> Mapping[PersonId, Diary]:
        """Read when people are busy."""
        self.outside.again("calendar", f"{partnership}@{self.outside.life.now}")
        return await self._diaries.busy(partnership, people, start, end)


def _raised(trouble: Trouble) -> Exception:
    match trouble:
        case "429":
            return TryLater(30)
        case "503":
            return NotSent()
        case "gone":
            return NotHere()
        case "refused":
            return Undeliverable("the mailbox takes nothing")
        case _:
            return TimeoutError() if trouble == "nothing" else OSError()


def _about(key: str, life: Life) -> tuple[str, str]:
    """Find which case a letter is about, by its key, and whose it is."""
    # The key of a digest begins with another word, and a draft is about no case yet.
    case = key.partition("/")[0]
    for name, place in life.places.items():
        if case.startswith(f"{place.roster.prefix}-"):
            return name, case
    return "", ""
