"""What is queued is queued once, and what has ended can still be found."""

from __future__ import annotations

from bot.store import Store, outbox
from bot.store.outbox import DEAD, SENT, Delivery
from tests.store.couriers import queue, settle, taken
from tests.store.words import DORSET, NOW, REF, a_delivery, after


def test_the_same_place_in_the_journal_is_queued_once(store: Store) -> None:
    assert queue(store, a_delivery("a"), a_delivery("b"), a_delivery("a")) == 2
    assert queue(store, a_delivery("a", kind="another")) == 0
    assert taken(store).kind == "sign-off"


def test_deliveries_are_found_again_to_be_redrawn_or_explained(store: Store) -> None:
    queue(
        store,
        a_delivery("a"),
        a_delivery("b", step="send-sin", kind="task"),
        a_delivery("c", partnership="kirklees", case_ref="KIR-2026-001"),
        a_delivery("d", person="carys"),
    )
    settle(store, taken(store, key="a"), SENT, after(5))
    settle(store, taken(store, key="c"), DEAD, after(6))

    with store.reading() as tx:
        assert keys(outbox.find(tx, case_ref=REF)) == ["a", "b", "d"]
        assert keys(outbox.find(tx, case_ref=REF, step="send-sin")) == ["b"]
        assert keys(outbox.find(tx, partnership=DORSET, kind="sign-off")) == ["a", "d"]
        assert keys(outbox.find(tx, person="carys")) == ["d"]
        assert keys(outbox.find(tx, states=[SENT, DEAD])) == ["a", "c"]
        assert keys(outbox.dead(tx)) == ["c"]
        assert keys(outbox.dead(tx, DORSET)) == []
        assert keys(outbox.recent(tx, after(5))) == ["c"]
        assert keys(outbox.recent(tx, NOW, DORSET)) == ["a"]
        assert outbox.waiting(tx) == 2
        assert outbox.get(tx, "nothing") is None


def keys(found: list[Delivery]) -> list[str]:
    return [delivery.key for delivery in found]


def test_an_operator_can_have_a_dead_delivery_tried_again(store: Store) -> None:
    queue(store, a_delivery("a"))
    settle(store, taken(store), DEAD)

    with store.writing() as tx:
        assert outbox.revive(tx, "a", after(60))
        assert not outbox.revive(tx, "a", after(60))

    again = taken(store, after(60))
    assert (again.attempts, again.fence) == (1, 2)
