"""What deciding gives back."""

from __future__ import annotations

from typing import TypeAlias

from bot.core.events import Event
from bot.core.people import Standing

Decided: TypeAlias = tuple[Standing, tuple[Event, ...]]
"""By what right somebody acted, and what has happened."""
