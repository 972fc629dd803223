"""What was answered of late, so that what is sent again is answered the same.

Teams sends a thing again when its answer is late or lost, and people press twice. What
is kept here is kept for minutes; beyond that, and beyond a restart, the desk knows what
it has recorded.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
from collections import OrderedDict
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, Generic, TypeVar

Answer = TypeVar("Answer")
_MOST: Final = 2_000
_FOR: Final = timedelta(minutes=5)
"""What was answered may hold what somebody typed, and is not kept for longer."""


@dataclass(frozen=True, slots=True)
class _Answering(Generic[Answer]):
    begun: datetime
    task: asyncio.Task[Answer]


class Repeats(Generic[Answer]):
    """The answers of the last minutes, and those that are still being made.

    Args:
        now: The machine's time.
    """

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._kept: OrderedDict[str, _Answering[Answer]] = OrderedDict()

    async def once(
        self, name: str, answer: Callable[[], Coroutine[Any, Any, Answer]]
    ) -> asyncio.Task[Answer]:
        """Answer a thing, or find the answer that it has had, or is about to have.

        What could not be answered is not kept: sent again, it is tried again.

        Args:
            name: What a repeat of it is known by; everything without one is new.
            answer: Makes the answer.

        Returns:
            How it was answered, which is over by then, well or badly.
        """
        self._forget()
        known = self._kept.get(name)
        if known is None or _failed(known.task):
            task = asyncio.get_running_loop().create_task(answer())
            known = _Answering(self._now(), task)
            if name:
                self._kept[name] = known
                self._kept.move_to_end(name)
        # Whoever gives up waiting does not stop what has begun to be recorded.
        await asyncio.wait([known.task])
        return known.task

    def _forget(self) -> None:
        long_ago = self._now() - _FOR
        while self._kept:
            name, first = next(iter(self._kept.items()))
            if len(self._kept) < _MOST and first.begun > long_ago:
                return
            del self._kept[name]


def _failed(task: asyncio.Task[Any]) -> bool:
    return task.done() and (task.cancelled() or task.exception() is not None)


def name_of(activity: Mapping[str, Any], tenant: str) -> str:
    """Say what a repeat of an activity is known by: its id, and all that it says.

    What is said counts too, in case an id is ever given twice. Nothing is said of an
    activity without an id.

    Args:
        activity: What came in.
        tenant: The organisation that it came from.
    """
    if not activity.get("id"):
        return ""
    said = [tenant, *(activity.get(word) for word in _TELLING)]
    try:
        text = json.dumps(said, sort_keys=True)
    except RecursionError:  # nobody at Teams has nested it so deeply
        return ""
    return hashlib.sha256(text.encode(errors="replace")).hexdigest()


_TELLING: Final = (
    "type", "name", "id", "conversation", "from", "replyToId", "text", "value",
    "action", "membersAdded", "membersRemoved",
)  # fmt: skip
