"""What the outside must be able to do, where there is more than one outside.

Each promises the same about repeats: ``key`` names the delivery, and what has
been sent under a key is not shown to a person twice. Where the outside cannot
be asked whether a key arrived, ``find`` answers ``None`` and the courier marks
the second copy as a repeat.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.core.cards import Card, Invite
from bot.core.people import Person


class TryLater(Exception):  # noqa: N818 - not an error: the outside asks for patience
    """The outside asks us to wait; the wait is not counted as an attempt.

    Attributes:
        seconds: How long it asks us to wait.
    """

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        super().__init__(f"asked to wait {seconds:g} s")


class Undeliverable(Exception):  # noqa: N818 - an answer from the outside
    """The outside says this can never be delivered, and why."""


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
class Letter:
    """An e-mail to one person.

    Attributes:
        sent_at: The moment it is written, for its Date line.
        calendar: The invitation it carries, as iCalendar text, or nothing.
        method: What the invitation does: ``REQUEST`` or ``CANCEL``, or nothing.
    """

    to: Person
    subject: str
    text: str
    sent_at: datetime
    calendar: bytes = b""
    method: str = ""


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


class Calendar(Protocol):
    """A way to put a meeting in somebody's calendar, change it, and take it out."""

    async def invite(self, invite: Invite, to: Person, key: str, at: datetime) -> str:
        """Put one change of a meeting in one person's calendar."""

    async def find(self, invite: Invite, to: Person, key: str) -> str | None:
        """Find the receipt of a change already made under a key."""


class Mail(Protocol):
    """A way to send an e-mail."""

    async def send(self, letter: Letter, key: str) -> str:
        """Send a letter and return its Message-ID."""

    async def find(self, letter: Letter, key: str) -> str | None:
        """Find the Message-ID of a letter already sent under a key."""


class Runner(Protocol):
    """Who wakes the courier: this process, or workers on PostgreSQL."""

    def wake(self) -> None:
        """Say that something was queued. Called after the commit, from any thread."""

    async def run(self, deliver: Callable[[], Awaitable[float]]) -> None:
        """Call ``deliver`` until stopped; it returns the seconds it can sleep."""

    def stop(self) -> None:
        """End ``run`` once what is in hand has been settled."""
