"""What happens to the action plan."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bot.core.events.names import Digest, RoleId


@dataclass(frozen=True, slots=True)
class ActionAdded:
    """An action was put on a sheet of the tracker.

    Attributes:
        action: Its number on the case, from 1.
        sheet: The stage whose sheet it is on.
        owner: The role that owns it.
        digest: Of what is to be done.
    """

    action: int
    sheet: str
    owner: RoleId
    due: date
    digest: Digest


@dataclass(frozen=True, slots=True)
class ActionReassigned:
    """An action was given to another owner, or another date, or both."""

    action: int
    owner: RoleId
    due: date


@dataclass(frozen=True, slots=True)
class ActionCompleted:
    """An action was done; the digest is of the evidence."""

    action: int
    on: date
    digest: Digest
