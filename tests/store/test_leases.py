"""One courier at a time, in order, not too fast; and a dead one loses nothing."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot.store import Store, leases, outbox
from bot.store.outbox import ADDRESSED, DEAD, DROPPED, QUEUED, SENT, Delivery
from bot.vault import Vault
from tests.store.couriers import MINUTE, queue, settle, take, taken
from tests.store.words import NOW, a_delivery, after


def put_off(
    store: Store,
    delivery: Delivery,
    until: datetime,
    *,
    counts: bool = True,
    doubt: bool = False,
) -> bool:
    with store.writing() as tx:
        return leases.postpone(
            *(tx, delivery.key, delivery.fence, until),
            counts=counts,
            doubt=doubt,
            problem="500",
        )


def ready(store: Store, now: datetime = NOW) -> datetime | None:
    with store.reading() as tx:
        return leases.ready_at(tx, now)


def state_of(store: Store, key: str) -> Delivery:
    with store.reading() as tx:
        delivery = outbox.get(tx, key)
    assert delivery is not None
    return delivery


def test_a_lease_says_who_may_carry_it_and_until_when(store: Store) -> None:
    queue(store, a_delivery("a", body={"heading": "é"}))

    delivery = taken(store)

    assert (delivery.state, delivery.attempts, delivery.fence) == ("leased", 1, 1)
    assert delivery.lease_until == after(1)
    assert delivery.body == {"heading": "é"}
    assert not delivery.doubt
    assert take(store) is None
    with store.reading() as tx:
        assert leases.still_mine(tx, "a", 1, NOW)
        assert not leases.still_mine(tx, "a", 1, after(1))
        assert not leases.still_mine(tx, "a", 2, NOW)


@pytest.mark.parametrize("state", [SENT, DROPPED, DEAD, ADDRESSED])
def test_a_settled_delivery_is_kept_and_never_taken_again(
    store: Store, state: str
) -> None:
    queue(store, a_delivery("a"))

    assert settle(store, taken(store), state, after(1))

    ended = state_of(store, "a")
    assert (ended.state, ended.settled_at, ended.receipt) == (
        *(state, after(1)),
        {"id": "42"},
    )
    assert ended.problem == ("ab" if state == DEAD else "")
    assert take(store, after(999)) is None
    assert ready(store) is None


def test_a_delivery_cannot_end_in_a_way_that_is_not_one(store: Store) -> None:
    queue(store, a_delivery("a"))

    with pytest.raises(ValueError, match="vanished"):
        settle(store, taken(store), "vanished")


def test_a_courier_that_died_loses_nothing_and_can_settle_nothing(
    store: Store,
) -> None:
    queue(store, a_delivery("a"))
    dead = taken(store)

    assert take(store, after(0.9)) is None
    heir = taken(store, after(1))

    assert (heir.fence, heir.attempts, heir.doubt) == (2, 2, True)
    assert not settle(store, dead)
    assert not put_off(store, dead, after(5))
    assert settle(store, heir)
    assert not settle(store, heir)


def test_at_a_start_what_a_dead_courier_had_is_free_at_once_and_in_doubt(
    store: Store,
) -> None:
    queue(store, a_delivery("a"))
    dead = taken(store)

    with store.writing() as tx:
        assert leases.free(tx, after(0.1)) == 1
    heir = taken(store, after(0.1))

    assert (heir.fence, heir.doubt) == (2, True)
    assert not settle(store, dead)
    assert settle(store, heir)


def test_a_failed_attempt_counts_and_being_told_to_slow_down_does_not(
    store: Store,
) -> None:
    queue(store, a_delivery("a"))

    assert put_off(store, taken(store), after(5))
    assert take(store, after(4)) is None
    failed = taken(store, after(5))
    assert (failed.attempts, failed.doubt, failed.problem) == (2, False, "500")

    assert put_off(store, failed, after(6), counts=False)
    assert state_of(store, "a").attempts == 1

    assert put_off(store, taken(store, after(6)), after(7), doubt=True)
    assert taken(store, after(7)).doubt


def test_nothing_goes_before_its_time(store: Store) -> None:
    queue(store, a_delivery("a", not_before=after(10)))

    assert take(store, after(9)) is None
    assert ready(store) == after(10)
    assert taken(store, after(10)).not_before == after(10)


def test_one_person_hears_of_one_case_in_order(store: Store) -> None:
    queue(
        store,
        a_delivery("first"),
        a_delivery("second"),
        a_delivery("to another", person="carys"),
        a_delivery("of another", case_ref="DOR-2026-005"),
        a_delivery("of none", case_ref=None, n=None),
        a_delivery("of none either", case_ref=None, n=None),
    )

    keys = [delivery.key for delivery in (taken(store) for _ in range(5))]

    assert keys == ["first", "to another", "of another", "of none", "of none either"]
    assert take(store, key="second") is None
    assert settle(store, outbox_first := state_of(store, "first"))
    assert outbox_first.fence == 1
    assert taken(store).key == "second"


def test_what_failed_once_keeps_its_place_and_what_was_given_up_does_not(
    store: Store,
) -> None:
    queue(store, a_delivery("first"), a_delivery("second"))
    put_off(store, taken(store), after(5))

    assert take(store, after(1)) is None
    assert ready(store, after(1)) == after(5)

    settle(store, taken(store, after(5)), DEAD)
    assert taken(store, after(5)).key == "second"


def test_what_is_only_for_later_holds_nobody_up(store: Store) -> None:
    queue(store, a_delivery("tomorrow", not_before=after(600)), a_delivery("now"))

    assert taken(store).key == "now"


def test_a_role_waits_for_its_own_turn_and_not_for_another_role(store: Store) -> None:
    queue(
        store,
        a_delivery("a", person="", role="head-of-qa"),
        a_delivery("b", person="", role="chair"),
        a_delivery("c", person="", role="head-of-qa"),
    )

    assert [taken(store).key, taken(store).key] == ["a", "b"]
    assert take(store) is None


def test_a_lane_keeps_its_pace(store: Store) -> None:
    queue(
        store,
        *(a_delivery(f"{n}", lane="slack:C1", case_ref=None) for n in range(3)),
        a_delivery("other", lane="slack:C2", case_ref=None),
    )

    first = take(store, NOW, rest=1)
    other = take(store, NOW, rest=1)

    assert first
    assert other
    assert (first.key, other.key) == ("0", "other")
    assert take(store, NOW, rest=1) is None
    assert ready(store) == NOW + timedelta(seconds=1)
    second = take(store, NOW + timedelta(seconds=1), rest=1)
    assert second
    assert second.key == "1"


def test_a_lane_told_to_slow_down_is_held_for_everybody(store: Store) -> None:
    queue(store, a_delivery("a", lane="graph"), a_delivery("b", lane="mail"))
    with store.writing() as tx:
        leases.hold_lane(tx, "graph", after(30))
        leases.hold_lane(tx, "graph", after(3))

    assert take(store, after(29), key="a") is None
    assert ready(store, after(29)) == after(30)
    assert taken(store, after(30)).key == "a"


def test_many_couriers_take_each_delivery_once(store: Store) -> None:
    total = 40
    queue(store, *(a_delivery(f"{n}", case_ref=None) for n in range(total)))
    carried: list[str] = []
    together = threading.Barrier(4)

    def carry() -> None:
        together.wait()
        while delivery := take(store):
            carried.append(delivery.key)
            assert settle(store, delivery)

    couriers = [threading.Thread(target=carry) for _ in range(4)]
    for courier in couriers:
        courier.start()
    for courier in couriers:
        courier.join()

    assert sorted(carried, key=int) == [str(n) for n in range(total)]


def test_many_couriers_keep_one_pace_between_them(store: Store) -> None:
    queue(store, *(a_delivery(f"{n}", case_ref=None, lane="C1") for n in range(20)))
    carried: list[Delivery | None] = []
    together = threading.Barrier(4)

    def carry() -> None:
        together.wait()
        carried.append(take(store, NOW, rest=60))

    couriers = [threading.Thread(target=carry) for _ in range(4)]
    for courier in couriers:
        courier.start()
    for courier in couriers:
        courier.join()

    assert len([delivery for delivery in carried if delivery]) == 1
    with store.reading() as tx:
        queued = outbox.find(tx, states=[QUEUED])
    assert {delivery.attempts for delivery in queued} == {0}


def test_what_is_carried_on_is_kept_and_what_was_lost_is_not(
    postgres_url: str, vault: Vault
) -> None:
    store = Store(postgres_url, vault)
    queue(store, a_delivery("kept"), a_delivery("lost", person="imran"))
    with store.writing() as tx:
        rows = leases.take(tx, NOW, MINUTE, 2)
        old = [replace(row, fence=row.fence - (row.key == "lost")) for row in rows]
        leases.renew(tx, old, after(3))

    with store.reading() as tx:
        until = {row.key: row.lease_until for row in outbox.find(tx)}
    assert until == {"kept": after(3), "lost": after(1)}
    store.close()
