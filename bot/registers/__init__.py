"""The tracker of actions and the register of alerts, over all cases or one.

What a page shows and what an export holds are made here, once, so that they cannot
differ: which cases, which lines of them, in what order, and to whom.
"""

from __future__ import annotations

from bot.registers.actions import TRACKER_STATUSES, Tracked, Tracker, tracked, tracker
from bot.registers.alerts import (
    REGISTER_STATUSES,
    Alert,
    Register,
    may_keep,
    register,
)
from bot.registers.sheets import Kept, register_file, tracker_file
from bot.registers.wanted import Wanted, read_wanted

__all__ = [
    "REGISTER_STATUSES", "TRACKER_STATUSES", "Alert", "Kept", "Register", "Tracked",
    "Tracker", "Wanted", "may_keep", "read_wanted", "register", "register_file",
    "tracked", "tracker", "tracker_file",
]  # fmt: skip
