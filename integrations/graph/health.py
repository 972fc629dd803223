"""How the bot is in Microsoft 365, for whoever watches it. Nothing about anybody."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from integrations.graph.inflow import Inflow
from integrations.graph.notices import Notices

_SILENT: Final = timedelta(minutes=45)
"""After this the changes should have been read several times over."""


@dataclass(frozen=True, slots=True)
class GraphHealth:
    """What is known of it without asking Graph.

    Attributes:
        began: When it was joined.
        notices: What takes what Graph tells, where Graph can reach us.
    """

    inflow: Inflow
    began: datetime
    notices: Notices | None

    @property
    def well(self) -> bool:
        """Whether the calendar has been read of late, here or by another replica."""
        changes = self.inflow.turns[0]
        return (
            changes.waits or self.inflow.now() - (changes.last or self.began) < _SILENT
        )

    def says(self) -> dict[str, object]:
        """Say what is known, as plain data."""
        said: dict[str, object] = {
            turn.name: _iso(turn.last) for turn in self.inflow.turns
        }
        failing = {t.name: t.trouble for t in self.inflow.turns if t.trouble}
        line, notices = self.inflow.subscription, self.notices
        return said | {
            "line_until": _iso(line.until) if line else None,
            "last_told": _iso(notices.last) if notices else None,
            "forged": notices.forged if notices else 0,
            "failing": failing,
        }


def _iso(at: datetime | None) -> str | None:
    return at.isoformat() if at else None
