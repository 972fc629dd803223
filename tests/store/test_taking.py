"""Deliveries are taken in the order of turns, and nobody has them all."""

from __future__ import annotations

import threading
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import text

from bot.store import Store, leases, outbox
from bot.store.outbox import Delivery
from bot.store.ready import CALENDAR, WINDOW, look, put_by
from tests.store.couriers import MINUTE, queue, settle
from tests.store.words import NOW, a_delivery, after

MANY = 3 * WINDOW
"""More than is looked at together."""


def take(
    store: Store, most: int = 8, now: datetime = NOW, rest: float = 0, **shares: int
) -> list[Delivery]:
    with store.writing() as tx:
        return leases.take(
            *(tx, now, MINUTE, most),
            pace=lambda lane: timedelta(
                seconds=rest if lane.startswith("paced") else 0
            ),
            spare=lambda name: shares.get(name.strip("/"), most),
        )


def alone(key: str, **given: Any) -> Delivery:
    """A delivery that is in line with no other."""
    return a_delivery(key, case_ref=None, n=None, **given)


def keys(taken: list[Delivery]) -> list[str]:
    return [delivery.key for delivery in taken]


def test_as_many_are_taken_at_once_as_may_go(store: Store) -> None:
    queue(store, *(alone(f"{n}") for n in range(5)))

    assert keys(take(store, 3)) == ["0", "1", "2"]
    rest = take(store)

    assert keys(rest) == ["3", "4"]
    assert {(one.state, one.attempts, one.fence) for one in rest} == {("leased", 1, 1)}
    assert {one.lease_until for one in rest} == {after(1)}
    assert take(store) == []


def test_a_partnership_with_very_many_takes_turns_with_the_others(
    store: Store,
) -> None:
    queue(store, *(alone(f"many/{n}", partnership="dorset") for n in range(MANY)))
    with store.writing() as tx:
        later = NOW + timedelta(seconds=1)
        outbox.enqueue(
            tx, (alone("one", partnership="kirklees", not_before=NOW),), later
        )

    assert keys(take(store, 4)) == ["many/0", "one", "many/1", "many/2"]


def test_what_is_queued_one_by_one_has_its_turn_after_the_last(store: Store) -> None:
    for n in range(5):
        queue(store, alone(f"many/{n}", partnership="dorset"))
    queue(store, alone("one", partnership="kirklees"))

    assert keys(take(store, 3)) == ["many/0", "one", "many/1"]


def test_what_is_for_later_puts_off_nothing_that_is_for_now(store: Store) -> None:
    queue(store, alone("tomorrow", not_before=after(600)), alone("now"))
    queue(store, alone("of another", partnership="kirklees", not_before=after(1)))

    assert keys(take(store, now=after(1))) == ["now", "of another"]


def test_what_comes_of_a_delivery_has_its_turn(store: Store) -> None:
    queue(store, *(alone(f"{n}") for n in range(5)))
    (first,) = take(store, 1)
    queue(store, first.child("to", "", person="bo"))

    assert keys(take(store, 2)) == ["0/to", "1"]


def test_nobody_has_more_than_their_share(store: Store) -> None:
    queue(store, *(alone(f"many/{n}", partnership="dorset") for n in range(MANY)))
    queue(store, *(alone(f"few/{n}", partnership="kirklees") for n in range(6)))

    taken = keys(take(store, 8, dorset=2))

    assert taken[:2] == ["many/0", "few/0"]
    assert len([key for key in taken if key.startswith("many")]) == 2
    assert len(set(taken)) == len(taken) > 4


def test_what_waits_for_those_who_have_their_share_hides_nobody(store: Store) -> None:
    whose = {"partnership": "dorset"}
    heads = (a_delivery(f"{n}/0", person=f"{n}", **whose) for n in range(WINDOW - 1))
    behind = (a_delivery(f"0/{n + 1}", person="0", **whose) for n in range(WINDOW))
    queue(store, *heads, *behind)
    with store.writing() as tx:
        one = alone("one", partnership="kirklees", not_before=after(1))
        outbox.enqueue(tx, (one,), after(1))

    assert keys(take(store, now=after(1), dorset=0)) == ["one"]


def test_calendars_have_a_share_of_their_own(store: Store) -> None:
    lane = f"{CALENDAR}dorset"
    queue(store, *(alone(f"slow/{n}", lane=lane) for n in range(MANY)))
    queue(store, alone("card"), alone("kirklees", partnership="kirklees"))

    taken = keys(take(store, 8, calendar=2, dorset=3))

    assert [key for key in taken if key.startswith("slow")] == ["slow/0", "slow/1"]
    assert "kirklees" in taken


@pytest.mark.parametrize("rest", [0, 1])
def test_a_place_in_peace_with_very_many_is_not_gone_through_each_time(
    store: Store, rest: int
) -> None:
    queue(store, *(alone(f"held/{n}", lane="paced/C1") for n in range(MANY)))
    queue(store, alone("other"))
    if rest == 0:
        with store.writing() as tx:
            leases.hold_lane(tx, "paced/C1", after(1))

    taken = take(store, rest=rest)

    assert keys(taken) == ["held/0", "other"][1 - rest :]
    assert all(settle(store, one) for one in taken)
    with store.reading() as tx:
        assert len(look(tx, NOW, MANY)) < WINDOW
        ready = leases.ready_at(tx, NOW)
    assert ready == (NOW + timedelta(seconds=1) if rest else after(1))
    again = keys(take(store, now=after(1), rest=rest))
    assert again[:1] == [f"held/{rest}"]


def test_what_waits_for_another_is_put_by_and_goes_when_that_has_ended(
    store: Store,
) -> None:
    queue(store, *(a_delivery(f"{n}") for n in range(MANY)))
    queue(store, alone("other"))

    first, other = take(store)

    assert (first.key, other.key) == ("0", "other")
    with store.reading() as tx:
        assert len(look(tx, NOW, MANY)) < WINDOW
    assert take(store) == []
    for n in range(1, 4):
        assert settle(store, first)
        with store.writing() as tx:
            leases.wake_next(tx, (outbox.line_of(first),), NOW)
        (first,) = take(store)
        assert first.key == f"{n}"


def test_what_was_put_by_in_vain_goes_by_itself_a_little_later(store: Store) -> None:
    queue(store, *(a_delivery(f"{n}") for n in range(MANY)))
    (first,) = take(store)
    assert settle(store, first)

    assert keys(take(store, now=after(0.5))) == ["1"]


def test_what_is_met_and_is_ready_by_now_is_not_put_by(store: Store) -> None:
    """Nobody would wake it: what was before it ended between one look and another."""
    queue(store, a_delivery("first"), a_delivery("second"))
    (first,) = take(store)
    with store.reading() as tx:
        met = look(tx, NOW)
    assert [one.behind for one in met] == [True]
    assert settle(store, first)

    with store.writing() as tx:
        assert put_by(tx, met, NOW, lambda _: timedelta(), {}) == 0
    assert keys(take(store)) == ["second"]


def tried(store: Store, again_at: datetime) -> Delivery:
    """Two of one line: the second is to be tried again when the first is under way."""
    queue(store, a_delivery("first", not_before=after(1)), a_delivery("second"))
    (second,) = take(store)
    with store.writing() as tx:
        whose = (tx, second.key, second.fence)
        assert leases.postpone(*whose, again_at, counts=True)
    (first,) = take(store, now=after(2))
    assert first.key == "first"
    return first


def put_it_by(store: Store, now: datetime) -> int:
    """Meet what waits, and put it by as a courier does that has very much to do."""
    with store.writing() as tx:
        return put_by(tx, look(tx, now, locked=True), now, lambda _: timedelta(), {})


def ended(store: Store, first: Delivery, now: datetime) -> None:
    with store.writing() as tx:
        settled = (tx, first.key, first.fence, outbox.SENT)
        assert leases.settle(*settled, now=now)
        leases.wake_next(tx, (outbox.line_of(first),), now)


def test_what_was_tried_before_goes_as_soon_as_what_it_was_put_by_for_has_ended(
    store: Store,
) -> None:
    first = tried(store, after(2))
    assert put_it_by(store, after(2)) == 1

    ended(store, first, after(2))

    assert keys(take(store, now=after(2))) == ["second"]


def test_what_is_to_be_tried_again_later_is_not_woken_by_what_was_before_it(
    store: Store,
) -> None:
    first = tried(store, after(9))

    ended(store, first, after(2))

    assert take(store, now=after(8)) == []
    assert keys(take(store, now=after(9))) == ["second"]


def test_what_is_for_later_keeps_nothing_after_it_from_being_woken(
    store: Store,
) -> None:
    later = a_delivery("later", not_before=after(9))
    queue(store, a_delivery("first"), later, a_delivery("last"))
    (first,) = take(store, most=1)
    assert put_it_by(store, NOW) == 1

    ended(store, first, NOW)

    assert keys(take(store)) == ["last"]


def test_what_is_put_by_while_what_was_before_it_ends_is_woken(store: Store) -> None:
    """Whoever ends it cannot see that the other is being put by, and waits for it."""
    queue(store, a_delivery("first"), a_delivery("second"))
    (first,) = take(store)
    ending = threading.Thread(target=ended, args=(store, first, NOW))

    with store.writing() as tx:
        met = look(tx, NOW, locked=True)
        assert put_by(tx, met, NOW, lambda _: timedelta(), {}) == 1
        ending.start()
    ending.join()

    assert keys(take(store)) == ["second"]


def test_what_was_put_by_overtakes_nothing_of_its_line(store: Store) -> None:
    queue(store, a_delivery("first"), a_delivery("second"))
    with store.writing() as tx:
        later = text("UPDATE outbox SET try_at = :at WHERE key = 'first'")
        tx.execute(later, {"at": "2030-01-01T00:00:00.000000Z"})

    assert take(store) == []


def queue_at(store: Store, now: datetime, delivery: Delivery) -> None:
    with store.writing() as tx:
        outbox.enqueue(tx, (delivery,), now)


def test_a_clock_that_goes_back_lets_nothing_overtake_what_could_go_already(
    store: Store,
) -> None:
    """What comes of a delivery for a role may have a time from long before."""
    queue_at(store, NOW, a_delivery("first"))
    queue_at(store, after(1), a_delivery("second", not_before=after(-120)))

    assert take(store, now=after(-60)) == []
    assert keys(take(store, now=NOW)) == ["first"]


def test_a_clock_that_is_a_little_behind_lets_nothing_overtake(store: Store) -> None:
    ahead = NOW + timedelta(seconds=2)
    queue_at(store, ahead, a_delivery("first", not_before=ahead))
    queue_at(store, NOW, a_delivery("second"))

    assert take(store, now=NOW) == []
    assert keys(take(store, now=ahead)) == ["first"]
