"""What the page is shown of things it did not make: meetings, e-mail, happenings."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol


class Happening(Protocol):
    """Something that happened while the clock was moved on."""

    @property
    def at(self) -> datetime:
        """When it happened."""

    @property
    def says(self) -> str:
        """What happened, in one sentence."""


class Meeting(Protocol):
    """One meeting as it stands in somebody's calendar."""

    @property
    def uid(self) -> str:
        """The meeting, whatever happens to it."""

    @property
    def sequence(self) -> int:
        """How often it has changed."""

    @property
    def start(self) -> datetime:
        """When it starts."""

    @property
    def end(self) -> datetime:
        """When it ends."""

    @property
    def subject(self) -> str:
        """The reference and the name of the meeting."""

    @property
    def text(self) -> str:
        """What a person may be told in a calendar."""

    @property
    def required(self) -> bool:
        """Whether this person must come."""

    @property
    def stood_down(self) -> bool:
        """Whether it will not take place."""


class Posted(Protocol):
    """One e-mail as it went out."""

    @property
    def to(self) -> str:
        """The address it went to."""

    @property
    def subject(self) -> str:
        """What it is about."""

    @property
    def sent_at(self) -> datetime:
        """When it was sent."""

    @property
    def text(self) -> str:
        """What it says."""

    @property
    def method(self) -> str:
        """What its invitation does, or nothing if it carries none."""

    @property
    def file(self) -> str:
        """The name of the file it is kept in."""
