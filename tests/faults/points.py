"""The numbered points at which a process may die: each statement, commit and call.

A point is known by its number, counted from the start, and by what is done there:
such as ``insert journal in desk._record``. To die is to be killed on the spot, with
nothing put in order.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import Any, Final

from sqlalchemy import event
from typing_extensions import override

from bot.store import Store, Transaction

SECRET: Final = b"a secret that is only for the faults, of 32 bytes or more"
_ROOT: Final = Path(__file__).parents[2]
_OURS: Final = (str(_ROOT / "bot"), str(_ROOT / "integrations"))
_STORE: Final = str(_ROOT / "bot" / "store")


def die() -> None:
    """End here and now, as by a power cut."""
    os.kill(os.getpid(), signal.SIGKILL)


@dataclass
class Points:
    """Counts the points that are passed, and may die at one of them.

    Attributes:
        fatal: At which number, or name and time of passing it, it dies.
    """

    fatal: int | tuple[str, int] = 0
    passed: int = 0
    named: Counter[str] = field(default_factory=Counter)
    _writers: set[int] = field(default_factory=set)
    _guard: threading.Lock = field(default_factory=threading.Lock)

    def pass_one(self, name: str) -> None:
        """Pass a point."""
        with self._guard:
            self.passed += 1
            self.named[name] += 1
            here = self.fatal in (self.passed, (name, self.named[name]))
        if here:
            die()

    def watch(self, store: Store) -> None:
        """Make each statement and each commit of a store a point."""
        if store.on_sqlite:

            def traced(connection: Any, _record: object) -> None:
                connection.set_trace_callback(self._stated)

            event.listen(store.engine, "connect", traced)
            return

        def stated(*given: Any) -> None:
            self._stated(given[2])

        def committing(_: Any) -> None:
            self._stated("COMMIT")

        event.listen(store.engine, "before_cursor_execute", stated)
        event.listen(store.engine, "commit", committing)

    def _stated(self, statement: str) -> None:
        said = statement.split(None, 3)
        verb = said[0].lower()
        mine = threading.get_ident()
        if verb in ("insert", "update", "delete"):
            self._writers.add(mine)
            table = said[1] if verb == "update" else said[2]
            self.pass_one(f"{verb} {table} in {_where()}")
        elif verb in ("commit", "rollback") and mine in self._writers:
            self._writers.discard(mine)
            self.pass_one(f"before the {verb} of {_where()}")


def _where() -> str:
    """Name the part of the program that is at work: below what keeps the record."""
    frame: FrameType | None = sys._getframe(3)
    while frame is not None:
        code = frame.f_code
        known = code.co_filename.startswith(_OURS)
        if known and not code.co_filename.startswith(_STORE):
            return f"{Path(code.co_filename).stem}.{code.co_name}"
        frame = frame.f_back
    return "somewhere else"


class WatchedStore(Store):
    """A store that passes a point after each commit, as well as before it."""

    points = Points()

    @override
    @contextmanager
    def writing(self, *, patient: bool = False) -> Iterator[Transaction]:
        with super().writing(patient=patient) as tx:
            yield tx
        self.points.pass_one("after a commit")
