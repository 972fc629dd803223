"""A place outside that answers nobody is left alone for a while.

Else most of what goes out would wait for it, one time-out after another, and so
would what is for other places.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

_SILENCES: Final = 3
"""Calls in a row with no answer after which a place is left alone."""
_REST: Final = timedelta(seconds=15)
"""How long it is then left alone."""


class Silences:
    """Knows whether a place has been silent too often of late.

    Attributes:
        well: Whether it took the last call; ``None`` before the first.
    """

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._silent = 0
        self._rest = _REST
        self._rest_until: datetime | None = None
        self.well: bool | None = None

    def resting(self) -> bool:
        """Say whether it is to be left alone now."""
        until = self._rest_until
        # No longer than that, even if the machine's time is put back meanwhile.
        return until is not None and until - self._rest <= self._now() < until

    def heard(self, *, well: bool) -> None:
        """Note that it answered, with what was asked of it or with a no."""
        self._silent, self.well = 0, well

    def unheard(self) -> None:
        """Note that it did not answer, or could not be reached."""
        self.well = False
        self._silent += 1
        if self._silent >= _SILENCES:
            # One call after the pause finds out; if it fails too, all rest again.
            self._rest_until = self._now() + self._rest
