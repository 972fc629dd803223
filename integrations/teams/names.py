"""What things are called on both sides of the border with Teams."""

from __future__ import annotations

from typing import Final

from bot.environment import LOOPBACK

PLATFORM: Final = "teams"
"""What Teams is called in the record: accounts, rooms, receipts and causes."""
NO_PROXY: Final = {
    f"all://[{host}]" if ":" in host else f"all://{host}": None for host in LOOPBACK
}
"""No way round by a proxy to this machine, whatever else goes by one."""
CHANNEL_ID: Final = "msteams"
"""What Microsoft calls it, among the places that a bot can be reached from."""
