"""A record that is thrown away keeps to its own time, and to no machine's."""

from __future__ import annotations

from bot.store.passing import PassingStore
from bot.vault import Vault


def test_nobody_is_waited_for_so_that_the_same_seed_gives_the_same_year(
    sqlite_url: str, vault: Vault
) -> None:
    """How lately somebody wrote depends on the machine: a delivery went, or waited."""
    store = PassingStore(sqlite_url, vault)
    with store.writing():
        assert not store.pressed()
    assert not store.pressed()
    store.close()
