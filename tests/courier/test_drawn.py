"""A card is drawn again where it differs from what stands there, and only there."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from bot.gateways import TryLater
from bot.own import drawn_apart
from bot.store import Store, drawn, leases, outbox
from bot.store.drawn import DRAWN, Drawn
from bot.store.outbox import SENT, Delivery
from tests.courier.outside import Pillar, Square
from tests.courier.test_drawing_again import in_the_chain
from tests.desk.wessex import Wessex


@pytest.fixture
def wessex(store: Store, tmp_path: Path, square: Square, pillar: Pillar) -> Wessex:
    return Wessex(store, tmp_path, chat=square, mail=pillar)


def touched(wessex: Wessex, ref: str, number: int) -> None:
    """Have the cards about a step drawn again, though nothing has happened."""
    one = Delivery(
        key=f"{ref}/again/{number}",
        partnership=wessex.rows()[0].partnership,
        kind="redraw",
        not_before=wessex.now,
        case_ref=ref,
        body={"kind": "redraw", "parts": ["sign-sin"]},
    )
    with wessex.store.writing() as tx:
        outbox.enqueue(tx, (one,), wessex.now)


def signed(wessex: Wessex, ref: str) -> Delivery:
    """Find the card of somebody who waits for nothing more, as it stands."""
    rows = wessex.rows(case_ref=ref, kind="ask", states=[SENT], person="grace")
    return rows[-1]


def test_a_card_that_looks_the_same_is_left_alone(
    wessex: Wessex, square: Square
) -> None:
    ref = in_the_chain(wessex)
    square.updated.clear()
    touched(wessex, ref, 1)
    wessex.carry()
    assert wessex.waiting() == 0
    assert square.updated == []


def test_a_card_that_nobody_is_sure_of_is_drawn_for_sure(
    wessex: Wessex, square: Square
) -> None:
    ref = in_the_chain(wessex)
    row = signed(wessex, ref)
    drawn_apart(wessex.desk, row)
    drawn_apart(wessex.desk, row)  # twice is as good as once
    square.updated.clear()
    touched(wessex, ref, 1)
    wessex.carry()
    touched(wessex, ref, 2)
    wessex.carry()
    assert square.updated == [row.receipt["receipt"]]
    assert signed(wessex, ref).receipt == row.receipt


def test_what_was_drawn_before_a_failure_is_not_drawn_again(
    wessex: Wessex, square: Square
) -> None:
    ref = in_the_chain(wessex)
    square.updated.clear()
    begun: list[str] = []

    def second(receipt: str) -> Exception | None:
        begun.extend([receipt] if receipt.startswith("square:") else [])
        return OSError() if begun and len(begun) == 2 else None

    square.before = second
    wessex.must("grace", "send-back", f"{ref}/sign-sin", note="More.")
    wessex.carry()
    first, unsure = begun[:2]
    known = {row.receipt.get("receipt"): row for row in wessex.rows(case_ref=ref)}
    wessex.wait(seconds=10)
    wessex.carry()
    assert wessex.waiting() == 0
    assert DRAWN in known[first].receipt
    assert DRAWN not in known[unsure].receipt
    assert square.updated.count(first) == square.updated.count(unsure) == 1


def test_a_courier_that_came_back_notes_nothing_of_which_it_is_not_sure(
    wessex: Wessex, square: Square
) -> None:
    """Another has the row by then, and may have drawn the same cards differently."""
    ref = in_the_chain(wessex)
    row = signed(wessex, ref)
    drawn_apart(wessex.desk, row)
    square.updated.clear()
    touched(wessex, ref, 1)

    def slow(receipt: str) -> None:
        square.before = lambda _: None
        wessex.wait(seconds=70)
        with wessex.store.writing() as tx:
            leases.take(tx, wessex.now, timedelta(minutes=1), 1)

    square.before = slow
    wessex.one()
    assert square.updated == [row.receipt["receipt"]]
    assert DRAWN not in signed(wessex, ref).receipt


def test_what_was_drawn_by_a_courier_that_stood_still_is_drawn_once_more(
    wessex: Wessex, square: Square
) -> None:
    """It may have drawn an older state over what another has drawn, and noted."""
    ref = in_the_chain(wessex)
    row = signed(wessex, ref)
    drawn_apart(wessex.desk, row)
    square.updated.clear()
    touched(wessex, ref, 1)

    def slow(_: str) -> None:
        square.before = lambda _: None
        wessex.wait(seconds=70)
        with wessex.store.writing() as tx:
            (one,) = leases.take(tx, wessex.now, timedelta(minutes=1), 1)
            drawn.note(tx, [Drawn(row.key, signed(wessex, ref).receipt, "newer")])
            leases.settle(tx, one.key, one.fence, SENT, now=wessex.now)

    square.before = slow
    wessex.one()
    assert DRAWN not in signed(wessex, ref).receipt
    wessex.carry()
    assert square.updated == [row.receipt["receipt"]] * 2
    assert DRAWN in signed(wessex, ref).receipt


def test_what_somebody_else_noted_meanwhile_stands(wessex: Wessex) -> None:
    row = signed(wessex, in_the_chain(wessex))
    with wessex.store.writing() as tx:
        assert drawn.note(tx, [Drawn(row.key, {"way": "chat"}, "0")]) == 0
        drawn.forget(tx, "nobody")
    assert signed(wessex, row.case_ref or "").receipt == row.receipt


def test_after_a_crash_every_card_is_drawn_again(
    wessex: Wessex, square: Square
) -> None:
    """Some may show what was so in between, of which nothing was noted."""
    ref = in_the_chain(wessex)
    touched(wessex, ref, 1)
    with wessex.store.writing() as tx:
        leases.take(tx, wessex.now, timedelta(minutes=1), 1)
    square.updated.clear()
    wessex.wait(seconds=61)
    square.before = lambda _: TryLater(5) if square.updated else None
    for _ in range(9):
        wessex.carry()
        square.before = lambda _: None
        wessex.wait(seconds=6)
    assert wessex.waiting() == 0
    assert len(square.updated) == len(set(square.updated)) > 2
