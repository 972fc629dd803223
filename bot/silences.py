"""A place outside that answers nobody is left alone for a while.

Else most of what goes out would wait for it, one time-out after another, and so
would what is for other places.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Final

_SILENCES: Final = 3
"""Calls in a row with no answer after which a place is left alone."""
_PLACES: Final = 3
"""Places silent at once after which one silence is enough, for each of them."""
_REST: Final = timedelta(seconds=15)
"""How long it is then left alone."""
_LEAST, _USUAL, _MOST = 0.1, 1.0, 3600.0
"""Seconds for which a place is left alone that asks to be, whatever it asks for."""


class Silences:
    """Knows which places have been silent too often of late.

    A place is an organisation, such as a workspace. One that answers is never left
    alone because others are silent.

    Attributes:
        well: Whether the last call was taken; ``None`` before the first.
    """

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._silent: Counter[str] = Counter()
        self._rest = _REST
        self._rest_until: dict[str, datetime] = {}
        self.well: bool | None = None

    def resting(self, place: str) -> bool:
        """Say whether a place is to be left alone now."""
        until = self._rest_until.get(place)
        # No longer than that, even if the machine's time is put back meanwhile.
        return until is not None and until - self._rest <= self._now() < until

    def heard(self, place: str, *, well: bool) -> None:
        """Note that a place answered, with what was asked of it or with a no."""
        self.well = well
        del self._silent[place]
        self._rest_until.pop(place, None)

    def unheard(self, place: str) -> None:
        """Note that a place did not answer, or could not be reached."""
        self.well = False
        self._silent[place] += 1
        # One call after the pause finds out; if it fails too, all rest again.
        until = self._now() + self._rest
        if len(self._silent) >= _PLACES:
            self._rest_until |= dict.fromkeys(self._silent, until)
        elif self._silent[place] >= _SILENCES:
            self._rest_until[place] = until


def seconds_asked(said: str, now: datetime | None) -> float:
    """Read how long a place asks to be left alone: a number of seconds, or a time.

    Args:
        said: What it asks.
        now: The time there, if it is known.
    """
    try:
        seconds = float(said)
    except ValueError:
        until = read_time(said)
        seconds = (until - now).total_seconds() if until and now else _USUAL
    return _USUAL if math.isnan(seconds) else min(max(seconds, _LEAST), _MOST)


def read_time(said: str) -> datetime | None:
    """Read a time as it is written in the head of an answer; nothing if it is none."""
    try:
        read = parsedate_to_datetime(said)
    except ValueError:
        return None
    return read if read.tzinfo else read.replace(tzinfo=UTC)
