"""What is remembered of what came in lately. It is lost when the program ends."""

from __future__ import annotations

from collections import OrderedDict
from datetime import datetime
from typing import Final

_REMEMBERED: Final = 4_096


class Recent:
    """The last few thousand names that came by, so that a repeat is known as one.

    It is lost when the program ends, and may be: what a repeat must never do twice
    is kept from it by the record.
    """

    def __init__(self, most: int = _REMEMBERED) -> None:
        self._most = most
        self._names: OrderedDict[str, None] = OrderedDict()

    def __contains__(self, name: str) -> bool:
        return name in self._names

    def first(self, name: str) -> bool:
        """Note a name; says whether it is the first time that it comes by."""
        new = name not in self._names
        self._names[name] = None
        self._names.move_to_end(name)
        if len(self._names) > self._most:
            self._names.popitem(last=False)
        return new

    def forget(self, name: str) -> None:
        """Take a name out, as if it had never come by."""
        self._names.pop(name, None)


class Heard:
    """When a platform was last heard from, for whoever watches over the program."""

    def __init__(self) -> None:
        self.last: datetime | None = None

    def note(self, now: datetime) -> None:
        """Note that something came in."""
        self.last = now
