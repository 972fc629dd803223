"""Statutory time: reading a deadline, working it out, and explaining it.

``read`` makes a :class:`Deadline` of what a procedure file says. ``work_out`` and
``occurrence`` make a :class:`Due` of that and the anchors of a case. ``explain``
and ``day_number`` say in words how the day was come by.
"""

from bot.core.clock.explained import day_number, explain
from bot.core.clock.grammar import (
    UNITS,
    Choice,
    Deadline,
    Manner,
    Term,
    Unit,
    in_words,
    read,
)
from bot.core.clock.moments import ends, is_after, on_day
from bot.core.clock.problem import ClockProblem
from bot.core.clock.reckoning import Due, occurrence, settled_on, waiting, work_out

__all__ = [
    "UNITS",
    "Choice",
    "ClockProblem",
    "Deadline",
    "Due",
    "Manner",
    "Term",
    "Unit",
    "day_number",
    "ends",
    "explain",
    "in_words",
    "is_after",
    "occurrence",
    "on_day",
    "read",
    "settled_on",
    "waiting",
    "work_out",
]
