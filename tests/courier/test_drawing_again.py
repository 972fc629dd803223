"""Cards that a change made old are drawn again, however many there are."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.gateways import TryLater
from bot.store import Store
from bot.store.outbox import QUEUED
from tests.courier.outside import Pillar, Square
from tests.desk.wessex import DRAFT, Wessex


@pytest.fixture
def wessex(store: Store, tmp_path: Path, square: Square, pillar: Pillar) -> Wessex:
    return Wessex(store, tmp_path, chat=square, mail=pillar)


def in_the_chain(wessex: Wessex) -> str:
    """Have the cards of three people in a row wait for their signature."""
    ref = wessex.alert()
    wessex.must("helen", "decide", f"{ref}/consult-partners", choice="agreed", note="x")
    wessex.must("helen", "decide", f"{ref}/criteria", choice="notify", note="x")
    wessex.must("helen", "draft", f"{ref}/sign-sin", **DRAFT)
    wessex.sign("ruth", f"{ref}/sign-sin")
    wessex.carry()
    return ref


def test_drawing_again_goes_on_from_where_it_was(
    wessex: Wessex, square: Square
) -> None:
    ref = in_the_chain(wessex)
    square.updated.clear()
    begun: list[str] = []

    def second(receipt: str) -> Exception | None:
        if not receipt.startswith("square:"):
            return None  # a card that is shown for the first time
        begun.append(receipt)
        return TryLater(5) if len(begun) == 2 else None

    square.before = second
    wessex.must("grace", "send-back", f"{ref}/sign-sin", note="More.")
    wessex.carry()
    (row,) = wessex.rows(kind="redraw", states=[QUEUED])
    first = [key for key in square.updated if key == begun[0]]
    wessex.wait(seconds=6)
    wessex.carry()
    assert wessex.waiting() == 0
    assert first == begun[:1]
    assert len(square.updated) == len(set(square.updated)) > 1
    assert row.attempts == 0


def test_drawing_very_many_again_gives_others_their_turn(
    wessex: Wessex, square: Square
) -> None:
    ref = in_the_chain(wessex)
    square.updated.clear()

    def late(_: str) -> None:
        wessex.wait(seconds=15)

    square.before = late
    wessex.must("grace", "send-back", f"{ref}/sign-sin", note="More.")
    wessex.carry()
    square.before = lambda _: None
    wessex.carry()
    assert wessex.waiting() == 0
    assert len(square.updated) == len(set(square.updated)) > 2
