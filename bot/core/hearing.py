"""That somebody must hear of something, before anybody knows in what words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from bot.core.events import PersonId, RoleId, StepId

Kind: TypeAlias = Literal[
    "raised",
    "ask",
    "news",
    "moved",
    "recounted",
    "renewed",
    "nudge",
    "request",
    "invite",
    "uninvite",
    "stuck",
    "view",
    "wanted",
    "elsewhere",
    "no-more",
    "room",
    "redraw",
    "digest",
    "seek",
    "times",
    "declined",
    "attend",
    "not-gone",
]


@dataclass(frozen=True, slots=True)
class Telling:
    """Something that somebody must hear of.

    Attributes:
        kind: What sort of card or invitation it becomes when it goes.
        role: Who is to hear, by role, or ``agency:`` and an agency.
        person: The one holder meant, where each has a seat of their own.
        channel: Whether it goes to the partnership's channel instead.
        parts: The steps, or parts of steps, it is about.
        sequence: Which change of a meeting it tells; a later one replaces it.
        sitting: Which one it is, of a meeting that is held again and again.
        late: Minutes after its time that it was found due to be said.
        holding: Whether times are sought, or shown, to be held.
    """

    kind: Kind
    role: RoleId = ""
    person: PersonId = ""
    channel: bool = False
    parts: tuple[str, ...] = ()
    sequence: int = 0
    late: int = 0
    sitting: int = 1
    holding: bool = False


Seat: TypeAlias = tuple[RoleId, PersonId, StepId]
"""Whose turn it is: a role, the one holder meant if there is one, and the step."""
