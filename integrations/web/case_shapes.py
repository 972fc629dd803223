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


@dataclass(frozen=True, slots=True)
class Return:
    """What one agency was asked for."""

    agency: str
    asked: str
    due: str
    came: str
    late: bool
    buttons: tuple[Button, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """A request, and each agency's return."""

    title: str
    state: str
    returns: tuple[Return, ...]
    buttons: tuple[Button, ...]


@dataclass(frozen=True, slots=True)
class Held:
    """A meeting: when it is, how often it moved, and from when.

    Attributes:
        too_late: The last day it may be held, if it stands after that; or nothing.
    """

    title: str
    state: str
    when: str
    moved: tuple[str, ...]
    held: str
    too_late: str
    buttons: tuple[Button, ...]


@dataclass(frozen=True, slots=True)
class Ruled:
    """A decision, who made it, and who disagreed."""

    title: str
    state: str
    choice: str
    by: str
    entry: int
    dissent: tuple[tuple[str, int], ...]
    buttons: tuple[Button, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """One action of the plan."""

    number: int
    owner: str
    due: str
    state: str
    added: int
    done: str
    late: bool
    buttons: tuple[Button, ...]


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
