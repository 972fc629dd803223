"""What happens to the action plan."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bot.core.events.names import AgencyId, Digest, RoleId


@dataclass(frozen=True, slots=True)
class ActionAdded:
    """An action was put on a sheet of the tracker.

    Attributes:
        action: Its number on the case, from 1.
        sheet: The stage whose sheet it is on.
        owner: The role that owns it.
        digest: Of the recommendation, of what is to be done, and of where else it
            is written down.
        agency: The organisation that owns it, or an empty string for none.
    """

    action: int
    sheet: str
    owner: RoleId
    due: date
    digest: Digest
    agency: AgencyId = ""


@dataclass(frozen=True, slots=True)
class ActionReassigned:
    """An action was given to another owner, or another date, or other words.

    Attributes:
        digest: Of the words that are new; empty where the old ones stand.
    """

    action: int
    owner: RoleId
    due: date
    agency: AgencyId = ""
    digest: Digest = ""


@dataclass(frozen=True, slots=True)
class ActionCompleted:
    """An action was done; the digest is of the evidence."""

    action: int
    on: date
    digest: Digest


@dataclass(frozen=True, slots=True)
class ImpactChecked:
    """Somebody looked later at what difference an action has made.

    Attributes:
        on: The day they looked.
        outcome: ``difference``, or ``none-yet``, after which it is reopened.
        digest: Of what they found.
    """

    action: int
    on: date
    outcome: str
    digest: Digest


@dataclass(frozen=True, slots=True)
class ActionReopened:
    """An action that was done is to be done again, or done better, by a new day.

    Attributes:
        digest: Of the reason; empty where an impact check has just given it.
    """

    action: int
    due: date
    digest: Digest = ""
