"""What may be asked about many agencies: requests, returns and meetings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from bot.core.commands.asked import Asked
from bot.core.events import AgencyId, RoleId, StepId


@dataclass(frozen=True, slots=True, kw_only=True)
class Identify(Asked):
    """Record that agencies are involved.

    Attributes:
        return_by: A day of their own for the return, when found late.
    """

    step: StepId
    agencies: tuple[AgencyId, ...]
    return_by: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SendRequests(Asked):
    """Ask every agency identified and not yet asked for its return."""

    step: StepId


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiveReturn(Asked):
    """Record that an agency's return came in."""

    step: StepId
    agency: AgencyId
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrange(Asked):
    """Give a meeting a time, or another time."""

    step: StepId
    start: datetime
    minutes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StandDown(Asked):
    """Call a meeting off."""

    step: StepId


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold(Asked):
    """Record that a meeting took place, and who took the chair."""

    step: StepId
    on: date
    chaired_by: RoleId = ""
