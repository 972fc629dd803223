"""What must be remembered of a mailbox from one run of the program to the next."""

from __future__ import annotations

import asyncio
import hashlib
import json
from dataclasses import dataclass
from typing import Final

from bot.store import Store, facts

_LENGTH: Final = 16


@dataclass(frozen=True, slots=True)
class Memory:
    """A few notes about one mailbox. Those about another one are not believed.

    Attributes:
        store: The record, which has a place for small settings.
        mark: Tells this mailbox, and where it is asked for, from any other.
        apart: Whether its notes are kept beside those of the first mailbox.
    """

    store: Store
    mark: str
    apart: bool = False

    async def recall(self, name: str) -> dict[str, str]:
        """Recall a note: what was kept under a name, or nothing."""
        return await asyncio.to_thread(self._recall, name)

    async def keep(self, name: str, **note: str) -> None:
        """Keep a note, in place of what it was."""
        await asyncio.to_thread(self._keep, name, note)

    async def forget(self, name: str) -> None:
        """Forget a note."""
        await asyncio.to_thread(self._keep, name, {})

    def _recall(self, name: str) -> dict[str, str]:
        with self.store.reading() as tx:
            kept = facts.get(tx, self._key(name))
        found = json.loads(kept) if kept else {}
        return found if found.pop("mailbox", "") == self.mark else {}

    def _keep(self, name: str, note: dict[str, str]) -> None:
        with self.store.writing(patient=True) as tx:
            if note:
                said = json.dumps({**note, "mailbox": self.mark}, sort_keys=True)
                facts.set_(tx, self._key(name), said)
            else:
                facts.unset(tx, self._key(name))

    def _key(self, name: str) -> str:
        return f"graph/{self.mark}/{name}" if self.apart else f"graph/{name}"


def mark_of(base_url: str, mailbox: str) -> str:
    """Say by what a mailbox is told from others, without naming it."""
    named = f"{base_url}\0{mailbox.lower()}"
    return hashlib.sha256(named.encode()).hexdigest()[:_LENGTH]
