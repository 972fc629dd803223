"""Finding a time: when the clock lets a meeting be held, and who is free then.

:mod:`~bot.core.finding.window` says which days a procedure leaves a meeting,
:mod:`~bot.core.finding.choosing` and :mod:`~bot.core.finding.together` find the best
times in them, :mod:`~bot.core.finding.reliefs` what would help where there is none, and
:mod:`~bot.core.finding.reasons` says it. What makes one time better than another stands
in :mod:`~bot.core.finding.slots`. Nobody's diary is read here.
"""

from __future__ import annotations

from bot.core.finding.choosing import choose
from bot.core.finding.diaries import Diary, Span
from bot.core.finding.elsewhere import Wanted, beside_others, wanted
from bot.core.finding.helping import diaries_read, help_with, why_none
from bot.core.finding.reasons import reasons, supposes
from bot.core.finding.together import choose_together
from bot.core.finding.window import Window, window_of
from bot.core.finding.wishes import Day, Found, Taken, Wish, people_in, span_of
from bot.core.finding.wishing import wish_of

__all__ = [
    "Day", "Diary", "Found", "Span", "Taken", "Wanted", "Window", "Wish",
    "beside_others", "choose", "choose_together", "diaries_read", "help_with",
    "people_in", "reasons", "span_of", "supposes", "wanted", "why_none", "window_of",
    "wish_of",
]  # fmt: skip
