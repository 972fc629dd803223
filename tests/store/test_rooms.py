"""Which channel of a chat platform each room of the program's is."""

from __future__ import annotations

from bot.store import Store, rooms
from bot.store.rooms import Room
from tests.store.words import NOW, after

ROOM = Room("slack", "wessex-vale", "WVX-2026-001", "T01", "C01", NOW)


def test_a_room_is_found_by_its_name_and_by_its_channel(store: Store) -> None:
    with store.writing() as tx:
        rooms.put(tx, ROOM)

    with store.reading() as tx:
        assert rooms.get(tx, "slack", "wessex-vale", "WVX-2026-001") == ROOM
        assert rooms.named(tx, "slack", "C01") == [ROOM]
        assert rooms.get(tx, "slack", "avon-marsh", "WVX-2026-001") is None
        assert rooms.named(tx, "teams", "C01") == []


def test_a_room_that_moved_is_where_it_is_now(store: Store) -> None:
    moved = Room("slack", "wessex-vale", "WVX-2026-001", "T01", "C02", after(1))
    with store.writing() as tx:
        rooms.put(tx, ROOM)
        rooms.put(tx, moved)

        assert rooms.get(tx, "slack", "wessex-vale", "WVX-2026-001") == moved
        assert rooms.named(tx, "slack", "C01") == []


def test_two_partnerships_can_share_a_channel(store: Store) -> None:
    one = Room("slack", "wessex-vale", "safeguarding", "T01", "C01", NOW)
    other = Room("slack", "avon-marsh", "safeguarding", "T01", "C01", NOW)
    with store.writing() as tx:
        rooms.put(tx, one)
        rooms.put(tx, other)

        assert rooms.named(tx, "slack", "C01") == [other, one]


def test_a_room_is_forgotten_once(store: Store) -> None:
    with store.writing() as tx:
        rooms.put(tx, ROOM)

        assert rooms.forget(tx, "slack", "wessex-vale", "WVX-2026-001")
        assert not rooms.forget(tx, "slack", "wessex-vale", "WVX-2026-001")
