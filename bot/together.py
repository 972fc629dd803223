"""Does in one transaction what several deliveries ask for at the same moment.

A commit waits for the disk, whether it writes one delivery's end or thirty. So what
is asked for while one is being written is written together afterwards; what is asked
for by itself does not wait. Nobody waits for a delivery, and people wait for what
they pressed: so each of these transactions is short.
"""

from __future__ import annotations

import asyncio
from collections import Counter, deque
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from itertools import takewhile
from math import inf
from time import perf_counter
from typing import Any, Final, TypeVar

from bot.store import Transaction, heads
from bot.store.opening import on_sqlite

T = TypeVar("T")
W = TypeVar("W")

_MOST: Final = 64
"""The most that is done in one transaction."""
_EACH: Final = 16
"""The most that is done with one statement."""
_LONGEST: Final = 0.01
"""Seconds after which a transaction takes on nothing more."""
_LONGER: Final = 0.03
"""The same where others can write meanwhile, unless it is about the same cases."""


@dataclass(frozen=True, slots=True)
class _Asked:
    """Something to be done inside a transaction.

    Attributes:
        act: Does it, for several things at once.
        what: What it is done for.
        case: The case it writes about, to be locked first; or none.
        lane: The lane that it holds, where it holds one: those come last.
    """

    act: Callable[[Transaction, Sequence[Any]], Sequence[Any]]
    what: Any
    case: str
    lane: str
    done: asyncio.Future[Any]


class Together:
    """Does what is asked for, as much at once as is asked at once.

    What fails is done again by itself, so that it fails nobody else. So whatever is
    asked for must be such that it can be done again when it was rolled back.

    Args:
        opened: Opens a transaction.
        apart: Whether that is done in a thread apart.
    """

    def __init__(
        self,
        opened: Callable[[], AbstractContextManager[Transaction]],
        *,
        apart: bool = True,
    ) -> None:
        self._opened = opened
        self._apart = apart
        self._asked: deque[_Asked] = deque()
        self._worker: asyncio.Task[None] | None = None
        self._left = ""

    @property
    def busy(self) -> bool:
        """Say whether anything is being done, or is still to be."""
        return self._worker is not None and not self._worker.done()

    async def do(
        self, act: Callable[[Transaction], T], *, case: str = "", lane: str = ""
    ) -> T:
        """Do something inside a transaction; returns once that has ended well.

        Args:
            act: Does it; perhaps more than once, of which one is kept.
            case: The case it writes about.
            lane: The lane that it holds.
        """
        done = self._ask(lambda tx, _: (act(tx),), None, case, lane)
        result: T = await done
        return result

    async def do_each(
        self,
        act: Callable[[Transaction, Sequence[W]], Sequence[T]],
        what: W,
        *,
        case: str = "",
    ) -> T:
        """Do something that can be done for several things with few statements.

        Args:
            act: Does it for all that it is asked for at the same moment.
            what: What it is done for.
            case: The case it writes about.
        """
        result: T = await self._ask(act, what, case, "")
        return result

    def _ask(
        self,
        act: Callable[[Transaction, Sequence[Any]], Sequence[Any]],
        what: Any,
        case: str,
        lane: str,
    ) -> asyncio.Future[Any]:
        done = asyncio.get_running_loop().create_future()
        self._asked.append(_Asked(act, what, case, lane, done))
        if not self.busy:
            self._worker = asyncio.create_task(self._work(), name="together")
        return done

    async def _work(self) -> None:
        while self._asked:
            count = min(len(self._asked), _MOST)
            batch = [self._asked.popleft() for _ in range(count)]
            # Lanes last, by name: then no two couriers wait for each other.
            alike = Counter(one.act for one in batch)
            first = {act: place for place, act in enumerate(alike)}
            batch.sort(key=lambda one: (one.lane, -alike[one.act], first[one.act]))
            await self._try(batch)

    async def _try(self, batch: list[_Asked]) -> None:
        trial = asyncio.create_task(self._once(batch))
        await asyncio.wait((trial,))
        trouble = trial.exception()
        if trouble is None:
            found = trial.result()
            for one, result in zip(batch, found, strict=False):
                if not one.done.done():
                    one.done.set_result(result)
            self._asked.extendleft(reversed(batch[len(found) :]))
        elif len(batch) > 1:
            for one in batch:
                await self._try([one])
        elif not batch[0].done.done():
            batch[0].done.set_exception(trouble)

    async def _once(self, batch: list[_Asked]) -> list[Any]:
        if self._apart:
            return await asyncio.to_thread(self._all, batch)
        return self._all(batch)

    def _longest(self, tx: Transaction) -> float:
        """Say for how many seconds a transaction may take on more."""
        if not self._apart:
            return inf  # nobody else is there to wait for it
        return _LONGEST if on_sqlite(tx) else _LONGER

    def _all(self, batch: list[_Asked]) -> list[Any]:
        """Do one after another, as many as there is time for."""
        found: list[Any] = []
        with self._opened() as tx:
            count = self._locked(tx, batch)
            # From now: what was waited for is no reason to do nothing.
            end = perf_counter() + self._longest(tx)
            while len(found) < count and perf_counter() < end:
                found += _some(tx, batch[len(found) : min(len(found) + _EACH, count)])
        return found

    def _locked(self, tx: Transaction, batch: list[_Asked]) -> int:
        """Have the cases that nobody else has; puts last what is about the others.

        Those are left for the next time, at which the first of them is waited for.

        Returns:
            How much can be done now: something at the least.
        """
        cases = list({one.case: None for one in batch if one.case})
        first = [self._left] if self._left in cases else []
        free = heads.lock_free(tx, [*first, *cases], wait=bool(first))
        if not free and all(one.case for one in batch):
            free = heads.lock_free(tx, cases, wait=True)
        batch.sort(key=lambda one: bool(one.case) and one.case not in free)
        count = sum(not one.case or one.case in free for one in batch)
        self._left = batch[count].case if count < len(batch) else ""
        return count


def _some(tx: Transaction, batch: Sequence[_Asked]) -> Sequence[Any]:
    """Do the first that was asked for, and with it what comes next and is the same."""
    act = batch[0].act
    same = takewhile(lambda one: one.act == act, batch)
    return act(tx, [one.what for one in same])
