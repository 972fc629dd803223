"""A place in the whole record is given out to nobody while a root is planted."""

from __future__ import annotations

import threading

from sqlalchemy import text

from bot.core.events import StepCompleted
from bot.store import Store
from bot.store.roots import plant_root
from bot.store.verify import verify
from bot.vault import Vault
from tests.store.words import DORSET, NOW, REF, a_case, record

_GIVEN = text("SELECT last_value FROM journal_seq_seq")
_WAITING = text("SELECT count(*) FROM pg_locks WHERE NOT granted")


def test_who_writes_while_a_root_is_planted_takes_a_place_afterwards(
    postgres_url: str, vault: Vault
) -> None:
    store = Store(postgres_url, vault)
    a_case(store)

    def write() -> None:
        with store.writing() as tx:
            record(tx, REF, StepCompleted("send-sin", NOW.date()))

    clerk = threading.Thread(target=write)
    with store.writing() as planting:
        given = planting.scalar(_GIVEN)
        root = plant_root(planting, DORSET, NOW.date(), NOW)
        clerk.start()
        while not planting.scalar(_WAITING):
            assert clerk.is_alive()
        assert planting.scalar(_GIVEN) == given
    clerk.join()

    assert root.upto == given
    assert verify(store) == []
    store.close()
