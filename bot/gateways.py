"""What the outside must be able to do, where there is more than one outside.

Each promises the same about repeats: ``key`` names the delivery, and what has
been sent under a key is not shown to a person twice. Where the outside cannot be
asked, ``find`` answers ``None`` and the courier marks the second copy as a repeat.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Protocol

from bot.core.cards import Card, Invite
from bot.core.events import PersonId
from bot.core.people import Person

if TYPE_CHECKING:
    from bot.core.finding import Diary
    from bot.store import Transaction


class TryLater(Exception):  # noqa: N818 - not an error: the outside asks for patience
    """The outside asks us to wait some seconds, which is not counted as an attempt."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        super().__init__(f"asked to wait {seconds:g} s")


class Undeliverable(Exception):  # noqa: N818 - an answer from the outside
    """The outside says this can never be delivered, and why."""


class NotHere(Exception):  # noqa: N818 - an answer from the outside
    """The chat no longer reaches this person; they are told by e-mail instead."""


class NotSent(Exception):  # noqa: N818 - it is tried again
    """It surely did not go, so it can be tried again with no need to look first."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a card goes: a channel, or one person's direct messages.

    Attributes:
        partnership: Whose channel or person it is.
        channel: The channel's name, or an empty string for a person.
        person: The person, or an empty string for a channel.
    """

    partnership: str
    channel: str = ""
    person: str = ""


@dataclass(frozen=True, slots=True)
class Room:
    """A private channel as it stands.

    Attributes:
        channel: Its name, by which a place in it is given.
        inside: Who is in it; whoever the chat does not have is not.
    """

    channel: str
    inside: frozenset[str]


def room_of(ref: str) -> str:
    """Name the private channel of a case: by its reference, and nothing else.

    Example:
        >>> room_of("DOR-2026-004")
        'dor-2026-004'
    """
    return ref.lower()


@dataclass(frozen=True, slots=True)
class Letter:
    """An e-mail to one person.

    Attributes:
        sent_at: The moment it is written, for its Date line.
        calendar: The invitation it carries, as iCalendar text, or nothing.
        method: What the invitation does: ``REQUEST`` or ``CANCEL``, or nothing.
        sender: The address it comes from; empty for the one of all partnerships.
    """

    to: Person
    subject: str
    text: str
    sent_at: datetime
    calendar: bytes = b""
    method: str = ""
    sender: str = ""


class Chat(Protocol):
    """A place where people talk, such as Slack, Teams, or our own page."""

    def reaches(self, partnership: str, person: str) -> bool:
        """Say whether a person, or with no person the channel, can be told here."""

    async def post(self, place: Place, card: Card, key: str, at: datetime) -> str:
        """Show a card, and return the receipt by which it can be changed."""

    async def update(self, receipt: str, card: Card, at: datetime) -> None:
        """Change a card that was shown before."""

    async def find(self, place: Place, key: str) -> str | None:
        """Find the receipt of a card already shown under a key."""

    async def room(
        self, partnership: str, ref: str, people: tuple[str, ...], at: datetime
    ) -> Room:
        """Make sure that a case has a private channel with these people in it.

        Whom the roster knows and who is not among them is taken out.
        It is named by the case's reference, and says nothing else; so a repeat finds
        what is there. Somebody whom the chat does not have, or will not let in, keeps
        nobody else out.
        """

    async def close_room(self, partnership: str, ref: str, at: datetime) -> None:
        """Close the private channel of a case, if it has one; it can still be read."""


class Calendar(Protocol):
    """A way to put a meeting in somebody's calendar, change it, and take it out."""

    async def invite(self, invite: Invite, to: Person, key: str, at: datetime) -> str:
        """Put one change of a meeting in one person's calendar."""

    async def find(self, invite: Invite, to: Person, key: str) -> str | None:
        """Find the receipt of a change already made under a key."""


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody who is asked to a meeting.

    Attributes:
        required: Whether it cannot well be held without them.
    """

    person: Person
    required: bool


@dataclass(frozen=True, slots=True)
class Gathering:
    """A meeting as it stands, and everybody whom a shared calendar asks to it.

    Attributes:
        invite: The meeting; ``required`` is for each guest to say.
        guests: Everybody who is asked; nobody, where it is stood down.
        partnership: Whose meeting it is.
    """

    invite: Invite
    guests: tuple[Guest, ...]
    partnership: str


class SharedCalendar(Protocol):
    """One calendar, such as a mailbox's, that holds each meeting once for everybody."""

    def reaches(self, partnership: str, person: Person | None) -> bool:
        """Say whether it knows this person; with nobody, whether it asks anybody.

        Nothing is asked of the network.
        """

    async def put(
        self, gathering: Gathering, receipt: str | None, key: str, at: datetime
    ) -> str:
        """Make the one event as the meeting stands: made, changed or cancelled.

        A repeat changes nothing.

        Args:
            gathering: The meeting, and whom to ask to it.
            receipt: What the last putting of this meeting returned, if one did.
            key: The delivery's, by which a repeat of it is known.
            at: The instant.

        Returns:
            The receipt by which the event is found again.

        Raises:
            TryLater: It asks for patience.
            NotSent: It surely did not change anything.
            Undeliverable: It can never be done, and why.
        """

    async def find(self, gathering: Gathering, key: str) -> str | None:
        """Find the receipt of the event of a meeting, if it is there already."""

    async def busy(
        self,
        partnership: str,
        people: tuple[Person, ...],
        start: datetime,
        end: datetime,
    ) -> Mapping[PersonId, Diary]:
        """Read when people are busy; whoever is not known to it is left out."""


class NoCalendar:
    """Where there is no shared calendar: it reaches nobody, and knows no diary."""

    def reaches(self, partnership: str, person: Person | None) -> bool:
        """Reach nobody."""
        del partnership, person
        return False

    async def put(
        self, gathering: Gathering, receipt: str | None, key: str, at: datetime
    ) -> str:
        """Refuse, as nothing can be put in it.

        Raises:
            Undeliverable: Always.
        """
        del gathering, receipt, key, at
        raise Undeliverable("there is no shared calendar")

    async def find(self, gathering: Gathering, key: str) -> None:
        """Find nothing."""
        del gathering, key

    async def busy(
        self,
        partnership: str,
        people: tuple[Person, ...],
        start: datetime,
        end: datetime,
    ) -> Mapping[PersonId, Diary]:
        """Know nothing of any diary."""
        del partnership, people, start, end
        return {}


class Mail(Protocol):
    """A way to send an e-mail."""

    async def send(self, letter: Letter, key: str) -> str:
        """Send a letter and return its Message-ID."""

    async def find(self, letter: Letter, key: str) -> str | None:
        """Find the Message-ID of a letter already sent under a key."""


class Runner(Protocol):
    """Who wakes the courier: this process, or workers on PostgreSQL."""

    def enqueue(self, tx: Transaction) -> None:
        """Have a courier woken, if and only if what this did is recorded."""

    def wake(self) -> None:
        """Say that something was queued. Called after the commit, from any thread."""

    async def run(self, deliver: Callable[[], Awaitable[float]]) -> None:
        """Call ``deliver`` until stopped; it returns the seconds it can sleep."""

    def stop(self) -> None:
        """End ``run`` once what is in hand has been settled."""

    def release(self) -> None:
        """Let another process work on the record."""


def unhurried(lane: str) -> timedelta:
    """Leave no pause between two deliveries of a lane."""
    del lane
    return timedelta()


@dataclass(frozen=True, slots=True)
class Ways:
    """The ways to the outside that there are.

    Attributes:
        domain: What makes identifiers unique in the world.
        base_url: What links begin with; no slash at its end.
        shared: The calendar that holds each meeting once, where there is one.
        pace: How long a lane rests after each delivery, where a chat asks for it.
    """

    chat: Chat
    calendar: Calendar
    mail: Mail
    domain: str = "dayzero.example.org"
    base_url: str = ""
    shared: SharedCalendar = field(default_factory=NoCalendar)
    pace: Callable[[str], timedelta] = unhurried
