"""The last few things that were read, so that they need not be read again."""

from __future__ import annotations

import threading
from collections import OrderedDict
from typing import Any


class Recent:
    """Keeps what was last asked for, by name, and forgets what was not.

    Args:
        most: How many things to keep.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: OrderedDict[str, Any] = OrderedDict()
        self._turn = threading.Lock()

    def get(self, name: str) -> Any:
        """Find what was kept under a name; ``None`` if nothing is any more."""
        with self._turn:
            if name in self._kept:
                self._kept.move_to_end(name)
            return self._kept.get(name)

    def put(self, name: str, what: Any) -> None:
        """Keep something in place of what was kept under the same name."""
        with self._turn:
            self._kept[name] = what
            self._kept.move_to_end(name)
            if len(self._kept) > self._most:
                self._kept.popitem(last=False)
