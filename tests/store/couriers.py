"""What a courier does with a delivery, one transaction at a time."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.store import Store, leases, outbox
from bot.store.outbox import DEAD, SENT, Delivery
from tests.store.words import NOW

MINUTE = timedelta(minutes=1)


def queue(store: Store, *deliveries: Delivery) -> int:
    with store.writing() as tx:
        return outbox.enqueue(tx, deliveries, NOW)


def take(
    store: Store, now: datetime = NOW, key: str | None = None, rest: float = 0
) -> Delivery | None:
    with store.writing() as tx:
        return leases.lease(
            tx, key, now, MINUTE, pace=lambda _: timedelta(seconds=rest)
        )


def taken(store: Store, now: datetime = NOW, key: str | None = None) -> Delivery:
    delivery = take(store, now, key)
    assert delivery is not None
    return delivery


def settle(
    store: Store, delivery: Delivery, state: str = SENT, now: datetime = NOW
) -> bool:
    with store.writing() as tx:
        return leases.settle(
            *(tx, delivery.key, delivery.fence, state),
            now=now,
            receipt={"id": "42"},
            problem="a\0b" if state == DEAD else "",
        )
