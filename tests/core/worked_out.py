"""A deadline worked out from days as people write them."""

from __future__ import annotations

from typing import Final

from bot.core.clock import Due, read, work_out
from bot.core.workdays import Offices
from bot.offices import load_offices
from tests.core.calendar_words import calendar_day, calendar_moment

ENGLAND: Final[Offices] = load_offices("ENG")


def due_of(written: str, **anchors: str) -> Due:
    """Work a deadline out; ``sin_sent`` stands for the anchor ``sin-sent``."""
    known = {
        name.replace("_", "-"): calendar_moment(when)
        if ":" in when
        else calendar_day(when)
        for name, when in anchors.items()
    }
    return work_out(read(written), known, ENGLAND)
