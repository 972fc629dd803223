"""What may be asked of the action plan."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bot.core.commands.asked import Asked
from bot.core.events import RoleId


@dataclass(frozen=True, slots=True, kw_only=True)
class AddAction(Asked):
    """Put an action on a sheet of the tracker."""

    sheet: str
    owner: RoleId
    due: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Reassign(Asked):
    """Give an action another owner, or another date."""

    action: int
    owner: RoleId
    due: date


@dataclass(frozen=True, slots=True, kw_only=True)
class CompleteAction(Asked):
    """Record that an action was done, with the evidence."""

    action: int
    on: date
