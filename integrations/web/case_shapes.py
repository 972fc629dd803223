"""The shapes in which the record of a case is put on its page."""

from __future__ import annotations

from dataclasses import dataclass

from bot.core.cards import Button


@dataclass(frozen=True, slots=True)
class Seat:
    """One seat of a link, and who has signed in it."""

    title: str
    signed: str


@dataclass(frozen=True, slots=True)
class Link:
    """One link of a chain.

    Attributes:
        state: ``signed``, ``now`` or ``later``.
        need: How many must sign, where that is not all.
    """

    number: int
    state: str
    need: str
    seats: tuple[Seat, ...]


@dataclass(frozen=True, slots=True)
class Chain:
    """A sign-off: its text, its links, and whether it was sent back.

    Attributes:
        text: The entry under which its text was written, or nought.
        reason: The entry under which it was last sent back, or nought.
    """

    title: str
    state: str
    written: str
    returned: str
    text: int
    reason: int
    links: tuple[Link, ...]
    buttons: tuple[Button, ...]

    @property
    def finished(self) -> bool:
        """Whether everybody has signed."""
        return self.state == "done"


@dataclass(frozen=True, slots=True)
class Return:
    """What one agency was asked for.

    Attributes:
        entry: The entry under which what it wrote is kept, or nought.
        letter: The address of the letter it was asked with, or nothing.
    """

    agency: str
    asked: str
    due: str
    came: str
    late: bool
    entry: int
    letter: str
    buttons: tuple[Button, ...]


@dataclass(frozen=True, slots=True)
class Packed:
    """A pack of returns: what has come in, what is missing, and its own page."""

    title: str
    state: str
    facts: tuple[tuple[str, str], ...]
    address: str


@dataclass(frozen=True, slots=True)
class Asked:
    """A request, and each agency's return."""

    title: str
    state: str
    returns: tuple[Return, ...]
    buttons: tuple[Button, ...]

    @property
    def finished(self) -> bool:
        """Whether everything asked for has come, or been gone on without."""
        return self.state == "done"


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody who is asked to a meeting, and what they answered.

    Attributes:
        role: What they come as, and for whom.
        asked: Whether they have to come.
        at: When they answered, or nothing.
    """

    name: str
    role: str
    asked: str
    answer: str
    at: str


@dataclass(frozen=True, slots=True)
class Held:
    """A meeting: when it is, how often it moved, and from when.

    Attributes:
        too_late: The last day it may be held, if it stands after that; or nothing.
        again: Whether it has been held, and another can be arranged.
        coming: Who is coming, in a sentence; nothing while it has no time.
        guests: Everybody who is asked to it.
    """

    title: str
    state: str
    when: str
    moved: tuple[str, ...]
    held: str
    too_late: str
    again: bool
    agenda: tuple[str, ...]
    buttons: tuple[Button, ...]
    coming: str = ""
    guests: tuple[Guest, ...] = ()

    @property
    def finished(self) -> bool:
        """Whether it has been held, and no other is in the diary."""
        return self.state == "done" and not self.too_late


@dataclass(frozen=True, slots=True)
class Viewed:
    """What one seat entitled to a view thinks of a decision.

    Attributes:
        by: Who wrote it down, and when; nothing while there is no view.
        entry: The entry under which it is kept, or nought.
    """

    role: str
    says: str
    by: str
    entry: int


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer that routes the case, and those it has taken the place of."""

    asks: str
    says: str
    was: tuple[tuple[str, str], ...]
    buttons: tuple[Button, ...]


@dataclass(frozen=True, slots=True)
class Ruled:
    """A decision, who made it, who thinks what of it, and who disagreed.

    Attributes:
        choices: What was chosen, each with its legal basis or nothing.
        advice: What the answers point to, each with its legal basis or nothing.
        disputed: Whether somebody entitled to a view is of another.
    """

    title: str
    state: str
    choices: tuple[tuple[str, str], ...]
    by: str
    entry: int
    advice: tuple[tuple[str, str], ...]
    views: tuple[Viewed, ...]
    disputed: bool
    dissent: tuple[tuple[str, int], ...]
    buttons: tuple[Button, ...]

    @property
    def finished(self) -> bool:
        """Whether it is decided, and nobody is known to differ."""
        return self.state == "done" and not self.disputed


@dataclass(frozen=True, slots=True)
class Said:
    """One entry of the journal, in words.

    Attributes:
        sort: ``act``, ``reading``, ``nudge`` or ``delivery``: the last three are many,
            and are folded away so that they do not hide what people did.
    """

    n: int
    at: str
    by: str
    says: str
    seal: str
    written: bool
    sort: str
