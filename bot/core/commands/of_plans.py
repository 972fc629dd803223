"""What may be asked of the action plan."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bot.core.commands.asked import Asked
from bot.core.events import AgencyId, RoleId


@dataclass(frozen=True, slots=True, kw_only=True)
class AddAction(Asked):
    """Put an action on a sheet of the tracker."""

    sheet: str
    owner: RoleId
    due: date
    agency: AgencyId = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reassign(Asked):
    """Give an action another owner, another date, or other words."""

    action: int
    owner: RoleId
    due: date
    agency: AgencyId = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CompleteAction(Asked):
    """Record that an action was done, with the evidence."""

    action: int
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckImpact(Asked):
    """Record what difference an action has made.

    Attributes:
        outcome: ``difference`` or ``none-yet``.
        due: The new day, where it has made none yet.
    """

    action: int
    on: date
    outcome: str
    due: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReopenAction(Asked):
    """Open an action again that was done, with a reason and a new day."""

    action: int
    due: date
