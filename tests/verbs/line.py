"""A command line to type at, with what it prints kept."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bot import doctors
from bot.core.errors import Refused
from bot.counter import Counter
from bot.settings import read_settings
from bot.store import Store
from bot.verbs import verb
from bot.verbs.means import Means
from bot.verbs.parser import Parser
from tests.desk.wessex import Wessex

SECRET = "ab" * 32


@dataclass(frozen=True, slots=True)
class Printed:
    """What came of one line."""

    code: int
    out: str
    err: str

    @property
    def rows(self) -> list[dict[str, Any]]:
        """What was printed as JSON."""
        found: list[dict[str, Any]] = json.loads(self.out)
        return found

    @property
    def by_step(self) -> dict[str, dict[str, Any]]:
        """The rows of a timeline, by the step."""
        return {row["step"]: row for row in self.rows}


def nobody(_question: str) -> str:
    """Be nobody at the keyboard."""
    raise EOFError


@dataclass
class Line:
    """Types verbs, as ``python -m bot`` reads them."""

    home: Path
    wessex: Wessex | None = None
    environ: Mapping[str, str] = field(default_factory=dict)
    now: datetime = datetime(2026, 12, 18, 10, 30, tzinfo=UTC)
    types: Callable[[str], str] = nobody
    store: Store | None = None

    def type(self, *words: str) -> Printed:
        """Type one line; what a verb refuses is printed as the program prints it."""
        out, err = io.StringIO(), io.StringIO()
        module = verb(words[0])
        parser = Parser(prog=f"dayzero {module.NAME}", description=module.run.__doc__)
        module.arguments(parser)
        args = parser.parse_args(words[1:])
        means = Means(
            settings=lambda: read_settings(
                {
                    "DAYZERO_HOME": str(self.home),
                    "DAYZERO_SECRET": SECRET,
                    **self.environ,
                }
            ),
            now=lambda: self.wessex.now if self.wessex else self.now,
            out=out,
            err=err,
            store=self._store,
            desk=self._desk,
            ask=self.types,
            letters=doctors.of_letters,
            teller=doctors.teller,
        )
        try:
            code = module.run(args, means)
        except Refused as refusal:
            print(refusal.reason, refusal.next_step, file=err)
            code = 2
        return Printed(code, out.getvalue(), err.getvalue())

    def _store(self) -> Store:
        if self.store is not None:
            return self.store
        assert self.wessex, "this verb has no business with the record"
        return self.wessex.store

    def _desk(self, store: Store, partnership: str) -> Counter:
        assert self.wessex
        desk = self.wessex.desk
        return Counter(store, partnership, desk.shelf, desk.offices)
