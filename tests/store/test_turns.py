"""Whoever is waited for writes before what nobody waits for."""

from __future__ import annotations

import threading

from bot.store import Store
from bot.store.turns import Turns


def test_whoever_is_waited_for_writes_first() -> None:
    turns, wrote = Turns(), list[str]()
    begun = threading.Event()

    def write(who: str, *, patient: bool) -> None:
        begun.set()
        with turns.taken(patient=patient):
            wrote.append(who)

    with turns.taken():
        delivery = threading.Thread(
            target=write, args=("delivery",), kwargs={"patient": True}
        )
        delivery.start()
        assert begun.wait(5)
        presses = [
            threading.Thread(target=write, args=("press",), kwargs={"patient": False})
            for _ in range(3)
        ]
        for press in presses:
            press.start()
    for thread in (delivery, *presses):
        thread.join(5)
    assert wrote == ["press", "press", "press", "delivery"]


def test_what_nobody_waits_for_is_not_put_off_for_ever() -> None:
    turns, wrote = Turns(), threading.Event()

    def write() -> None:
        with turns.taken(patient=True):
            wrote.set()

    delivery = threading.Thread(target=write)
    delivery.start()
    while not wrote.is_set():  # presses without a pause
        with turns.taken():
            pass
    delivery.join(5)
    assert not delivery.is_alive()


def test_it_is_known_whether_somebody_is_waited_for(store: Store) -> None:
    with store.alone("tick"), store.writing(patient=True):
        assert not store.pressed()
    with store.writing():
        assert store.pressed()
    assert store.pressed()


def test_deliveries_give_way_to_a_burst_and_have_their_share_of_more_than_one() -> None:
    at = [0.0]
    turns = Turns(lambda: at[0])

    def gives_way(seconds: float) -> bool:
        at[0] = seconds
        return turns.pressed()

    assert not gives_way(0.0)
    with turns.taken():  # somebody presses, and others are never done
        assert [gives_way(s) for s in (0.0, 0.9, 1.1, 1.4, 1.6)] == [
            *(True, True, False, False, True)
        ]
    assert gives_way(1.65)
    assert not gives_way(1.8)
    at[0] = 2.3
    with turns.taken():  # and after a pause it begins from the beginning
        assert gives_way(2.3)
