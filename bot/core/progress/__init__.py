"""Where a case stands: which steps apply, are open or done, and what is due when.

No date is kept. Correct an anchor or announce a bank holiday, and every date that
depends on it is different the next time anybody asks. Where a step stands, and when
it is due, is worked out once, and again when anything that it follows from is another.
"""

from __future__ import annotations

from bot.core.progress.days import due_of, happened_on, local_day, part_day
from bot.core.progress.disputes import differs, disputed
from bot.core.progress.lateness import found_late
from bot.core.progress.lines import INVITE, SEND, Line, left, lines, undated
from bot.core.progress.standing import (
    Status,
    again,
    reordered,
    rests,
    standings,
    status,
    still_before,
    waits_for,
)
from bot.core.progress.suiting import AnyStep, applies
from bot.core.progress.told import beside, compared

__all__ = [
    "INVITE", "SEND", "AnyStep", "Line", "Status", "again", "applies", "beside",
    "compared", "differs", "disputed", "due_of", "found_late", "happened_on", "left",
    "lines", "local_day", "part_day", "reordered", "rests", "standings", "status",
    "still_before", "undated", "waits_for",
]  # fmt: skip
