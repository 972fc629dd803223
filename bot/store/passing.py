"""A record that is thrown away when its work is done, and so need not be safe."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event
from typing_extensions import override

from bot.store.opening import Store, Transaction
from bot.vault import Vault


class PassingStore(Store):
    """A record on SQLite for one thread: it waits for no disk, and for nobody.

    A power cut can tear it. Only for what is simulated.

    Args:
        url: The file, such as ``sqlite:////tmp/year.sqlite``.
        vault: What seals the journal and locks the answers.
    """

    def __init__(self, url: str, vault: Vault) -> None:
        super().__init__(url, vault)
        event.listen(self.engine, "connect", _hasty)

    @override
    @contextmanager
    def writing(self, *, patient: bool = False) -> Iterator[Transaction]:
        """Write at once: a pause after a press would be real, and its time is not."""
        del patient
        with super().writing() as tx:
            yield tx

    @override
    def lull(self) -> None:
        """Wait for nobody."""

    @override
    def pressed(self) -> bool:
        """Give way to nobody: how lately somebody wrote would be real time too."""
        return False


def _hasty(connection: Any, _record: object) -> None:
    connection.execute("PRAGMA synchronous=OFF")
