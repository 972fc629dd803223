"""What things are called on both sides of the border with Teams."""

from __future__ import annotations

from typing import Final

PLATFORM: Final = "teams"
"""What Teams is called in the record: accounts, rooms, receipts and causes."""
CHANNEL_ID: Final = "msteams"
"""What Microsoft calls it, among the places that a bot can be reached from."""
